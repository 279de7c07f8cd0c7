#include "core/preflight/wording.h"

#include "core/base/json.h"

#include <algorithm>
#include <cstdio>

namespace espalier::preflight {

namespace {

constexpr std::size_t kListed = 5;

template <class Rule>
void addRule(Json& json, const Rule& rule)
{
    json["pattern"] = rule.pattern;
    if (rule.lrScale != 1.0) {
        json["lr_scale"] = rule.lrScale;
    }
    if (rule.weightDecay) {
        json["weight_decay"] = *rule.weightDecay;
    }
    if (rule.allowEmpty) {
        json["allow_empty"] = true;
    }
}

Json toJson(const plan::AdapterRule& rule)
{
    Json json{{"method", plan::adapterId(rule.adapter)}};
    std::visit(
        [&](const auto& options) {
            forEachField<std::decay_t<decltype(options)>>(
                [&](const auto& field) { json[std::string(field.key)] = options.*(field.member); });
        },
        rule.adapter);
    if (rule.gate) {
        forEachField<plan::GateOptions>(
            [&](const auto& field) { json["gate"][std::string(field.key)] = (*rule.gate).*(field.member); });
    }
    addRule(json, rule);
    return json;
}

Json toJson(const plan::UnfreezeRule& rule)
{
    Json json = Json::object();
    addRule(json, rule);
    return json;
}

Json toJson(const plan::LearningRateScale& rule)
{
    return {{"pattern", rule.pattern}, {"scale", rule.scale}};
}

Json toJson(const std::string& pattern)
{
    return pattern;
}

template <class Rule>
Json toJson(const std::vector<Rule>& rules)
{
    Json list = Json::array();
    for (const Rule& rule : rules) {
        list.push_back(toJson(rule));
    }
    return list;
}

std::string keyOf(plan::RuleKind kind)
{
    switch (kind) {
    case plan::RuleKind::Freeze:
        return "plan.freeze";
    case plan::RuleKind::Adapter:
        return "plan.adapters";
    case plan::RuleKind::Unfreeze:
        return "plan.unfreeze";
    case plan::RuleKind::LearningRateScale:
        return "plan.lr_scale";
    case plan::RuleKind::Exclude:
        return "plan.exclude";
    }
    return "plan";
}

} // namespace

std::string grouped(std::int64_t value)
{
    std::string text = std::to_string(value);
    for (std::size_t at = text.size(); at > (value < 0 ? 4U : 3U);) {
        at -= 3;
        text.insert(at, ",");
    }
    return text;
}

std::string counted(std::int64_t count, const std::string& noun, const std::string& plural)
{
    return grouped(count) + " " + (count == 1 ? noun : plural.empty() ? noun + "s" : plural);
}

std::string shortNumber(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.2g", value);
    return text;
}

std::string listed(const std::vector<std::string>& names)
{
    std::string text;
    const std::size_t shown = std::min(names.size(), kListed);
    for (std::size_t i = 0; i < shown; ++i) {
        text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + ("`" + names[i] + "`");
    }
    return names.size() > shown ? text + " and " + std::to_string(names.size() - shown) + " more" : text;
}

std::string placeOf(plan::RuleKind kind, std::size_t index)
{
    return keyOf(kind) + "[" + std::to_string(index) + "]";
}

std::string setOfTexts(const std::string& key, const std::vector<std::string>& texts)
{
    return key + "=" + jsonText(toJson(texts));
}

std::string setOfRules(plan::RuleKind kind, const plan::TuningPlan& plan)
{
    switch (kind) {
    case plan::RuleKind::Freeze:
        return keyOf(kind) + "=" + jsonText(toJson(plan.freeze));
    case plan::RuleKind::Adapter:
        return keyOf(kind) + "=" + jsonText(toJson(plan.adapters));
    case plan::RuleKind::Unfreeze:
        return keyOf(kind) + "=" + jsonText(toJson(plan.unfreeze));
    case plan::RuleKind::LearningRateScale:
        return keyOf(kind) + "=" + jsonText(toJson(plan.lrScale));
    case plan::RuleKind::Exclude:
        return keyOf(kind) + "=" + jsonText(toJson(plan.exclude));
    }
    return {};
}

std::int64_t trainingImages(const Subject& subject)
{
    if (subject.train != nullptr) {
        return static_cast<std::int64_t>(subject.train->entries.size());
    }
    return subject.experiment.data.kind == "inspection" ? subject.experiment.data.trainImages : 0;
}

std::int64_t batchesPerEpoch(const Subject& subject)
{
    const std::int64_t batch = std::max(1, subject.experiment.train.batch);
    return (trainingImages(subject) + batch - 1) / batch;
}

std::int64_t stepsPerEpoch(const Subject& subject)
{
    const std::int64_t accumulate = std::max(1, subject.experiment.train.accumulate);
    return (batchesPerEpoch(subject) + accumulate - 1) / accumulate;
}

} // namespace espalier::preflight
