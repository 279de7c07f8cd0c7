#include "core/monitor/setup.h"

#include <algorithm>
#include <string_view>

namespace espalier::monitor {

namespace {

constexpr std::string_view kClassBranches = "bbox_head.head_module.cls_preds";
constexpr std::string_view kContrasts = "bbox_head.head_module.cls_contrasts";

/// The first class branch that trains ahead of a contrast whose norm keeps its statistics.
std::string unboundedBranch(const network::NetworkTree& tree, const plan::ResolvedPlan& plan)
{
    for (int level = 0;; ++level) {
        const std::string branch = std::string(kClassBranches) + "." + std::to_string(level);
        const network::ModuleId id = tree.find(branch);
        if (id == network::kNoModule) {
            return {};
        }
        const network::ModuleId norm = tree.find(std::string(kContrasts) + "." + std::to_string(level) + ".norm");
        const bool isFrozen =
            norm != network::kNoModule && plan.own[static_cast<std::size_t>(norm)] != plan::TrainState::Unfrozen;
        if (isFrozen && plan.trainableUnder[static_cast<std::size_t>(id)] > 0) {
            return branch;
        }
    }
}

} // namespace

Setup setupOf(const experiment::Experiment& experiment, const network::NetworkTree& tree,
              const plan::ResolvedPlan& plan)
{
    Setup setup;
    setup.isAdam = experiment.train.optimizer == "adamw";
    setup.epsilon = experiment.train.epsilon;
    setup.unboundedBranch = unboundedBranch(tree, plan);
    return setup;
}

} // namespace espalier::monitor
