// DataSet: the images that an experiment names, opened by a thread of its own.
#pragma once

#include "core/dataset/check.h"

#include <QObject>
#include <list>
#include <memory>
#include <thread>

namespace espalier::ui {

enum class Split : int { Train, Val };
/// As core names them.
[[nodiscard]] Split splitNamed(std::string_view name);

class DataSet : public QObject {
    Q_OBJECT
public:
    enum class State { None, Opening, Ready, Failed, Cancelled };

    /// What decides which images and boxes there are; how they are augmented does not.
    struct Source {
        experiment::DataSettings settings;
        std::vector<std::string> classes;
        std::filesystem::path folder; ///< relative roots start here
        std::int64_t seed = 0;
        bool operator==(const Source&) const = default;
    };
    /// `file` is the experiment's; empty: it was never saved.
    [[nodiscard]] static Source sourceOf(const experiment::Experiment& experiment, const std::filesystem::path& file);
    /// Whether any images are named, by the settings or by ESPALIER_DATA.
    [[nodiscard]] static bool isNamed(const experiment::DataSettings& settings);
    /// The folder that is meant, as written; empty for drawn images.
    [[nodiscard]] static std::string rootOf(const experiment::DataSettings& settings);

    using QObject::QObject;
    ~DataSet() override; ///< calls the opening off and waits for it

    void open(const Source& source); ///< nothing when it is the one that was opened last
    void openAgain();
    void cancel();
    void close();

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const Error& error() const { return m_error; }    ///< of Failed
    [[nodiscard]] const Source& source() const { return m_source; } ///< what was opened last
    [[nodiscard]] const dataset::Splits& splits() const { return m_splits; }
    /// What was lost, mended or is worth a look, in the files and between the splits.
    [[nodiscard]] const std::vector<dataset::Finding>& findings() const { return m_findings; }
    /// Null unless Ready.
    [[nodiscard]] std::shared_ptr<const dataset::DetectionDataset> split(Split split) const;
    /// Looks which layout `folder` has; `recognised` follows.
    void recognise(const std::filesystem::path& folder);
    [[nodiscard]] std::int64_t checkedImages() const;
    [[nodiscard]] std::int64_t listedImages() const; ///< in the files read so far

Q_SIGNALS:
    void changed(); ///< state and all that comes with it
    /// `layout` has root, kind, train and val; an empty kind: no layout is known for it.
    void recognised(espalier::experiment::DataSettings layout);

private:
    struct Opening {
        dataset::OpenProgress progress;
        std::jthread thread;
    };
    struct Opened {
        dataset::Splits splits;
        std::vector<dataset::Finding> findings;
    };
    static Result<Opened> opened(const Source& source, dataset::OpenProgress& progress);
    void start();
    void take(const Opening* opening, Result<Opened> result);
    void forget(const Opening* opening);
    void callOff();

    State m_state = State::None;
    Source m_source;
    Error m_error;
    dataset::Splits m_splits;
    std::vector<dataset::Finding> m_findings;
    Opening* m_current = nullptr;
    std::list<std::unique_ptr<Opening>> m_openings; ///< called-off ones end in their own time
};

} // namespace espalier::ui
