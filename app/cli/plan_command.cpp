#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/wiring/environment.h"
#include "app/wiring/run_session.h"
#include "app/wiring/tree_cache.h"
#include "core/base/json.h"
#include "core/dataset/dataset.h"
#include "core/plan/resolved_plan.h"
#include "core/preflight/preflight.h"

#include <algorithm>
#include <cstdio>

namespace espalier::cli {

namespace {

using preflight::Finding;
using preflight::Severity;

void printLine(const Json& line)
{
    std::printf("%s\n", jsonText(line).c_str());
}

Json toJson(const Finding& finding, bool isAccepted)
{
    return {{"event", "finding"},
            {"id", finding.id},
            {"severity", toText(finding.severity)},
            {"accepted", isAccepted},
            {"sentence", finding.sentence},
            {"place", finding.place},
            {"repair", finding.repair.sets.empty()
                           ? Json()
                           : Json{{"label", finding.repair.label}, {"sets", finding.repair.sets}}},
            {"modules", finding.modules}};
}

void print(const Finding& finding, bool isAccepted)
{
    std::printf("%-8s %s  [%s, %s]\n", isAccepted ? "accepted" : std::string(toText(finding.severity)).c_str(),
                finding.sentence.c_str(), finding.place.c_str(), std::string(finding.id).c_str());
    if (!finding.repair.sets.empty() && !isAccepted) {
        std::printf("         repair: %s", finding.repair.label.c_str());
        for (const std::string& set : finding.repair.sets) {
            std::printf("  --set '%s'", set.c_str());
        }
        std::printf("\n");
    }
}

struct Counts {
    std::ptrdiff_t errors = 0;
    std::ptrdiff_t warnings = 0;
    std::ptrdiff_t notes = 0;
    std::ptrdiff_t accepted = 0; ///< counted nowhere else
};

Counts countsOf(const experiment::Experiment& experiment, const std::vector<Finding>& findings)
{
    Counts counts;
    for (const Finding& finding : findings) {
        if (preflight::isAccepted(experiment, finding)) {
            ++counts.accepted;
        } else {
            ++(finding.severity == Severity::Error     ? counts.errors
               : finding.severity == Severity::Warning ? counts.warnings
                                                       : counts.notes);
        }
    }
    return counts;
}

void printSummary(const Common& common, const Counts& counts, bool isDataChecked)
{
    const auto checks = preflight::checks();
    const auto run = std::ranges::count_if(checks, [&](const auto& one) { return isDataChecked || !one.needsData; });
    if (common.json) {
        printLine({{"event", "summary"},
                   {"checks", run},
                   {"data_checked", isDataChecked},
                   {"errors", counts.errors},
                   {"warnings", counts.warnings},
                   {"notes", counts.notes},
                   {"accepted", counts.accepted}});
    } else {
        const std::string accepted = counts.accepted > 0 ? ", " + std::to_string(counts.accepted) + " accepted" : "";
        std::printf("%td checks: %td errors, %td warnings, %td notes%s\n", run, counts.errors, counts.warnings,
                    counts.notes, accepted.c_str());
    }
}

Result<dataset::Splits> openData(const PlanArguments& arguments, const experiment::Experiment& experiment)
{
    return dataset::openDataset(experiment.data, experiment.model.classes, arguments.experiment.parent_path(),
                                experiment.train.seed);
}

const dataset::Catalogue* trainOf(const Result<dataset::Splits>& data)
{
    return data ? &data->train->catalogue() : nullptr;
}

const dataset::Catalogue* valOf(const Result<dataset::Splits>& data)
{
    return data ? &data->val->catalogue() : nullptr;
}

/// Write the repaired experiment; the answer is whether it still has errors.
Result<bool> writeRepaired(const Common& common, const PlanArguments& arguments, const preflight::Subject& subject,
                           const std::string& ownRoot)
{
    auto all = preflight::repairAll(subject);
    if (!all) {
        return fail(all.error());
    }
    const auto resolved = plan::resolve(subject.tree, all->experiment.plan);
    if (!resolved) {
        return fail(resolved.error());
    }
    const auto data = openData(arguments, all->experiment); // a repair may name other files
    const auto left =
        preflight::check({all->experiment, subject.tree, *resolved, trainOf(data), valOf(data), subject.memoryBytes});
    const std::ptrdiff_t errorsLeft = countsOf(all->experiment, left).errors;
    all->experiment.data.root = ownRoot; // what the environment filled in is not the experiment's
    if (Status saved = experiment::save(all->experiment, arguments.repair); !saved) {
        return fail(saved.error());
    }
    if (common.json) {
        printLine({{"event", "repaired"},
                   {"file", arguments.repair.string()},
                   {"repairs", all->repaired.size()},
                   {"errors_left", errorsLeft}});
    } else {
        std::printf("%zu repairs written to %s, %td errors left\n", all->repaired.size(),
                    arguments.repair.string().c_str(), errorsLeft);
    }
    return errorsLeft > 0;
}

} // namespace

int checkPlan(const Common& common, const PlanArguments& arguments)
{
    auto experiment = experiment::load(arguments.experiment, arguments.sets);
    if (!experiment) {
        return report(common, experiment.error());
    }
    if (const Status known = preflight::checkAccepted(*experiment); !known) {
        return report(common, known.error());
    }
    const std::string ownRoot = experiment->data.root;
    wiring::applyEnvironment(*experiment);
    const auto tree = wiring::describeCached(experiment->model);
    if (!tree) {
        return report(common, tree.error());
    }
    const auto resolved = plan::resolve(*tree, experiment->plan);
    if (!resolved) {
        return report(common, resolved.error());
    }
    const auto data = openData(arguments, *experiment);
    const preflight::Subject subject{*experiment, *tree, *resolved, trainOf(data), valOf(data), wiring::memoryBytes()};
    const std::vector<Finding> findings = preflight::check(subject);
    for (const Finding& finding : findings) {
        const bool isAccepted = preflight::isAccepted(*experiment, finding);
        common.json ? printLine(toJson(finding, isAccepted)) : print(finding, isAccepted);
    }
    const bool isFolderMissing = !data && data.error().where == "data.root";
    if (isFolderMissing && common.json) {
        printLine({{"event", "note"}, {"message", "data not checked: " + data.error().message}});
    } else if (isFolderMissing) {
        std::printf("data not checked: %s\n", data.error().message.c_str());
    }
    const Counts counts = countsOf(*experiment, findings);
    printSummary(common, counts, data.has_value());
    bool isRefused = counts.errors > 0;
    if (!arguments.repair.empty()) {
        const auto stillRefused = writeRepaired(common, arguments, subject, ownRoot);
        if (!stillRefused) {
            return report(common, stillRefused.error());
        }
        isRefused = *stillRefused;
    }
    if (!data && !isFolderMissing) {
        return report(common, data.error());
    }
    return isRefused ? kBadInput : kFinished;
}

} // namespace espalier::cli
