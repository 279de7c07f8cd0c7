// Attachment: a plan's grafts on a running network, and the tensors that they brought.
#pragma once

#include "core/adapter/trained_graft.h"
#include "core/base/result.h"
#include "core/network/network_tree.h"
#include "core/plan/resolved_plan.h"

#include <torch/nn/module.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace espalier::adapter {

class Attachment {
public:
    /// Grow every graft of `plan` on the module of its site's path. A is Kaiming-uniform from `seed` and its name, B
    /// zero: the network computes what it did. Unsupported: a module that takes no graft.
    [[nodiscard]] static Result<Attachment> attach(torch::nn::Module& network, const network::NetworkTree& tree,
                                                   const plan::ResolvedPlan& plan, std::uint64_t seed);

    /// With the names that graftTensorNames() gives, in the plan's order.
    [[nodiscard]] const std::vector<std::pair<std::string, at::Tensor>>& tensors() const { return m_tensors; }
    void train(bool on);

private:
    std::vector<std::shared_ptr<TrainedGraft>> m_grafts;
    std::vector<std::pair<std::string, at::Tensor>> m_tensors;
};

} // namespace espalier::adapter
