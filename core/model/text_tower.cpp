#include "core/model/text_tower.h"

#include <ATen/ATen.h>

#include <cmath>
#include <limits>
#include <utility>

namespace espalier::model {

namespace {

constexpr std::int64_t kLargestIdRule = 2;

/// A module that only holds others.
struct Group final : torch::nn::Module {
    template <class Child>
    std::shared_ptr<Child> add(const char* name, std::shared_ptr<Child> child)
    {
        return register_module(name, std::move(child));
    }
};

/// Keys: k_proj, v_proj, q_proj, out_proj.
class SelfAttention final : public torch::nn::Module {
public:
    SelfAttention(std::int64_t width, std::int64_t heads, at::Device device) : m_heads(heads)
    {
        const auto linear = [&](const char* name) {
            return register_module(name, std::make_shared<Linear>(width, width, true, device));
        };
        m_key = linear("k_proj");
        m_value = linear("v_proj");
        m_query = linear("q_proj");
        m_out = linear("out_proj");
    }

    /// `input` B×L×width, `mask` L×L: 0 where a position (row) sees another, −∞ elsewhere.
    at::Tensor forward(const at::Tensor& input, const at::Tensor& mask)
    {
        const std::int64_t size = input.size(2) / m_heads;
        const auto byHead = [&](const at::Tensor& all) { // B×L×width → B×heads×L×size
            return all.view({input.size(0), input.size(1), m_heads, size}).transpose(1, 2);
        };
        const at::Tensor query = byHead(m_query->forward(input)) / std::sqrt(static_cast<double>(size));
        const at::Tensor key = byHead(m_key->forward(input));
        const at::Tensor weights = (query.matmul(key.transpose(2, 3)) + mask).softmax(3);
        const at::Tensor seen = weights.matmul(byHead(m_value->forward(input)));
        return m_out->forward(seen.transpose(1, 2).reshape(input.sizes()));
    }

private:
    std::int64_t m_heads;
    std::shared_ptr<Linear> m_key;
    std::shared_ptr<Linear> m_value;
    std::shared_ptr<Linear> m_query;
    std::shared_ptr<Linear> m_out;
};

} // namespace

/// x + attention(norm1(x)), then x + fc2(gelu(fc1(norm2(x)))). Keys: self_attn, layer_norm1, mlp, layer_norm2.
class TextLayer final : public torch::nn::Module {
public:
    TextLayer(const TextTowerOptions& options, at::Device device) : m_quickGelu(options.quickGelu)
    {
        m_attention =
            register_module("self_attn", std::make_shared<SelfAttention>(options.width, options.heads, device));
        m_norm1 = register_module("layer_norm1", std::make_shared<LayerNorm>(options.width, device));
        const auto mlp = register_module("mlp", std::make_shared<Group>());
        m_fc1 = mlp->add("fc1", std::make_shared<Linear>(options.width, options.hidden, true, device));
        m_fc2 = mlp->add("fc2", std::make_shared<Linear>(options.hidden, options.width, true, device));
        m_norm2 = register_module("layer_norm2", std::make_shared<LayerNorm>(options.width, device));
    }

    at::Tensor forward(const at::Tensor& input, const at::Tensor& mask)
    {
        const at::Tensor attended = input + m_attention->forward(m_norm1->forward(input), mask);
        const at::Tensor wide = m_fc1->forward(m_norm2->forward(attended));
        return attended + m_fc2->forward(m_quickGelu ? wide * (wide * 1.702).sigmoid() : at::gelu(wide));
    }

private:
    bool m_quickGelu;
    std::shared_ptr<SelfAttention> m_attention;
    std::shared_ptr<LayerNorm> m_norm1;
    std::shared_ptr<Linear> m_fc1;
    std::shared_ptr<Linear> m_fc2;
    std::shared_ptr<LayerNorm> m_norm2;
};

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
    for (int i = 0; i < options.layers; ++i) {
        m_layers.push_back(layers->add(std::make_shared<TextLayer>(options, device)));
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
