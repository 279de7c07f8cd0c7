// Services: what the window is given by the program that owns the engine. The ui never sees torch, SQLite or OpenCV.
#pragma once

#include "core/experiment/experiment.h"
#include "core/network/network_tree.h"
#include "core/run/dry_run.h"
#include "core/run/event_log.h"
#include "core/store/store.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace espalier::ui {

/// A run of this process.
class LocalRun {
public:
    virtual ~LocalRun() = default; ///< asks it to stop and waits for it
    [[nodiscard]] virtual store::RunId id() const = 0;
    [[nodiscard]] virtual std::unique_ptr<run::EventSource> events() = 0; ///< from now on
    virtual void post(run::Command command) = 0;
    [[nodiscard]] virtual bool isOver() const = 0;
};

struct Services {
    std::filesystem::path storePath;
    std::int64_t memoryBytes = 0; ///< of this machine; 0: unknown
    /// Describe the network of these settings; from the cache when it is there. Any thread; may take a second.
    std::function<Result<network::NetworkTree>(const experiment::ModelSettings&)> describe;
    /// Create the run in the store and start it on the trainer thread. GUI thread; returns at once.
    std::function<Result<std::unique_ptr<LocalRun>>(const experiment::Experiment&, const std::filesystem::path& file)>
        start;
    /// Measure one step of it on the trainer thread, in its turn. GUI thread; returns at once. `watch` and `done` are
    /// called on the trainer thread, `done` once.
    std::function<void(const experiment::Experiment&, const std::filesystem::path& file, run::DryRunWatch watch,
                       std::function<void(Result<run::DryRun>)> done)>
        dryRun;
    /// Go on from the last checkpoint.
    std::function<Result<std::unique_ptr<LocalRun>>(store::RunId)> resume;
    /// The model that starts from a file of weights, by the names and shapes in it. GUI thread: reads its head only.
    std::function<Result<experiment::ModelSettings>(const std::filesystem::path& file)> modelOf;
};

} // namespace espalier::ui
