#include "core/train/gradient_norm.h"

#include <ATen/ATen.h>

#include <cmath>

namespace espalier::train {

namespace {
constexpr double kEpsilon = 1e-6;
}

GradientNorms gradientNorms(const NamedTensors& trainable, const std::vector<int>& branchOf, std::size_t branchCount)
{
    const at::NoGradGuard noGradients;
    GradientNorms norms;
    norms.branches.assign(branchCount, 0.0);
    double square = 0;
    for (std::size_t i = 0; i < trainable.size(); ++i) {
        const at::Tensor& gradient = trainable[i].second.grad();
        if (!gradient.defined()) {
            continue;
        }
        const double norm = gradient.norm().item<double>();
        square += norm * norm;
        norms.branches[static_cast<std::size_t>(branchOf[i])] += norm * norm;
    }
    norms.total = std::sqrt(square);
    for (double& branch : norms.branches) {
        branch = std::sqrt(branch);
    }
    return norms;
}

void clipGradients(const NamedTensors& trainable, double norm, double most)
{
    const double factor = most / (norm + kEpsilon);
    if (most <= 0 || !(factor < 1)) {
        return;
    }
    const at::NoGradGuard noGradients;
    for (const auto& [name, tensor] : trainable) {
        if (tensor.grad().defined()) {
            tensor.grad().mul_(factor);
        }
    }
}

} // namespace espalier::train
