// TransformerLayer: a pre-norm block of CLIP's two towers.
#pragma once

#include "core/model/layers.h"

#include <torch/nn/module.h>

#include <cstdint>
#include <memory>

namespace espalier::model {

struct TransformerWidths {
    std::int64_t width = 512;
    std::int64_t hidden = 2048; ///< of the two-layer perceptron
    std::int64_t heads = 8;     ///< a divisor of width
    bool quickGelu = true;      ///< x · sigmoid(1.702 x), else x · Φ(x)
};

class SelfAttention;

/// x + attention(norm1(x)), then x + fc2(gelu(fc1(norm2(x)))). Keys: self_attn, layer_norm1, mlp, layer_norm2. Weights
/// are not initialised.
class TransformerLayer final : public torch::nn::Module {
public:
    TransformerLayer(const TransformerWidths& widths, at::Device device);

    /// `input` B×L×width. `mask` L×L: 0 where a position (row) sees another, −∞ elsewhere; undefined: all see all.
    at::Tensor forward(const at::Tensor& input, const at::Tensor& mask = {});

private:
    bool m_quickGelu;
    std::shared_ptr<SelfAttention> m_attention;
    std::shared_ptr<LayerNorm> m_norm1;
    std::shared_ptr<Linear> m_fc1;
    std::shared_ptr<Linear> m_fc2;
    std::shared_ptr<LayerNorm> m_norm2;
};

} // namespace espalier::model
