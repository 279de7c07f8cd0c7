// Options of the adapters that act inside a transformer: on what flows through its layers.
#pragma once

#include "core/base/fields.h"

#include <string>
#include <string_view>
#include <tuple>

namespace espalier::plan {

/// The bottleneck adapter (Houlsby et al. 2019), h + Up(activation(Down(h))) on what attention or perceptron answer,
/// before it is added to the stream: a rule on both is Houlsby's, on perceptrons Pfeiffer's. Up is zero at the start.
/// 2 · width · rank + width + rank parameters.
struct BottleneckOptions {
    static constexpr std::string_view kId = "adapter";
    static constexpr std::string_view kTitle = "Adapter";
    int rank = 64;
    std::string activation = "gelu";
    bool operator==(const BottleneckOptions&) const = default;
};
constexpr auto fields(const BottleneckOptions*)
{
    using T = BottleneckOptions;
    return std::tuple{Field<T, int>{"rank", &T::rank, {1, 4096}, "Width of the bottleneck"},
                      Field<T, std::string>{"activation", &T::activation, {}, "Between the two layers", {"gelu|relu"}}};
}

/// AdaptFormer (Chen et al. 2022): beside the perceptron and its norm, scale · Up(dropout(relu(Down(x)))) of the stream
/// x. Up is zero at the start. 2 · width · rank + width + rank parameters.
struct AdaptFormerOptions {
    static constexpr std::string_view kId = "adaptformer";
    static constexpr std::string_view kTitle = "AdaptFormer";
    int rank = 64;
    double scale = 0.1;
    double dropout = 0.1;
    bool operator==(const AdaptFormerOptions&) const = default;
};
constexpr auto fields(const AdaptFormerOptions*)
{
    using T = AdaptFormerOptions;
    return std::tuple{Field<T, int>{"rank", &T::rank, {1, 4096}, "Width of the bottleneck"},
                      Field<T, double>{"scale", &T::scale, {0, 100}, "The branch is scaled by it"},
                      Field<T, double>{"dropout", &T::dropout, {0, 0.95}, "Share of bottleneck values set to zero"}};
}

/// Visual prompt tuning (Jia et al. 2022): tokens that are learned stand between the class token and the patches.
/// Deep: each layer gets its own in their place; shallow: the first layer alone. tokens · width parameters a layer.
struct VptOptions {
    static constexpr std::string_view kId = "vpt";
    static constexpr std::string_view kTitle = "VPT";
    int tokens = 5;
    std::string depth = "deep";
    double dropout = 0.0;
    int patch = 16;
    bool operator==(const VptOptions&) const = default;
};
constexpr auto fields(const VptOptions*)
{
    using T = VptOptions;
    return std::tuple{
        Field<T, int>{"tokens", &T::tokens, {1, 1024}, "Prompts a layer"},
        Field<T, std::string>{"depth",
                              &T::depth,
                              {},
                              "deep: prompts of its own for each layer; shallow: for the first",
                              {"deep|shallow"}},
        Field<T, double>{"dropout", &T::dropout, {0, 0.95}, "Share of prompt values set to zero"},
        Field<T, int>{
            "patch", &T::patch, {1, 256}, "Side of the backbone's patches: sets how far the prompts begin from zero"}};
}

/// ARC (Dong et al. 2023): x + P((x P) ⊙ λ) + b on what a norm answers; P width×rank is shared by all sites of a rule,
/// λ and b are each site's own. width · rank parameters, and rank + width a site.
struct ArcOptions {
    static constexpr std::string_view kId = "arc";
    static constexpr std::string_view kTitle = "ARC";
    int rank = 50;
    double dropout = 0.1;
    std::string init = "identity";
    bool operator==(const ArcOptions&) const = default;
};
constexpr auto fields(const ArcOptions*)
{
    using T = ArcOptions;
    return std::tuple{
        Field<T, int>{"rank", &T::rank, {1, 4096}, "Width of the shared projection"},
        Field<T, double>{"dropout", &T::dropout, {0, 0.95}, "Share of the branch's values set to zero"},
        Field<T, std::string>{"init",
                              &T::init,
                              {},
                              "identity: λ begins at zero; xavier: as the authors' code does before perceptrons",
                              {"identity|xavier"}}};
}

} // namespace espalier::plan
