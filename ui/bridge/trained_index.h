// TrainedIndex: which modules a run trained, by its plan on its network; looked up by a thread of its own when asked.
#pragma once

#include "core/network/pattern.h"
#include "ui/bridge/services.h"

#include <QObject>
#include <QTimer>
#include <map>
#include <memory>
#include <optional>

namespace espalier::ui {

/// Runs of one recipe train the same: each recipe is resolved once.
class TrainedIndex : public QObject {
    Q_OBJECT
public:
    explicit TrainedIndex(const Services& services, QObject* parent = nullptr);
    ~TrainedIndex() override;

    /// Something that `pattern` selects trained, or took an adapter. Nothing while that is being looked up: `changed`
    /// follows.
    [[nodiscard]] std::optional<bool> trains(const store::RunSummary& run, const network::Pattern& pattern);
    [[nodiscard]] bool isLooking() const; ///< answers are on their way

Q_SIGNALS:
    void changed(); ///< at most ten times a second

private:
    using Paths = std::vector<std::string>; ///< of every module under which something trains
    void take(const std::string& recipe, Paths paths);

    std::map<std::string, Paths> m_known;                          ///< by recipe
    std::map<std::pair<std::string, std::string>, bool> m_answers; ///< by recipe and pattern
    std::map<std::string, store::RunId> m_asked;
    QTimer m_pause;
    struct Worker;
    std::unique_ptr<Worker> m_worker; ///< last: its thread hands over to all above
};

} // namespace espalier::ui
