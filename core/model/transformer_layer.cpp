#include "core/model/transformer_layer.h"

#include <ATen/ATen.h>

#include <cmath>

namespace espalier::model {

SelfAttention::SelfAttention(const TransformerWidths& widths, at::Device device)
    : m_width(widths.width), m_heads(widths.heads)
{
    const auto linear = [&](const char* name, std::int64_t outputs) {
        return register_module(name, std::make_shared<Linear>(widths.width, outputs, true, device));
    };
    if (widths.isFused) {
        m_projections = {linear("qkv", 3 * widths.width)};
    } else {
        const auto key = linear("k_proj", widths.width);
        const auto value = linear("v_proj", widths.width);
        m_projections = {linear("q_proj", widths.width), key, value};
    }
    m_out = linear(widths.names.out, widths.width);
}

std::vector<at::Tensor> SelfAttention::project(const at::Tensor& input) const
{
    if (m_projections.size() == 1) {
        return m_projections.front()->forward(input).chunk(3, 2);
    }
    std::vector<at::Tensor> projected;
    for (const auto& projection : m_projections) {
        projected.push_back(projection->forward(input));
    }
    return projected;
}

at::Tensor SelfAttention::forward(const at::Tensor& stream, const at::Tensor& input, const at::Tensor& mask)
{
    const std::int64_t size = m_width / m_heads;
    const auto byHead = [&](const at::Tensor& all) { // B×L×width → B×heads×L×size
        return all.view({input.size(0), input.size(1), m_heads, size}).transpose(1, 2);
    };
    const std::vector<at::Tensor> projected = project(input);
    const at::Tensor query = byHead(projected[0]) / std::sqrt(static_cast<double>(size));
    const at::Tensor scores = query.matmul(byHead(projected[1]).transpose(2, 3));
    const at::Tensor weights = (mask.defined() ? scores + mask : scores).softmax(3);
    const at::Tensor seen = weights.matmul(byHead(projected[2]));
    return throughGrafts(stream, m_out->forward(seen.transpose(1, 2).reshape(input.sizes())));
}

Perceptron::Perceptron(const TransformerWidths& widths, at::Device device)
    : m_width(widths.width), m_quickGelu(widths.quickGelu)
{
    m_fc1 = register_module("fc1", std::make_shared<Linear>(widths.width, widths.hidden, true, device));
    m_fc2 = register_module("fc2", std::make_shared<Linear>(widths.hidden, widths.width, true, device));
}

at::Tensor Perceptron::forward(const at::Tensor& stream, const at::Tensor& input)
{
    const at::Tensor wide = m_fc1->forward(input);
    return throughGrafts(stream, m_fc2->forward(m_quickGelu ? wide * (wide * 1.702).sigmoid() : at::gelu(wide)));
}

TransformerLayer::TransformerLayer(const TransformerWidths& widths, at::Device device) : m_isMasked(widths.isMasked)
{
    m_attention = register_module(widths.names.attention, std::make_shared<SelfAttention>(widths, device));
    m_norm1 = register_module(widths.names.norm1, std::make_shared<LayerNorm>(widths.width, device, widths.epsilon));
    m_perceptron = register_module("mlp", std::make_shared<Perceptron>(widths, device));
    m_norm2 = register_module(widths.names.norm2, std::make_shared<LayerNorm>(widths.width, device, widths.epsilon));
}

at::Tensor TransformerLayer::forward(const at::Tensor& input, const at::Tensor& mask)
{
    const at::Tensor stream = enterGrafts(input);
    const at::Tensor attended = stream + m_attention->forward(stream, m_norm1->forward(stream), mask);
    return throughGrafts(stream, attended + m_perceptron->forward(attended, m_norm2->forward(attended)));
}

} // namespace espalier::model
