// DryRun: what one training step really took: time and memory of every module. Nothing of it is kept.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace espalier::run {

/// A module's own share, without what the modules in it took.
struct ModuleCost {
    std::string module;    ///< dotted path; empty: what belongs to none, such as the loss
    double forward = 0;    ///< seconds
    double backward = 0;   ///< seconds
    std::int64_t kept = 0; ///< bytes that it holds from the way there until the way back
    bool operator==(const ModuleCost&) const = default;
};

struct DryRun {
    std::vector<ModuleCost> modules; ///< in order of computation
    int images = 0;                  ///< of the batch that was measured
    int batchesPerStep = 1;          ///< a step has so many such batches
    std::int64_t steps = 0;          ///< of the whole run
    bool isWarm = false;             ///< a first pass went before: caches and threads were ready
    double data = 0;                 ///< seconds to make the batch
    double forward = 0;              ///< seconds, loss included
    double backward = 0;
    double update = 0;
    std::int64_t weights = 0;   ///< bytes of the network, adapters included
    std::int64_t gradients = 0; ///< bytes
    std::int64_t optimizer = 0; ///< bytes of its moments
    std::int64_t kept = 0;      ///< bytes held when the loss was known, beside the weights
    std::int64_t peak = 0;      ///< most bytes of tensors at once, all of the above included
    bool operator==(const DryRun&) const = default;

    /// Seconds of a whole step; data are made ahead.
    [[nodiscard]] double step() const { return batchesPerStep * (forward + backward) + update; }
};

enum class DryRunStage { Data, Network, Forward, Backward, Update };

/// How it is followed and called off, on the thread that does it.
struct DryRunWatch {
    std::function<void(DryRunStage stage, std::string_view module)> progress; ///< the module that is computed; or empty
    std::function<bool()> shouldStop; ///< true: it ends with ErrorCode::Cancelled when its present stage does
};

} // namespace espalier::run
