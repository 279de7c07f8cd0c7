// RunFeed and RunCatalogue: what runs say, in the GUI thread, as values. A run of this process is read from its log,
// any other from the store; views cannot tell.
#pragma once

#include "core/store/store.h"
#include "ui/bridge/services.h"

#include <QObject>
#include <QString>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace espalier::ui {

/// Append-only columns of one series. NaN and infinities are kept.
struct Curve {
    std::vector<double> step;
    std::vector<double> epoch;
    std::vector<double> seconds;
    std::vector<double> value;
    /// Marks of a whole rewind or resume: index where the epoch goes back.
    [[nodiscard]] const std::vector<double>& x(int axis) const
    {
        return axis == 0 ? step : axis == 1 ? epoch : seconds;
    }
};

/// Everything known of one run, growing. Lives in the GUI thread; history is loaded by a helper thread, what
/// follows is taken as it comes, at most 30 times a second. Never blocks.
class RunFeed : public QObject {
    Q_OBJECT
public:
    /// `local` may be null: then the store is tailed.
    RunFeed(const Services& services, store::RunId id, LocalRun* local, QObject* parent = nullptr);
    ~RunFeed() override;

    [[nodiscard]] store::RunId id() const;
    [[nodiscard]] bool isLoading() const; ///< history still on its way
    [[nodiscard]] const store::RunDetail& detail() const;
    [[nodiscard]] const std::map<std::string, Curve>& curves() const; ///< train series, and `mAP…` of evaluations
    /// Names of the train series in the order in which the run said them: branches in that of the network.
    [[nodiscard]] const std::vector<std::string>& stepSeries() const;
    [[nodiscard]] const std::vector<run::Event>& marks() const; ///< every event but StepDone, in order
    [[nodiscard]] const std::vector<std::pair<double, run::Stability>>&
    stabilitySpans() const; ///< step where each state begins
    [[nodiscard]] const std::vector<double>& skippedSteps() const;
    [[nodiscard]] run::RunState state() const;
    [[nodiscard]] std::int64_t step() const;
    [[nodiscard]] double epoch() const;
    [[nodiscard]] double seconds() const;     ///< of training
    [[nodiscard]] double secondsLeft() const; ///< NaN while unknown
    [[nodiscard]] double stepsPerSecond() const;
    [[nodiscard]] double secondsSinceLastSign() const;
    [[nodiscard]] bool isLive() const;   ///< not over yet
    [[nodiscard]] QString error() const; ///< why it could not be read; empty
    void post(run::Command command);     ///< to the run, wherever it lives
    void setLocal(LocalRun* local);      ///< a resumed run: commands go straight to it
    void followAgain();                  ///< it was over, and somebody resumed it: read what follows
    void releaseLocal();                 ///< the local run is about to go: read its rest and forget it

Q_SIGNALS:
    void loaded();   ///< history is complete
    void advanced(); ///< at most 30 times a second: new steps
    void stateChanged();
    void marked(); ///< a new entry in marks()

private:
    void takeNews();
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

class ExperimentQueue;

/// The list of runs, kept fresh (store polled every 500 ms by data version), and the feeds that views share.
class RunCatalogue : public QObject {
    Q_OBJECT
public:
    explicit RunCatalogue(const Services& services, QObject* parent = nullptr);
    ~RunCatalogue() override;

    [[nodiscard]] const std::vector<store::RunSummary>& runs() const;    ///< newest first, without deleted ones
    [[nodiscard]] const std::vector<store::RunSummary>& deleted() const; ///< kept for kDaysKept days
    [[nodiscard]] const store::RunSummary* find(store::RunId id) const;  ///< null: gone, or deleted
    static constexpr int kDaysKept = 30;
    [[nodiscard]] std::shared_ptr<RunFeed> feed(store::RunId id); ///< shared: one per run while somebody holds it
    [[nodiscard]] store::Store* store(); ///< GUI thread connection, null when the store could not be opened
    [[nodiscard]] QString error() const;

    /// Start a run in this process; it is kept until it is over.
    [[nodiscard]] Result<store::RunId> start(const experiment::Experiment& experiment,
                                             const std::filesystem::path& file);
    [[nodiscard]] Result<store::RunId> resume(store::RunId id);
    [[nodiscard]] ExperimentQueue& queue(); ///< what waits to be started here
    [[nodiscard]] bool hasLocalRun() const; ///< one of ours is still going
    void refresh();

Q_SIGNALS:
    void changed();
    void runStarted(qint64 id);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace espalier::ui
