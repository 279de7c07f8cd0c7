#include "core/model/fold_batch_norm.h"

#include "core/base/assert.h"

#include <map>
#include <string>

namespace espalier::model {

namespace {

constexpr std::size_t kLevels = 3;

} // namespace

void foldBatchNorm(YoloWorld& network)
{
    std::map<std::string, std::shared_ptr<torch::nn::Module>> modules;
    for (const auto& item : network.named_modules({}, /*include_self=*/false)) {
        const auto* site = dynamic_cast<const kernel::Graftable*>(item.value().get());
        ESPALIER_ASSERT(site == nullptr || !site->hasGrafts(), "grafts are folded before norms");
        modules.emplace(item.key(), item.value());
    }
    for (const auto& [path, module] : modules) {
        if (auto* block = dynamic_cast<ConvModule*>(module.get())) {
            block->foldNorm();
        }
    }
    for (std::size_t level = 0; level < kLevels; ++level) {
        const std::string head = "bbox_head.head_module.";
        auto& branch = dynamic_cast<PredictionBranch&>(*modules.at(head + "cls_preds." + std::to_string(level)));
        auto& contrast = dynamic_cast<BatchNormContrast&>(*modules.at(head + "cls_contrasts." + std::to_string(level)));
        contrast.foldNorm(branch.last());
    }
}

} // namespace espalier::model
