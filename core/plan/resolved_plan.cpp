#include "core/plan/resolved_plan.h"

#include "core/base/assert.h"
#include "core/plan/resolution.h"

#include <utility>

namespace espalier::plan {

namespace {

using network::ModuleId;
using network::NetworkTree;
using network::Pattern;

std::vector<bool> within(const NetworkTree& tree, const std::vector<ModuleId>& roots)
{
    std::vector<bool> inside(tree.size(), false);
    for (const ModuleId root : roots) {
        inside[static_cast<std::size_t>(root)] = true;
    }
    for (std::size_t i = 1; i < tree.size(); ++i) {
        inside[i] = inside[i] || inside[static_cast<std::size_t>(tree.modules()[i].parent)];
    }
    return inside;
}

const std::string& patternOf(const std::string& rule)
{
    return rule;
}

template <class Rule>
const std::string& patternOf(const Rule& rule)
{
    return rule.pattern;
}

/// Append a report for each rule of one list of the plan.
template <class Rules>
Status selectAll(Resolution& resolution, RuleKind kind, const Rules& rules, const char* list)
{
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const std::string& pattern = patternOf(rules[i]);
        auto selected = Pattern::parse(pattern).and_then(
            [&resolution](const Pattern& parsed) { return parsed.tryToSelect(resolution.tree); });
        if (!selected) {
            return fail(withContext(selected.error(), std::string("plan.") + list + '[' + std::to_string(i) + ']'));
        }
        RuleReport report;
        report.kind = kind;
        report.index = i;
        report.pattern = pattern;
        report.modules = static_cast<std::int64_t>(selected->size());
        report.matches = std::move(*selected);
        resolution.inside.push_back(within(resolution.tree, report.matches));
        resolution.out.rules.push_back(std::move(report));
    }
    return {};
}

Status selectAll(Resolution& resolution)
{
    const TuningPlan& plan = resolution.plan;
    return selectAll(resolution, RuleKind::Freeze, plan.freeze, "freeze")
        .and_then([&] { return selectAll(resolution, RuleKind::Adapter, plan.adapters, "adapters"); })
        .and_then([&] { return selectAll(resolution, RuleKind::Unfreeze, plan.unfreeze, "unfreeze"); })
        .and_then([&] { return selectAll(resolution, RuleKind::LearningRateScale, plan.lrScale, "lr_scale"); })
        .and_then([&] { return selectAll(resolution, RuleKind::Exclude, plan.exclude, "exclude"); });
}

void setState(Resolution& resolution, std::size_t module, std::size_t rule)
{
    ResolvedPlan& out = resolution.out;
    const RuleReport& report = out.rules[rule];
    out.actingRule[module] = static_cast<int>(rule);
    if (report.kind == RuleKind::Unfreeze) {
        out.own[module] = TrainState::Unfrozen;
        out.lrScale[module] = resolution.plan.unfreeze[report.index].lrScale;
        resolution.weightDecay[module] = resolution.plan.unfreeze[report.index].weightDecay;
    } else {
        out.own[module] = report.kind == RuleKind::Freeze ? TrainState::Frozen : TrainState::Excluded;
        out.lrScale[module] = 1.0;
        resolution.weightDecay[module].reset();
    }
}

std::vector<network::Totals> heldBy(const NetworkTree& tree)
{
    std::vector<network::Totals> held(tree.size());
    for (std::size_t i = 0; i < tree.size(); ++i) {
        for (const network::Tensor& tensor : tree.modules()[i].tensors) {
            held[i].parameters += tensor.isParameter ? tensor.count() : 0;
            ++(tensor.isParameter ? held[i].parameterTensors : held[i].bufferTensors);
        }
    }
    return held;
}

} // namespace

std::string_view toText(RuleKind kind)
{
    switch (kind) {
    case RuleKind::Freeze:
        return "freeze";
    case RuleKind::Adapter:
        return "adapter";
    case RuleKind::Unfreeze:
        return "unfreeze";
    case RuleKind::LearningRateScale:
        return "lr_scale";
    case RuleKind::Exclude:
        return "exclude";
    }
    ESPALIER_ASSERT(false, "every rule kind has a text");
    return {};
}

Status applyRules(Resolution& resolution)
{
    const std::size_t modules = resolution.tree.size();
    resolution.out.own.assign(modules, TrainState::Unfrozen);
    resolution.out.lrScale.assign(modules, 1.0);
    resolution.out.actingRule.assign(modules, -1);
    resolution.weightDecay.assign(modules, std::nullopt);
    if (auto selected = selectAll(resolution); !selected) {
        return selected;
    }
    for (std::size_t rule = 0; rule < resolution.out.rules.size(); ++rule) {
        const RuleKind kind = resolution.out.rules[rule].kind;
        if (kind == RuleKind::Adapter || kind == RuleKind::LearningRateScale) {
            continue;
        }
        for (std::size_t module = 0; module < modules; ++module) {
            if (resolution.inside[rule][module]) {
                setState(resolution, module, rule);
            }
        }
    }
    return {};
}

void scaleRates(Resolution& resolution)
{
    ResolvedPlan& out = resolution.out;
    for (std::size_t rule = 0; rule < out.rules.size(); ++rule) {
        if (out.rules[rule].kind != RuleKind::LearningRateScale) {
            continue;
        }
        const double scale = resolution.plan.lrScale[out.rules[rule].index].scale;
        const std::vector<bool>& inside = resolution.inside[rule];
        for (std::size_t i = 0; i < out.lrScale.size(); ++i) {
            out.lrScale[i] *= inside[i] && out.own[i] == TrainState::Unfrozen ? scale : 1.0;
        }
        for (Graft& graft : out.grafts) {
            graft.lrScale *= inside[static_cast<std::size_t>(graft.site)] ? scale : 1.0;
        }
    }
}

Result<ResolvedPlan> resolve(const NetworkTree& tree, const TuningPlan& plan)
{
    Resolution resolution{tree, plan, heldBy(tree), {}};
    if (auto applied = applyRules(resolution); !applied) {
        return fail(applied.error());
    }
    placeGrafts(resolution);
    scaleRates(resolution);
    countParameters(resolution);
    formGroups(resolution);
    reportRules(resolution);
    return std::move(resolution.out);
}

} // namespace espalier::plan
