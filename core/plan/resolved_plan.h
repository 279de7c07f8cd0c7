// ResolvedPlan: what a TuningPlan means on one network, to the parameter. Light: it answers while one types. The
// trainer attaches and freezes by this very value, so what is shown is what is trained.
#pragma once

#include "core/network/network_tree.h"
#include "core/network/pattern.h"
#include "core/plan/graft_tensors.h"
#include "core/plan/tuning_plan.h"

#include <cstdint>
#include <string>
#include <vector>

namespace espalier::plan {

enum class RuleKind { Freeze, Adapter, Unfreeze, LearningRateScale, Exclude };
[[nodiscard]] std::string_view toText(RuleKind kind);

/// State of one module's own tensors, or of a subtree (then Mixed is possible).
enum class TrainState { Frozen, Unfrozen, Excluded, Mixed };

/// One line of `inspect`: what a rule selects.
struct RuleReport {
    RuleKind kind = RuleKind::Freeze;
    std::size_t index = 0; ///< within its list of the plan
    std::string pattern;
    std::int64_t modules = 0;               ///< Freeze/Unfreeze/…: topmost matches; Adapter: sites grafted
    std::int64_t tensors = 0;               ///< parameter tensors; Adapter: tensors added
    std::int64_t parameters = 0;            ///< Adapter: parameters added; Unfreeze: parameters under the matches
    std::string reason;                     ///< why it selects no parameter, in words; else empty
    std::string nearest;                    ///< then the nearest module that would, for "Replace"; may be empty
    std::vector<network::ModuleId> matches; ///< topmost, in tree order
};

/// One adapter on one module.
struct Graft {
    network::ModuleId site = network::kNoModule;
    std::size_t rule = 0; ///< index into TuningPlan::adapters
    AdapterOptions adapter;
    std::optional<GateOptions> gate = std::nullopt;
    std::int64_t inputs = 0;  ///< channels or features into the adapter
    std::int64_t outputs = 0; ///< out of it
    std::int64_t kernel = 0;  ///< of A; 0: Linear
    Companions companions = {};
    std::vector<GraftTensor> holds = {}; ///< what it learns; shared tensors stand in every graft that reads them
    std::int64_t parameters = 0;         ///< of `holds`; of shared tensors where `companions` say that it is the first
    std::int64_t tensors = 0;
    double lrScale = 1.0;
    std::optional<double> weightDecay;
};

/// Tensors that share learning rate and decay: one optimizer group.
struct ParameterGroup {
    double lrScale = 1.0;
    std::optional<double> weightDecay;
    std::vector<std::string> tensors; ///< checkpoint names; adapters' as graftTensorNames() gives them
    std::string label;                ///< for the legend: `adapters`, `unfrozen ×0.5`
};

struct ResolvedPlan {
    std::vector<RuleReport> rules; ///< in the order of effect
    std::vector<Graft> grafts;
    std::vector<TrainState> own;               ///< by ModuleId: this module's own parameters
    std::vector<TrainState> subtree;           ///< by ModuleId; a module without parameters takes its parent's
    std::vector<double> lrScale;               ///< by ModuleId: what acts on own parameters; 1 where they are frozen
    std::vector<std::int64_t> trainableUnder;  ///< by ModuleId: parameters that train in the subtree, adapters included
    std::vector<std::int64_t> parametersUnder; ///< by ModuleId: all parameters in the subtree, adapters included
    std::vector<int> actingRule; ///< by ModuleId: index into `rules` of the last rule that set its state; -1: none
    std::vector<ParameterGroup> groups;

    std::int64_t total = 0;     ///< network and adapters
    std::int64_t trainable = 0; ///< unfrozen and adapters
    std::int64_t unfrozen = 0;
    std::int64_t adapters = 0;
    std::int64_t networkParameters = 0;
    std::int64_t trainableTensors = 0;
    std::int64_t movingBuffers = 0; ///< BatchNorm running statistics under unfrozen modules
};

/// Errors: a pattern that does not parse or takes too long, with its place (`plan.unfreeze[2]`). Of two adapters of one
/// method on one site the later rule's stands. A pattern that selects nothing is no error: its report says so.
[[nodiscard]] Result<ResolvedPlan> resolve(const network::NetworkTree& tree, const TuningPlan& plan);

/// Where a method may sit: nothing stands against it.
[[nodiscard]] bool isLegalSite(const network::Module& module, const AdapterOptions& adapter);
/// The legal sites at or nearest below `module`.
[[nodiscard]] std::vector<network::ModuleId> legalSites(const network::NetworkTree& tree, network::ModuleId module,
                                                        const AdapterOptions& adapter);
/// Parameters that `adapter` adds at `module`, alone there: what it shares with other sites included; 0 where it is not
/// legal.
[[nodiscard]] std::int64_t graftParameters(const network::Module& module, const AdapterOptions& adapter);
/// The same at all of `sites` by one rule: what is shared counts once.
[[nodiscard]] std::int64_t graftParameters(const network::NetworkTree& tree,
                                           const std::vector<network::ModuleId>& sites, const AdapterOptions& adapter);

} // namespace espalier::plan
