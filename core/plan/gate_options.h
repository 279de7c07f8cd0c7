// GateOptions: the selective gate around the adapters of a rule.
#pragma once

#include "core/base/fields.h"

#include <tuple>

namespace espalier::plan {

/// Indicator-gated adapters: a block acts where its learned score is at least `threshold`. The indicator's gradient
/// passes to the score unchanged, and l1 · mean |score| is part of the loss, so blocks of no use close. A score never
/// decays. One parameter a site.
struct GateOptions {
    double threshold = 0.1;
    double init = 0.15;
    double l1 = 0.1;
    double lrRatio = 1.0;
    bool operator==(const GateOptions&) const = default;
};
constexpr auto fields(const GateOptions*)
{
    using T = GateOptions;
    return std::tuple{
        Field<T, double>{"threshold", &T::threshold, {-10, 10}, "A block acts where its score is at least this"},
        Field<T, double>{"init", &T::init, {-10, 10}, "What every score begins with"},
        Field<T, double>{
            "l1", &T::l1, {0, 1000}, "Weight of the mean absolute score in the loss: a larger one closes more blocks"},
        Field<T, double>{"lr_ratio", &T::lrRatio, {0, 1000}, "Learning rate of the scores against the adapters'"}};
}

} // namespace espalier::plan
