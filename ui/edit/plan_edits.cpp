#include "ui/edit/plan_edits.h"

#include "core/network/pattern.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <string_view>
#include <utility>

namespace espalier::ui {

namespace {

using network::NetworkTree;
using plan::TrainState;
using plan::TuningPlan;

std::size_t at(ModuleId id)
{
    return static_cast<std::size_t>(id);
}

std::vector<ModuleId> select(const NetworkTree& tree, const std::string& pattern)
{
    const auto parsed = network::Pattern::parse(pattern);
    return parsed ? parsed->select(tree) : std::vector<ModuleId>{};
}

bool isAmong(const NetworkTree& tree, ModuleId id, const std::vector<ModuleId>& modules)
{
    return std::ranges::any_of(modules, [&](ModuleId each) { return tree.isWithin(id, each); });
}

/// Of every module with parameters of its own under the matches.
bool allAre(const NetworkTree& tree, const TuningPlan& plan, const std::vector<ModuleId>& matches, auto&& wanted)
{
    const auto resolved = plan::resolve(tree, plan);
    if (!resolved) {
        return false;
    }
    for (std::size_t i = 0; i < tree.size(); ++i) {
        const auto& tensors = tree.modules()[i].tensors;
        const bool holds = std::ranges::any_of(tensors, &network::Tensor::isParameter);
        if (holds && isAmong(tree, static_cast<ModuleId>(i), matches) && !wanted(resolved->own[i])) {
            return false;
        }
    }
    return true;
}

bool isFrozen(TrainState state)
{
    return state == TrainState::Frozen || state == TrainState::Excluded;
}

bool isNotExcluded(TrainState state)
{
    return state != TrainState::Excluded;
}

bool isUnfrozen(TrainState state)
{
    return state == TrainState::Unfrozen;
}

/// `whole` without what lies at or under `holes`, as topmost modules. False when a module on the way holds parameters
/// of its own: no pattern selects those without the children.
bool cutOut(const NetworkTree& tree, ModuleId whole, const std::vector<ModuleId>& holes, std::vector<ModuleId>& rest)
{
    if (isAmong(tree, whole, holes)) {
        return true;
    }
    if (std::ranges::none_of(holes, [&](ModuleId hole) { return tree.isWithin(hole, whole); })) {
        rest.push_back(whole);
        return true;
    }
    if (std::ranges::any_of(tree.module(whole).tensors, &network::Tensor::isParameter)) {
        return false;
    }
    return std::ranges::all_of(tree.module(whole).children,
                               [&](ModuleId child) { return cutOut(tree, child, holes, rest); });
}

const std::string& textOf(const std::string& rule)
{
    return rule;
}
template <class Rule>
const std::string& textOf(const Rule& rule)
{
    return rule.pattern;
}
void setText(std::string& rule, const std::string& text)
{
    rule = text;
}
template <class Rule>
void setText(Rule& rule, const std::string& text)
{
    rule.pattern = text;
}

/// Take `holes` out of every rule of the list; false when one cannot be split.
template <class Rules>
bool takeOut(const NetworkTree& tree, Rules& rules, const std::vector<ModuleId>& holes)
{
    Rules next;
    for (const auto& rule : rules) {
        const auto matches = select(tree, textOf(rule));
        const bool isTouched = std::ranges::any_of(matches, [&](ModuleId match) {
            return isAmong(tree, match, holes) ||
                   std::ranges::any_of(holes, [&](ModuleId hole) { return tree.isWithin(hole, match); });
        });
        if (!isTouched) {
            next.push_back(rule);
            continue;
        }
        std::vector<ModuleId> rest;
        for (const ModuleId match : matches) {
            if (!cutOut(tree, match, holes, rest)) {
                return false;
            }
        }
        for (const ModuleId id : rest) {
            auto part = rule;
            setText(part, patternOf(tree, id));
            next.push_back(part);
        }
    }
    rules = std::move(next);
    return true;
}

template <class Rules>
void eraseEqual(Rules& rules, const std::string& pattern)
{
    std::erase_if(rules, [&](const auto& rule) { return textOf(rule) == pattern; });
}

void addOnce(std::vector<std::string>& rules, const std::string& pattern)
{
    if (std::ranges::find(rules, pattern) == rules.end()) {
        rules.push_back(pattern);
    }
}

void freezeOne(TuningPlan& plan, const NetworkTree& tree, const std::string& pattern)
{
    const auto matches = select(tree, pattern);
    eraseEqual(plan.unfreeze, pattern);
    if (allAre(tree, plan, matches, isFrozen) && !matches.empty()) {
        return;
    }
    TuningPlan wider = plan;
    if (!takeOut(tree, wider.unfreeze, matches)) {
        addOnce(plan.exclude, pattern);
        return;
    }
    plan = std::move(wider);
    if (!allAre(tree, plan, matches, isFrozen) || matches.empty()) {
        addOnce(plan.freeze, pattern);
    }
}

/// Open what excludes keep shut; where a wider exclude cannot be split it goes as a whole.
void admit(TuningPlan& plan, const NetworkTree& tree, const std::string& pattern, const std::vector<ModuleId>& matches)
{
    eraseEqual(plan.exclude, pattern);
    if (allAre(tree, plan, matches, isNotExcluded)) {
        return;
    }
    if (!takeOut(tree, plan.exclude, matches)) {
        std::erase_if(plan.exclude, [&](const std::string& rule) {
            return std::ranges::any_of(select(tree, rule), [&](ModuleId each) {
                return isAmong(tree, each, matches) || isAmong(tree, matches.front(), {each});
            });
        });
    }
}

void unfreezeOne(TuningPlan& plan, const NetworkTree& tree, const std::string& pattern)
{
    const auto matches = select(tree, pattern);
    if (!matches.empty()) {
        admit(plan, tree, pattern, matches);
    }
    TuningPlan without = plan;
    eraseEqual(without.freeze, pattern);
    const auto totals = tree.subtreeTotals();
    const bool holds = std::ranges::any_of(matches, [&](ModuleId id) { return totals[at(id)].parameters > 0; });
    if (holds && allAre(tree, without, matches, isUnfrozen)) {
        plan = std::move(without);
        return;
    }
    if (std::ranges::find(plan.unfreeze, pattern, &plan::UnfreezeRule::pattern) == plan.unfreeze.end()) {
        plan.unfreeze.push_back({pattern, 1.0, std::nullopt});
    }
}

/// What acts on the first module under the matches that trains; 0: nothing does.
double actingScale(const NetworkTree& tree, const TuningPlan& plan, const std::vector<ModuleId>& matches)
{
    const auto resolved = plan::resolve(tree, plan);
    if (!resolved) {
        return 0;
    }
    for (std::size_t i = 0; i < tree.size(); ++i) {
        const auto& tensors = tree.modules()[i].tensors;
        const bool holds = std::ranges::any_of(tensors, &network::Tensor::isParameter);
        if (holds && resolved->own[i] == TrainState::Unfrozen && isAmong(tree, static_cast<ModuleId>(i), matches)) {
            return resolved->lrScale[i];
        }
    }
    const auto graft = std::ranges::find_if(resolved->grafts,
                                            [&](const plan::Graft& each) { return isAmong(tree, each.site, matches); });
    return graft == resolved->grafts.end() ? 0 : graft->lrScale;
}

/// The factor that an edit of this pattern changes; a new one when there is none.
double& factorOf(TuningPlan& plan, const std::string& pattern)
{
    const auto scale = std::ranges::find(plan.lrScale, pattern, &plan::LearningRateScale::pattern);
    if (scale != plan.lrScale.end()) {
        return scale->scale;
    }
    const auto opened = std::ranges::find(plan.unfreeze, pattern, &plan::UnfreezeRule::pattern);
    if (opened != plan.unfreeze.end()) {
        return opened->lrScale;
    }
    const auto grafted = std::ranges::find(plan.adapters, pattern, &plan::AdapterRule::pattern);
    if (grafted != plan.adapters.end()) {
        return grafted->lrScale;
    }
    plan.lrScale.push_back({pattern, 1.0});
    return plan.lrScale.back().scale;
}

std::string escaped(std::string_view path)
{
    std::string exact;
    for (const char letter : path) {
        exact += std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_' ? std::string(1, letter)
                                                                                        : std::string("\\") + letter;
    }
    return exact;
}

std::string oneOf(const std::vector<std::string>& parts)
{
    std::string text = parts.front();
    for (std::size_t i = 1; i < parts.size(); ++i) {
        text += '|' + parts[i];
    }
    return parts.size() == 1 ? text : '(' + text + ')';
}

/// A regular expression of the paths of `modules` below `top`, without the path of `top`; empty when there is none.
/// Children with the same below them share it: a network repeats itself, and a pattern may not be long.
std::string expressionBelow(const NetworkTree& tree, ModuleId top, const std::vector<ModuleId>& modules)
{
    std::vector<std::pair<std::string, std::vector<std::string>>> byTail; // what follows the names, the names
    for (const ModuleId child : tree.module(top).children) {
        const bool isMeant = std::ranges::find(modules, child) != modules.end();
        std::string tail = expressionBelow(tree, child, modules);
        if (!isMeant && tail.empty()) {
            continue;
        }
        if (!tail.empty()) {
            tail = isMeant ? "(\\." + tail + ")?" : "\\." + tail;
        }
        auto same = std::ranges::find(byTail, tail, &std::pair<std::string, std::vector<std::string>>::first);
        if (same == byTail.end()) {
            same = byTail.emplace(same, tail, std::vector<std::string>());
        }
        same->second.push_back(escaped(tree.module(child).name));
    }
    std::vector<std::string> parts;
    for (const auto& [tail, names] : byTail) {
        parts.push_back(oneOf(names) + tail);
    }
    return parts.empty() ? std::string() : oneOf(parts);
}

} // namespace

std::string patternOf(const NetworkTree& tree, ModuleId id)
{
    if (id == 0) {
        return "**";
    }
    const std::string& path = tree.module(id).path;
    if (select(tree, path) == std::vector<ModuleId>{id}) {
        return path;
    }
    return "re:^" + escaped(path) + '$';
}

std::vector<std::string> patternsOfExactly(const NetworkTree& tree, const std::vector<ModuleId>& modules)
{
    if (modules.empty()) {
        return {};
    }
    if (modules.size() == 1) {
        return {patternOf(tree, modules.front())};
    }
    std::string all = "re:^" + expressionBelow(tree, 0, modules) + '$';
    if (network::Pattern::parse(all)) {
        return {std::move(all)};
    }
    // Longer than a pattern may be: two of half the modules each.
    const auto middle = modules.begin() + static_cast<std::ptrdiff_t>(modules.size() / 2);
    auto patterns = patternsOfExactly(tree, {modules.begin(), middle});
    auto rest = patternsOfExactly(tree, {middle, modules.end()});
    patterns.insert(patterns.end(), std::make_move_iterator(rest.begin()), std::make_move_iterator(rest.end()));
    return patterns;
}

std::vector<ModuleId> topmost(const NetworkTree& tree, std::vector<ModuleId> modules)
{
    std::ranges::sort(modules);
    std::vector<ModuleId> top;
    for (const ModuleId id : modules) {
        if (!isAmong(tree, id, top)) {
            top.push_back(id);
        }
    }
    return top;
}

std::vector<std::string> patternsOf(const NetworkTree& tree, std::vector<ModuleId> modules)
{
    std::vector<std::string> patterns;
    for (const ModuleId id : topmost(tree, std::move(modules))) {
        patterns.push_back(patternOf(tree, id));
    }
    return patterns;
}

std::vector<ModuleId> matchesOf(const NetworkTree& tree, const std::vector<std::string>& patterns)
{
    std::vector<ModuleId> matches;
    for (const std::string& pattern : patterns) {
        const auto some = select(tree, pattern);
        matches.insert(matches.end(), some.begin(), some.end());
    }
    std::ranges::sort(matches);
    matches.erase(std::ranges::unique(matches).begin(), matches.end());
    return matches;
}

void freeze(TuningPlan& plan, const NetworkTree& tree, const std::vector<std::string>& patterns)
{
    for (const std::string& pattern : patterns) {
        freezeOne(plan, tree, pattern);
    }
}

void unfreeze(TuningPlan& plan, const NetworkTree& tree, const std::vector<std::string>& patterns)
{
    for (const std::string& pattern : patterns) {
        unfreezeOne(plan, tree, pattern);
    }
}

void exclude(TuningPlan& plan, const NetworkTree& tree, const std::vector<std::string>& patterns)
{
    const auto isExcluded = [](TrainState state) { return state == TrainState::Excluded; };
    for (const std::string& pattern : patterns) {
        const auto matches = select(tree, pattern);
        const auto already = matchesOf(tree, plan.exclude);
        const bool isShut =
            !matches.empty() && std::ranges::all_of(matches, [&](ModuleId id) { return isAmong(tree, id, already); });
        if (!isShut || !allAre(tree, plan, matches, isExcluded)) {
            addOnce(plan.exclude, pattern);
        }
    }
}

void graft(TuningPlan& plan, const std::vector<std::string>& patterns, const plan::AdapterOptions& adapter)
{
    for (const std::string& pattern : patterns) {
        const auto same = std::ranges::find_if(plan.adapters, [&](const plan::AdapterRule& rule) {
            return rule.pattern == pattern && rule.adapter.index() == adapter.index();
        });
        if (same != plan.adapters.end()) {
            same->adapter = adapter;
        } else {
            plan.adapters.push_back({pattern, adapter, 1.0, std::nullopt});
        }
    }
}

void removeGrafts(TuningPlan& plan, const NetworkTree& tree, const std::vector<ModuleId>& modules)
{
    const auto resolved = plan::resolve(tree, plan);
    if (!resolved) {
        return;
    }
    std::vector<plan::AdapterRule> next;
    for (std::size_t index = 0; index < plan.adapters.size(); ++index) {
        std::vector<ModuleId> kept;
        bool isTouched = false;
        for (const plan::Graft& each : resolved->grafts) {
            if (each.rule == index) {
                const bool isGone = isAmong(tree, each.site, modules);
                isTouched = isTouched || isGone;
                if (!isGone) {
                    kept.push_back(each.site);
                }
            }
        }
        if (!isTouched) {
            next.push_back(plan.adapters[index]);
            continue;
        }
        for (const std::string& pattern : patternsOfExactly(tree, kept)) {
            auto part = plan.adapters[index];
            part.pattern = pattern;
            next.push_back(part);
        }
    }
    plan.adapters = std::move(next);
}

void setLrScale(TuningPlan& plan, const NetworkTree& tree, const std::vector<std::string>& patterns, double scale)
{
    for (const std::string& pattern : patterns) {
        const double acting = actingScale(tree, plan, select(tree, pattern));
        double& factor = factorOf(plan, pattern);
        factor = acting > 0 ? factor * scale / acting : scale;
    }
    std::erase_if(plan.lrScale, [](const plan::LearningRateScale& rule) { return rule.scale == 1.0; });
}

void setAdapter(TuningPlan& plan, const NetworkTree& tree, const std::vector<ModuleId>& modules,
                const plan::AdapterOptions& adapter)
{
    const auto resolved = plan::resolve(tree, plan);
    if (!resolved) {
        return;
    }
    for (std::size_t index = 0, count = plan.adapters.size(); index < count; ++index) {
        if (plan.adapters[index].adapter.index() != adapter.index()) {
            continue;
        }
        std::vector<ModuleId> inside;
        bool isWider = false;
        for (const plan::Graft& each : resolved->grafts) {
            if (each.rule == index) {
                const bool isIn = isAmong(tree, each.site, modules);
                isWider = isWider || !isIn;
                if (isIn) {
                    inside.push_back(each.site);
                }
            }
        }
        if (!inside.empty() && !isWider) {
            plan.adapters[index].adapter = adapter;
        } else {
            for (const std::string& pattern : patternsOfExactly(tree, inside)) {
                auto exception = plan.adapters[index];
                exception.pattern = pattern;
                exception.adapter = adapter;
                plan.adapters.push_back(exception);
            }
        }
    }
}

namespace {

template <class Visitor>
void visitList(TuningPlan& plan, plan::RuleKind kind, Visitor&& visit)
{
    switch (kind) {
    case plan::RuleKind::Freeze:
        return visit(plan.freeze);
    case plan::RuleKind::Adapter:
        return visit(plan.adapters);
    case plan::RuleKind::Unfreeze:
        return visit(plan.unfreeze);
    case plan::RuleKind::LearningRateScale:
        return visit(plan.lrScale);
    case plan::RuleKind::Exclude:
        return visit(plan.exclude);
    }
}

} // namespace

void removeRule(TuningPlan& plan, plan::RuleKind kind, std::size_t index)
{
    visitList(plan, kind, [index](auto& rules) {
        if (index < rules.size()) {
            rules.erase(rules.begin() + static_cast<std::ptrdiff_t>(index));
        }
    });
}

void setRulePattern(TuningPlan& plan, plan::RuleKind kind, std::size_t index, const std::string& pattern)
{
    visitList(plan, kind, [&](auto& rules) {
        if (index < rules.size()) {
            setText(rules[index], pattern);
        }
    });
}

} // namespace espalier::ui
