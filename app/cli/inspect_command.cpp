#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/wiring/tree_cache.h"
#include "core/base/json.h"
#include "core/plan/resolved_plan.h"

#include <cstdio>

namespace espalier::cli {

namespace {

constexpr std::string_view kModelPrefix = "yolo_world_v2_";

/// What the subject names: a file if there is one of this name, else a model.
Result<experiment::Experiment> experimentOf(const InspectArguments& arguments)
{
    std::error_code error;
    if (std::filesystem::exists(arguments.subject, error) || arguments.subject.rfind(kModelPrefix, 0) != 0) {
        return experiment::load(arguments.subject, arguments.sets);
    }
    experiment::Experiment bare;
    bare.name = arguments.subject;
    bare.model.size = arguments.subject.substr(kModelPrefix.size());
    return bare;
}

Json toJson(const network::NetworkTree& tree, const plan::ResolvedPlan& resolved)
{
    Json rules = Json::array();
    for (const plan::RuleReport& rule : resolved.rules) {
        Json row{{"kind", plan::toText(rule.kind)},
                 {"pattern", rule.pattern},
                 {"modules", rule.modules},
                 {"tensors", rule.tensors},
                 {"parameters", rule.parameters}};
        if (!rule.reason.empty()) {
            row["reason"] = rule.reason;
        }
        rules.push_back(std::move(row));
    }
    return {{"model", tree.model()},         {"total", resolved.total},       {"trainable", resolved.trainable},
            {"unfrozen", resolved.unfrozen}, {"adapters", resolved.adapters}, {"rules", std::move(rules)}};
}

/// Parts of the network down to what the canopy draws, with counts.
void printTree(const network::NetworkTree& tree, const plan::ResolvedPlan& resolved)
{
    std::vector<std::vector<std::string>> rows{{"module", "type", "parameters", "trainable"}};
    for (std::size_t i = 0; i < tree.size(); ++i) {
        const network::Module& module = tree.modules()[i];
        std::size_t depth = 0;
        bool insidePart = false;
        for (network::ModuleId up = module.parent; up != network::kNoModule; up = tree.module(up).parent) {
            ++depth;
            insidePart = insidePart || !tree.module(up).part.empty();
        }
        if (insidePart || (resolved.parametersUnder[i] == 0 && module.part.empty())) {
            continue;
        }
        rows.push_back({std::string(depth * 2, ' ') + (module.name.empty() ? tree.model() : module.name), module.type,
                        grouped(resolved.parametersUnder[i]), grouped(resolved.trainableUnder[i])});
    }
    printTable(rows, {false, false, true, true});
}

void printRules(const plan::ResolvedPlan& resolved)
{
    std::vector<std::vector<std::string>> rows{{"rule", "pattern", "modules", "tensors", "parameters", ""}};
    for (const plan::RuleReport& rule : resolved.rules) {
        rows.push_back({std::string(plan::toText(rule.kind)), rule.pattern, grouped(rule.modules),
                        grouped(rule.tensors), grouped(rule.parameters), rule.reason});
    }
    if (rows.size() > 1) {
        std::printf("\n");
        printTable(rows, {false, false, true, true, true, false});
    }
}

} // namespace

int inspect(const Common& common, const InspectArguments& arguments)
{
    const auto experiment = experimentOf(arguments);
    if (!experiment) {
        return report(common, experiment.error());
    }
    const auto tree = wiring::describeCached(experiment->model);
    if (!tree) {
        return report(common, tree.error());
    }
    const auto resolved = plan::resolve(*tree, experiment->plan);
    if (!resolved) {
        return report(common, resolved.error());
    }
    if (common.json) {
        std::printf("%s\n", jsonText(toJson(*tree, *resolved)).c_str());
        return kFinished;
    }
    printTree(*tree, *resolved);
    printRules(*resolved);
    std::printf("\ntotal      %15s\ntrainable  %15s  (%.4f %%)\nunfrozen   %15s\nadapters   %15s  in %zu grafts\n",
                grouped(resolved->total).c_str(), grouped(resolved->trainable).c_str(),
                resolved->total > 0
                    ? 100.0 * static_cast<double>(resolved->trainable) / static_cast<double>(resolved->total)
                    : 0.0,
                grouped(resolved->unfrozen).c_str(), grouped(resolved->adapters).c_str(), resolved->grafts.size());
    return kFinished;
}

} // namespace espalier::cli
