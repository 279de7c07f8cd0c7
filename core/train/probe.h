// Probe: one pass with every module under watch: the first whose output or gradient went bad.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include <cstddef>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace espalier::train {

/// What one module did in a pass. A gradient that is not a number counts as infinite.
struct ModuleTrace {
    std::string module;                                               ///< dotted path
    double activation = 0;                                            ///< largest magnitude of its outputs
    double outputGradient = std::numeric_limits<double>::quiet_NaN(); ///< largest magnitude of theirs; NaN: none came
    double parameterGradient = std::numeric_limits<double>::quiet_NaN(); ///< L2 of its own; NaN: nothing of it trains
};

/// The module that a tensor belongs to, by its dotted name; empty: the network itself.
[[nodiscard]] std::string moduleOf(const std::string& tensor);

struct Pass {
    std::vector<ModuleTrace> modules; ///< in order of computation
    /// Where the first non-finite number arose: an operation that answers so to finite numbers. Empty: nowhere.
    std::string firstModule;
    std::string direction; ///< `forward`, `backward`; empty with firstModule
};

/// Parameters and buffers tell which module an operation belongs to; one without any belongs to the module that made
/// its input. Nothing in a network need know of it, and nothing is paid outside of pass().
class Probe {
public:
    /// Of a whole tree: its parameters and buffers by their paths.
    explicit Probe(const torch::nn::Module& network);
    /// Tensors by name; the module is the name without its last part (`a.b.weight` belongs to `a.b`).
    explicit Probe(std::vector<std::pair<std::string, at::Tensor>> tensors);
    /// More of them: an adapter's.
    void add(const std::vector<std::pair<std::string, at::Tensor>>& tensors);

    /// Calls `loss`, which answers with a scalar, and goes backward from it. The gradients of the tensors are replaced.
    /// For one thread at a time. What `loss` throws passes through.
    [[nodiscard]] Pass pass(const std::function<at::Tensor()>& loss) const;

    struct Watch; ///< what is noted down during a pass

private:
    std::vector<std::pair<std::string, at::Tensor>> m_tensors;
};

/// Within the `loss` of a pass: what follows belongs to `name` unless a tensor says otherwise; empty: to nobody again.
/// Costs a test of a pointer outside of one.
void probeScope(const std::string& name);

/// A place that is called by name and not by a parameter. Gives `tensor` back; costs a test of a pointer outside of a
/// pass.
at::Tensor probeSite(const std::string& name, at::Tensor tensor);

/// How far above the healthy value is bad, where both are finite.
inline constexpr double kFarAbove = 10.0;

struct FirstBad {
    std::string module;
    std::string direction;
};
/// The first module that went bad in `pass`: where the first non-finite number arose; else, in order of computation,
/// the first whose output is kFarAbove times what it was in `healthy`; else, from the loss backward, the first whose
/// gradient is. Empty without one.
[[nodiscard]] FirstBad firstBad(const Pass& pass, const Pass* healthy = nullptr);

} // namespace espalier::train
