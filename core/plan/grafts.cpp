#include "core/plan/resolution.h"

#include <algorithm>
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
    graft.inputs = isFeature ? module.outputs : module.inputs;
    graft.outputs = module.outputs;
    graft.kernel = isFeature ? 1 : module.kernel;
    graft.parameters = graftParameters(module, rule.adapter);
    graft.tensors = static_cast<std::int64_t>(graftTensorNames(module.path, rule.adapter).size());
    graft.lrScale = rule.lrScale;
    graft.weightDecay = rule.weightDecay;
    return graft;
}

/// Of each method on each site the last rule's; in order of site, then rule.
void keepLast(std::vector<Graft>& grafts)
{
    const auto methodAt = [](const Graft& graft) { return std::pair(graft.site, graft.adapter.index()); };
    std::ranges::sort(grafts, [&](const Graft& a, const Graft& b) {
        return std::tuple(methodAt(a), b.rule) < std::tuple(methodAt(b), a.rule);
    });
    const auto surplus = std::ranges::unique(grafts, std::equal_to{}, methodAt);
    grafts.erase(surplus.begin(), surplus.end());
    std::ranges::sort(grafts, std::less{}, [](const Graft& graft) { return std::pair(graft.site, graft.rule); });
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
}

} // namespace espalier::plan
