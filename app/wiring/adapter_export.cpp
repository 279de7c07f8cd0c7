#include "app/wiring/adapter_export.h"

#include "app/wiring/tree_cache.h"
#include "core/base/files.h"
#include "core/exchange/peft.h"
#include "core/plan/resolved_plan.h"
#include "core/weights/safetensors.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>

namespace espalier::wiring {

namespace {

constexpr std::string_view kParameter = "param.";
constexpr std::string_view kBuffer = "buffer.";

/// The study keeps its adapters beside the layers they follow: `top_down_layers.0` → `top_down_adapters.0`,
/// `cls_preds.2` → `cls_adapters.2`.
std::string studyName(std::string name)
{
    for (const std::string_view from : {"_layers.", "_preds."}) {
        if (const auto at = name.rfind(from); at != std::string::npos) {
            return name.replace(at, from.size(), "_adapters.");
        }
    }
    return name;
}

bool isGraftTensor(std::string_view name)
{
    return name.find(".lora_A.") != std::string_view::npos || name.find(".lora_B.") != std::string_view::npos;
}

bool isLowRank(const plan::AdapterOptions& adapter)
{
    return std::holds_alternative<plan::LoraOptions>(adapter) || std::holds_alternative<plan::DoraOptions>(adapter);
}

/// The plan's own words, and what became of its gates.
Json configOf(const experiment::Experiment& experiment, const plan::ResolvedPlan& plan,
              const network::NetworkTree& tree, const exchange::TensorValues& trained)
{
    Json rules = Json::array();
    for (const plan::AdapterRule& rule : experiment.plan.adapters) {
        Json row{{"method", plan::adapterId(rule.adapter)}, {"pattern", rule.pattern}};
        std::visit(
            [&](const auto& options) {
                forEachField<std::decay_t<decltype(options)>>(
                    [&](const auto& field) { row[std::string(field.key)] = options.*(field.member); });
            },
            rule.adapter);
        rules.push_back(std::move(row));
    }
    Json gates = Json::object();
    for (const plan::Graft& graft : plan.grafts) {
        if (const auto score = graft.gate ? trained.find(graft.holds.back().name) : trained.end();
            score != trained.end()) {
            gates[tree.module(graft.site).path] = {{"score", score->second.numbers.front()},
                                                   {"threshold", graft.gate->threshold}};
        }
    }
    Json own{{"model", tree.model()}, {"rules", std::move(rules)}};
    if (!gates.empty()) {
        own["gates"] = std::move(gates);
    }
    return Json{{"espalier", std::move(own)}};
}

/// HF PEFT's two files for LoRA and DoRA; what it does not know goes beside them, under our own names.
Status writeForPeft(const std::filesystem::path& folder, const network::NetworkTree& tree,
                    const plan::ResolvedPlan& plan, const exchange::TensorValues& values,
                    const std::vector<weights::TensorToWrite>& others, const Json& config)
{
    const auto adapter = exchange::toPeft(tree, plan, values);
    if (!adapter) {
        return fail(adapter.error());
    }
    if (Status written = exchange::writePeft(folder, *adapter); !written) {
        return written;
    }
    const std::filesystem::path beside = folder / "espalier_adapter.safetensors";
    if (others.empty()) { // one of an export before would not belong to this one
        std::error_code ignored;
        std::filesystem::remove(beside, ignored);
    } else if (Status written =
                   weights::writeSafetensors(beside, others, {{"format", "pt"}, {"espalier.model", tree.model()}});
               !written) {
        return written;
    }
    return writeFileAtomically(folder / "espalier_adapter.json", jsonText(config, 2) + "\n");
}

Status checkFinite(const std::string& name, const weights::TensorView& view)
{
    if (view.type != weights::ScalarType::Float32) {
        return {};
    }
    for (std::size_t at = 0; at + sizeof(float) <= view.bytes.size(); at += sizeof(float)) {
        float value = 0;
        std::memcpy(&value, view.bytes.data() + at, sizeof value);
        if (!std::isfinite(value)) {
            return fail(ErrorCode::InvalidInput,
                        "`" + name + "` holds a value that is not finite: nothing was exported");
        }
    }
    return {};
}

} // namespace

Status exportAdapter(const store::RunDetail& run, const std::filesystem::path& folder)
{
    if (run.lastCheckpoint.empty()) {
        return fail(ErrorCode::NotFound, "has no checkpoint yet: nothing to export",
                    "run " + std::to_string(run.summary.id));
    }
    const auto file = weights::SafetensorsFile::open(run.lastCheckpoint);
    if (!file) {
        return fail(file.error());
    }
    const auto tree = describeCached(run.experiment.model);
    if (!tree) {
        return fail(tree.error());
    }
    const auto plan = plan::resolve(*tree, run.experiment.plan);
    if (!plan) {
        return fail(plan.error());
    }
    const bool hasLowRank =
        std::ranges::any_of(plan->grafts, [](const plan::Graft& graft) { return isLowRank(graft.adapter); });
    std::set<std::string> ours; // what HF PEFT has no place for
    for (const plan::Graft& graft : plan->grafts) {
        for (const plan::GraftTensor& tensor : graft.holds) {
            if (!isLowRank(graft.adapter)) {
                ours.insert(tensor.name);
            }
        }
    }
    exchange::TensorValues values;
    std::vector<weights::TensorToWrite> rows;
    for (const auto& [stored, raw] : file->tensors()) {
        const bool isParameter = stored.rfind(kParameter, 0) == 0;
        if (!isParameter && stored.rfind(kBuffer, 0) != 0) {
            continue; // optimizer and generator stay at home
        }
        const weights::TensorView* averaged = file->find("average." + stored);
        const weights::TensorView& view = averaged != nullptr ? *averaged : raw;
        std::string name = stored.substr(isParameter ? kParameter.size() : kBuffer.size());
        if (const Status finite = checkFinite(name, view); !finite) {
            return finite;
        }
        if (view.type == weights::ScalarType::Float32) {
            exchange::Values& one = values[name];
            one.shape = view.shape;
            one.numbers.resize(view.bytes.size() / sizeof(float));
            std::memcpy(one.numbers.data(), view.bytes.data(), view.bytes.size());
        }
        if (hasLowRank && ours.count(name) == 0) {
            continue; // by way of `values`
        }
        rows.push_back({isGraftTensor(name) ? studyName(name) : name, view.type, view.shape, view.bytes});
    }
    if (Status made = createFolder(folder); !made) {
        return made;
    }
    const Json config = configOf(run.experiment, *plan, *tree, values);
    if (hasLowRank) {
        return writeForPeft(folder, *tree, *plan, values, rows, config);
    }
    if (Status written = weights::writeSafetensors(folder / "adapter_model.safetensors", rows,
                                                   {{"format", "pt"}, {"espalier.model", tree->model()}});
        !written) {
        return written;
    }
    return writeFileAtomically(folder / "adapter_config.json", jsonText(config, 2) + "\n");
}

} // namespace espalier::wiring
