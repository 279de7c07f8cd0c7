// Resolution: a plan on its way to being resolved, and the steps that it takes, in this order.
#pragma once

#include "core/plan/resolved_plan.h"

namespace espalier::plan {

struct Resolution {
    const network::NetworkTree& tree;
    const TuningPlan& plan;
    std::vector<network::Totals> held;                ///< by ModuleId: by the module itself
    std::vector<std::vector<bool>> inside;            ///< by rule, then ModuleId: at or under a match
    std::vector<std::optional<double>> weightDecay{}; ///< by ModuleId: of its own parameters
    ResolvedPlan out{};

    [[nodiscard]] TrainState own(network::ModuleId id) const { return out.own[static_cast<std::size_t>(id)]; }
};

/// Parse every pattern, select, and set the states that freeze, unfreeze and exclude rules leave.
[[nodiscard]] Status applyRules(Resolution& resolution);
void placeGrafts(Resolution& resolution);
void scaleRates(Resolution& resolution);
void countParameters(Resolution& resolution);
void formGroups(Resolution& resolution);
/// Counts of each rule, and why a rule selects nothing.
void reportRules(Resolution& resolution);

/// Add what children hold to what their parents hold. `values` is by ModuleId.
template <class Value>
void sumUp(const network::NetworkTree& tree, std::vector<Value>& values)
{
    for (std::size_t i = tree.size(); i-- > 1;) {
        const auto parent = static_cast<std::size_t>(tree.modules()[i].parent);
        values[parent] = values[parent] + values[i];
    }
}

} // namespace espalier::plan
