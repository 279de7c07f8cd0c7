// Lora: a low-rank update beside a linear layer or a convolution (Hu et al. 2021).
#pragma once

#include "core/adapter/trained_graft.h"
#include "core/kernel/convolution_geometry.h"
#include "core/plan/adapter_options.h"

namespace espalier::adapter {

/// y = layer(x) + (alpha / rank) · B(A(dropout(x))). Linear: A rank×in, B out×rank. Convolution: A with the layer's
/// kernel, stride and padding, B 1×1. B is zero at first.
class Lora final : public TrainedGraft {
public:
    Lora(const kernel::LayerGeometry& layer, const plan::LoraOptions& options);
    at::Tensor forward(const at::Tensor& input, const at::Tensor& output) override;
    /// W + (alpha / rank) · BA. `map` is the layer that this graft stands beside.
    [[nodiscard]] std::optional<kernel::LinearMap> merged(const kernel::LinearMap& map) const override;

private:
    kernel::LayerGeometry m_layer;
    double m_scale;
    double m_dropout;
};

} // namespace espalier::adapter
