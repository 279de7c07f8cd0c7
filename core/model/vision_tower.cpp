#include "core/model/vision_tower.h"

#include <ATen/ATen.h>

namespace espalier::model {

VisionTower::VisionTower(const VisionTowerOptions& options, at::Device device)
{
    const std::int64_t width = options.transformer.width;
    const std::int64_t side = options.imageSize / options.patch;
    const auto vision = register_module("vision_model", std::make_shared<Group>());
    const auto embeddings = vision->add("embeddings", std::make_shared<Group>());
    m_class = embeddings->register_parameter("class_embedding", at::empty({width}, at::TensorOptions(device)));
    m_patches = embeddings->add("patch_embedding",
                                std::make_shared<Conv2d>(3, width, options.patch, options.patch, false, device, 0));
    m_positions = embeddings->add("position_embedding", std::make_shared<Embedding>(1 + side * side, width, device));
    m_before = vision->add("pre_layrnorm", std::make_shared<LayerNorm>(width, device));
    const auto encoder = vision->add("encoder", std::make_shared<Group>());
    const auto layers = encoder->add("layers", std::make_shared<ModuleList>());
    for (int i = 0; i < options.layers; ++i) {
        m_layers.push_back(layers->add(std::make_shared<TransformerLayer>(options.transformer, device)));
    }
    m_after = vision->add("post_layernorm", std::make_shared<LayerNorm>(width, device));
    m_projection =
        register_module("visual_projection", std::make_shared<Linear>(width, options.projection, false, device));
}

std::vector<at::Tensor> VisionTower::hiddenStates(const at::Tensor& images)
{
    // Squares that touch and do not overlap, each to one vector: B×patches×width, row by row.
    const at::Tensor patches = m_patches->forward(images).flatten(2).transpose(1, 2);
    const at::Tensor tokens = at::cat({m_class.expand({images.size(0), 1, -1}), patches}, 1);
    const at::Tensor places = at::arange(tokens.size(1), at::TensorOptions(images.device()).dtype(at::kLong));
    std::vector<at::Tensor> states{m_before->forward(tokens + m_positions->forward(places))};
    for (const auto& layer : m_layers) {
        states.push_back(layer->forward(states.back()));
    }
    return states;
}

at::Tensor VisionTower::forward(const at::Tensor& images)
{
    return m_projection->forward(m_after->forward(hiddenStates(images).back().select(1, 0)));
}

} // namespace espalier::model
