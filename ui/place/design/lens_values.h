// What a run measured of each module at one step: from the series of its branches to the modules of a tree.
#pragma once

#include "core/network/network_tree.h"
#include "ui/bridge/run_feed.h"
#include "ui/plot/skyline.h"

#include <string>
#include <vector>

namespace espalier::ui {

enum class Lens { State, GradientNorm, UpdateRatio, NormDrift };

/// Series of the measure begin so, the dotted path of the branch follows; empty for Lens::State.
[[nodiscard]] std::string lensPrefix(Lens lens);

/// By ModuleId. A branch gives its value to all that is in it; what holds branches gets the root of the sum of their
/// squares (a norm) or the largest (a ratio, a distance). NaN: not measured. Not finite stays not finite.
struct LensValues {
    std::vector<double> values;
    int branches = 0; ///< that the tree has; 0 although the run has series: it trained another network
};
/// Of the last step at or before `step`.
[[nodiscard]] LensValues lensValues(const RunFeed& feed, const network::NetworkTree& tree, Lens lens, double step);

[[nodiscard]] bool hasLens(const RunFeed& feed, Lens lens); ///< the run keeps such series
/// Of the whole run, so that colours mean the same at every step.
[[nodiscard]] HeatScale lensScale(const RunFeed& feed, Lens lens);

} // namespace espalier::ui
