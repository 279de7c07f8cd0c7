// Layers: convolution, linear, normalisation, embedding under the names of PyTorch. Unlike torch::nn's they can be made
// on the meta device, without memory and without initialisation, and grafts can act on them.
#pragma once

#include "core/kernel/convolution_geometry.h"
#include "core/kernel/graftable.h"

#include <torch/nn/module.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace espalier::model {

/// Square kernel, padding (kernel − 1) / 2 unless it is given. Keys: weight out×in×k×k, bias.
class Conv2d final : public torch::nn::Module, public kernel::Graftable, public kernel::Layered {
public:
    Conv2d(std::int64_t inputs, std::int64_t outputs, std::int64_t kernel, std::int64_t stride, bool withBias,
           at::Device device, std::optional<std::int64_t> padding = std::nullopt);
    at::Tensor forward(const at::Tensor& input);
    /// y becomes scale · y + shift, a number a channel each. For a network that no longer trains: a convolution without
    /// a bias gets one. Not beside grafts.
    void rescale(const at::Tensor& scale, const at::Tensor& shift);
    [[nodiscard]] kernel::LayerGeometry geometry() const override { return m_geometry; }
    [[nodiscard]] kernel::LinearMap map() const override { return {m_weight, m_bias}; }

private:
    kernel::LayerGeometry m_geometry;
    at::Tensor m_weight;
    at::Tensor m_bias;
};

/// Keys: weight out×in, bias.
class Linear final : public torch::nn::Module, public kernel::Graftable, public kernel::Layered {
public:
    Linear(std::int64_t inputs, std::int64_t outputs, bool withBias, at::Device device);
    at::Tensor forward(const at::Tensor& input);
    [[nodiscard]] kernel::LayerGeometry geometry() const override { return m_geometry; }
    [[nodiscard]] kernel::LinearMap map() const override { return {m_weight, m_bias}; }

private:
    kernel::LayerGeometry m_geometry;
    at::Tensor m_weight;
    at::Tensor m_bias;
};

inline constexpr double kBatchNormEpsilon = 1e-3;

/// eps 1e-3, momentum 0.03. Keys: weight, bias, running_mean, running_var, num_batches_tracked.
class BatchNorm2d final : public torch::nn::Module, public kernel::Graftable, public kernel::Layered {
public:
    BatchNorm2d(std::int64_t channels, at::Device device);
    at::Tensor forward(const at::Tensor& input);
    /// Frozen statistics neither move nor are taken from the batch, whatever train() says.
    void freezeStatistics(bool frozen) { m_isFrozen = frozen; }
    /// What it does in eval mode: y = scale · x + shift, in double precision.
    struct Affine {
        at::Tensor scale;
        at::Tensor shift;
    };
    [[nodiscard]] Affine affine() const;
    /// Would take its statistics from the batch, and those it has are what stands for a norm that a file folded into
    /// its convolution: mean 0, variance 1 − eps.
    [[nodiscard]] bool lacksStatistics() const;
    /// forward() measures what it is given, until adoptMeasured() makes that the statistics; weight and bias change
    /// such that evaluation stays what it was. Without a measurement nothing changes.
    void startMeasuring();
    void adoptMeasured();
    [[nodiscard]] std::int64_t channels() const { return m_channels; }
    [[nodiscard]] kernel::LayerGeometry geometry() const override
    {
        return {kernel::LayerKind::BatchNorm, m_channels, m_channels};
    }
    [[nodiscard]] kernel::LinearMap map() const override { return {m_weight, m_bias}; }

private:
    struct Measured {
        double count = 0;
        at::Tensor sum; ///< in double precision, a number a channel
        at::Tensor squares;
    };
    std::int64_t m_channels;
    bool m_isFrozen = false;
    std::optional<Measured> m_measured;
    at::Tensor m_weight;
    at::Tensor m_bias;
    at::Tensor m_runningMean;
    at::Tensor m_runningVar;
    at::Tensor m_batches;
};

inline constexpr double kLayerNormEpsilon = 1e-5;

/// Keys: weight, bias.
class LayerNorm final : public torch::nn::Module, public kernel::Graftable, public kernel::Layered {
public:
    LayerNorm(std::int64_t features, at::Device device, double epsilon = kLayerNormEpsilon);
    at::Tensor forward(const at::Tensor& input); ///< over the last axis
    [[nodiscard]] std::int64_t features() const { return m_features; }
    [[nodiscard]] kernel::LayerGeometry geometry() const override
    {
        return {kernel::LayerKind::LayerNorm, m_features, m_features};
    }
    [[nodiscard]] kernel::LinearMap map() const override { return {m_weight, m_bias}; }

private:
    std::int64_t m_features;
    double m_epsilon;
    at::Tensor m_weight;
    at::Tensor m_bias;
};

/// Key: weight count×features.
class Embedding final : public torch::nn::Module, public kernel::Graftable, public kernel::Layered {
public:
    Embedding(std::int64_t count, std::int64_t features, at::Device device);
    at::Tensor forward(const at::Tensor& ids); ///< ids of any shape: one more axis at the end
    [[nodiscard]] kernel::LayerGeometry geometry() const override
    {
        return {kernel::LayerKind::Embedding, m_weight.size(0), m_weight.size(1)};
    }
    [[nodiscard]] kernel::LinearMap map() const override { return {m_weight, {}}; }

private:
    at::Tensor m_weight;
};

/// Passes on what it gets; the study grafts adapters here. No keys.
class Identity final : public torch::nn::Module, public kernel::Graftable {
public:
    explicit Identity(std::int64_t channels) : m_channels(channels) {}
    at::Tensor forward(const at::Tensor& input) { return throughGrafts(input, input); }
    [[nodiscard]] std::int64_t channels() const { return m_channels; }

private:
    std::int64_t m_channels;
};

/// Nearest neighbour, twice the side. No keys.
class Upsample final : public torch::nn::Module {
public:
    explicit Upsample(std::int64_t channels) : m_channels(channels) {}
    at::Tensor forward(const at::Tensor& input);
    [[nodiscard]] std::int64_t channels() const { return m_channels; }

private:
    std::int64_t m_channels;
};

/// Groups children under names; no output of its own.
class Group final : public torch::nn::Module {
public:
    template <class Child>
    std::shared_ptr<Child> add(const std::string& name, std::shared_ptr<Child> child)
    {
        return register_module(name, std::move(child));
    }
};

/// Groups children under numbers, as torch's ModuleList; no output of its own.
class ModuleList final : public torch::nn::Module {
public:
    template <class Child>
    std::shared_ptr<Child> add(std::shared_ptr<Child> child)
    {
        return register_module(std::to_string(children().size()), std::move(child));
    }
};

} // namespace espalier::model
