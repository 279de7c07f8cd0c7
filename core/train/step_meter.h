// StepMeter: seconds and bytes of every module in one pass there and back.
#pragma once

#include "core/run/dry_run.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace espalier::train {

struct MeteredPass {
    std::vector<run::ModuleCost> modules; ///< in order of computation
    double forward = 0;                   ///< seconds
    double backward = 0;
    std::int64_t kept = 0; ///< bytes that were made on the way there and held at its end
    std::int64_t peak = 0; ///< most bytes at once of all that was made in the pass
};

/// An operation belongs to the module of the weights that it reads; one that reads none to the module that made its
/// input. On the way back each belongs to whom it belonged on the way there. Counts what this thread takes from the
/// allocator of the processor; scratch memory of libraries is not among it.
class StepMeter {
public:
    /// Tensors with the module that each belongs to.
    explicit StepMeter(std::vector<std::pair<std::string, at::Tensor>> weights);

    /// `forward` makes what `loss` turns into a scalar: what that does belongs to no module. Gradients of the weights
    /// are those of this pass afterwards. `entered` is told each module as it is computed, `atLoss` is called between
    /// there and back: false ends the pass. What they throw passes through.
    using Forward = std::function<void()>;
    using Loss = std::function<at::Tensor()>;
    [[nodiscard]] MeteredPass pass(const Forward& forward, const Loss& loss,
                                   const std::function<void(const std::string&)>& entered,
                                   const std::function<bool()>& atLoss) const;

private:
    std::vector<std::pair<std::string, at::Tensor>> m_weights;
};

} // namespace espalier::train
