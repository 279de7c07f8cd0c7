// TrainingNetwork: a detector with a plan grafted on: what trains, what is frozen, and the class embeddings it sees.
#pragma once

#include "core/adapter/attachment.h"
#include "core/experiment/experiment.h"
#include "core/model/yolo_world.h"
#include "core/network/network_tree.h"
#include "core/plan/resolved_plan.h"
#include "core/train/gradient_norm.h"
#include "core/train/state_tensors.h"
#include "core/train/text_embeddings.h"

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace espalier::train {

/// Where the parts of an experiment's paths start.
struct Folders {
    std::filesystem::path experiment; ///< relative paths
    std::filesystem::path resources;  ///< `resource:…`
    std::filesystem::path cache = {}; ///< where encoded prompts are kept; empty: they are not
};
/// A path of an experiment, resolved.
[[nodiscard]] std::filesystem::path resolvePath(const std::string& path, const Folders& folders);

/// What an experiment makes of its network, before a weight is read.
struct PlannedNetwork {
    model::YoloWorldOptions options;
    network::NetworkTree tree;
    plan::ResolvedPlan plan;
};
/// Errors: a size that there is not, a pattern that does not parse.
[[nodiscard]] Result<PlannedNetwork> planNetwork(const experiment::Experiment& experiment,
                                                 const std::vector<std::string>& classes);

class TrainingNetwork {
public:
    /// Builds the network, fills it from the checkpoint (or from the seed), grafts and freezes. The text tower is part
    /// of it when the plan trains something there: else its answers stand for it. Errors: a checkpoint that lacks
    /// tensors or has other shapes (all listed), a plan in which nothing trains, a rule whose pattern selects no
    /// module, text that is asked for but cannot be encoded.
    [[nodiscard]] static Result<TrainingNetwork> build(const experiment::Experiment& experiment,
                                                       const std::vector<std::string>& classes, const Folders& folders);
    /// The same from planNetwork()'s answer for this experiment and these classes.
    [[nodiscard]] static Result<TrainingNetwork> build(PlannedNetwork planned, const experiment::Experiment& experiment,
                                                       const std::vector<std::string>& classes, const Folders& folders);

    struct Output {
        std::vector<at::Tensor> logits;        ///< per level B×K×H×W
        std::vector<at::Tensor> distributions; ///< per level B×64×H×W
    };
    [[nodiscard]] Output forward(const at::Tensor& images);
    /// What is minimised, of a batch's loss: some adapters have a term of their own.
    [[nodiscard]] at::Tensor objective(const at::Tensor& loss) const;

    /// The network and the texts (K×512) that forward() gives it, for timing its parts and for folding.
    [[nodiscard]] model::YoloWorld& model() { return m_model; }
    [[nodiscard]] at::Tensor text() const { return m_trainedText ? m_trainedText->encode() : m_embeddings; }

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
    /// The other parameters and buffers, named alike: what must not move.
    [[nodiscard]] StateTensors frozen() const;
    /// Things worth telling: unexpected tensors of the checkpoint.
    [[nodiscard]] const std::vector<std::string>& notes() const { return m_notes; }

private:
    TrainingNetwork(model::YoloWorld model, network::NetworkTree tree, plan::ResolvedPlan plan);
    Status readText(const experiment::ModelSettings& settings, const std::vector<std::string>& classes,
                    const Folders& folders);
    Status attach(const experiment::Experiment& experiment);
    void freeze();
    void assignBranches();

    model::YoloWorld m_model;
    network::NetworkTree m_tree;
    plan::ResolvedPlan m_plan;
    adapter::Attachment m_attachment;
    at::Tensor m_embeddings;                  ///< K×512; undefined when the tower trains
    std::optional<TrainedText> m_trainedText; ///< the tower trains
    std::vector<std::pair<std::string, at::Tensor>> m_trainable;
    std::vector<int> m_branchOf;
    std::vector<std::string> m_branches;
    StateTensors m_movingBuffers;
    std::vector<std::string> m_notes;
};

} // namespace espalier::train
