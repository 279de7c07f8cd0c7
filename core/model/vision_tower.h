// The vision tower: CLIP's vision transformer with projection (Radford et al. 2021), an image to one vector.
#pragma once

#include "core/model/transformer_layer.h"

#include <torch/nn/module.h>

#include <cstdint>
#include <memory>
#include <vector>

namespace espalier::model {

/// As CLIP ViT-B/32 has it.
struct VisionTowerOptions {
    std::int64_t imageSize = 224; ///< pixels, square; a multiple of `patch`
    std::int64_t patch = 32;
    TransformerWidths transformer{768, 3072, 12, true};
    int layers = 12;
    std::int64_t projection = 512; ///< width of the answer
};

/// A class token before the patches in rows, a norm before and one after the layers. There is no dropout: train()
/// changes nothing. Keys as in CLIP's own files: vision_model.… (`pre_layrnorm` is their spelling), visual_projection.
class VisionTower final : public torch::nn::Module {
public:
    /// On the meta device it takes no memory. Weights are not initialised.
    VisionTower(const VisionTowerOptions& options, at::Device device);

    /// `images` B×3×S×S, normalised as CLIP's → B×projection, not normalised.
    at::Tensor forward(const at::Tensor& images);
    /// What the first norm answers and what each layer does, each B×(1 + patches)×width; the class token is first.
    std::vector<at::Tensor> hiddenStates(const at::Tensor& images);

private:
    at::Tensor m_class;
    std::shared_ptr<Conv2d> m_patches;
    std::shared_ptr<Embedding> m_positions;
    std::shared_ptr<LayerNorm> m_before;
    std::vector<std::shared_ptr<TransformerLayer>> m_layers;
    std::shared_ptr<LayerNorm> m_after;
    std::shared_ptr<Linear> m_projection;
};

} // namespace espalier::model
