#include "core/plan/method_sites.h"
#include "core/plan/resolved_plan.h"

#include <map>
#include <set>

namespace espalier::plan {

bool isLegalSite(const network::Module& module, const AdapterOptions& adapter)
{
    return siteRefusal(module, adapter) == SiteRefusal::None;
}

std::vector<network::ModuleId> legalSites(const network::NetworkTree& tree, network::ModuleId module,
                                          const AdapterOptions& adapter)
{
    std::vector<network::ModuleId> sites;
    std::vector<network::ModuleId> open{module};
    while (!open.empty()) {
        const network::ModuleId id = open.back();
        open.pop_back();
        const network::Module& each = tree.module(id);
        if (isLegalSite(each, adapter)) {
            sites.push_back(id);
        } else {
            open.insert(open.end(), each.children.rbegin(), each.children.rend());
        }
    }
    return sites;
}

std::int64_t graftParameters(const network::Module& module, const AdapterOptions& adapter)
{
    if (!isLegalSite(module, adapter)) {
        return 0;
    }
    std::int64_t parameters = 0;
    for (const GraftTensor& tensor : graftTensors(module, adapter, std::nullopt, {0, 0, graftUnits(module, adapter)})) {
        parameters += tensor.count();
    }
    return parameters;
}

std::int64_t graftParameters(const network::NetworkTree& tree, const std::vector<network::ModuleId>& sites,
                             const AdapterOptions& adapter)
{
    std::map<std::int64_t, std::int64_t> units; // by shared width
    for (const network::ModuleId id : sites) {
        if (isLegalSite(tree.module(id), adapter)) {
            units[sharedWidth(tree.module(id), adapter)] += graftUnits(tree.module(id), adapter);
        }
    }
    std::int64_t parameters = 0;
    std::set<std::string> counted;
    for (const network::ModuleId id : sites) {
        const network::Module& module = tree.module(id);
        if (!isLegalSite(module, adapter)) {
            continue;
        }
        for (const GraftTensor& tensor :
             graftTensors(module, adapter, std::nullopt, {0, 0, units.at(sharedWidth(module, adapter))})) {
            parameters += !tensor.isShared || counted.insert(tensor.name).second ? tensor.count() : 0;
        }
    }
    return parameters;
}

} // namespace espalier::plan
