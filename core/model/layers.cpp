#include "core/model/layers.h"

#include "core/base/assert.h"

#include <ATen/ATen.h>

namespace espalier::model {

namespace {

constexpr double kBatchNormMomentum = 0.03;

at::Tensor uninitialised(at::IntArrayRef shape, at::Device device)
{
    return at::empty(shape, at::TensorOptions(at::kFloat).device(device));
}

} // namespace

Conv2d::Conv2d(std::int64_t inputs, std::int64_t outputs, std::int64_t kernel, std::int64_t stride, bool withBias,
               at::Device device, std::optional<std::int64_t> padding)
    : m_geometry{kernel::LayerKind::Convolution, inputs, outputs, kernel, stride, padding.value_or((kernel - 1) / 2)}
{
    m_weight = register_parameter("weight", uninitialised({outputs, inputs, kernel, kernel}, device));
    if (withBias) {
        m_bias = register_parameter("bias", uninitialised({outputs}, device));
    }
}

at::Tensor Conv2d::forward(const at::Tensor& input)
{
    return throughGrafts(input, at::conv2d(input, m_weight, m_bias, m_geometry.stride, m_geometry.padding));
}

void Conv2d::rescale(const at::Tensor& scale, const at::Tensor& shift)
{
    ESPALIER_ASSERT(!hasGrafts(), "a graft acts before what the convolution is rescaled by");
    const at::NoGradGuard noGradients;
    m_weight.copy_(m_weight.to(at::kDouble) * scale.view({-1, 1, 1, 1}));
    const at::Tensor bias = m_bias.defined() ? m_bias.to(at::kDouble) * scale + shift : shift;
    if (m_bias.defined()) {
        m_bias.copy_(bias);
    } else {
        m_bias = register_parameter("bias", bias.to(m_weight.scalar_type()), /*requires_grad=*/false);
    }
}

Linear::Linear(std::int64_t inputs, std::int64_t outputs, bool withBias, at::Device device)
    : m_geometry{kernel::LayerKind::Linear, inputs, outputs}
{
    m_weight = register_parameter("weight", uninitialised({outputs, inputs}, device));
    if (withBias) {
        m_bias = register_parameter("bias", uninitialised({outputs}, device));
    }
}

at::Tensor Linear::forward(const at::Tensor& input)
{
    return throughGrafts(input, at::linear(input, m_weight, m_bias));
}

BatchNorm2d::BatchNorm2d(std::int64_t channels, at::Device device) : m_channels(channels)
{
    m_weight = register_parameter("weight", uninitialised({channels}, device));
    m_bias = register_parameter("bias", uninitialised({channels}, device));
    m_runningMean = register_buffer("running_mean", uninitialised({channels}, device));
    m_runningVar = register_buffer("running_var", uninitialised({channels}, device));
    m_batches = register_buffer("num_batches_tracked", at::zeros({}, at::TensorOptions(at::kLong).device(device)));
}

at::Tensor BatchNorm2d::forward(const at::Tensor& input)
{
    const bool usesBatch = is_training() && !m_isFrozen;
    if (usesBatch) {
        m_batches.add_(1);
    }
    if (m_measured) {
        m_measured->count += static_cast<double>(input.numel() / m_channels);
        m_measured->sum += input.detach().sum({0, 2, 3}, false, at::kDouble);
        m_measured->squares += input.detach().square().sum({0, 2, 3}, false, at::kDouble);
    }
    return throughGrafts(input, at::batch_norm(input, m_weight, m_bias, m_runningMean, m_runningVar, usesBatch,
                                               kBatchNormMomentum, kBatchNormEpsilon, /*cudnn_enabled=*/true));
}

BatchNorm2d::Affine BatchNorm2d::affine() const
{
    const at::NoGradGuard noGradients;
    const at::Tensor scale = m_weight.to(at::kDouble) / (m_runningVar.to(at::kDouble) + kBatchNormEpsilon).sqrt();
    return {scale, m_bias.to(at::kDouble) - m_runningMean.to(at::kDouble) * scale};
}

bool BatchNorm2d::lacksStatistics() const
{
    return !m_isFrozen && m_runningMean.eq(0).all().item<bool>() &&
           m_runningVar.eq(static_cast<float>(1.0 - kBatchNormEpsilon)).all().item<bool>();
}

void BatchNorm2d::startMeasuring()
{
    m_measured = {0, at::zeros({m_channels}, at::kDouble), at::zeros({m_channels}, at::kDouble)};
}

void BatchNorm2d::adoptMeasured()
{
    const at::NoGradGuard noGradients;
    if (m_measured && m_measured->count > 0) {
        const Affine before = affine();
        const at::Tensor mean = m_measured->sum / m_measured->count;
        const at::Tensor variance = (m_measured->squares / m_measured->count - mean.square()).clamp_min(0);
        m_runningMean.copy_(mean);
        m_runningVar.copy_(variance);
        m_weight.copy_(before.scale * (variance + kBatchNormEpsilon).sqrt());
        m_bias.copy_(before.shift + before.scale * mean);
    }
    m_measured.reset();
}

LayerNorm::LayerNorm(std::int64_t features, at::Device device, double epsilon)
    : m_features(features), m_epsilon(epsilon)
{
    m_weight = register_parameter("weight", uninitialised({features}, device));
    m_bias = register_parameter("bias", uninitialised({features}, device));
}

at::Tensor LayerNorm::forward(const at::Tensor& input)
{
    return throughGrafts(input, at::layer_norm(input, {m_features}, m_weight, m_bias, m_epsilon));
}

Embedding::Embedding(std::int64_t count, std::int64_t features, at::Device device)
{
    m_weight = register_parameter("weight", uninitialised({count, features}, device));
}

at::Tensor Embedding::forward(const at::Tensor& ids)
{
    return throughGrafts(ids, at::embedding(m_weight, ids));
}

at::Tensor Upsample::forward(const at::Tensor& input)
{
    return at::upsample_nearest2d(input, {input.size(2) * 2, input.size(3) * 2});
}

} // namespace espalier::model
