#include "core/adapter/attachment.h"

#include "core/adapter/feature_adapter.h"
#include "core/adapter/lora.h"
#include "core/base/assert.h"
#include "core/kernel/kaiming_uniform.h"

#include <unordered_map>

namespace espalier::adapter {

namespace {

/// One overload a method: a new one in plan::AdapterOptions does not compile before it has its own here.
struct Grower {
    const plan::Graft& graft;
    const torch::nn::Module& module;

    std::shared_ptr<TrainedGraft> operator()(const plan::FeatureAdapterOptions& options) const
    {
        return std::make_shared<FeatureAdapter>(graft.outputs, options);
    }
    std::shared_ptr<TrainedGraft> operator()(const plan::LoraOptions& options) const
    {
        const auto* layer = dynamic_cast<const kernel::Layered*>(&module);
        return layer ? std::make_shared<Lora>(layer->geometry(), options) : nullptr;
    }
};

} // namespace

Result<Attachment> Attachment::attach(torch::nn::Module& network, const network::NetworkTree& tree,
                                      const plan::ResolvedPlan& plan, std::uint64_t seed)
{
    std::unordered_map<std::string, std::shared_ptr<torch::nn::Module>> modules;
    for (const auto& item : network.named_modules({}, /*include_self=*/false)) {
        modules.emplace(item.key(), item.value());
    }
    Attachment attachment;
    for (const plan::Graft& graft : plan.grafts) {
        const std::string& path = tree.module(graft.site).path;
        const auto found = modules.find(path);
        auto* site = found == modules.end() ? nullptr : dynamic_cast<kernel::Graftable*>(found->second.get());
        const auto grown = site ? std::visit(Grower{graft, *found->second}, graft.adapter) : nullptr;
        if (!grown) {
            return fail(ErrorCode::Unsupported,
                        "takes no " + std::string(plan::adapterTitle(graft.adapter)) +
                            " while training: exclude it or choose another site",
                        path);
        }
        const auto names = plan::graftTensorNames(path, graft.adapter);
        ESPALIER_ASSERT(names.size() == 2, "a graft has two tensors");
        kernel::fillKaimingUniform(grown->down(), names[0], seed);
        attachment.m_tensors.emplace_back(names[0], grown->down());
        attachment.m_tensors.emplace_back(names[1], grown->up());
        site->graft(grown);
        attachment.m_grafts.push_back(grown);
    }
    return attachment;
}

void Attachment::train(bool on)
{
    for (const auto& graft : m_grafts) {
        graft->train(on);
    }
}

} // namespace espalier::adapter
