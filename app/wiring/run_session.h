// RunSession: one run of this process, from its row in the store to its outcome.
#pragma once

#include "core/run/engine.h"
#include "core/run/run_queue.h"
#include "core/store/store.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace espalier::wiring {

/// Owns the run's log, command box and recorder; the queue's trainer thread does the work. Its destructor asks the run
/// to stop and waits.
class RunSession {
public:
    /// A new row in the store; relative paths in the experiment start at the folder of `file`.
    [[nodiscard]] static Result<std::unique_ptr<RunSession>> create(run::RunQueue& queue,
                                                                    const std::filesystem::path& store,
                                                                    experiment::Experiment experiment,
                                                                    const std::filesystem::path& file);
    /// Go on from the last checkpoint, or from the start when there is none. Conflict when it runs somewhere, or is
    /// over.
    [[nodiscard]] static Result<std::unique_ptr<RunSession>>
    resume(run::RunQueue& queue, const std::filesystem::path& store, store::RunId id);
    ~RunSession();
    RunSession(const RunSession&) = delete;
    RunSession& operator=(const RunSession&) = delete;

    [[nodiscard]] store::RunId id() const;
    /// Readers must be taken before begin() to see everything.
    [[nodiscard]] run::EventLog& log();
    [[nodiscard]] run::CommandBox& commands();
    void begin();
    [[nodiscard]] bool isOver() const;
    /// Block until it is over. What the recorder could not write turns the outcome into Failed.
    [[nodiscard]] run::Outcome wait();

private:
    struct Impl;
    explicit RunSession(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

/// Fills what an experiment leaves to its surroundings: `data.root` from ESPALIER_DATA.
void applyEnvironment(experiment::Experiment& experiment);

} // namespace espalier::wiring
