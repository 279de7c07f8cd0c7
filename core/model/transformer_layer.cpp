#include "core/model/transformer_layer.h"

#include <ATen/ATen.h>

#include <cmath>

namespace espalier::model {

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

    at::Tensor forward(const at::Tensor& input, const at::Tensor& mask)
    {
        const std::int64_t size = input.size(2) / m_heads;
        const auto byHead = [&](const at::Tensor& all) { // B×L×width → B×heads×L×size
            return all.view({input.size(0), input.size(1), m_heads, size}).transpose(1, 2);
        };
        const at::Tensor query = byHead(m_query->forward(input)) / std::sqrt(static_cast<double>(size));
        const at::Tensor key = byHead(m_key->forward(input));
        const at::Tensor scores = query.matmul(key.transpose(2, 3));
        const at::Tensor weights = (mask.defined() ? scores + mask : scores).softmax(3);
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

TransformerLayer::TransformerLayer(const TransformerWidths& widths, at::Device device) : m_quickGelu(widths.quickGelu)
{
    m_attention = register_module("self_attn", std::make_shared<SelfAttention>(widths.width, widths.heads, device));
    m_norm1 = register_module("layer_norm1", std::make_shared<LayerNorm>(widths.width, device));
    const auto mlp = register_module("mlp", std::make_shared<Group>());
    m_fc1 = mlp->add("fc1", std::make_shared<Linear>(widths.width, widths.hidden, true, device));
    m_fc2 = mlp->add("fc2", std::make_shared<Linear>(widths.hidden, widths.width, true, device));
    m_norm2 = register_module("layer_norm2", std::make_shared<LayerNorm>(widths.width, device));
}

at::Tensor TransformerLayer::forward(const at::Tensor& input, const at::Tensor& mask)
{
    const at::Tensor attended = input + m_attention->forward(m_norm1->forward(input), mask);
    const at::Tensor wide = m_fc1->forward(m_norm2->forward(attended));
    return attended + m_fc2->forward(m_quickGelu ? wide * (wide * 1.702).sigmoid() : at::gelu(wide));
}

} // namespace espalier::model
