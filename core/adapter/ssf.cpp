#include "core/adapter/ssf.h"

#include <ATen/ATen.h>

namespace espalier::adapter {

Ssf::Ssf(Ground ground, const plan::SsfOptions& /*options*/) : TrainedGraft(std::move(ground)) {}

at::Tensor Ssf::forward(const at::Tensor& /*input*/, const at::Tensor& output)
{
    return output * alongChannels(scale()) + alongChannels(shift());
}

std::optional<kernel::LinearMap> Ssf::merged(const kernel::LinearMap& map) const
{
    const at::NoGradGuard noGradients;
    const auto type = map.weight.scalar_type();
    const at::Tensor added = shift().to(type);
    const at::Tensor weight = map.weight * alongRows(scale().to(type), map.weight);
    if (layer().kind == kernel::LayerKind::Embedding) {
        return kernel::LinearMap{weight + added, {}};
    }
    return kernel::LinearMap{weight, map.bias.defined() ? map.bias * scale().to(type) + added : added};
}

} // namespace espalier::adapter
