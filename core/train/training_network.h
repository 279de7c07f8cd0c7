// TrainingNetwork: a detector with a plan grafted on: what trains, what is frozen, and the class embeddings it sees.
#pragma once

#include "core/adapter/attachment.h"
#include "core/experiment/experiment.h"
#include "core/model/yolo_world.h"
#include "core/network/network_tree.h"
#include "core/plan/resolved_plan.h"
#include "core/train/gradient_norm.h"
#include "core/train/state_tensors.h"

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace espalier::train {

/// Where the parts of an experiment's paths start.
struct Folders {
    std::filesystem::path experiment; ///< relative paths
    std::filesystem::path resources;  ///< `resource:…`
};
/// A path of an experiment, resolved.
[[nodiscard]] std::filesystem::path resolvePath(const std::string& path, const Folders& folders);

class TrainingNetwork {
public:
    /// Builds the network without its text tower, fills it from the checkpoint (or from the seed), grafts and freezes.
    /// Errors: a checkpoint that lacks tensors or has other shapes (all listed), a plan in which nothing trains, a rule
    /// whose pattern selects no module.
    [[nodiscard]] static Result<TrainingNetwork> build(const experiment::Experiment& experiment,
                                                       const std::vector<std::string>& classes, const Folders& folders);

    struct Output {
        std::vector<at::Tensor> logits;        ///< per level B×K×H×W
        std::vector<at::Tensor> distributions; ///< per level B×64×H×W
    };
    [[nodiscard]] Output forward(const at::Tensor& images);

    /// Frozen BatchNorms stay in eval mode whatever is asked.
    void train(bool on);

    [[nodiscard]] const network::NetworkTree& tree() const { return m_tree; }
    [[nodiscard]] const plan::ResolvedPlan& plan() const { return m_plan; }
    /// In the order of the plan's groups.
    [[nodiscard]] const std::vector<std::pair<std::string, at::Tensor>>& trainable() const { return m_trainable; }
    /// Branch (index into branches()) of each trainable tensor.
    [[nodiscard]] const std::vector<int>& branchOf() const { return m_branchOf; }
    [[nodiscard]] const std::vector<std::string>& branches() const { return m_branches; }
    /// Trainable tensors and the statistics that move with them: `param.…`, `buffer.…`.
    [[nodiscard]] StateTensors state() const;
    /// Things worth telling: unexpected tensors of the checkpoint, rules that select no parameter.
    [[nodiscard]] const std::vector<std::string>& notes() const { return m_notes; }

private:
    TrainingNetwork(model::YoloWorld model, network::NetworkTree tree, plan::ResolvedPlan plan);
    Status loadWeights(const experiment::Experiment& experiment, const Folders& folders);
    Status attach(const experiment::Experiment& experiment);
    void freeze();
    void assignBranches();

    model::YoloWorld m_model;
    network::NetworkTree m_tree;
    plan::ResolvedPlan m_plan;
    adapter::Attachment m_attachment;
    at::Tensor m_embeddings; ///< K×512
    std::vector<std::pair<std::string, at::Tensor>> m_trainable;
    std::vector<int> m_branchOf;
    std::vector<std::string> m_branches;
    StateTensors m_movingBuffers;
    std::vector<std::string> m_notes;
};

} // namespace espalier::train
