#include "core/adapter/bottleneck.h"

#include <ATen/ATen.h>

namespace espalier::adapter {

Bottleneck::Bottleneck(Ground ground, const plan::BottleneckOptions& options)
    : TrainedGraft(std::move(ground)), m_isGelu(options.activation == "gelu")
{
}

at::Tensor Bottleneck::forward(const at::Tensor& /*input*/, const at::Tensor& output)
{
    const at::Tensor narrow = at::linear(output, tensor(0), tensor(1));
    return output + at::linear(m_isGelu ? at::gelu(narrow) : at::relu(narrow), tensor(2), tensor(3));
}

AdaptFormer::AdaptFormer(Ground ground, const plan::AdaptFormerOptions& options)
    : TrainedGraft(std::move(ground)), m_scale(options.scale), m_dropout(options.dropout)
{
}

at::Tensor AdaptFormer::forward(const at::Tensor& input, const at::Tensor& output)
{
    const at::Tensor narrow = at::relu(at::linear(input, tensor(0), tensor(1)));
    return output + at::linear(at::dropout(narrow, m_dropout, isTraining()), tensor(2), tensor(3)) * m_scale;
}

} // namespace espalier::adapter
