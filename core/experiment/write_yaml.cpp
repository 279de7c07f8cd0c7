#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/experiment/experiment.h"

#include <yaml-cpp/yaml.h>

#include <charconv>
#include <type_traits>

namespace espalier::experiment {

namespace {

std::string textOf(double value)
{
    char text[32];
    return {text, std::to_chars(text, text + sizeof text, value).ptr}; // the shortest that reads back the same
}
std::string textOf(bool value)
{
    return value ? "true" : "false";
}
template <class Integer>
requires(std::is_integral_v<Integer> && !std::is_same_v<Integer, bool>) std::string textOf(Integer value)
{
    return std::to_string(value);
}
std::string textOf(const std::string& value)
{
    return value;
}
std::string textOf(const std::vector<std::string>& values)
{
    std::string text;
    for (const std::string& value : values) {
        text += (text.empty() ? "" : ", ") + value;
    }
    return text;
}

/// Double quotes: any text comes back as it was, numbers and `no` included.
void emit(YAML::Emitter& out, const std::string& text)
{
    out << YAML::DoubleQuoted << text;
}
void emit(YAML::Emitter& out, const std::vector<std::string>& texts)
{
    out << YAML::Flow << YAML::BeginSeq;
    for (const std::string& text : texts) {
        emit(out, text);
    }
    out << YAML::EndSeq;
}
template <class Number>
requires std::is_arithmetic_v<Number>
void emit(YAML::Emitter& out, Number value)
{
    out << textOf(value);
}

template <HasFields T>
void emitFields(YAML::Emitter& out, const T& value, const T& defaults)
{
    forEachField<T>([&](const auto& field) {
        if (!(value.*(field.member) == defaults.*(field.member))) {
            out << YAML::Key << std::string(field.key) << YAML::Value;
            emit(out, value.*(field.member));
        }
    });
}

template <HasFields T>
void emitSection(YAML::Emitter& out, const char* name, const T& value)
{
    if (!(value == T{})) {
        out << YAML::Key << name << YAML::Value << YAML::BeginMap;
        emitFields(out, value, T{});
        out << YAML::EndMap;
    }
}

/// An adapter's size is always told, its other options where they differ from the default.
template <HasFields T, class Visitor>
void forEachToldField(const T& options, Visitor&& visit)
{
    forEachField<T>([&](const auto& field) {
        const bool isSize = field.key == "rank" || field.key == "alpha" || field.key == "dropout";
        if (isSize || !(options.*(field.member) == T{}.*(field.member))) {
            visit(field);
        }
    });
}

template <class Rule>
void emitRule(YAML::Emitter& out, const Rule& rule)
{
    out << YAML::Key << "pattern" << YAML::Value;
    emit(out, rule.pattern);
    if (rule.lrScale != 1.0) {
        out << YAML::Key << "lr_scale" << YAML::Value << textOf(rule.lrScale);
    }
    if (rule.weightDecay) {
        out << YAML::Key << "weight_decay" << YAML::Value << textOf(*rule.weightDecay);
    }
    if (rule.allowEmpty) {
        out << YAML::Key << "allow_empty" << YAML::Value << "true";
    }
}

void emitPlan(YAML::Emitter& out, const plan::TuningPlan& plan)
{
    out << YAML::Key << "plan" << YAML::Value << YAML::BeginMap;
    out << YAML::Key << "freeze" << YAML::Value;
    emit(out, plan.freeze);
    if (!plan.adapters.empty()) {
        out << YAML::Key << "adapters" << YAML::Value << YAML::BeginSeq;
        for (const plan::AdapterRule& rule : plan.adapters) {
            out << YAML::Flow << YAML::BeginMap;
            out << YAML::Key << "method" << YAML::Value << std::string(plan::adapterId(rule.adapter));
            std::visit(
                [&](const auto& options) {
                    forEachToldField(options, [&](const auto& field) {
                        out << YAML::Key << std::string(field.key) << YAML::Value;
                        emit(out, options.*(field.member));
                    });
                },
                rule.adapter);
            if (rule.gate) {
                out << YAML::Key << "gate" << YAML::Value << YAML::Flow << YAML::BeginMap;
                forEachField<plan::GateOptions>([&](const auto& field) {
                    out << YAML::Key << std::string(field.key) << YAML::Value;
                    emit(out, (*rule.gate).*(field.member));
                });
                out << YAML::EndMap;
            }
            emitRule(out, rule);
            out << YAML::EndMap;
        }
        out << YAML::EndSeq;
    }
    if (!plan.unfreeze.empty()) {
        out << YAML::Key << "unfreeze" << YAML::Value << YAML::BeginSeq;
        for (const plan::UnfreezeRule& rule : plan.unfreeze) {
            out << YAML::Flow << YAML::BeginMap;
            emitRule(out, rule);
            out << YAML::EndMap;
        }
        out << YAML::EndSeq;
    }
    if (!plan.lrScale.empty()) {
        out << YAML::Key << "lr_scale" << YAML::Value << YAML::BeginSeq;
        for (const plan::LearningRateScale& rule : plan.lrScale) {
            out << YAML::Flow << YAML::BeginMap << YAML::Key << "pattern" << YAML::Value;
            emit(out, rule.pattern);
            out << YAML::Key << "scale" << YAML::Value << textOf(rule.scale) << YAML::EndMap;
        }
        out << YAML::EndSeq;
    }
    if (!plan.exclude.empty()) {
        out << YAML::Key << "exclude" << YAML::Value;
        emit(out, plan.exclude);
    }
    out << YAML::EndMap;
}

using Settings = std::vector<std::pair<std::string, std::string>>;

template <HasFields T>
void addSettings(Settings& settings, const std::string& section, const T& value)
{
    forEachField<T>([&](const auto& field) {
        settings.emplace_back(section + "." + std::string(field.key), textOf(value.*(field.member)));
    });
}

template <class Rule>
std::string ruleTail(const Rule& rule)
{
    return (rule.lrScale != 1.0 ? " ×" + textOf(rule.lrScale) : "") +
           (rule.weightDecay ? " wd " + textOf(*rule.weightDecay) : "");
}

void addPlan(Settings& settings, const plan::TuningPlan& plan)
{
    settings.emplace_back("plan.freeze", textOf(plan.freeze));
    std::string text;
    for (const plan::AdapterRule& rule : plan.adapters) {
        text += (text.empty() ? "" : "; ") + std::string(plan::adapterId(rule.adapter)) + " " + rule.pattern;
        std::visit(
            [&](const auto& options) {
                forEachToldField(options, [&](const auto& field) {
                    text += " " + std::string(field.key) + " " + textOf(options.*(field.member));
                });
            },
            rule.adapter);
        if (rule.gate) {
            text += " gate";
            forEachField<plan::GateOptions>([&](const auto& field) {
                text += " " + std::string(field.key) + " " + textOf((*rule.gate).*(field.member));
            });
        }
        text += ruleTail(rule);
    }
    settings.emplace_back("plan.adapters", text);
    text.clear();
    for (const plan::UnfreezeRule& rule : plan.unfreeze) {
        text += (text.empty() ? "" : "; ") + rule.pattern + ruleTail(rule);
    }
    settings.emplace_back("plan.unfreeze", text);
    text.clear();
    for (const plan::LearningRateScale& rule : plan.lrScale) {
        text += (text.empty() ? "" : "; ") + rule.pattern + " ×" + textOf(rule.scale);
    }
    settings.emplace_back("plan.lr_scale", text);
    settings.emplace_back("plan.exclude", textOf(plan.exclude));
}

} // namespace

std::string toYaml(const Experiment& experiment)
{
    YAML::Emitter out;
    out.SetIndent(2);
    out << YAML::BeginMap;
    out << YAML::Key << "name" << YAML::Value;
    emit(out, experiment.name);
    if (!experiment.note.empty()) {
        out << YAML::Key << "note" << YAML::Value;
        emit(out, experiment.note);
    }
    if (!experiment.accept.empty()) {
        out << YAML::Key << "accept" << YAML::Value;
        emit(out, experiment.accept);
    }
    out << YAML::Key << "model" << YAML::Value << YAML::BeginMap;
    out << YAML::Key << "architecture" << YAML::Value << experiment.model.architecture;
    out << YAML::Key << "size" << YAML::Value << experiment.model.size;
    ModelSettings shown; // the two above stand already
    shown.architecture = experiment.model.architecture;
    shown.size = experiment.model.size;
    emitFields(out, experiment.model, shown);
    out << YAML::EndMap;
    emitSection(out, "data", experiment.data);
    emitPlan(out, experiment.plan);
    emitSection(out, "train", experiment.train);
    emitSection(out, "monitor", experiment.monitor);
    out << YAML::EndMap;
    return std::string(out.c_str()) + "\n";
}

Status save(const Experiment& experiment, const std::filesystem::path& file)
{
    return writeFileAtomically(file, toYaml(experiment));
}

Settings settings(const Experiment& experiment)
{
    Settings all{{"name", experiment.name}, {"note", experiment.note}, {"accept", textOf(experiment.accept)}};
    addSettings(all, "model", experiment.model);
    addSettings(all, "data", experiment.data);
    addPlan(all, experiment.plan);
    addSettings(all, "train", experiment.train);
    addSettings(all, "monitor", experiment.monitor);
    return all;
}

std::string recipeHash(const Experiment& experiment)
{
    std::uint64_t hash = fnv1a64("");
    for (const auto& [key, value] : settings(experiment)) {
        if (key != "name" && key != "note" && key != "accept" && key != "train.seed") {
            hash = fnv1a64(key + "=" + value + "\n", hash);
        }
    }
    return hexDigits(hash);
}

} // namespace espalier::experiment
