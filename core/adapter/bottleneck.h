// Bottleneck and AdaptFormer: a narrow perceptron behind or beside a part of a transformer layer.
#pragma once

#include "core/adapter/trained_graft.h"

namespace espalier::adapter {

/// h + Up(activation(Down(h))) on the answer h of attention or perceptron, before it is added to the stream (Houlsby et
/// al. 2019). Up is zero at first, Down is not: were both, neither would have a gradient.
class Bottleneck final : public TrainedGraft {
public:
    Bottleneck(Ground ground, const plan::BottleneckOptions& options);
    at::Tensor forward(const at::Tensor& input, const at::Tensor& output) override;

private:
    bool m_isGelu;
};

/// h + scale · Up(dropout(relu(Down(x)))), h the perceptron's answer and x the stream before its norm (Chen et al.
/// 2022).
class AdaptFormer final : public TrainedGraft {
public:
    AdaptFormer(Ground ground, const plan::AdaptFormerOptions& options);
    at::Tensor forward(const at::Tensor& input, const at::Tensor& output) override;

private:
    double m_scale;
    double m_dropout;
};

} // namespace espalier::adapter
