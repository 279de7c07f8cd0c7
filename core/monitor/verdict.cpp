#include "core/monitor/verdict.h"

#include <algorithm>
#include <array>
#include <utility>

namespace espalier::monitor {

namespace {

constexpr std::array<std::pair<Condition, std::string_view>, 7> kWords{{
    {Condition::Stable, "stable"},
    {Condition::LossScaleSearch, "loss_scale_search"},
    {Condition::LoneSpike, "lone_spike"},
    {Condition::ChanceLevel, "chance_level"},
    {Condition::Drift, "drift"},
    {Condition::Divergence, "divergence"},
    {Condition::Exploded, "exploded"},
}};

} // namespace

std::string_view toText(Condition condition)
{
    for (const auto& [value, word] : kWords) {
        if (value == condition) {
            return word;
        }
    }
    return "stable";
}

std::optional<Condition> conditionFromText(std::string_view text)
{
    for (const auto& [value, word] : kWords) {
        if (word == text) {
            return value;
        }
    }
    return std::nullopt;
}

run::Stability stabilityOf(Condition condition)
{
    switch (condition) {
    case Condition::Stable:
    case Condition::LossScaleSearch:
    case Condition::ChanceLevel:
        return run::Stability::Stable;
    case Condition::LoneSpike:
    case Condition::Drift:
        return run::Stability::Warning;
    case Condition::Divergence:
    case Condition::Exploded:
        return run::Stability::Exploded;
    }
    return run::Stability::Stable;
}

Observation observationOf(const run::StepDone& step)
{
    Observation observation;
    observation.step = step.step;
    for (const run::Sample& sample : step.samples) {
        const std::string_view name = sample.series;
        if (name == "loss") {
            observation.loss = sample.value;
        } else if (name.starts_with("loss_") && name != "loss_scale") {
            observation.parts.push_back(sample);
        } else if (name == "grad_norm") {
            observation.gradientNorm = sample.value;
        } else if (name.starts_with("grad_norm/")) {
            observation.branchNorms.push_back(sample);
        } else if (name == "lr" || name.starts_with("lr/")) {
            observation.learningRate = std::min(observation.learningRate.value_or(sample.value), sample.value);
        } else if (name == "loss_scale") {
            observation.lossScale = sample.value;
        }
    }
    return observation;
}

} // namespace espalier::monitor
