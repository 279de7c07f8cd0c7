#include "app/wiring/adapter_export.h"

#include "app/wiring/tree_cache.h"
#include "core/base/files.h"
#include "core/plan/resolved_plan.h"
#include "core/weights/safetensors.h"

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

Json configOf(const experiment::Experiment& experiment, const plan::ResolvedPlan& plan,
              const network::NetworkTree& tree)
{
    Json rules = Json::array();
    std::set<std::string> loraSites;
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
    for (const plan::Graft& graft : plan.grafts) {
        if (std::holds_alternative<plan::LoraOptions>(graft.adapter)) {
            loraSites.insert(tree.module(graft.site).path);
        }
    }
    Json config{{"espalier", {{"model", tree.model()}, {"rules", std::move(rules)}}}};
    if (!loraSites.empty()) {
        // What HF PEFT reads; one rank and alpha there, those of the first LoRA rule.
        for (const plan::AdapterRule& rule : experiment.plan.adapters) {
            if (const auto* lora = std::get_if<plan::LoraOptions>(&rule.adapter)) {
                config["peft_type"] = "LORA";
                config["r"] = lora->rank;
                config["lora_alpha"] = lora->alpha;
                config["lora_dropout"] = lora->dropout;
                config["bias"] = "none";
                config["target_modules"] = loraSites;
                break;
            }
        }
    }
    return config;
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
    std::set<std::string> loraNames;
    for (const plan::Graft& graft : plan->grafts) {
        if (std::holds_alternative<plan::LoraOptions>(graft.adapter)) {
            for (const std::string& name : plan::graftTensorNames(tree->module(graft.site).path, graft.adapter)) {
                loraNames.insert(name);
            }
        }
    }
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
        if (loraNames.count(name) != 0) {
            name = "base_model.model." + name;
        } else if (isGraftTensor(name)) {
            name = studyName(name);
        }
        rows.push_back({std::move(name), view.type, view.shape, view.bytes});
    }
    if (Status made = createFolder(folder); !made) {
        return made;
    }
    if (Status written = weights::writeSafetensors(folder / "adapter_model.safetensors", rows,
                                                   {{"format", "pt"}, {"espalier.model", tree->model()}});
        !written) {
        return written;
    }
    return writeFileAtomically(folder / "adapter_config.json",
                               jsonText(configOf(run.experiment, *plan, *tree), 2) + "\n");
}

} // namespace espalier::wiring
