#include "core/model/blocks.h"

#include <ATen/ATen.h>

#include <cmath>

namespace espalier::model {

namespace {

at::Tensor scalarParameter(at::Device device)
{
    return at::empty({}, at::TensorOptions(at::kFloat).device(device));
}

/// The chain of bottlenecks after the split; every step is kept for the join.
std::vector<at::Tensor> grow(const at::Tensor& main, const std::vector<std::shared_ptr<Bottleneck>>& blocks)
{
    std::vector<at::Tensor> slices = main.chunk(2, 1);
    for (const auto& block : blocks) {
        slices.push_back(block->forward(slices.back()));
    }
    return slices;
}

} // namespace

ConvModule::ConvModule(std::int64_t inputs, std::int64_t outputs, std::int64_t kernel, std::int64_t stride,
                       at::Device device, Activation activation)
    : m_activation(activation)
{
    m_conv = register_module("conv", std::make_shared<Conv2d>(inputs, outputs, kernel, stride, false, device));
    m_norm = register_module("bn", std::make_shared<BatchNorm2d>(outputs, device));
}

at::Tensor ConvModule::forward(const at::Tensor& input)
{
    at::Tensor output = m_conv->forward(input);
    if (m_norm) {
        output = m_norm->forward(output);
    }
    if (m_activation == Activation::Silu) {
        // Where no gradient is kept the map is overwritten: these blocks are bound by memory.
        output = output.requires_grad() ? at::silu(output) : at::silu_(output);
    }
    return throughGrafts(input, std::move(output));
}

void ConvModule::foldNorm()
{
    const BatchNorm2d::Affine affine = m_norm->affine();
    m_conv->rescale(affine.scale, affine.shift);
    unregister_module("bn");
    m_norm.reset();
}

Bottleneck::Bottleneck(std::int64_t channels, bool withShortcut, at::Device device)
    : m_channels(channels), m_withShortcut(withShortcut)
{
    m_conv1 = register_module("conv1", std::make_shared<ConvModule>(channels, channels, 3, 1, device));
    m_conv2 = register_module("conv2", std::make_shared<ConvModule>(channels, channels, 3, 1, device));
}

at::Tensor Bottleneck::forward(const at::Tensor& input)
{
    at::Tensor output = m_conv2->forward(m_conv1->forward(input));
    return m_withShortcut ? output + input : output;
}

MaxSigmoidAttention::MaxSigmoidAttention(std::int64_t inputs, std::int64_t outputs, std::int64_t guideWidth,
                                         std::int64_t embedWidth, std::int64_t heads, at::Device device)
    : m_outputs(outputs), m_heads(heads), m_headWidth(embedWidth / heads)
{
    using Activation = ConvModule::Activation;
    m_bias = register_parameter("bias", at::empty({heads}, at::TensorOptions(at::kFloat).device(device)));
    if (embedWidth != inputs) {
        m_embed = register_module("embed_conv",
                                  std::make_shared<ConvModule>(inputs, embedWidth, 1, 1, device, Activation::None));
    }
    m_guide = register_module("guide_fc", std::make_shared<Linear>(guideWidth, embedWidth, true, device));
    m_project =
        register_module("project_conv", std::make_shared<ConvModule>(inputs, outputs, 3, 1, device, Activation::None));
}

at::Tensor MaxSigmoidAttention::forward(const at::Tensor& input, const at::Tensor& text)
{
    const std::int64_t batch = input.size(0);
    const std::int64_t height = input.size(2);
    const std::int64_t width = input.size(3);
    // B×K×e → B×h×K×c; a frozen text gives the same guide for each image, so it is computed as given.
    const at::Tensor guide = m_guide->forward(text).view({batch, text.size(1), m_heads, m_headWidth}).transpose(1, 2);
    const at::Tensor embed =
        (m_embed ? m_embed->forward(input) : input).reshape({batch, m_heads, m_headWidth, height * width});
    // max(dim) sends the gradient to one text; amax would split it between equal ones.
    const at::Tensor best = std::get<0>(at::matmul(guide, embed).max(2));
    const at::Tensor gate =
        at::sigmoid(best / std::sqrt(static_cast<double>(m_headWidth)) + m_bias.view({1, m_heads, 1}));
    const at::Tensor projected = m_project->forward(input).view({batch, m_heads, m_outputs / m_heads, height, width});
    return (projected * gate.view({batch, m_heads, 1, height, width})).view({batch, m_outputs, height, width});
}

CspLayer::CspLayer(std::int64_t inputs, std::int64_t outputs, int blocks, bool withShortcut, at::Device device)
    : m_inputs(inputs), m_outputs(outputs)
{
    const std::int64_t middle = outputs / 2;
    m_main = register_module("main_conv", std::make_shared<ConvModule>(inputs, 2 * middle, 1, 1, device));
    m_final = register_module("final_conv", std::make_shared<ConvModule>((2 + blocks) * middle, outputs, 1, 1, device));
    const auto list = register_module("blocks", std::make_shared<ModuleList>());
    for (int i = 0; i < blocks; ++i) {
        m_blocks.push_back(list->add(std::make_shared<Bottleneck>(middle, withShortcut, device)));
    }
}

at::Tensor CspLayer::forward(const at::Tensor& input)
{
    return throughGrafts(input, m_final->forward(at::cat(grow(m_main->forward(input), m_blocks), 1)));
}

TextCspLayer::TextCspLayer(std::int64_t inputs, std::int64_t outputs, int blocks, std::int64_t guideWidth,
                           std::int64_t embedWidth, std::int64_t heads, at::Device device)
    : m_inputs(inputs), m_outputs(outputs)
{
    const std::int64_t middle = outputs / 2;
    m_main = register_module("main_conv", std::make_shared<ConvModule>(inputs, 2 * middle, 1, 1, device));
    m_final = register_module("final_conv", std::make_shared<ConvModule>((3 + blocks) * middle, outputs, 1, 1, device));
    const auto list = register_module("blocks", std::make_shared<ModuleList>());
    for (int i = 0; i < blocks; ++i) {
        m_blocks.push_back(list->add(std::make_shared<Bottleneck>(middle, false, device)));
    }
    m_attention = register_module(
        "attn_block", std::make_shared<MaxSigmoidAttention>(middle, middle, guideWidth, embedWidth, heads, device));
}

at::Tensor TextCspLayer::forward(const at::Tensor& input, const at::Tensor& text)
{
    std::vector<at::Tensor> slices = grow(m_main->forward(input), m_blocks);
    slices.push_back(m_attention->forward(slices.back(), text));
    return throughGrafts(input, m_final->forward(at::cat(slices, 1)));
}

Sppf::Sppf(std::int64_t channels, at::Device device) : m_channels(channels)
{
    m_conv1 = register_module("conv1", std::make_shared<ConvModule>(channels, channels / 2, 1, 1, device));
    m_conv2 = register_module("conv2", std::make_shared<ConvModule>(channels * 2, channels, 1, 1, device));
}

at::Tensor Sppf::forward(const at::Tensor& input)
{
    std::vector<at::Tensor> maps{m_conv1->forward(input)};
    for (int i = 0; i < 3; ++i) {
        maps.push_back(at::max_pool2d(maps.back(), {5, 5}, {1, 1}, {2, 2}));
    }
    return throughGrafts(input, m_conv2->forward(at::cat(maps, 1)));
}

PredictionBranch::PredictionBranch(std::int64_t inputs, std::int64_t width, std::int64_t outputs, at::Device device)
    : m_inputs(inputs), m_outputs(outputs)
{
    m_first = register_module("0", std::make_shared<ConvModule>(inputs, width, 3, 1, device));
    m_second = register_module("1", std::make_shared<ConvModule>(width, width, 3, 1, device));
    m_last = register_module("2", std::make_shared<Conv2d>(width, outputs, 1, 1, true, device));
}

at::Tensor PredictionBranch::forward(const at::Tensor& input)
{
    return throughGrafts(input, m_last->forward(m_second->forward(m_first->forward(input))));
}

BatchNormContrast::BatchNormContrast(std::int64_t width, at::Device device) : m_width(width)
{
    m_bias = register_parameter("bias", scalarParameter(device));
    m_logitScale = register_parameter("logit_scale", scalarParameter(device));
    m_norm = register_module("norm", std::make_shared<BatchNorm2d>(width, device));
}

at::Tensor BatchNormContrast::forward(const at::Tensor& input, const at::Tensor& text)
{
    const std::int64_t height = input.size(2);
    const std::int64_t width = input.size(3);
    const at::Tensor unit = text / text.norm(2, {-1}, true).clamp_min(1e-12);
    // A product of matrices, not an einsum: its gradient is contiguous. CPU BatchNorm answers wrongly at batch size 1
    // when the incoming gradient is strided like channels last.
    const at::Tensor product = at::matmul(unit, (m_norm ? m_norm->forward(input) : input).flatten(2));
    return (product * m_logitScale.exp() + m_bias).view({input.size(0), text.size(1), height, width});
}

void BatchNormContrast::foldNorm(Conv2d& before)
{
    const BatchNorm2d::Affine affine = m_norm->affine();
    before.rescale(affine.scale, affine.shift);
    unregister_module("norm");
    m_norm.reset();
}

} // namespace espalier::model
