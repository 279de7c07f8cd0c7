// Gradient norms, whole and by branch, and clipping.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace espalier::train {

using NamedTensors = std::vector<std::pair<std::string, at::Tensor>>;

struct GradientNorms {
    double total = 0;             ///< L2 over all tensors; non-finite when any of them is
    std::vector<double> branches; ///< L2 by branch; total² is the sum of their squares
};

/// Norms of the gradients of `trainable`; `branchOf` says, tensor by tensor, which of `branchCount` branches it is in.
[[nodiscard]] GradientNorms gradientNorms(const NamedTensors& trainable, const std::vector<int>& branchOf,
                                          std::size_t branchCount);

/// Scale all gradients by max / (norm + 1e-6) when that is below 1. `most` 0: leave them.
void clipGradients(const NamedTensors& trainable, double norm, double most);

} // namespace espalier::train
