#include "core/adapter/attachment.h"

#include "core/adapter/arc.h"
#include "core/adapter/bitfit.h"
#include "core/adapter/bottleneck.h"
#include "core/adapter/dora.h"
#include "core/adapter/fact.h"
#include "core/adapter/feature_adapter.h"
#include "core/adapter/lora.h"
#include "core/adapter/rlrr.h"
#include "core/adapter/ssf.h"
#include "core/adapter/vpt.h"
#include "core/kernel/kaiming_uniform.h"

#include <ATen/ATen.h>

#include <map>
#include <unordered_map>

namespace espalier::adapter {

namespace {

using Grown = std::shared_ptr<TrainedGraft>;

/// One line a method: a new one in plan::AdapterOptions does not compile before it has its own here.
struct Grower {
    Ground ground;

    template <class Method, class Options>
    Grown make(const Options& options)
    {
        return std::make_shared<Method>(std::move(ground), options);
    }
    Grown operator()(const plan::FeatureAdapterOptions& options) { return make<FeatureAdapter>(options); }
    Grown operator()(const plan::LoraOptions& options) { return make<Lora>(options); }
    Grown operator()(const plan::DoraOptions& options) { return make<Dora>(options); }
    Grown operator()(const plan::RlrrOptions& options) { return make<Rlrr>(options); }
    Grown operator()(const plan::SsfOptions& options) { return make<Ssf>(options); }
    Grown operator()(const plan::BottleneckOptions& options) { return make<Bottleneck>(options); }
    Grown operator()(const plan::AdaptFormerOptions& options) { return make<AdaptFormer>(options); }
    Grown operator()(const plan::FactOptions& options) { return make<Fact>(options); }
    Grown operator()(const plan::VptOptions& options) { return make<Vpt>(options); }
    Grown operator()(const plan::ArcOptions& options) { return make<Arc>(options); }
    Grown operator()(const plan::BitfitOptions& options) { return make<Bitfit>(options); }
};

at::Tensor begin(const plan::GraftTensor& tensor, const kernel::LinearMap& map, std::uint64_t seed)
{
    using Kind = plan::Beginning::Kind;
    at::Tensor made = at::empty(tensor.shape, at::kFloat);
    switch (tensor.beginning.kind) {
    case Kind::Constant:
        made.fill_(tensor.beginning.value);
        break;
    case Kind::Uniform:
        kernel::fillUniform(made, tensor.name, seed, tensor.beginning.value);
        break;
    case Kind::Normal:
        kernel::fillNormal(made, tensor.name, seed, tensor.beginning.mean, tensor.beginning.value);
        break;
    case Kind::RowNorms:
        made.copy_(map.weight.detach().to(at::kFloat).flatten(1).norm(2, 1).view(tensor.shape));
        break;
    }
    return made;
}

} // namespace

Result<Attachment> Attachment::attach(torch::nn::Module& network, const network::NetworkTree& tree,
                                      const plan::ResolvedPlan& plan, std::uint64_t seed)
{
    std::unordered_map<std::string, std::shared_ptr<torch::nn::Module>> modules;
    for (const auto& item : network.named_modules({}, /*include_self=*/false)) {
        modules.emplace(item.key(), item.value());
    }
    Attachment attachment;
    std::unordered_map<std::string, at::Tensor> shared;
    for (const plan::Graft& graft : plan.grafts) {
        const std::string& path = tree.module(graft.site).path;
        const auto found = modules.find(path);
        auto* site = found == modules.end() ? nullptr : dynamic_cast<kernel::Graftable*>(found->second.get());
        if (site == nullptr) {
            return fail(ErrorCode::Unsupported,
                        "takes no " + std::string(plan::adapterTitle(graft.adapter)) +
                            " while training: exclude it or choose another site",
                        path);
        }
        const auto* layer = dynamic_cast<const kernel::Layered*>(found->second.get());
        Ground ground{layer ? layer->geometry() : kernel::LayerGeometry{},
                      layer ? layer->map() : kernel::LinearMap{},
                      graft.companions,
                      {}};
        for (const plan::GraftTensor& tensor : graft.holds) {
            const auto known = shared.find(tensor.name);
            const bool isNew = known == shared.end();
            ground.tensors.push_back(isNew ? begin(tensor, ground.map, seed) : known->second);
            if (isNew) {
                attachment.m_tensors.emplace_back(tensor.name, ground.tensors.back());
                shared.emplace(tensor.name, ground.tensors.back());
            }
        }
        at::Tensor score;
        if (graft.gate) {
            score = ground.tensors.back();
            ground.tensors.pop_back();
        }
        Grown grown = std::visit(Grower{std::move(ground)}, graft.adapter);
        if (graft.gate) {
            auto gate = std::make_shared<Gate>(std::move(grown), score, *graft.gate);
            attachment.m_gates.push_back({path, graft.rule, gate});
            grown = std::move(gate);
        }
        site->graft(grown);
        attachment.m_grafts.push_back(std::move(grown));
    }
    return attachment;
}

void Attachment::train(bool on)
{
    for (const auto& graft : m_grafts) {
        graft->train(on);
    }
}

at::Tensor Attachment::penalty() const
{
    std::map<std::size_t, std::vector<at::Tensor>> scores;
    std::map<std::size_t, double> weights;
    for (const GateAt& each : m_gates) {
        scores[each.rule].push_back(each.gate->score());
        weights[each.rule] = each.gate->l1();
    }
    at::Tensor sum;
    for (const auto& [rule, of] : scores) {
        const at::Tensor term = at::stack(of).abs().mean() * weights.at(rule);
        sum = sum.defined() ? sum + term : term;
    }
    return sum;
}

} // namespace espalier::adapter
