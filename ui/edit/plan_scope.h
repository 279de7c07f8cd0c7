// Which rule an edit of some modules belongs to, whether that rule does more than what was meant, and edits of a rule
// as a whole. Pure functions, as those of plan_edits.h.
#pragma once

#include "ui/edit/plan_edits.h"

#include <optional>

namespace espalier::ui {

/// A rule that acts on more than what is selected.
struct WiderRule {
    int report = 0; ///< place in ResolvedPlan::rules
    plan::RuleKind kind = plan::RuleKind::Freeze;
    std::size_t index = 0; ///< within its list of the plan
    std::string pattern;
    std::int64_t modules = 0; ///< that it acts on in all
};

/// The one that grafts this method on all of `modules`, should it graft elsewhere too.
[[nodiscard]] std::optional<WiderRule> widerGraftRule(const network::NetworkTree& tree,
                                                      const plan::ResolvedPlan& resolved,
                                                      const std::vector<ModuleId>& modules, std::size_t method);
/// The one whose factor acts on what trains at or under `modules`.
[[nodiscard]] std::optional<WiderRule> widerRateRule(const network::NetworkTree& tree,
                                                     const plan::ResolvedPlan& resolved,
                                                     const std::vector<ModuleId>& modules);
/// The one that set their state; not the base freeze of the whole network.
[[nodiscard]] std::optional<WiderRule> widerStateRule(const network::NetworkTree& tree,
                                                      const plan::ResolvedPlan& resolved,
                                                      const std::vector<ModuleId>& modules);

/// Rank of every adapter at or under `modules` that has one: in the rule where it grafts nothing else, else as an
/// exception after it.
void setRank(plan::TuningPlan& plan, const network::NetworkTree& tree, const std::vector<ModuleId>& modules, int rank);
void setRuleRank(plan::TuningPlan& plan, std::size_t index, int rank);
void setRuleAdapter(plan::TuningPlan& plan, std::size_t index, const plan::AdapterOptions& adapter);
/// So that what this rule acts on trains at `scale` where it now trains at `acting`.
void setRuleScale(plan::TuningPlan& plan, plan::RuleKind kind, std::size_t index, double scale, double acting);

/// The one adapter at or under `from` goes to `to`, with its options and its rate. Nothing where there is not one.
void moveGraft(plan::TuningPlan& plan, const network::NetworkTree& tree, ModuleId from, ModuleId to);

} // namespace espalier::ui
