#include "core/plan/resolution.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace espalier::plan {

namespace {

Graft graftAt(const network::Module& module, network::ModuleId site, const AdapterRule& rule, std::size_t index)
{
    const bool isFeature = std::holds_alternative<FeatureAdapterOptions>(rule.adapter);
    Graft graft;
    graft.site = site;
    graft.rule = index;
    graft.adapter = rule.adapter;
    graft.gate = canBeGated(rule.adapter) ? rule.gate : std::nullopt;
    graft.inputs = isFeature ? module.outputs : module.inputs;
    graft.outputs = module.outputs;
    graft.kernel = isFeature ? 1 : module.kernel;
    graft.lrScale = rule.lrScale;
    graft.weightDecay = rule.weightDecay;
    return graft;
}

/// Methods whose tensors have the same names count as one.
std::size_t family(const AdapterOptions& adapter)
{
    return std::holds_alternative<DoraOptions>(adapter) ? AdapterOptions(LoraOptions{}).index() : adapter.index();
}

/// Of each method on each site the last rule's; in order of site, then rule.
void keepLast(std::vector<Graft>& grafts)
{
    const auto methodAt = [](const Graft& graft) { return std::pair(graft.site, family(graft.adapter)); };
    std::ranges::sort(grafts, [&](const Graft& a, const Graft& b) {
        return std::tuple(methodAt(a), b.rule) < std::tuple(methodAt(b), a.rule);
    });
    const auto surplus = std::ranges::unique(grafts, std::equal_to{}, methodAt);
    grafts.erase(surplus.begin(), surplus.end());
    std::ranges::sort(grafts, std::less{}, [](const Graft& graft) { return std::pair(graft.site, graft.rule); });
}

bool isShallow(const AdapterOptions& adapter)
{
    const auto* prompts = std::get_if<VptOptions>(&adapter);
    return prompts != nullptr && prompts->depth == "shallow";
}

/// What each graft learns, now that its companions are known.
void formTensors(const network::NetworkTree& tree, std::vector<Graft>& grafts)
{
    std::map<std::pair<std::size_t, std::int64_t>, std::int64_t> units; // by rule and shared width
    const auto unitsOf = [&](const Graft& graft) -> std::int64_t& {
        return units[{graft.rule, sharedWidth(tree.module(graft.site), graft.adapter)}];
    };
    for (Graft& graft : grafts) {
        graft.companions = {graft.rule, unitsOf(graft), 0};
        unitsOf(graft) += graftUnits(tree.module(graft.site), graft.adapter);
    }
    std::erase_if(grafts, [](const Graft& graft) { return isShallow(graft.adapter) && graft.companions.before > 0; });
    for (Graft& graft : grafts) {
        graft.companions.all = unitsOf(graft);
        graft.holds = graftTensors(tree.module(graft.site), graft.adapter, graft.gate, graft.companions);
        for (const GraftTensor& tensor : graft.holds) {
            if (!tensor.isShared || graft.companions.before == 0) {
                graft.parameters += tensor.count();
                ++graft.tensors;
            }
        }
    }
}

} // namespace

void placeGrafts(Resolution& resolution)
{
    for (const RuleReport& report : resolution.out.rules) {
        if (report.kind != RuleKind::Adapter) {
            continue;
        }
        const AdapterRule& rule = resolution.plan.adapters[report.index];
        for (const network::ModuleId match : report.matches) {
            for (const network::ModuleId site : legalSites(resolution.tree, match, rule.adapter)) {
                if (resolution.own(site) != TrainState::Excluded) {
                    resolution.out.grafts.push_back(graftAt(resolution.tree.module(site), site, rule, report.index));
                }
            }
        }
    }
    keepLast(resolution.out.grafts);
    formTensors(resolution.tree, resolution.out.grafts);
}

} // namespace espalier::plan
