// Store: one SQLite file with experiments, runs, series, events, checkpoints and environment. No SQLite type here.
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/experiment/experiment.h"
#include "core/run/event_log.h"
#include "core/store/run_facts.h"
#include "core/store/sparkline.h"

#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace espalier::store {

/// `$XDG_DATA_HOME/espalier/espalier.db`.
[[nodiscard]] std::filesystem::path defaultStorePath();

using RunId = std::int64_t;

struct NewRun {
    experiment::Experiment experiment;
    std::string experimentYaml; ///< as run, overrides included
    std::string experimentFolder;
    std::string experimentFile;
};

/// One row of the list; no curve is loaded for it.
struct RunSummary {
    RunId id = 0;
    std::string name;
    std::string experimentFile;
    std::string recipeHash;
    run::RunState state = run::RunState::Queued; ///< Lost when its process is gone without an outcome
    run::Stability stability = run::Stability::Stable;
    std::int64_t createdMicroseconds = 0;
    double seconds = 0; ///< training time
    std::int64_t step = 0;
    std::int64_t totalSteps = 0;
    double epoch = 0;
    int epochs = 0;
    std::int64_t parameters = 0;
    std::int64_t trainable = 0;
    std::int64_t adapterParameters = 0;
    std::optional<double> bestMetric; ///< mAP
    std::optional<double> lastMetric;
    std::int64_t lastCheckpointStep = 0;
    std::string message;           ///< how it ended
    std::string note;              ///< of people, as are the tags
    std::vector<std::string> tags; ///< sorted
    RunFacts facts;
    bool isDeleted = false;
    std::int64_t deletedMicroseconds = 0;
    bool isLocal = false; ///< its process runs on this machine now
};

struct RunDetail {
    RunSummary summary;
    experiment::Experiment experiment;
    std::string experimentYaml;
    std::string experimentFolder;
    std::filesystem::path runFolder; ///< beside the store: `<store>.runs/<id>`
    std::vector<std::pair<std::string, std::string>> environment;
    std::vector<std::string> series;
    std::filesystem::path lastCheckpoint; ///< empty when there is none
};

struct SeriesPoint {
    std::int64_t step = 0;
    double epoch = 0;
    double seconds = 0;
    double value = 0; ///< may be non-finite
};

/// Reads and small writes; one connection, one thread at a time. Many processes may have the same file open.
class Store {
public:
    /// Opens or creates; brings the schema up to date. A newer schema than ours is refused and left alone.
    [[nodiscard]] static Result<std::unique_ptr<Store>> open(const std::filesystem::path& path);
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const;

    [[nodiscard]] Result<RunId> createRun(const NewRun& run);                     ///< makes its folder too
    [[nodiscard]] Result<std::vector<RunSummary>> runs(bool withDeleted = false); ///< newest first
    [[nodiscard]] Result<RunDetail> runDetail(RunId id);
    /// Ascending step. `afterRow` continues: rows after it only, and it is moved on.
    [[nodiscard]] Result<std::vector<SeriesPoint>> series(RunId id, const std::string& series,
                                                          std::int64_t* afterRow = nullptr);
    [[nodiscard]] Result<std::vector<run::Event>> events(RunId id, std::int64_t afterSeq = 0); ///< all but StepDone
    /// Number of the newest stored event, 0 before the first: where a resumed run's numbers go on.
    [[nodiscard]] Result<std::int64_t> lastSeq(RunId id);
    /// At most `stretches` pairs of `series`, spread over the run. Of a run that is over it is kept: the curve is read
    /// once.
    [[nodiscard]] Result<Sparkline> sparkline(RunId id, const std::string& series, int stretches);

    [[nodiscard]] Status rename(RunId id, const std::string& name);
    [[nodiscard]] Status setNote(RunId id, const std::string& note);
    [[nodiscard]] Status setTags(RunId id, const std::vector<std::string>& tags); ///< instead of those that it has
    [[nodiscard]] Status setDeleted(RunId id, bool deleted); ///< undoable: nothing is erased before eraseDeleted()
    /// For a run of any process: it polls these.
    [[nodiscard]] Status postCommand(RunId id, run::Command command);
    /// A number that grows with every commit of another connection: poll it before reading anything.
    [[nodiscard]] std::int64_t dataVersion();

private:
    struct Impl;
    explicit Store(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

/// All events of a run after `afterSeq` as they are committed, by whatever process: history first, then live.
[[nodiscard]] Result<std::unique_ptr<run::EventSource>> tail(const std::filesystem::path& store, RunId id,
                                                             std::int64_t afterSeq = 0);

/// Erase for good, folders included, what was deleted before this moment and is not being written. How many.
[[nodiscard]] Result<int> eraseDeleted(const std::filesystem::path& store, std::int64_t beforeMicroseconds);

/// The writer thread of one run: takes the log's events, commits a transaction every 250 ms, and hands commands that
/// other processes left in the store to `commands`. Marks the run as alive while it lives.
class RunRecorder {
public:
    [[nodiscard]] static Result<std::unique_ptr<RunRecorder>> start(const std::filesystem::path& store, RunId id,
                                                                    run::EventLog& log, run::CommandBox& commands);
    ~RunRecorder(); ///< finish() if that has not happened
    RunRecorder(const RunRecorder&) = delete;
    RunRecorder& operator=(const RunRecorder&) = delete;

    /// Write what is left, store the outcome, end the thread. The first write error of the run comes back here too.
    Status finish(const run::Outcome& outcome);
    /// A write failed (disk full, say): the run should stop, it is not being recorded.
    [[nodiscard]] std::optional<Error> error() const;

private:
    struct Impl;
    explicit RunRecorder(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace espalier::store
