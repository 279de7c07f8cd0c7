#include "tests/parity/vit.h"

#include <ATen/ATen.h>

namespace espalier::parity {

Vit::Vit(const VitOptions& options, at::Device device)
{
    const std::int64_t width = options.transformer.width;
    const std::int64_t side = options.imageSize / options.patch;
    const at::TensorOptions kind = at::TensorOptions(at::kFloat).device(device);
    m_class = register_parameter("cls_token", at::empty({1, 1, width}, kind));
    m_positions = register_parameter("pos_embed", at::empty({1, 1 + side * side, width}, kind));
    m_patches =
        register_module("patch_embed", std::make_shared<model::Group>())
            ->add("proj", std::make_shared<model::Conv2d>(3, width, options.patch, options.patch, true, device, 0));
    const auto blocks = register_module("blocks", std::make_shared<model::ModuleList>());
    for (int i = 0; i < options.layers; ++i) {
        m_layers.push_back(blocks->add(std::make_shared<model::TransformerLayer>(options.transformer, device)));
    }
    m_norm = register_module("norm", std::make_shared<model::LayerNorm>(width, device, options.transformer.epsilon));
    if (options.classes > 0) {
        m_head = register_module("head", std::make_shared<model::Linear>(width, options.classes, true, device));
    }
}

at::Tensor Vit::embed(const at::Tensor& images)
{
    const at::Tensor patches = m_patches->forward(images).flatten(2).transpose(1, 2);
    return at::cat({m_class.expand({images.size(0), -1, -1}), patches}, 1) + m_positions;
}

at::Tensor Vit::through(at::Tensor tokens)
{
    for (const auto& layer : m_layers) {
        tokens = layer->forward(tokens);
    }
    return tokens;
}

at::Tensor Vit::forward(const at::Tensor& images)
{
    return m_head->forward(m_norm->forward(through(embed(images))).select(1, 0));
}

} // namespace espalier::parity
