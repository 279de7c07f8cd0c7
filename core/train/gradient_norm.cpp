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
    std::vector<at::Tensor> gradients;
    std::vector<std::size_t> branches;
    gradients.reserve(trainable.size());
    branches.reserve(trainable.size());
    for (std::size_t i = 0; i < trainable.size(); ++i) {
        if (const at::Tensor& gradient = trainable[i].second.grad(); gradient.defined()) {
            gradients.push_back(gradient);
            branches.push_back(static_cast<std::size_t>(branchOf[i]));
        }
    }
    if (gradients.empty()) {
        return norms;
    }
    // One kernel for many tensors where there is one, and one wait for the device: at the copy.
    const at::Tensor all = at::stack(at::_foreach_norm(gradients, 2)).to(at::kCPU, at::kDouble);
    const auto* values = all.data_ptr<double>();
    double square = 0;
    for (std::size_t i = 0; i < branches.size(); ++i) {
        const double each = values[i] * values[i];
        square += each;
        norms.branches[branches[i]] += each;
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
    std::vector<at::Tensor> gradients;
    gradients.reserve(trainable.size());
    for (const auto& [name, tensor] : trainable) {
        if (tensor.grad().defined()) {
            gradients.push_back(tensor.grad());
        }
    }
    if (!gradients.empty()) {
        at::_foreach_mul_(gradients, factor);
    }
}

} // namespace espalier::train
