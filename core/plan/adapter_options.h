// The adapters and their options: the only list of methods. Both halves read it; a forgotten method does not compile.
#pragma once

#include "core/plan/gate_options.h"
#include "core/plan/low_rank_options.h"
#include "core/plan/scaling_options.h"
#include "core/plan/token_options.h"

#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace espalier::plan {

using AdapterOptions =
    std::variant<FeatureAdapterOptions, LoraOptions, DoraOptions, RlrrOptions, SsfOptions, BottleneckOptions,
                 AdaptFormerOptions, FactOptions, VptOptions, ArcOptions, BitfitOptions>;

[[nodiscard]] inline std::string_view adapterId(const AdapterOptions& options)
{
    return std::visit([](const auto& o) { return std::decay_t<decltype(o)>::kId; }, options);
}
[[nodiscard]] inline std::string_view adapterTitle(const AdapterOptions& options)
{
    return std::visit([](const auto& o) { return std::decay_t<decltype(o)>::kTitle; }, options);
}
/// Width of the method's bottleneck; 0 where it has none.
[[nodiscard]] inline int adapterRank(const AdapterOptions& options)
{
    return std::visit(
        []<class Options>(const Options& o) {
            if constexpr (requires { o.rank; }) {
                return o.rank;
            } else {
                return 0;
            }
        },
        options);
}
/// The size that a leaf shows: `r8`, `T5`; empty where the method has none.
[[nodiscard]] inline std::string adapterMark(const AdapterOptions& options)
{
    if (const auto* prompts = std::get_if<VptOptions>(&options)) {
        return "T" + std::to_string(prompts->tokens);
    }
    const int rank = adapterRank(options);
    return rank > 0 ? "r" + std::to_string(rank) : std::string();
}

/// One default value of each method, in palette order.
[[nodiscard]] inline const std::vector<AdapterOptions>& adapterMethods()
{
    static const std::vector<AdapterOptions> kMethods{
        LoraOptions{},       FeatureAdapterOptions{}, DoraOptions{}, RlrrOptions{}, SsfOptions{},
        BottleneckOptions{}, AdaptFormerOptions{},    FactOptions{}, VptOptions{},  ArcOptions{},
        BitfitOptions{}};
    return kMethods;
}

/// A gate goes around methods that learn one block beside one weight.
[[nodiscard]] inline bool canBeGated(const AdapterOptions& options)
{
    return std::holds_alternative<LoraOptions>(options) || std::holds_alternative<DoraOptions>(options) ||
           std::holds_alternative<RlrrOptions>(options);
}

} // namespace espalier::plan
