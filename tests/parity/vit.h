// Vit: a plain vision transformer of our layers, as the cases of the adapters have it: patches, class token, positions,
// layers, norm, head.
#pragma once

#include "core/model/transformer_layer.h"

#include <torch/nn/module.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace espalier::parity {

struct VitOptions {
    std::int64_t imageSize = 224;
    std::int64_t patch = 16;
    model::TransformerWidths transformer{768, 3072, 12, false, false, true, 1e-6};
    int layers = 12;
    std::int64_t classes = 1000; ///< 0: no head
};

/// Keys: cls_token, pos_embed, patch_embed.proj, blocks.0 …, norm, head.
class Vit final : public torch::nn::Module {
public:
    Vit(const VitOptions& options, at::Device device);
    /// `images` B×3×S×S → B×classes.
    at::Tensor forward(const at::Tensor& images);
    /// The tokens B×L×width behind the embedding, and what the layers make of them.
    [[nodiscard]] at::Tensor embed(const at::Tensor& images);
    [[nodiscard]] at::Tensor through(at::Tensor tokens);
    [[nodiscard]] model::LayerNorm& norm() { return *m_norm; }
    [[nodiscard]] model::Linear& head() { return *m_head; }

private:
    at::Tensor m_class;
    at::Tensor m_positions;
    std::shared_ptr<model::Conv2d> m_patches;
    std::vector<std::shared_ptr<model::TransformerLayer>> m_layers;
    std::shared_ptr<model::LayerNorm> m_norm;
    std::shared_ptr<model::Linear> m_head;
};

} // namespace espalier::parity
