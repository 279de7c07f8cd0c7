// TuningPlan: what the tree editor edits. A value; what it means on a network is resolved in resolved_plan.h.
#pragma once

#include "core/plan/adapter_options.h"

#include <optional>
#include <string>
#include <vector>

namespace espalier::plan {

/// Graft `adapter` on the sites that `pattern` selects.
struct AdapterRule {
    std::string pattern;
    AdapterOptions adapter;
    double lrScale = 1.0;                           ///< learning rate against the experiment's
    std::optional<double> weightDecay;              ///< instead of the experiment's
    bool allowEmpty = false;                        ///< a run does not refuse it for matching no module
    std::optional<GateOptions> gate = std::nullopt; ///< around each of them, where canBeGated()
    bool operator==(const AdapterRule&) const = default;
};

/// Let the parameters under the matched modules train.
struct UnfreezeRule {
    std::string pattern;
    double lrScale = 1.0;
    std::optional<double> weightDecay;
    bool allowEmpty = false; ///< as above: the study has patterns that match nothing
    bool operator==(const UnfreezeRule&) const = default;
};

/// Multiply the learning rate of what trains under the matched modules (on top of the rule's own scale).
struct LearningRateScale {
    std::string pattern;
    double scale = 1.0;
    bool operator==(const LearningRateScale&) const = default;
};

/// Order of effect: everything trains; `freeze` freezes; `unfreeze` opens in order, a later rule wins; `exclude` closes
/// for good, adapters included.
struct TuningPlan {
    std::vector<std::string> freeze; ///< base freeze; `**` is the whole network
    std::vector<AdapterRule> adapters;
    std::vector<UnfreezeRule> unfreeze;
    std::vector<LearningRateScale> lrScale;
    std::vector<std::string> exclude;
    bool operator==(const TuningPlan&) const = default;
};

} // namespace espalier::plan
