#include "core/adapter/lora.h"

#include <ATen/ATen.h>

namespace espalier::adapter {

namespace {

at::Tensor makeDown(const kernel::LayerGeometry& layer, std::int64_t rank)
{
    return layer.isConvolution ? at::empty({rank, layer.inputs, layer.kernel, layer.kernel})
                               : at::empty({rank, layer.inputs});
}

at::Tensor makeUp(const kernel::LayerGeometry& layer, std::int64_t rank)
{
    return layer.isConvolution ? at::zeros({layer.outputs, rank, 1, 1}) : at::zeros({layer.outputs, rank});
}

} // namespace

Lora::Lora(const kernel::LayerGeometry& layer, const plan::LoraOptions& options)
    : TrainedGraft(makeDown(layer, options.rank), makeUp(layer, options.rank)), m_layer(layer),
      m_scale(options.alpha / options.rank), m_dropout(options.dropout)
{
}

at::Tensor Lora::forward(const at::Tensor& input, const at::Tensor& output)
{
    const at::Tensor seen = at::dropout(input, m_dropout, isTraining());
    if (!m_layer.isConvolution) {
        return output + at::linear(at::linear(seen, down()), up()) * m_scale;
    }
    const at::Tensor narrow = at::conv2d(seen, down(), {}, m_layer.stride, m_layer.padding);
    return output + at::conv2d(narrow, up()) * m_scale;
}

std::optional<kernel::LinearMap> Lora::merged(const kernel::LinearMap& map) const
{
    const at::NoGradGuard noGradients;
    const auto type = map.weight.scalar_type();
    // B is 1×1 beside a convolution, so the product of the two as matrices is the update of the kernel.
    const at::Tensor update = at::matmul(up().to(type).flatten(1), down().to(type).flatten(1));
    return kernel::LinearMap{map.weight + update.view_as(map.weight) * m_scale, map.bias};
}

} // namespace espalier::adapter
