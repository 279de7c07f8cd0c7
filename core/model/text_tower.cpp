#include "core/model/text_tower.h"

#include <ATen/ATen.h>

#include <limits>

namespace espalier::model {

namespace {

constexpr std::int64_t kLargestIdRule = 2;

} // namespace

TextTower::TextTower(const TextTowerOptions& options, at::Device device) : m_options(options)
{
    const auto model = register_module("model", std::make_shared<Group>());
    const auto text = model->add("text_model", std::make_shared<Group>());
    const auto embeddings = text->add("embeddings", std::make_shared<Group>());
    m_tokens =
        embeddings->add("token_embedding", std::make_shared<Embedding>(options.vocabulary, options.width, device));
    m_positions =
        embeddings->add("position_embedding", std::make_shared<Embedding>(options.positions, options.width, device));
    const auto encoder = text->add("encoder", std::make_shared<Group>());
    const auto layers = encoder->add("layers", std::make_shared<ModuleList>());
    const TransformerWidths widths{options.width, options.hidden, options.heads, options.quickGelu, /*isMasked=*/true};
    for (int i = 0; i < options.layers; ++i) {
        m_layers.push_back(layers->add(std::make_shared<TransformerLayer>(widths, device)));
    }
    m_norm = text->add("final_layer_norm", std::make_shared<LayerNorm>(options.width, device));
    m_projection =
        model->add("text_projection", std::make_shared<Linear>(options.width, options.projection, false, device));
}

at::Tensor TextTower::hiddenStates(const at::Tensor& ids)
{
    const std::int64_t length = ids.size(1);
    at::Tensor states = m_tokens->forward(ids) + m_positions->forward(at::arange(length, ids.options()));
    const at::Tensor mask =
        at::full({length, length}, -std::numeric_limits<float>::infinity(), states.options()).triu(1);
    for (const auto& layer : m_layers) {
        states = layer->forward(states, mask);
    }
    return m_norm->forward(states);
}

at::Tensor TextTower::forward(const at::Tensor& ids)
{
    const at::Tensor place =
        m_options.endOfText == kLargestIdRule ? ids.argmax(1) : ids.eq(m_options.endOfText).to(at::kInt).argmax(1);
    const at::Tensor rows = place.view({-1, 1, 1}).expand({-1, 1, m_options.width});
    return m_projection->forward(hiddenStates(ids).gather(1, rows).squeeze(1));
}

} // namespace espalier::model
