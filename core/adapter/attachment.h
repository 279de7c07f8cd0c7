// Attachment: a plan's grafts on a running network, and the tensors that they brought.
#pragma once

#include "core/adapter/gate.h"
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
    /// Grow every graft of `plan` on the module of its site's path; its tensors begin as the plan says, random ones
    /// from `seed` and their name. Unsupported: a module that takes no graft.
    [[nodiscard]] static Result<Attachment> attach(torch::nn::Module& network, const network::NetworkTree& tree,
                                                   const plan::ResolvedPlan& plan, std::uint64_t seed);

    /// With the names of plan::Graft::holds, in the plan's order; a shared tensor stands once.
    [[nodiscard]] const std::vector<std::pair<std::string, at::Tensor>>& tensors() const { return m_tensors; }
    void train(bool on);

    /// A gate and the path of its site.
    struct GateAt {
        std::string site;
        std::size_t rule = 0;
        std::shared_ptr<Gate> gate;
    };
    [[nodiscard]] const std::vector<GateAt>& gates() const { return m_gates; }
    /// What the loss has on top, with a gradient: of each rule l1 · mean |score| over its gates. Undefined without
    /// gates.
    [[nodiscard]] at::Tensor penalty() const;

private:
    std::vector<std::shared_ptr<TrainedGraft>> m_grafts;
    std::vector<GateAt> m_gates;
    std::vector<std::pair<std::string, at::Tensor>> m_tensors;
};

} // namespace espalier::adapter
