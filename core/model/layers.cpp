#include "core/model/layers.h"

#include <ATen/ATen.h>

namespace espalier::model {

namespace {

constexpr double kBatchNormEpsilon = 1e-3;
constexpr double kBatchNormMomentum = 0.03;

at::Tensor uninitialised(at::IntArrayRef shape, at::Device device)
{
    return at::empty(shape, at::TensorOptions(at::kFloat).device(device));
}

} // namespace

Conv2d::Conv2d(std::int64_t inputs, std::int64_t outputs, std::int64_t kernel, std::int64_t stride, bool withBias,
               at::Device device)
    : m_geometry{true, inputs, outputs, kernel, stride, (kernel - 1) / 2}
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

Linear::Linear(std::int64_t inputs, std::int64_t outputs, bool withBias, at::Device device)
    : m_geometry{false, inputs, outputs, 0, 1, 0}
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
    return at::batch_norm(input, m_weight, m_bias, m_runningMean, m_runningVar, usesBatch, kBatchNormMomentum,
                          kBatchNormEpsilon, /*cudnn_enabled=*/true);
}

LayerNorm::LayerNorm(std::int64_t features, at::Device device) : m_features(features)
{
    register_parameter("weight", uninitialised({features}, device));
    register_parameter("bias", uninitialised({features}, device));
}

Embedding::Embedding(std::int64_t count, std::int64_t features, at::Device device) : m_features(features)
{
    register_parameter("weight", uninitialised({count, features}, device));
}

at::Tensor Upsample::forward(const at::Tensor& input)
{
    return at::upsample_nearest2d(input, {input.size(2) * 2, input.size(3) * 2});
}

} // namespace espalier::model
