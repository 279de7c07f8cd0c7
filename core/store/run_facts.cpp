#include "core/store/run_facts.h"

#include <algorithm>
#include <filesystem>
#include <vector>

namespace espalier::store {

namespace {

/// Id of the pre-flight's check: a run that has it among what it accepts was started all the same.
constexpr const char* kLeakCheck = "validation-images-in-training";

std::string dataName(const experiment::DataSettings& data)
{
    if (data.kind == "inspection") {
        return "inspection " + data.scene;
    }
    const std::filesystem::path root = data.root;
    return (root.has_filename() ? root.filename() : root.parent_path().filename()).string();
}

} // namespace

RunFacts runFacts(const experiment::Experiment& experiment)
{
    RunFacts facts;
    facts.model = experiment.model.architecture + "_" + experiment.model.size;
    facts.data = dataName(experiment.data);
    std::vector<std::string> methods;
    for (const plan::AdapterRule& rule : experiment.plan.adapters) {
        const std::string method(plan::adapterId(rule.adapter));
        if (std::ranges::find(methods, method) == methods.end()) {
            methods.push_back(method);
            facts.methods += (facts.methods.empty() ? "" : ", ") + method;
        }
    }
    const bool readsOneFile = experiment.data.kind != "inspection" && experiment.data.train == experiment.data.val;
    facts.isLeaked = readsOneFile || std::ranges::find(experiment.accept, kLeakCheck) != experiment.accept.end();
    return facts;
}

} // namespace espalier::store
