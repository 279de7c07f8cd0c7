// Pre-flight: every check of an experiment before its first step, from one table.
#pragma once

#include "core/dataset/dataset.h"
#include "core/experiment/experiment.h"
#include "core/network/network_tree.h"
#include "core/plan/resolved_plan.h"
#include "core/preflight/finding.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace espalier::preflight {

/// What is checked. It refers only: everything must outlive it.
struct Subject {
    const experiment::Experiment& experiment;
    const network::NetworkTree& tree;          ///< of the experiment's model
    const plan::ResolvedPlan& plan;            ///< of the experiment's plan on `tree`
    const dataset::Catalogue* train = nullptr; ///< nullptr: not opened; what needs it is not checked
    const dataset::Catalogue* val = nullptr;
    std::int64_t memoryBytes = 0; ///< of this machine; 0: unknown
};

struct Check {
    std::string_view id;
    Severity severity; ///< the gravest that it finds
    std::string_view title;
    bool needsData; ///< says nothing without catalogues
    void (*run)(const Subject& subject, std::vector<Finding>& findings);
};

/// In the order of their findings.
[[nodiscard]] std::span<const Check> checks();
/// Every finding of every check.
[[nodiscard]] std::vector<Finding> check(const Subject& subject);

/// The experiment names the finding's check in `accept`: its author has read it and wants it all the same.
[[nodiscard]] bool isAccepted(const experiment::Experiment& experiment, const Finding& finding);
/// InvalidInput: `accept` names a check that there is not; the message lists those that there are.
[[nodiscard]] Status checkAccepted(const experiment::Experiment& experiment);
/// Whether a run may start. InvalidInput, in one sentence that names every error which is not accepted and both ways
/// out: the repair, and the word of the experiment.
[[nodiscard]] Status admit(const experiment::Experiment& experiment, std::span<const Finding> findings);

/// The experiment after one repair. InvalidInput: its values are not allowed together.
[[nodiscard]] Result<experiment::Experiment> repaired(const experiment::Experiment& experiment, const Repair& repair);

struct RepairedExperiment {
    experiment::Experiment experiment;
    std::vector<Finding> repaired; ///< in the order of their repair
};
/// Repair one finding after another, looking anew after each, so that one repair never undoes another. What has no
/// repair stays, and so does what the experiment accepts. Errors: of resolving the repaired plan.
[[nodiscard]] Result<RepairedExperiment> repairAll(const Subject& subject);

} // namespace espalier::preflight
