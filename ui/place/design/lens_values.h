// What a run measured of each module at one step: from the series of its branches to the modules of a tree.
#pragma once

#include "core/network/network_tree.h"
#include "core/plan/resolved_plan.h"
#include "core/run/dry_run.h"
#include "ui/bridge/run_feed.h"
#include "ui/plot/skyline.h"

#include <string>
#include <vector>

namespace espalier::ui {

enum class Lens { State, GradientNorm, UpdateRatio, NormDrift, LearningRate, StepTime, StepMemory };
inline constexpr int kLenses = 7;
/// Reads what a run measured.
[[nodiscard]] constexpr bool isOfRun(Lens lens)
{
    return lens == Lens::GradientNorm || lens == Lens::UpdateRatio || lens == Lens::NormDrift;
}

/// Series of the measure begin so, the dotted path of the branch follows; empty where no run measures it.
[[nodiscard]] std::string lensPrefix(Lens lens);

/// By ModuleId. A branch gives its value to all that is in it; what holds branches gets the root of the sum of their
/// squares (a norm) or the largest (a ratio, a distance). NaN: not measured. Not finite stays not finite.
struct LensValues {
    std::vector<double> values;
    int branches = 0; ///< that the tree has; 0 although the run has series: it trained another network
};
/// Of the last step at or before `step`.
[[nodiscard]] LensValues lensValues(const RunFeed& feed, const network::NetworkTree& tree, Lens lens, double step);

/// Learning rate of what trains: `rate` times what acts on the module, of what it holds the largest. NaN: frozen.
[[nodiscard]] std::vector<double> rateValues(const network::NetworkTree& tree, const plan::ResolvedPlan& plan,
                                             double rate);
/// What a dry run measured at or under each module: seconds there and back, or bytes held. NaN: nothing of it.
[[nodiscard]] std::vector<double> stepValues(const network::NetworkTree& tree, const run::DryRun& step, Lens lens);

[[nodiscard]] bool hasLens(const RunFeed& feed, Lens lens); ///< the run keeps such series
/// Of the whole run, so that colours mean the same at every step.
[[nodiscard]] HeatScale lensScale(const RunFeed& feed, Lens lens);

} // namespace espalier::ui
