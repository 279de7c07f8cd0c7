// Lora: a low-rank update beside a linear layer, a convolution or an embedding (Hu et al. 2021).
#pragma once

#include "core/adapter/trained_graft.h"

namespace espalier::adapter {

/// alpha / rank, or alpha / √rank.
[[nodiscard]] double lowRankScale(double alpha, int rank, bool useRslora);
/// B(A(input)) as a layer of this geometry does it: A takes a convolution's kernel, stride and padding.
[[nodiscard]] at::Tensor throughLowRank(const at::Tensor& input, const at::Tensor& down, const at::Tensor& up,
                                        const kernel::LayerGeometry& layer);
/// BA in the shape of `weight` and in its precision; (BA)ᵀ for an embedding.
[[nodiscard]] at::Tensor lowRankUpdate(const at::Tensor& down, const at::Tensor& up, const at::Tensor& weight,
                                       const kernel::LayerGeometry& layer);

/// y = layer(x) + (alpha / rank) · B(A(dropout(x))), B zero at first. Linear: A rank×in, B out×rank; of a fused layer
/// each chosen part has rows of A and B of its own. Convolution: A with the layer's kernel, stride and padding, B 1×1.
/// Embedding: columns of A by id, no dropout; there A is zero at first.
class Lora final : public TrainedGraft {
public:
    Lora(Ground ground, const plan::LoraOptions& options);
    at::Tensor forward(const at::Tensor& input, const at::Tensor& output) override;
    /// W + (alpha / rank) · BA. `map` is the layer that this graft stands beside.
    [[nodiscard]] std::optional<kernel::LinearMap> merged(const kernel::LinearMap& map) const override;

private:
    [[nodiscard]] const at::Tensor& down() const { return tensor(0); } ///< A
    [[nodiscard]] const at::Tensor& up() const { return tensor(1); }   ///< B
    /// All outputs of a fused layer from those of the chosen parts: zero elsewhere, along `axis`.
    [[nodiscard]] at::Tensor spread(const std::vector<at::Tensor>& parts, std::int64_t axis) const;

    double m_scale;
    double m_dropout;
    std::vector<std::int64_t> m_parts; ///< of query, key and value; empty: one update over the whole
};

} // namespace espalier::adapter
