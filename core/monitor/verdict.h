// Verdict: what the guard makes of a step, and what it is shown to judge by.
#pragma once

#include "core/run/event.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace espalier::monitor {

/// From harmless to lost. What others confuse is kept apart: only the last two are alarms.
enum class Condition {
    Stable,
    LossScaleSearch, ///< skipped by design: the scaler of mixed precision looks for its scale
    LoneSpike,       ///< one value far out, the next ones as before
    ChanceLevel,     ///< a loss part where guessing stands: nothing is being learnt
    Drift,           ///< leaves its own course slowly, or is bound to (a learning rate below zero)
    Divergence,      ///< leaves it for good, still finite
    Exploded         ///< not finite
};
[[nodiscard]] std::string_view toText(Condition condition); ///< `stable`, `loss_scale_search`, `lone_spike`, …
[[nodiscard]] std::optional<Condition> conditionFromText(std::string_view text);
/// The three states that a run's band shows.
[[nodiscard]] run::Stability stabilityOf(Condition condition);

/// One row of a run: a step before the optimizer moves anything, or an epoch's means from a log.
struct Observation {
    std::optional<double> loss;           ///< the total; none when it was not logged
    std::vector<run::Sample> parts;       ///< `loss_cls`, … without the total
    std::optional<double> gradientNorm;   ///< global, before clipping
    std::vector<run::Sample> branchNorms; ///< `grad_norm/<branch>`
    std::optional<double> learningRate;   ///< in force, the lowest group's; its sign counts
    std::optional<double> lossScale;      ///< mixed precision only
    /// A log that does not say whether a loss scale was in use: a non-finite norm may then be its search. A run that
    /// knows leaves this false and gives `lossScale` or not.
    bool isPrecisionUnknown = false;
    std::optional<std::int64_t> step; ///< as logged; one that falls far back begins another run in the same log
};

/// What was judged when the step was said, as far as it was said; of several groups the lowest rate.
[[nodiscard]] Observation observationOf(const run::StepDone& step);

struct Verdict {
    Condition condition = Condition::Stable;
    double score = 0;       ///< how far out, in robust deviations of the series; infinite for what is not finite
    std::string series;     ///< the guilty one; a part or branch rather than the sum that it spoils. Empty when stable
    double value = 0;       ///< of that series
    std::int64_t since = 0; ///< number of the observation, from 0, that the condition began with
    /// Code as in run::Guarded: `non_finite_loss`, `non_finite_gradient`, `diverged`, `loss_vanished`, `loss_rises`,
    /// `norm_rises`, `negative_rate`, `skips_persist`, `spike`, `loss_scale_search`, `chance_level`. Empty when stable,
    /// save for `recovered`, said once.
    std::string reason;
};

} // namespace espalier::monitor
