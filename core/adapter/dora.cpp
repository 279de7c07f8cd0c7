#include "core/adapter/dora.h"

#include "core/adapter/lora.h"

#include <ATen/ATen.h>

namespace espalier::adapter {

namespace {

constexpr double kShortest = 1e-12; ///< a row of zeros has no direction

} // namespace

Dora::Dora(Ground ground, const plan::DoraOptions& options)
    : TrainedGraft(std::move(ground)), m_scale(lowRankScale(options.alpha, options.rank, options.useRslora)),
      m_dropout(options.dropout)
{
}

at::Tensor Dora::factors(at::ScalarType type) const
{
    at::Tensor lengths;
    {
        const at::NoGradGuard noGradients;
        const at::Tensor weight = map().weight.to(type);
        const at::Tensor changed = weight + lowRankUpdate(down(), up(), weight, layer()) * m_scale;
        lengths = changed.flatten(1).norm(2, 1).clamp_min(kShortest);
    }
    return tensor(2).to(type).flatten() / lengths;
}

at::Tensor Dora::forward(const at::Tensor& input, const at::Tensor& output)
{
    const at::Tensor scale = alongChannels(factors(map().weight.scalar_type()));
    const at::Tensor seen = at::dropout(input, m_dropout, isTraining());
    const at::Tensor update = throughLowRank(seen, down(), up(), layer()) * m_scale;
    at::Tensor unshifted; // W x, of the dropped inputs when some are
    if (m_dropout > 0 && isTraining()) {
        unshifted = layer().kind == kernel::LayerKind::Convolution
                        ? at::conv2d(seen, map().weight, {}, layer().stride, layer().padding)
                        : at::linear(seen, map().weight);
    } else {
        unshifted = map().bias.defined() ? output - alongChannels(map().bias) : output;
    }
    return output + (scale - 1) * unshifted + scale * update;
}

std::optional<kernel::LinearMap> Dora::merged(const kernel::LinearMap& before) const
{
    const at::NoGradGuard noGradients;
    const auto type = before.weight.scalar_type();
    const at::Tensor changed = before.weight + lowRankUpdate(down(), up(), before.weight, layer()) * m_scale;
    const at::Tensor scale = factors(type);
    at::Tensor bias = before.bias;
    if (bias.defined()) { // the layer's own is not scaled, what others added is
        const at::Tensor own = map().bias.defined() ? map().bias.to(type) : at::zeros_like(bias);
        bias = own + (bias - own) * scale;
    }
    return kernel::LinearMap{changed * alongRows(scale, changed), bias};
}

} // namespace espalier::adapter
