// Options of the adapters that learn a low-rank change: of a feature map, of one weight, of all weights together.
#pragma once

#include "core/base/fields.h"

#include <string>
#include <string_view>
#include <tuple>

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

inline constexpr std::string_view kPartChoices = "whole|q|k|v|qk|qv|kv|qkv";

/// LoRA (Hu et al. 2021), y = W x + (alpha / rank) · B A dropout(x). Linear: A in→rank, B rank→out. Conv2d: A takes the
/// layer's kernel, stride and padding, B is 1×1: rank · (k²·in + out) parameters. Embedding: A zero, B normal, no
/// dropout.
struct LoraOptions {
    static constexpr std::string_view kId = "lora";
    static constexpr std::string_view kTitle = "LoRA";
    int rank = 8;
    double alpha = 16.0;
    double dropout = 0.0;
    bool useRslora = false;       ///< alpha / √rank instead (Kalajdzievski 2023)
    double lrRatio = 1.0;         ///< LoRA+ (Hayou et al. 2024): B's learning rate against A's
    std::string parts = "whole";  ///< of a fused query-key-value layer: those with an update of their own
    std::string init = "kaiming"; ///< of A
    bool operator==(const LoraOptions&) const = default;
};
constexpr auto fields(const LoraOptions*)
{
    using T = LoraOptions;
    return std::tuple{
        Field<T, int>{"rank", &T::rank, {1, 4096}, "Width of the low-rank update"},
        Field<T, double>{"alpha", &T::alpha, {0, 4096}, "The update is scaled by alpha / rank"},
        Field<T, double>{"dropout", &T::dropout, {0, 0.95}, "Share of inputs set to zero before A"},
        Field<T, bool>{
            "use_rslora", &T::useRslora, {}, "Scale by alpha / √rank: the update keeps its size as the rank grows"},
        Field<T, double>{"loraplus_lr_ratio", &T::lrRatio, {0, 1000}, "Learning rate of B against that of A (LoRA+)"},
        Field<T, std::string>{"parts",
                              &T::parts,
                              {},
                              "Of a fused query-key-value layer: the parts that get an update of their own",
                              {kPartChoices}},
        Field<T, std::string>{"init_lora_weights", &T::init, {}, "How A begins; B is zero", {"kaiming|gaussian"}}};
}

/// DoRA (Liu et al. 2024): V = W + (alpha / rank) · B A, each row of V scaled to the learned length m; m is the row's
/// own length at the start. LoRA's parameters and one a row.
struct DoraOptions {
    static constexpr std::string_view kId = "dora";
    static constexpr std::string_view kTitle = "DoRA";
    int rank = 8;
    double alpha = 16.0;
    double dropout = 0.0;
    bool useRslora = false;
    double lrRatio = 1.0;
    bool operator==(const DoraOptions&) const = default;
};
constexpr auto fields(const DoraOptions*)
{
    using T = DoraOptions;
    return std::tuple{
        Field<T, int>{"rank", &T::rank, {1, 4096}, "Width of the low-rank update"},
        Field<T, double>{"alpha", &T::alpha, {0, 4096}, "The update is scaled by alpha / rank"},
        Field<T, double>{"dropout", &T::dropout, {0, 0.95}, "Share of inputs set to zero before A"},
        Field<T, bool>{
            "use_rslora", &T::useRslora, {}, "Scale by alpha / √rank: the update keeps its size as the rank grows"},
        Field<T, double>{"loraplus_lr_ratio", &T::lrRatio, {0, 1000}, "Learning rate of B against that of A (LoRA+)"}};
}

/// FacT (Jie and Deng 2023): one U width→rank and one V rank→width for all weights of a rule, and a small core a
/// weight: y = W x + scale · V(dropout(core(U x))). TT: a core of its own, rank² a square of the weight. TK: cores are
/// mixtures of `rank` shared ones, rank numbers a square.
struct FactOptions {
    static constexpr std::string_view kId = "fact";
    static constexpr std::string_view kTitle = "FacT";
    int rank = 16;
    std::string form = "tt";
    double scale = 1.0;
    double dropout = 0.1;
    bool operator==(const FactOptions&) const = default;
};
constexpr auto fields(const FactOptions*)
{
    using T = FactOptions;
    return std::tuple{
        Field<T, int>{"rank", &T::rank, {1, 1024}, "Width of the shared factors"},
        Field<T, std::string>{
            "form", &T::form, {}, "tt: a core for each weight; tk: mixtures of shared cores", {"tt|tk"}},
        Field<T, double>{"scale", &T::scale, {0, 1000}, "The update is scaled by it; 0.01 to 100 are usual"},
        Field<T, double>{"dropout", &T::dropout, {0, 0.95}, "Share of inputs set to zero before V"}};
}

} // namespace espalier::plan
