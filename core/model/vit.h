// Vit: a vision transformer (Dosovitskiy et al. 2021) that classifies: patches, class token, positions, layers, norm,
// head.
#pragma once

#include "core/base/result.h"
#include "core/model/transformer_layer.h"

#include <torch/nn/module.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace espalier::model {

struct VitOptions {
    std::string model = {}; ///< `vit_base_patch16_224`
    std::int64_t imageSize = 224;
    std::int64_t imageWidth = 0; ///< 0: as the height
    std::int64_t patch = 16;
    TransformerWidths transformer{768, 3072, 12, false, false, /*isFused=*/true, 1e-6};
    int layers = 12;
    std::int64_t classes = 1000; ///< 0: no head
    double mean = 0.5;           ///< of the pixels that the layers see, all channels alike; they come in 0…1
    double deviation = 0.5;
};

/// `size` as timm's name ends, `base_patch16_224`; `tiny_patch4_28` is our own, for small pictures on few cores.
[[nodiscard]] Result<VitOptions> vitOptions(std::string_view size, int classes);

/// Keys as in timm: cls_token, pos_embed, patch_embed.proj, blocks.0 …, norm, head.
class Vit final : public torch::nn::Module {
public:
    /// On the meta device it takes no memory. Weights are not initialised.
    Vit(const VitOptions& options, at::Device device);
    /// `images` B×3×H×W, normalised, H and W multiples of the patch → B×classes.
    at::Tensor forward(const at::Tensor& images);
    /// The tokens B×L×width behind the embedding, and what the layers make of them.
    [[nodiscard]] at::Tensor embed(const at::Tensor& images);
    [[nodiscard]] at::Tensor through(at::Tensor tokens);
    /// The positions for another grid of patches: bicubic with antialiasing, as timm; those of the class token stay.
    [[nodiscard]] at::Tensor positions(std::int64_t rows, std::int64_t columns) const;

    [[nodiscard]] const VitOptions& options() const { return m_options; }
    [[nodiscard]] LayerNorm& norm() { return *m_norm; }
    [[nodiscard]] Linear& head() { return *m_head; }

private:
    VitOptions m_options;
    std::int64_t m_rows;
    std::int64_t m_columns;
    at::Tensor m_class;
    at::Tensor m_positions;
    std::shared_ptr<Conv2d> m_patches;
    std::vector<std::shared_ptr<TransformerLayer>> m_layers;
    std::shared_ptr<LayerNorm> m_norm;
    std::shared_ptr<Linear> m_head;
};

/// `values` 1×(1 + rows·columns)×width for another grid.
[[nodiscard]] at::Tensor resampledPositions(const at::Tensor& values, std::int64_t rows, std::int64_t columns,
                                            std::int64_t newRows, std::int64_t newColumns);

/// As timm begins: normal with deviation 0.02 for linear layers and positions, 1e-6 for the class token, Kaiming for
/// the patches, norms as the identity, biases zero. Every tensor from `seed` and its own name.
void initialise(Vit& network, std::uint64_t seed);

} // namespace espalier::model
