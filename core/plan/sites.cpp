#include "core/plan/resolved_plan.h"

namespace espalier::plan {

namespace {

bool isLegal(const network::Module& module, const FeatureAdapterOptions&)
{
    return module.canGraft && module.isImageMap && module.outputs > 0;
}

bool isLegal(const network::Module& module, const LoraOptions&)
{
    const bool isLinear = module.kind == network::ModuleKind::Linear;
    const bool isConvolution = module.kind == network::ModuleKind::Conv2d && module.kernel > 0;
    return module.canGraft && (isLinear || isConvolution) && module.inputs > 0 && module.outputs > 0;
}

std::int64_t parametersAt(const network::Module& module, const FeatureAdapterOptions& options)
{
    return 2 * module.outputs * options.rank;
}

std::int64_t parametersAt(const network::Module& module, const LoraOptions& options)
{
    const std::int64_t taps = module.kind == network::ModuleKind::Conv2d ? module.kernel * module.kernel : 1;
    return options.rank * (taps * module.inputs + module.outputs);
}

// LoRA's names are those of its checkpoints elsewhere. The feature adapter's have one segment more, as both may sit on
// one convolution.
std::string_view stemOf(const FeatureAdapterOptions&)
{
    return "feature_adapter.lora_";
}

std::string_view stemOf(const LoraOptions&)
{
    return "lora_";
}

} // namespace

bool isLegalSite(const network::Module& module, const AdapterOptions& adapter)
{
    return std::visit([&module](const auto& options) { return isLegal(module, options); }, adapter);
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
    return std::visit([&module](const auto& options) { return parametersAt(module, options); }, adapter);
}

std::vector<std::string> graftTensorNames(const std::string& sitePath, const AdapterOptions& adapter)
{
    const std::string start = (sitePath.empty() ? "" : sitePath + '.') +
                              std::string(std::visit([](const auto& options) { return stemOf(options); }, adapter));
    return {start + "A.weight", start + "B.weight"};
}

} // namespace espalier::plan
