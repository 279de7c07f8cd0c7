#include "core/adapter/lora.h"

#include <ATen/ATen.h>

#include <cmath>

namespace espalier::adapter {

using kernel::LayerKind;

double lowRankScale(double alpha, int rank, bool useRslora)
{
    return useRslora ? alpha / std::sqrt(static_cast<double>(rank)) : alpha / rank;
}

at::Tensor throughLowRank(const at::Tensor& input, const at::Tensor& down, const at::Tensor& up,
                          const kernel::LayerGeometry& layer)
{
    switch (layer.kind) {
    case LayerKind::Convolution:
        return at::conv2d(at::conv2d(input, down, {}, layer.stride, layer.padding), up);
    case LayerKind::Embedding:
        return at::linear(at::embedding(down.t(), input), up);
    case LayerKind::Linear:
    case LayerKind::LayerNorm:
    case LayerKind::BatchNorm:
        break;
    }
    return at::linear(at::linear(input, down), up);
}

at::Tensor lowRankUpdate(const at::Tensor& down, const at::Tensor& up, const at::Tensor& weight,
                         const kernel::LayerGeometry& layer)
{
    const auto type = weight.scalar_type();
    // B is 1×1 beside a convolution, so the product of the two as matrices is the update of the kernel.
    const at::Tensor update = at::matmul(up.to(type).flatten(1), down.to(type).flatten(1));
    return layer.kind == LayerKind::Embedding ? update.t() : update.view_as(weight);
}

Lora::Lora(Ground ground, const plan::LoraOptions& options)
    : TrainedGraft(std::move(ground)), m_scale(lowRankScale(options.alpha, options.rank, options.useRslora)),
      m_dropout(options.dropout)
{
    if (options.parts != "whole") {
        for (std::int64_t part = 0; part < 3; ++part) {
            if (options.parts.find("qkv"[part]) != std::string::npos) {
                m_parts.push_back(part);
            }
        }
    }
}

at::Tensor Lora::spread(const std::vector<at::Tensor>& parts, std::int64_t axis) const
{
    std::vector<at::Tensor> whole(3, at::zeros_like(parts.front()));
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        whole[static_cast<std::size_t>(m_parts[i])] = parts[i];
    }
    return at::cat(whole, axis);
}

at::Tensor Lora::forward(const at::Tensor& input, const at::Tensor& output)
{
    if (layer().kind == LayerKind::Embedding) {
        return output + throughLowRank(input, down(), up(), layer()) * m_scale;
    }
    const at::Tensor seen = at::dropout(input, m_dropout, isTraining());
    if (m_parts.empty()) {
        return output + throughLowRank(seen, down(), up(), layer()) * m_scale;
    }
    const auto count = static_cast<std::int64_t>(m_parts.size());
    const std::vector<at::Tensor> narrow = at::linear(seen, down()).chunk(count, -1);
    const std::vector<at::Tensor> wide = up().chunk(count, 0);
    std::vector<at::Tensor> parts;
    for (std::size_t i = 0; i < narrow.size(); ++i) {
        parts.push_back(at::linear(narrow[i], wide[i]));
    }
    return output + spread(parts, -1) * m_scale;
}

std::optional<kernel::LinearMap> Lora::merged(const kernel::LinearMap& map) const
{
    const at::NoGradGuard noGradients;
    if (m_parts.empty()) {
        return kernel::LinearMap{map.weight + lowRankUpdate(down(), up(), map.weight, layer()) * m_scale, map.bias};
    }
    const auto type = map.weight.scalar_type();
    const auto count = static_cast<std::int64_t>(m_parts.size());
    const std::vector<at::Tensor> narrow = down().to(type).chunk(count, 0);
    const std::vector<at::Tensor> wide = up().to(type).chunk(count, 0);
    std::vector<at::Tensor> parts;
    for (std::size_t i = 0; i < narrow.size(); ++i) {
        parts.push_back(at::matmul(wide[i], narrow[i]));
    }
    return kernel::LinearMap{map.weight + spread(parts, 0) * m_scale, map.bias};
}

} // namespace espalier::adapter
