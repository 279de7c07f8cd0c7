#include "ui/edit/plan_scope.h"

#include <algorithm>

namespace espalier::ui {

namespace {

using network::NetworkTree;
using plan::ResolvedPlan;
using plan::RuleKind;
using plan::TrainState;

bool isAmong(const NetworkTree& tree, ModuleId id, const std::vector<ModuleId>& modules)
{
    return std::ranges::any_of(modules, [&](ModuleId each) { return tree.isWithin(id, each); });
}

int reportOf(const ResolvedPlan& resolved, RuleKind kind, std::size_t index)
{
    const auto found = std::ranges::find_if(
        resolved.rules, [&](const plan::RuleReport& report) { return report.kind == kind && report.index == index; });
    return found == resolved.rules.end() ? -1 : static_cast<int>(found - resolved.rules.begin());
}

void giveRank(plan::AdapterOptions& adapter, int rank)
{
    std::visit(
        [rank](auto& options) {
            if constexpr (requires { options.rank; }) {
                options.rank = rank;
            }
        },
        adapter);
}

/// Unless all that it matches is selected.
std::optional<WiderRule> wider(const NetworkTree& tree, const ResolvedPlan& resolved, int report,
                               const std::vector<ModuleId>& modules)
{
    if (report < 0) {
        return std::nullopt;
    }
    const plan::RuleReport& rule = resolved.rules[static_cast<std::size_t>(report)];
    const bool isAll = std::ranges::all_of(rule.matches, [&](ModuleId match) { return isAmong(tree, match, modules); });
    if (isAll) {
        return std::nullopt;
    }
    return WiderRule{report, rule.kind, rule.index, rule.pattern, rule.modules};
}

} // namespace

std::optional<WiderRule> widerGraftRule(const NetworkTree& tree, const ResolvedPlan& resolved,
                                        const std::vector<ModuleId>& modules, std::size_t method)
{
    std::optional<std::size_t> rule;
    for (const plan::Graft& graft : resolved.grafts) {
        if (graft.adapter.index() == method && isAmong(tree, graft.site, modules)) {
            if (rule && *rule != graft.rule) {
                return std::nullopt; // several: no single one to change
            }
            rule = graft.rule;
        }
    }
    if (!rule) {
        return std::nullopt;
    }
    std::int64_t sites = 0;
    bool isWider = false;
    for (const plan::Graft& graft : resolved.grafts) {
        if (graft.rule == *rule) {
            ++sites;
            isWider = isWider || !isAmong(tree, graft.site, modules);
        }
    }
    const int report = reportOf(resolved, RuleKind::Adapter, *rule);
    if (!isWider || report < 0) {
        return std::nullopt;
    }
    return WiderRule{report, RuleKind::Adapter, *rule, resolved.rules[static_cast<std::size_t>(report)].pattern, sites};
}

std::optional<WiderRule> widerRateRule(const NetworkTree& tree, const ResolvedPlan& resolved,
                                       const std::vector<ModuleId>& modules)
{
    if (modules.empty()) {
        return std::nullopt;
    }
    // A factor of its own acts on top of the rule that opened the module.
    for (std::size_t i = resolved.rules.size(); i-- > 0;) {
        const plan::RuleReport& rule = resolved.rules[i];
        const bool acts = rule.kind == RuleKind::LearningRateScale &&
                          std::ranges::all_of(modules, [&](ModuleId id) { return isAmong(tree, id, rule.matches); });
        if (acts) {
            return wider(tree, resolved, static_cast<int>(i), modules);
        }
    }
    const ModuleId first = modules.front();
    const auto size = static_cast<ModuleId>(tree.size());
    for (ModuleId id = first; id < size && tree.isWithin(id, first); ++id) {
        const auto place = static_cast<std::size_t>(id);
        const int acting = resolved.actingRule[place];
        if (resolved.own[place] == TrainState::Unfrozen && !tree.module(id).tensors.empty() && acting >= 0) {
            return wider(tree, resolved, acting, modules);
        }
    }
    for (const plan::Graft& graft : resolved.grafts) {
        if (tree.isWithin(graft.site, first)) {
            return widerGraftRule(tree, resolved, modules, graft.adapter.index());
        }
    }
    return std::nullopt;
}

std::optional<WiderRule> widerStateRule(const NetworkTree& tree, const ResolvedPlan& resolved,
                                        const std::vector<ModuleId>& modules)
{
    if (modules.empty()) {
        return std::nullopt;
    }
    const int acting = resolved.actingRule[static_cast<std::size_t>(modules.front())];
    const bool isOne = std::ranges::all_of(
        modules, [&](ModuleId id) { return resolved.actingRule[static_cast<std::size_t>(id)] == acting; });
    const bool isBase = acting >= 0 && std::ranges::find(resolved.rules[static_cast<std::size_t>(acting)].matches, 0) !=
                                           resolved.rules[static_cast<std::size_t>(acting)].matches.end();
    return isOne && !isBase ? wider(tree, resolved, acting, modules) : std::nullopt;
}

void setRank(plan::TuningPlan& plan, const NetworkTree& tree, const std::vector<ModuleId>& modules, int rank)
{
    const auto resolved = plan::resolve(tree, plan);
    if (!resolved) {
        return;
    }
    for (std::size_t index = 0, count = plan.adapters.size(); index < count; ++index) {
        std::vector<ModuleId> inside;
        bool isWider = false;
        for (const plan::Graft& graft : resolved->grafts) {
            if (graft.rule == index) {
                const bool isIn = isAmong(tree, graft.site, modules);
                isWider = isWider || !isIn;
                if (isIn) {
                    inside.push_back(graft.site);
                }
            }
        }
        if (!inside.empty() && !isWider) {
            giveRank(plan.adapters[index].adapter, rank);
            continue;
        }
        for (const ModuleId site : inside) {
            auto exception = plan.adapters[index];
            exception.pattern = patternOf(tree, site);
            giveRank(exception.adapter, rank);
            plan.adapters.push_back(std::move(exception));
        }
    }
}

void setRuleRank(plan::TuningPlan& plan, std::size_t index, int rank)
{
    if (index < plan.adapters.size()) {
        giveRank(plan.adapters[index].adapter, rank);
    }
}

void setRuleAdapter(plan::TuningPlan& plan, std::size_t index, const plan::AdapterOptions& adapter)
{
    if (index < plan.adapters.size()) {
        plan.adapters[index].adapter = adapter;
    }
}

void setRuleScale(plan::TuningPlan& plan, RuleKind kind, std::size_t index, double scale, double acting)
{
    const auto set = [&](double& factor) { factor = acting > 0 ? factor * scale / acting : scale; };
    if (kind == RuleKind::LearningRateScale && index < plan.lrScale.size()) {
        set(plan.lrScale[index].scale);
    } else if (kind == RuleKind::Unfreeze && index < plan.unfreeze.size()) {
        set(plan.unfreeze[index].lrScale);
    } else if (kind == RuleKind::Adapter && index < plan.adapters.size()) {
        set(plan.adapters[index].lrScale);
    }
}

namespace {

/// A graft that shares tensors with others of its rule goes on sharing them: the rule moves one of its sites. False:
/// it shares nothing.
bool moveWithinRule(plan::TuningPlan& plan, const NetworkTree& tree, const ResolvedPlan& resolved,
                    const plan::Graft& graft, ModuleId to)
{
    if (std::ranges::none_of(graft.holds, &plan::GraftTensor::isShared)) {
        return false;
    }
    std::vector<ModuleId> sites{to};
    for (const plan::Graft& other : resolved.grafts) {
        if (other.rule == graft.rule && other.site != graft.site && other.site != to) {
            sites.push_back(other.site);
        }
    }
    const auto patterns = patternsOfExactly(tree, sites);
    if (patterns.size() != 1) {
        return false;
    }
    plan.adapters[graft.rule].pattern = patterns.front();
    return true;
}

} // namespace

void moveGraft(plan::TuningPlan& plan, const NetworkTree& tree, ModuleId from, ModuleId to)
{
    const auto resolved = plan::resolve(tree, plan);
    if (!resolved) {
        return;
    }
    std::vector<const plan::Graft*> here;
    for (const plan::Graft& graft : resolved->grafts) {
        if (tree.isWithin(graft.site, from)) {
            here.push_back(&graft);
        }
    }
    if (here.size() != 1) {
        return;
    }
    if (moveWithinRule(plan, tree, *resolved, *here.front(), to)) {
        return;
    }
    plan::AdapterRule moved = plan.adapters[here.front()->rule];
    moved.pattern = patternOf(tree, to);
    moved.allowEmpty = false;
    removeGrafts(plan, tree, {here.front()->site});
    const auto same = std::ranges::find_if(plan.adapters, [&](const plan::AdapterRule& rule) {
        return rule.pattern == moved.pattern && rule.adapter.index() == moved.adapter.index();
    });
    if (same == plan.adapters.end()) {
        plan.adapters.push_back(std::move(moved));
    } else {
        *same = std::move(moved);
    }
}

} // namespace espalier::ui
