// Engine: the one door to any training backend.
#pragma once

#include "core/experiment/experiment.h"
#include "core/run/dry_run.h"
#include "core/run/event_log.h"

#include <filesystem>
#include <string>
#include <vector>

namespace espalier::run {

/// Everything one run needs, resolved: no look-up in a store happens behind the door.
struct RunSpec {
    experiment::Experiment experiment;
    std::filesystem::path experimentFolder; ///< relative paths in the experiment start here
    std::filesystem::path runFolder;        ///< checkpoints and exports go here; exists
    std::filesystem::path resumeFrom;       ///< checkpoint to go on from; empty: a fresh run
    /// Resuming: the last that the run has said, oldest first, so that it is judged by its own course. May reach beyond
    /// the checkpoint.
    std::vector<EventBody> past;
};

class Engine {
public:
    virtual ~Engine() = default;
    /// Run to the end, to a stop or to a failure. Blocks. Never throws.
    virtual Outcome run(const RunSpec& spec, EventLog& log, CommandBox& commands) = 0;
    /// Measure one step of such a run on a network of its own. Blocks. Never throws. Unsupported: it cannot measure.
    virtual Result<DryRun> dryRun(const RunSpec& spec, const DryRunWatch& watch);
};

} // namespace espalier::run
