// TransformerLayer: a pre-norm block, of CLIP's two towers and of vision transformers.
#pragma once

#include "core/model/layers.h"

#include <torch/nn/module.h>

#include <cstdint>
#include <memory>
#include <vector>

namespace espalier::model {

/// What the parts of a layer are called, as the files of their families have it.
struct TransformerNames {
    const char* attention;
    const char* out; ///< of the attention
    const char* norm1;
    const char* norm2;
};
inline constexpr TransformerNames kClipNames{"self_attn", "out_proj", "layer_norm1", "layer_norm2"};
inline constexpr TransformerNames kTimmNames{"attn", "proj", "norm1", "norm2"};

struct TransformerWidths {
    std::int64_t width = 512;
    std::int64_t hidden = 2048; ///< of the two-layer perceptron
    std::int64_t heads = 8;     ///< a divisor of width
    bool quickGelu = true;      ///< x · sigmoid(1.702 x), else x · Φ(x)
    bool isMasked = false;      ///< positions see only some others, so nothing may be put among them
    bool isFused = false;       ///< one linear layer for query, key and value, in this order: key qkv
    double epsilon = kLayerNormEpsilon;
    TransformerNames names = kClipNames;
};

/// Keys: k_proj, v_proj, q_proj (or qkv), and the name of `out`. Grafts see the stream and the answer before it is
/// added to it.
class SelfAttention final : public torch::nn::Module, public kernel::Graftable {
public:
    SelfAttention(const TransformerWidths& widths, at::Device device);
    /// `stream` B×L×width is what `input` was made from by a norm.
    at::Tensor forward(const at::Tensor& stream, const at::Tensor& input, const at::Tensor& mask);
    [[nodiscard]] std::int64_t width() const { return m_width; }

private:
    [[nodiscard]] std::vector<at::Tensor> project(const at::Tensor& input) const; ///< query, key, value

    std::int64_t m_width;
    std::int64_t m_heads;
    std::vector<std::shared_ptr<Linear>> m_projections; ///< query, key, value; or the one for all
    std::shared_ptr<Linear> m_out;
};

/// fc2(gelu(fc1(x))). Keys: fc1, fc2. Grafts as in SelfAttention.
class Perceptron final : public torch::nn::Module, public kernel::Graftable {
public:
    Perceptron(const TransformerWidths& widths, at::Device device);
    at::Tensor forward(const at::Tensor& stream, const at::Tensor& input);
    [[nodiscard]] std::int64_t width() const { return m_width; }

private:
    std::int64_t m_width;
    bool m_quickGelu;
    std::shared_ptr<Linear> m_fc1;
    std::shared_ptr<Linear> m_fc2;
};

/// x + attention(norm1(x)), then x + fc2(gelu(fc1(norm2(x)))). Keys: mlp, and those of its names. Weights
/// are not initialised.
class TransformerLayer final : public torch::nn::Module, public kernel::Graftable {
public:
    TransformerLayer(const TransformerWidths& widths, at::Device device);

    /// `input` B×L×width. `mask` L×L: 0 where a position (row) sees another, −∞ elsewhere; undefined: all see all.
    at::Tensor forward(const at::Tensor& input, const at::Tensor& mask = {});
    [[nodiscard]] std::int64_t width() const { return m_attention->width(); }
    [[nodiscard]] bool isMasked() const { return m_isMasked; }

private:
    bool m_isMasked;
    std::shared_ptr<SelfAttention> m_attention;
    std::shared_ptr<LayerNorm> m_norm1;
    std::shared_ptr<Perceptron> m_perceptron;
    std::shared_ptr<LayerNorm> m_norm2;
};

} // namespace espalier::model
