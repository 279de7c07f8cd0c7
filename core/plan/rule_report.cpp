#include "core/plan/resolution.h"

#include <algorithm>

namespace espalier::plan {

namespace {

using network::ModuleId;

/// Whether parameters in this state are what a rule of this kind is there for.
bool concerns(RuleKind kind, TrainState state)
{
    return kind == RuleKind::LearningRateScale ? state == TrainState::Unfrozen
           : kind == RuleKind::Unfreeze        ? state != TrainState::Excluded
                                               : true;
}

/// By ModuleId: a rule of this kind would select parameters at or below it.
std::vector<bool> wouldSelect(const Resolution& resolution, const RuleReport& rule)
{
    std::vector<std::int64_t> worth(resolution.tree.size(), 0);
    for (std::size_t i = 0; i < worth.size(); ++i) {
        if (rule.kind == RuleKind::Adapter) {
            const auto& adapter = resolution.plan.adapters[rule.index].adapter;
            const bool isOpen = resolution.out.own[i] != TrainState::Excluded;
            worth[i] = isOpen && isLegalSite(resolution.tree.modules()[i], adapter) ? 1 : 0;
        } else {
            worth[i] = concerns(rule.kind, resolution.out.own[i]) ? resolution.held[i].parameters : 0;
        }
    }
    sumUp(resolution.tree, worth);
    if (rule.kind == RuleKind::LearningRateScale) {
        worth = resolution.out.trainableUnder;
    }
    std::vector<bool> wanted(worth.size());
    std::transform(worth.begin(), worth.end(), wanted.begin(), [](std::int64_t value) { return value > 0; });
    return wanted;
}

std::string noSuchModule(const std::string& pattern)
{
    const bool isName =
        pattern.find_first_of("*?") == std::string::npos && !pattern.starts_with("re:") && !pattern.starts_with("sub:");
    return isName ? "no module has this name" : "no module matches";
}

std::string matchesSome(std::size_t count, const char* one, const char* many)
{
    return "matches " + std::to_string(count) + (count == 1 ? one : many);
}

std::string holdNothing(const network::NetworkTree& tree, const RuleReport& rule)
{
    const bool areIdentities = std::ranges::all_of(
        rule.matches, [&tree](ModuleId id) { return tree.module(id).kind == network::ModuleKind::Identity; });
    const bool isOne = rule.matches.size() == 1;
    return matchesSome(rule.matches.size(), " module that holds no parameters", " modules that hold no parameters") +
           (!areIdentities ? ""
            : isOne        ? " (an identity)"
                           : " (identities)");
}

std::int64_t parametersUnderMatches(const Resolution& resolution, std::size_t rule)
{
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < resolution.held.size(); ++i) {
        sum += resolution.inside[rule][i] ? resolution.held[i].parameters : 0;
    }
    return sum;
}

std::string whyNoGraft(const Resolution& resolution, const RuleReport& rule)
{
    const AdapterOptions& adapter = resolution.plan.adapters[rule.index].adapter;
    bool anyLegal = false;
    bool anyOpen = false;
    for (const ModuleId match : rule.matches) {
        for (const ModuleId site : legalSites(resolution.tree, match, adapter)) {
            anyLegal = true;
            anyOpen = anyOpen || resolution.own(site) != TrainState::Excluded;
        }
    }
    if (!anyLegal) {
        return matchesSome(rule.matches.size(), " module that cannot carry ", " modules that cannot carry ") +
               std::string(adapterTitle(adapter));
    }
    return anyOpen ? "a later rule grafts the same method on every site" : "all matched modules are excluded";
}

/// Empty: the rule does what it says.
std::string whyNothing(const Resolution& resolution, std::size_t index)
{
    const RuleReport& rule = resolution.out.rules[index];
    if (rule.matches.empty()) {
        return noSuchModule(rule.pattern);
    }
    // Excluding a module without parameters keeps adapters from it.
    if (rule.parameters > 0 || rule.kind == RuleKind::Exclude) {
        return {};
    }
    if (rule.kind == RuleKind::Adapter) {
        return whyNoGraft(resolution, rule);
    }
    if (parametersUnderMatches(resolution, index) == 0) {
        return holdNothing(resolution.tree, rule);
    }
    const bool allExcluded =
        std::ranges::all_of(rule.matches, [&](ModuleId id) { return resolution.own(id) == TrainState::Excluded; });
    return allExcluded || rule.kind == RuleKind::Unfreeze ? "all matched modules are excluded"
                                                          : "nothing under the matched modules trains";
}

void countRule(Resolution& resolution, std::size_t index)
{
    RuleReport& rule = resolution.out.rules[index];
    const bool isAdapter = rule.kind == RuleKind::Adapter;
    for (std::size_t i = 0; i < resolution.held.size() && !isAdapter; ++i) {
        if (resolution.inside[index][i] && concerns(rule.kind, resolution.out.own[i])) {
            rule.tensors += resolution.held[i].parameterTensors;
            rule.parameters += resolution.held[i].parameters;
        }
    }
    std::int64_t grafts = 0;
    for (const Graft& graft : resolution.out.grafts) {
        const bool isScaled =
            rule.kind == RuleKind::LearningRateScale && resolution.inside[index][static_cast<std::size_t>(graft.site)];
        if (isScaled || (isAdapter && graft.rule == rule.index)) {
            ++grafts;
            rule.tensors += graft.tensors;
            rule.parameters += graft.parameters;
        }
    }
    rule.modules = isAdapter ? grafts : rule.modules;
}

} // namespace

void reportRules(Resolution& resolution)
{
    for (std::size_t i = 0; i < resolution.out.rules.size(); ++i) {
        countRule(resolution, i);
        RuleReport& rule = resolution.out.rules[i];
        rule.reason = whyNothing(resolution, i);
        if (!rule.reason.empty()) {
            rule.nearest = network::nearestPath(resolution.tree, rule.pattern, wouldSelect(resolution, rule));
        }
    }
}

} // namespace espalier::plan
