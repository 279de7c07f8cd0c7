// What an action of the user does to a tuning plan. Pure functions: plan and tree in, plan changed. They keep rules
// few: taking back removes the rule that did it, and a wider rule is split only where an exception needs it.
#pragma once

#include "core/network/network_tree.h"
#include "core/plan/resolved_plan.h"
#include "core/plan/tuning_plan.h"

#include <string>
#include <vector>

namespace espalier::ui {

using network::ModuleId;

/// The pattern that selects exactly this module.
[[nodiscard]] std::string patternOf(const network::NetworkTree& tree, ModuleId id);
/// The fewest patterns that select exactly these modules: one rule of it goes on sharing what its sites share.
[[nodiscard]] std::vector<std::string> patternsOfExactly(const network::NetworkTree& tree,
                                                         const std::vector<ModuleId>& modules);
/// Those that lie within no other of `modules`, in tree order.
[[nodiscard]] std::vector<ModuleId> topmost(const network::NetworkTree& tree, std::vector<ModuleId> modules);
[[nodiscard]] std::vector<std::string> patternsOf(const network::NetworkTree& tree, std::vector<ModuleId> modules);
/// Topmost matches of any of them; a pattern that does not parse matches nothing.
[[nodiscard]] std::vector<ModuleId> matchesOf(const network::NetworkTree& tree,
                                              const std::vector<std::string>& patterns);

// Each acts on what the patterns match; patterns that match nothing become rules too (their report says so), since a
// plan may be written for a larger network.
void freeze(plan::TuningPlan& plan, const network::NetworkTree& tree, const std::vector<std::string>& patterns);
void unfreeze(plan::TuningPlan& plan, const network::NetworkTree& tree, const std::vector<std::string>& patterns);
void exclude(plan::TuningPlan& plan, const network::NetworkTree& tree, const std::vector<std::string>& patterns);
/// A pattern that this method grafts already gets these options instead of a second rule.
void graft(plan::TuningPlan& plan, const std::vector<std::string>& patterns, const plan::AdapterOptions& adapter);
void removeGrafts(plan::TuningPlan& plan, const network::NetworkTree& tree, const std::vector<ModuleId>& modules);
/// So that `scale` is what acts on the first match that trains.
void setLrScale(plan::TuningPlan& plan, const network::NetworkTree& tree, const std::vector<std::string>& patterns,
                double scale);
/// Options of the adapters of this method at or under `modules`: in the rule where it grafts nothing else, else as an
/// exception after it.
void setAdapter(plan::TuningPlan& plan, const network::NetworkTree& tree, const std::vector<ModuleId>& modules,
                const plan::AdapterOptions& adapter);
void removeRule(plan::TuningPlan& plan, plan::RuleKind kind, std::size_t index);
void setRulePattern(plan::TuningPlan& plan, plan::RuleKind kind, std::size_t index, const std::string& pattern);

} // namespace espalier::ui
