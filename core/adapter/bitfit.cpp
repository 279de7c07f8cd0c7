#include "core/adapter/bitfit.h"

#include <ATen/ATen.h>

namespace espalier::adapter {

Bitfit::Bitfit(Ground ground, const plan::BitfitOptions& /*options*/) : TrainedGraft(std::move(ground)) {}

at::Tensor Bitfit::forward(const at::Tensor& /*input*/, const at::Tensor& output)
{
    return output + alongChannels(tensor(0));
}

std::optional<kernel::LinearMap> Bitfit::merged(const kernel::LinearMap& map) const
{
    const at::NoGradGuard noGradients;
    const at::Tensor added = tensor(0).to(map.weight.scalar_type());
    return kernel::LinearMap{map.weight, map.bias.defined() ? map.bias + added : added};
}

} // namespace espalier::adapter
