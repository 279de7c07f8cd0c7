// Setup: what of an experiment a diagnosis depends on.
#pragma once

#include "core/experiment/experiment.h"
#include "core/monitor/diagnosis.h"
#include "core/network/network_tree.h"
#include "core/plan/resolved_plan.h"

namespace espalier::monitor {

/// `plan` is what experiment.plan means on `tree`.
[[nodiscard]] Setup setupOf(const experiment::Experiment& experiment, const network::NetworkTree& tree,
                            const plan::ResolvedPlan& plan);

} // namespace espalier::monitor
