#include "core/preflight/check_functions.h"
#include "core/preflight/memory_estimate.h"
#include "core/preflight/wording.h"

#include <algorithm>
#include <cstdio>
#include <map>

namespace espalier::preflight {

namespace {

using network::ModuleId;
using network::ModuleKind;
using plan::RuleKind;
using plan::RuleReport;
using plan::TrainState;

constexpr std::string_view kTextTower = "backbone.text_model";
constexpr std::string_view kImageModel = "backbone.image_model";
constexpr std::string_view kNeck = "neck";
constexpr std::string_view kClassBranches = "bbox_head.head_module.cls_preds";
constexpr std::string_view kContrasts = "bbox_head.head_module.cls_contrasts";

bool mayBeEmpty(const plan::TuningPlan& plan, const RuleReport& rule)
{
    return (rule.kind == RuleKind::Adapter && plan.adapters[rule.index].allowEmpty) ||
           (rule.kind == RuleKind::Unfreeze && plan.unfreeze[rule.index].allowEmpty);
}

/// Calls `change` with the list that holds rules of `kind`.
template <class Change>
void changeList(plan::TuningPlan& plan, RuleKind kind, Change&& change)
{
    switch (kind) {
    case RuleKind::Freeze:
        return change(plan.freeze);
    case RuleKind::Adapter:
        return change(plan.adapters);
    case RuleKind::Unfreeze:
        return change(plan.unfreeze);
    case RuleKind::LearningRateScale:
        return change(plan.lrScale);
    case RuleKind::Exclude:
        return change(plan.exclude);
    }
}

Repair removal(plan::TuningPlan plan, const RuleReport& rule)
{
    changeList(plan, rule.kind,
               [&](auto& list) { list.erase(list.begin() + static_cast<std::ptrdiff_t>(rule.index)); });
    return {"Remove the rule", {setOfRules(rule.kind, plan)}};
}

std::string& patternOf(std::string& pattern)
{
    return pattern;
}
template <class Rule>
std::string& patternOf(Rule& rule)
{
    return rule.pattern;
}

Repair replacement(plan::TuningPlan plan, const RuleReport& rule)
{
    changeList(plan, rule.kind, [&](auto& list) { patternOf(list[rule.index]) = rule.nearest; });
    return {"Replace by `" + rule.nearest + "`", {setOfRules(rule.kind, plan)}};
}

std::string sentenceOf(const RuleReport& rule)
{
    return "The " + std::string(toText(rule.kind)) + " pattern `" + rule.pattern + "` selects nothing: " + rule.reason;
}

TrainState stateUnder(const Subject& subject, std::string_view path, TrainState otherwise)
{
    const ModuleId id = subject.tree.find(path);
    return id == network::kNoModule ? otherwise : subject.plan.subtree[static_cast<std::size_t>(id)];
}

bool isClosed(TrainState state)
{
    return state == TrainState::Frozen || state == TrainState::Excluded;
}

/// A BatchNorm at or under `root` stays as it is.
bool hasClosedNorm(const Subject& subject, ModuleId root)
{
    for (std::size_t i = static_cast<std::size_t>(root); i < subject.tree.size(); ++i) {
        if (subject.tree.modules()[i].kind == ModuleKind::BatchNorm2d && isClosed(subject.plan.own[i]) &&
            subject.tree.isWithin(static_cast<ModuleId>(i), root)) {
            return true;
        }
    }
    return false;
}

/// A parameter of the network at or under `site` trains.
bool trainsItself(const Subject& subject, ModuleId site)
{
    for (std::size_t i = static_cast<std::size_t>(site); i < subject.tree.size(); ++i) {
        const auto& tensors = subject.tree.modules()[i].tensors;
        if (subject.plan.own[i] == TrainState::Unfrozen && subject.tree.isWithin(static_cast<ModuleId>(i), site) &&
            std::ranges::any_of(tensors, [](const network::Tensor& tensor) { return tensor.isParameter; })) {
            return true;
        }
    }
    return false;
}

std::string gigabytes(double bytes)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.1f GB", bytes / 1e9);
    return text;
}

} // namespace

void patternNoModule(const Subject& subject, std::vector<Finding>& findings)
{
    const plan::TuningPlan& plan = subject.experiment.plan;
    for (const RuleReport& rule : subject.plan.rules) {
        if (rule.modules != 0 || rule.reason.empty()) {
            continue;
        }
        const bool isAllowed = mayBeEmpty(plan, rule);
        findings.push_back({"pattern-no-module", isAllowed ? Severity::Note : Severity::Error,
                            sentenceOf(rule) + (isAllowed ? ", which it is allowed to" : ""),
                            placeOf(rule.kind, rule.index),
                            isAllowed              ? Repair{}
                            : rule.nearest.empty() ? removal(plan, rule)
                                                   : replacement(plan, rule)});
    }
}

void patternNoParameter(const Subject& subject, std::vector<Finding>& findings)
{
    const plan::TuningPlan& plan = subject.experiment.plan;
    for (const RuleReport& rule : subject.plan.rules) {
        if (rule.modules == 0 || rule.reason.empty() || rule.kind == RuleKind::LearningRateScale) {
            continue;
        }
        const bool isAllowed = mayBeEmpty(plan, rule);
        Finding finding{"pattern-no-parameter", isAllowed ? Severity::Note : Severity::Warning, sentenceOf(rule),
                        placeOf(rule.kind, rule.index), isAllowed ? Repair{} : removal(plan, rule)};
        for (const ModuleId match : rule.matches) {
            finding.modules.push_back(subject.tree.module(match).path);
        }
        findings.push_back(std::move(finding));
    }
}

void nothingTrains(const Subject& subject, std::vector<Finding>& findings)
{
    if (subject.plan.trainable == 0) {
        findings.push_back({"nothing-trains", Severity::Error,
                            "Nothing trains: all " + grouped(subject.plan.total) +
                                " parameters are frozen; add an adapter or unfreeze a branch",
                            "plan"});
    }
}

void lrScaleReachesNothing(const Subject& subject, std::vector<Finding>& findings)
{
    for (const RuleReport& rule : subject.plan.rules) {
        if (rule.kind == RuleKind::LearningRateScale && rule.modules > 0 && !rule.reason.empty()) {
            findings.push_back({"lr-scale-reaches-nothing", Severity::Warning,
                                "The learning-rate scale ×" +
                                    shortNumber(subject.experiment.plan.lrScale[rule.index].scale) + " of `" +
                                    rule.pattern + "` reaches no tensor: " + rule.reason,
                                placeOf(rule.kind, rule.index), removal(subject.experiment.plan, rule)});
        }
    }
}

void frozenTextUnfrozenClassBranch(const Subject& subject, std::vector<Finding>& findings)
{
    const bool isTextFrozen = isClosed(stateUnder(subject, kTextTower, TrainState::Mixed));
    const bool isClassOpen = stateUnder(subject, kClassBranches, TrainState::Frozen) == TrainState::Unfrozen;
    // With the whole image path open it is ordinary fine-tuning, the family's own recipe.
    const bool isImageOpen = stateUnder(subject, kImageModel, TrainState::Unfrozen) == TrainState::Unfrozen &&
                             stateUnder(subject, kNeck, TrainState::Unfrozen) == TrainState::Unfrozen;
    if (!isTextFrozen || !isClassOpen || isImageOpen) {
        return;
    }
    const auto id = static_cast<std::size_t>(subject.tree.find(kClassBranches));
    findings.push_back({"frozen-text-unfrozen-class-branch",
                        Severity::Warning,
                        "The class branches train wholly (" + grouped(subject.plan.trainableUnder[id]) +
                            " parameters) against frozen texts while part of the image path is frozen too: the study "
                            "blamed this pairing for its explosion at epoch 109, and the class loss is the one part "
                            "without a ceiling",
                        "plan.unfreeze",
                        {},
                        {std::string(kClassBranches), std::string(kTextTower)}});
}

void contrastFrozenClassUnfrozen(const Subject& subject, std::vector<Finding>& findings)
{
    std::vector<std::string> frozen;
    const ModuleId branches = subject.tree.find(kClassBranches);
    if (branches == network::kNoModule) {
        return;
    }
    for (const ModuleId branch : subject.tree.module(branches).children) {
        const ModuleId contrast = subject.tree.find(std::string(kContrasts) + "." + subject.tree.module(branch).name);
        if (contrast != network::kNoModule && trainsItself(subject, branch) && hasClosedNorm(subject, contrast)) {
            frozen.push_back(subject.tree.module(contrast).path);
        }
    }
    if (frozen.empty()) {
        return;
    }
    plan::TuningPlan open = subject.experiment.plan;
    for (const std::string& path : frozen) {
        open.unfreeze.push_back({path, 1.0, std::nullopt, false});
    }
    findings.push_back({"contrast-frozen-class-unfrozen",
                        Severity::Warning,
                        "The norm of " + counted(static_cast<std::int64_t>(frozen.size()), "contrast head") + " (" +
                            listed(frozen) +
                            ") is frozen while the class branch before it trains: its statistics no longer fit, and "
                            "the logits grow with the weights without a bound",
                        "plan.unfreeze",
                        {"Let these contrast heads train too", {setOfRules(RuleKind::Unfreeze, open)}},
                        frozen});
}

void adapterAndUnfreeze(const Subject& subject, std::vector<Finding>& findings)
{
    std::map<std::size_t, std::vector<std::string>> sites;
    for (const plan::Graft& graft : subject.plan.grafts) {
        if (trainsItself(subject, graft.site)) {
            sites[graft.rule].push_back(subject.tree.module(graft.site).path);
        }
    }
    for (const auto& [rule, paths] : sites) {
        findings.push_back({"adapter-and-unfreeze-on-one-weight",
                            Severity::Warning,
                            "The adapter rule `" + subject.experiment.plan.adapters[rule].pattern + "` sits on " +
                                counted(static_cast<std::int64_t>(paths.size()), "module") +
                                " whose own weights train too (" + listed(paths) +
                                "): both learn the same change, and what the adapter adds cannot be told",
                            placeOf(RuleKind::Adapter, rule),
                            {},
                            paths});
    }
}

void frozenStatisticsMove(const Subject& subject, std::vector<Finding>& findings)
{
    std::int64_t open = 0;
    for (std::size_t i = 0; i < subject.tree.size(); ++i) {
        const network::Module& module = subject.tree.modules()[i];
        if (module.kind == ModuleKind::BatchNorm2d && subject.plan.own[i] == TrainState::Unfrozen) {
            open += std::ranges::count_if(module.tensors, [](const auto& tensor) { return !tensor.isParameter; });
        }
    }
    if (subject.plan.movingBuffers > open) {
        findings.push_back({"frozen-batchnorm-statistics-move", Severity::Error,
                            grouped(subject.plan.movingBuffers - open) +
                                " running statistics under frozen norms would move in training",
                            "plan.freeze"});
    }
}

void memory(const Subject& subject, std::vector<Finding>& findings)
{
    constexpr double kShare = 0.8;
    const auto memoryBytes = static_cast<double>(subject.memoryBytes);
    const experiment::TrainSettings& train = subject.experiment.train;
    const MemoryEstimate needed = estimateMemory(subject, train.batch);
    if (memoryBytes <= 0 || needed.sum() <= kShare * memoryBytes) {
        return;
    }
    int batch = train.batch;
    int accumulate = train.accumulate;
    while (batch > 1 && batch % 2 == 0 && accumulate <= 512 &&
           estimateMemory(subject, batch).sum() > kShare * memoryBytes) {
        batch /= 2;
        accumulate *= 2;
    }
    Repair repair;
    if (estimateMemory(subject, batch).sum() <= kShare * memoryBytes) {
        repair = {"Take " + counted(batch, "image") + " at once, " + std::to_string(accumulate) + " batches per step",
                  {"train.batch=" + std::to_string(batch), "train.accumulate=" + std::to_string(accumulate)}};
    }
    findings.push_back({"memory", Severity::Warning,
                        "Roughly " + gigabytes(needed.sum()) + " will be needed (weights " + gigabytes(needed.weights) +
                            ", gradients and optimizer " + gigabytes(needed.training) + ", activations " +
                            gigabytes(needed.activations) + " at batch " + std::to_string(train.batch) + " and " +
                            std::to_string(subject.experiment.data.imageSize) + " px), and this machine has " +
                            gigabytes(memoryBytes),
                        "train.batch", std::move(repair)});
}

} // namespace espalier::preflight
