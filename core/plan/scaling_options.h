// Options of the adapters that rescale and shift what a layer computes.
#pragma once

#include "core/base/fields.h"

#include <string>
#include <string_view>
#include <tuple>

namespace espalier::plan {

/// RLRR (Dong et al. 2024): W' = W ⊙ (1 + s_out s_in), b' = b + f, with a number for each row and each column of the
/// weight and a shift for each output: inputs + 2 · outputs parameters. One-sided: without the other side's numbers.
struct RlrrOptions {
    static constexpr std::string_view kId = "rlrr";
    static constexpr std::string_view kTitle = "RLRR";
    std::string sides = "both"; ///< the paper writes x W: its left side is the inputs, its right side the outputs
    bool residual = true;       ///< else W' = W ⊙ (s_out s_in)
    std::string init = "identity";
    bool operator==(const RlrrOptions&) const = default;
};
constexpr auto fields(const RlrrOptions*)
{
    using T = RlrrOptions;
    return std::tuple{
        Field<T, std::string>{"sides",
                              &T::sides,
                              {},
                              "left: a factor for each input; right: for each output; both: their product",
                              {"both|left|right"}},
        Field<T, bool>{"residual", &T::residual, {}, "The factors act beside the weight, not in its place"},
        Field<T, std::string>{"init",
                              &T::init,
                              {},
                              "identity: begins as the pretrained network; paper: perturbed, as the authors' code does",
                              {"identity|paper"}}};
}

/// SSF (Lian et al. 2022): y = scale ⊙ layer(x) + shift, a number a channel each, after convolutions, linear layers,
/// embeddings and norms. 2 · channels parameters.
struct SsfOptions {
    static constexpr std::string_view kId = "ssf";
    static constexpr std::string_view kTitle = "SSF";
    std::string init = "paper";
    bool operator==(const SsfOptions&) const = default;
};
constexpr auto fields(const SsfOptions*)
{
    using T = SsfOptions;
    return std::tuple{Field<T, std::string>{"init",
                                            &T::init,
                                            {},
                                            "paper: scales near 1, shifts near 0, deviation 0.02; identity: 1 and 0",
                                            {"paper|identity"}}};
}

/// BitFit (Ben Zaken et al. 2022): only biases train. What is learned is kept as a shift beside the frozen bias, zero
/// at the start: one number an output of each layer that has a bias.
struct BitfitOptions {
    static constexpr std::string_view kId = "bitfit";
    static constexpr std::string_view kTitle = "BitFit";
    bool operator==(const BitfitOptions&) const = default;
};
constexpr auto fields(const BitfitOptions*)
{
    return std::tuple{};
}

} // namespace espalier::plan
