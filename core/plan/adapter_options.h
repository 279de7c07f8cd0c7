// The adapters and their options: the only list of methods. Both halves read it; a forgotten method does not compile.
#pragma once

#include "core/base/fields.h"

#include <string_view>
#include <variant>
#include <vector>

namespace espalier::plan {

/// A residual bottleneck on a feature map, as the study's code adds it after a module:
/// y = x + (alpha / rank) · B(dropout(A(x))), A: 1×1 d→rank, B: 1×1 rank→d, no biases, B zero at the start.
/// 2 · d · rank parameters.
struct FeatureAdapterOptions {
    static constexpr std::string_view kId = "feature_adapter";
    static constexpr std::string_view kTitle = "Feature adapter";
    int rank = 16;
    double alpha = 16.0;
    double dropout = 0.1;
    bool operator==(const FeatureAdapterOptions&) const = default;
};
constexpr auto fields(const FeatureAdapterOptions*)
{
    using T = FeatureAdapterOptions;
    return std::tuple{Field<T, int>{"rank", &T::rank, {1, 4096}, "Width of the bottleneck"},
                      Field<T, double>{"alpha", &T::alpha, {0, 4096}, "The branch is scaled by alpha / rank"},
                      Field<T, double>{"dropout", &T::dropout, {0, 0.95}, "Share of bottleneck inputs set to zero"}};
}

/// LoRA (Hu et al. 2021), y = W x + (alpha / rank) · B A dropout(x). Linear: A in→rank, B rank→out. Conv2d: A takes the
/// layer's kernel, stride and padding, B is 1×1: rank · (k²·in + out) parameters.
struct LoraOptions {
    static constexpr std::string_view kId = "lora";
    static constexpr std::string_view kTitle = "LoRA";
    int rank = 8;
    double alpha = 16.0;
    double dropout = 0.0;
    bool operator==(const LoraOptions&) const = default;
};
constexpr auto fields(const LoraOptions*)
{
    using T = LoraOptions;
    return std::tuple{Field<T, int>{"rank", &T::rank, {1, 4096}, "Width of the low-rank update"},
                      Field<T, double>{"alpha", &T::alpha, {0, 4096}, "The update is scaled by alpha / rank"},
                      Field<T, double>{"dropout", &T::dropout, {0, 0.95}, "Share of inputs set to zero before A"}};
}

using AdapterOptions = std::variant<FeatureAdapterOptions, LoraOptions>;

[[nodiscard]] inline std::string_view adapterId(const AdapterOptions& options)
{
    return std::visit([](const auto& o) { return std::decay_t<decltype(o)>::kId; }, options);
}
[[nodiscard]] inline std::string_view adapterTitle(const AdapterOptions& options)
{
    return std::visit([](const auto& o) { return std::decay_t<decltype(o)>::kTitle; }, options);
}
/// Every method has a rank so far; it is what a leaf shows.
[[nodiscard]] inline int adapterRank(const AdapterOptions& options)
{
    return std::visit([](const auto& o) { return o.rank; }, options);
}

/// One default value of each method, in palette order.
[[nodiscard]] inline const std::vector<AdapterOptions>& adapterMethods()
{
    static const std::vector<AdapterOptions> kMethods{LoraOptions{}, FeatureAdapterOptions{}};
    return kMethods;
}

} // namespace espalier::plan
