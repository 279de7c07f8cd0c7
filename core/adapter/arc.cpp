#include "core/adapter/arc.h"

#include <ATen/ATen.h>

namespace espalier::adapter {

Arc::Arc(Ground ground, const plan::ArcOptions& options) : TrainedGraft(std::move(ground)), m_dropout(options.dropout)
{
}

at::Tensor Arc::forward(const at::Tensor& /*input*/, const at::Tensor& output)
{
    const at::Tensor narrow = at::dropout(at::matmul(output, tensor(0)) * tensor(1), m_dropout, isTraining());
    return output + at::linear(narrow, tensor(0), tensor(2));
}

std::optional<kernel::LinearMap> Arc::merged(const kernel::LinearMap& map) const
{
    if (map.weight.dim() != 2) {
        return std::nullopt;
    }
    const at::NoGradGuard noGradients;
    const auto type = map.weight.scalar_type();
    const at::Tensor projection = tensor(0).to(type);
    const at::Tensor scaled = projection * tensor(1).to(type);
    const at::Tensor added = tensor(2).to(type);
    const at::Tensor weight = map.weight + at::matmul(scaled, at::matmul(projection.t(), map.weight));
    return kernel::LinearMap{
        weight, map.bias.defined() ? map.bias + at::mv(scaled, at::mv(projection.t(), map.bias)) + added : added};
}

} // namespace espalier::adapter
