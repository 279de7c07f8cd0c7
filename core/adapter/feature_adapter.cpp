#include "core/adapter/feature_adapter.h"

#include <ATen/ATen.h>

namespace espalier::adapter {

FeatureAdapter::FeatureAdapter(Ground ground, const plan::FeatureAdapterOptions& options)
    : TrainedGraft(std::move(ground)), m_scale(options.alpha / options.rank), m_dropout(options.dropout)
{
}

at::Tensor FeatureAdapter::forward(const at::Tensor& /*input*/, const at::Tensor& output)
{
    const at::Tensor narrow = at::dropout(at::conv2d(output, down()), m_dropout, isTraining());
    return output + at::conv2d(narrow, up()) * m_scale;
}

std::optional<kernel::LinearMap> FeatureAdapter::merged(const kernel::LinearMap& map) const
{
    const at::NoGradGuard noGradients;
    const auto type = map.weight.scalar_type();
    const at::Tensor narrow = down().to(type).flatten(1);
    const at::Tensor wide = up().to(type).flatten(1) * m_scale;
    // B (A x), never (B A) x: the product of the two is as large as the map is wide, squared.
    const at::Tensor update = at::matmul(wide, at::matmul(narrow, map.weight.flatten(1)));
    kernel::LinearMap answer{map.weight + update.view_as(map.weight), {}};
    if (map.bias.defined()) {
        answer.bias = map.bias + at::mv(wide, at::mv(narrow, map.bias));
    }
    return answer;
}

} // namespace espalier::adapter
