// Grafted: a network with a plan grafted on it, as the trainer does it: described, resolved, attached, frozen.
#pragma once

#include "core/adapter/attachment.h"
#include "core/network/network_tree.h"
#include "core/plan/resolved_plan.h"
#include "tests/parity/goldens.h"

#include <torch/nn/module.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace espalier::parity {

class Grafted {
public:
    /// Fails the test when the plan does not resolve or attach.
    Grafted(torch::nn::Module& network, const plan::TuningPlan& plan);

    [[nodiscard]] const plan::ResolvedPlan& plan() const { return m_plan; }
    [[nodiscard]] adapter::Attachment& attachment() { return m_attachment; }
    /// Adapters' tensors and unfrozen ones of the network, by name.
    [[nodiscard]] const std::map<std::string, at::Tensor>& trainable() const { return m_trainable; }
    [[nodiscard]] at::Tensor at(const std::string& name) const { return m_trainable.at(name); }
    /// A layer's tensors with all of its grafts merged into them.
    [[nodiscard]] kernel::LinearMap merged(const std::string& path) const;

    using Rename = std::function<std::string(const std::string&)>;
    /// Copies the tensors that the case has under the names that `rename` makes of ours.
    void fill(const Golden& golden, const Rename& rename);
    /// Outputs, loss and gradients must be there: call backward() first.
    void expectGradients(const Golden& golden, const Rename& rename, double tolerance) const;
    /// Twenty steps of AdamW over all that trains, against the case's `traj.loss` and `traj.grad_norm`: three steps at
    /// 1e-5, later ones at 1e-4, as rounding grows; norms of gradients at 1e-4.
    void expectTrajectory(const Golden& golden, const std::function<at::Tensor(std::int64_t step)>& loss) const;

private:
    torch::nn::Module& m_network;
    network::NetworkTree m_tree;
    plan::ResolvedPlan m_plan;
    adapter::Attachment m_attachment;
    std::map<std::string, at::Tensor> m_trainable;
};

/// Every parameter of a network from the case, under the names that `rename` makes of ours.
void fillNetwork(torch::nn::Module& network, const Golden& golden, const Grafted::Rename& rename);
/// Each `from` replaced by its `to`, in this order.
[[nodiscard]] std::string replaced(std::string text, const std::vector<std::pair<std::string, std::string>>& pairs);
/// Where a case of HF PEFT keeps the gradient of a tensor: an adapter's, a bias that trains, or one of a saved module.
[[nodiscard]] std::string peftGradientKey(const std::string& name);
/// `name` of a tensor without its last segment.
[[nodiscard]] std::string moduleOf(const std::string& name);

} // namespace espalier::parity
