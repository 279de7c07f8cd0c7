// The text tower: CLIP's text model with projection (Radford et al. 2021), token ids to one vector a text.
#pragma once

#include "core/model/transformer_layer.h"

#include <torch/nn/module.h>

#include <cstdint>
#include <memory>
#include <vector>

namespace espalier::model {

/// As CLIP ViT-B/32 has it, which the detector was trained with.
struct TextTowerOptions {
    std::int64_t vocabulary = 49408;
    std::int64_t positions = 77;
    std::int64_t width = 512;
    std::int64_t hidden = 2048; ///< of the two-layer perceptrons
    int layers = 12;
    std::int64_t heads = 8;
    std::int64_t projection = 512; ///< width of the answer
    bool quickGelu = true;         ///< x · sigmoid(1.702 x), else x · Φ(x)
    /// The row at the first place with this id is the text's. 2, which no token of a text has, stands for the rule of
    /// older configurations: the row of the largest id. In CLIP's vocabulary both find the same row.
    std::int64_t endOfText = 49407;
};

/// A pre-norm transformer in which each position sees itself and those before it; whatever follows the end of a text
/// does not reach its row. There is no dropout: train() changes nothing. Keys: model.text_model.…,
/// model.text_projection.
class TextTower final : public torch::nn::Module {
public:
    /// On the meta device it takes no memory. Weights are not initialised.
    TextTower(const TextTowerOptions& options, at::Device device);

    /// `ids` B×L, L ≤ positions → B×projection, not normalised.
    at::Tensor forward(const at::Tensor& ids);
    /// B×L×width after the last norm.
    at::Tensor hiddenStates(const at::Tensor& ids);

    [[nodiscard]] const TextTowerOptions& options() const { return m_options; }

private:
    TextTowerOptions m_options;
    std::shared_ptr<Embedding> m_tokens;
    std::shared_ptr<Embedding> m_positions;
    std::vector<std::shared_ptr<TransformerLayer>> m_layers;
    std::shared_ptr<LayerNorm> m_norm;
    std::shared_ptr<Linear> m_projection;
};

} // namespace espalier::model
