// Blocks of YOLO-World-v2's image path: convolution with norm, cross-stage partial layers, the text-guided gate, the
// contrast head. Names are the checkpoint's.
#pragma once

#include "core/model/layers.h"

#include <memory>
#include <string>
#include <vector>

namespace espalier::model {

/// Conv2d without bias → BatchNorm2d → SiLU (or none). Keys: conv, bn.
class ConvModule final : public torch::nn::Module, public kernel::Graftable {
public:
    enum class Activation { Silu, None };
    ConvModule(std::int64_t inputs, std::int64_t outputs, std::int64_t kernel, std::int64_t stride, at::Device device,
               Activation activation = Activation::Silu);
    at::Tensor forward(const at::Tensor& input);
    /// The norm, as it stands in eval mode, becomes part of the convolution and is gone. Once.
    void foldNorm();
    [[nodiscard]] kernel::LayerGeometry geometry() const { return m_conv->geometry(); }
    [[nodiscard]] bool hasActivation() const { return m_activation == Activation::Silu; }

private:
    Activation m_activation;
    std::shared_ptr<Conv2d> m_conv;
    std::shared_ptr<BatchNorm2d> m_norm; ///< none once it is folded
};

/// y = conv2(conv1(x)), plus x with a shortcut. Keys: conv1, conv2.
class Bottleneck final : public torch::nn::Module {
public:
    Bottleneck(std::int64_t channels, bool withShortcut, at::Device device);
    at::Tensor forward(const at::Tensor& input);
    [[nodiscard]] std::int64_t channels() const { return m_channels; }

private:
    std::int64_t m_channels;
    bool m_withShortcut;
    std::shared_ptr<ConvModule> m_conv1;
    std::shared_ptr<ConvModule> m_conv2;
};

/// The gate: x's projection, scaled per head by how well each place fits its best text.
/// s = max_k ⟨x, guide_fc(T)_k⟩, y = project_conv(x) · sigmoid(s / √c + bias), c = embed / heads.
class MaxSigmoidAttention final : public torch::nn::Module {
public:
    MaxSigmoidAttention(std::int64_t inputs, std::int64_t outputs, std::int64_t guideWidth, std::int64_t embedWidth,
                        std::int64_t heads, at::Device device);
    /// `input` B×inputs×H×W, `text` B×K×guideWidth; answers B×outputs×H×W. All K texts take part.
    at::Tensor forward(const at::Tensor& input, const at::Tensor& text);
    [[nodiscard]] std::int64_t heads() const { return m_heads; }
    [[nodiscard]] std::int64_t outputs() const { return m_outputs; }

private:
    std::int64_t m_outputs;
    std::int64_t m_heads;
    std::int64_t m_headWidth;
    at::Tensor m_bias;
    std::shared_ptr<ConvModule> m_embed; ///< only where embedWidth ≠ inputs
    std::shared_ptr<Linear> m_guide;
    std::shared_ptr<ConvModule> m_project;
};

/// Cross-stage partial layer: a, b = split(main_conv(x)); each bottleneck grows on the last; final_conv joins all.
class CspLayer final : public torch::nn::Module, public kernel::Graftable {
public:
    CspLayer(std::int64_t inputs, std::int64_t outputs, int blocks, bool withShortcut, at::Device device);
    at::Tensor forward(const at::Tensor& input);
    [[nodiscard]] std::int64_t inputs() const { return m_inputs; }
    [[nodiscard]] std::int64_t outputs() const { return m_outputs; }
    [[nodiscard]] int blocks() const { return static_cast<int>(m_blocks.size()); }

private:
    std::int64_t m_inputs;
    std::int64_t m_outputs;
    std::shared_ptr<ConvModule> m_main;
    std::shared_ptr<ConvModule> m_final;
    std::vector<std::shared_ptr<Bottleneck>> m_blocks;
};

/// CspLayer without shortcuts and with one more slice: the gated last bottleneck.
class TextCspLayer final : public torch::nn::Module, public kernel::Graftable {
public:
    TextCspLayer(std::int64_t inputs, std::int64_t outputs, int blocks, std::int64_t guideWidth,
                 std::int64_t embedWidth, std::int64_t heads, at::Device device);
    at::Tensor forward(const at::Tensor& input, const at::Tensor& text);
    [[nodiscard]] std::int64_t inputs() const { return m_inputs; }
    [[nodiscard]] std::int64_t outputs() const { return m_outputs; }
    [[nodiscard]] int blocks() const { return static_cast<int>(m_blocks.size()); }

private:
    std::int64_t m_inputs;
    std::int64_t m_outputs;
    std::shared_ptr<ConvModule> m_main;
    std::shared_ptr<ConvModule> m_final;
    std::vector<std::shared_ptr<Bottleneck>> m_blocks;
    std::shared_ptr<MaxSigmoidAttention> m_attention;
};

/// conv1, three serial 5×5 poolings, conv2 over the four maps.
class Sppf final : public torch::nn::Module, public kernel::Graftable {
public:
    Sppf(std::int64_t channels, at::Device device);
    at::Tensor forward(const at::Tensor& input);
    [[nodiscard]] std::int64_t channels() const { return m_channels; }

private:
    std::int64_t m_channels;
    std::shared_ptr<ConvModule> m_conv1;
    std::shared_ptr<ConvModule> m_conv2;
};

/// Two ConvModules and a 1×1 convolution with bias: one level of a head. Keys 0, 1, 2.
class PredictionBranch final : public torch::nn::Module, public kernel::Graftable {
public:
    PredictionBranch(std::int64_t inputs, std::int64_t width, std::int64_t outputs, at::Device device);
    at::Tensor forward(const at::Tensor& input);
    [[nodiscard]] Conv2d& last() { return *m_last; }
    [[nodiscard]] std::int64_t inputs() const { return m_inputs; }
    [[nodiscard]] std::int64_t outputs() const { return m_outputs; }

private:
    std::int64_t m_inputs;
    std::int64_t m_outputs;
    std::shared_ptr<ConvModule> m_first;
    std::shared_ptr<ConvModule> m_second;
    std::shared_ptr<Conv2d> m_last;
};

/// logit_k = exp(logit_scale) · ⟨BN(z), t_k / ‖t_k‖⟩ + bias. Keys: bias, logit_scale, norm.
class BatchNormContrast final : public torch::nn::Module {
public:
    BatchNormContrast(std::int64_t width, at::Device device);
    /// `input` B×width×H×W, `text` B×K×width; answers B×K×H×W.
    at::Tensor forward(const at::Tensor& input, const at::Tensor& text);
    /// The norm becomes part of `before`, the convolution that makes the input, and is gone. Once.
    void foldNorm(Conv2d& before);
    [[nodiscard]] std::int64_t width() const { return m_width; }

private:
    std::int64_t m_width;
    at::Tensor m_bias;
    at::Tensor m_logitScale;
    std::shared_ptr<BatchNorm2d> m_norm; ///< none once it is folded
};

} // namespace espalier::model
