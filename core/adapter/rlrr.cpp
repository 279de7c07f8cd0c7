#include "core/adapter/rlrr.h"

#include <ATen/ATen.h>

namespace espalier::adapter {

Rlrr::Rlrr(Ground ground, const plan::RlrrOptions& options)
    : TrainedGraft(std::move(ground)), m_hasColumns(options.sides != "right"), m_hasLines(options.sides != "left"),
      m_isResidual(options.residual)
{
}

at::Tensor Rlrr::term(const at::Tensor& weight) const
{
    const auto type = weight.scalar_type();
    const std::int64_t kernel = weight.dim() == 4 ? weight.size(2) : 1;
    at::Tensor product;
    if (m_hasColumns) {
        product = tensor(0).to(type).view({1, weight.size(1), 1, kernel});
    }
    if (m_hasLines) {
        const at::Tensor lines = tensor(m_hasColumns ? 1 : 0).to(type).view({weight.size(0), 1, kernel, 1});
        product = product.defined() ? lines * product : lines;
    }
    return weight.dim() == 4 ? product : product.flatten(2).squeeze(2);
}

at::Tensor Rlrr::forward(const at::Tensor& input, const at::Tensor& output)
{
    // The frozen layer has answered W x + b already; the residual part of W' is that.
    const at::Tensor& weight = map().weight;
    const at::Tensor changed = weight * term(weight);
    const at::Tensor bias = shift().flatten();
    const at::Tensor update = layer().kind == kernel::LayerKind::Convolution
                                  ? at::conv2d(input, changed, bias, layer().stride, layer().padding)
                                  : at::linear(input, changed, bias);
    if (m_isResidual) {
        return output + update;
    }
    return map().bias.defined() ? update + alongChannels(map().bias) : update;
}

std::optional<kernel::LinearMap> Rlrr::merged(const kernel::LinearMap& before) const
{
    const at::NoGradGuard noGradients;
    const auto type = before.weight.scalar_type();
    const at::Tensor own = map().weight.to(type);
    const at::Tensor changed = own * term(own);
    const at::Tensor bias = shift().to(type).flatten();
    if (m_isResidual) {
        return kernel::LinearMap{before.weight + changed, before.bias.defined() ? before.bias + bias : bias};
    }
    return kernel::LinearMap{changed, map().bias.defined() ? map().bias.to(type) + bias : bias};
}

} // namespace espalier::adapter
