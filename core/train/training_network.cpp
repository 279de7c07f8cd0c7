#include "core/train/training_network.h"

#include "core/base/assert.h"
#include "core/model/describe.h"
#include "core/train/base_weights.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace espalier::train {

namespace {

constexpr std::string_view kResource = "resource:";
constexpr std::string_view kTextTower = "backbone.text_model.";

bool trainsTextTower(const plan::ResolvedPlan& plan)
{
    const auto isOfTower = [](const std::string& name) { return name.starts_with(kTextTower); };
    return std::ranges::any_of(
        plan.groups, [&](const plan::ParameterGroup& group) { return std::ranges::any_of(group.tensors, isOfTower); });
}

/// Rules may say themselves that they select nothing, and an experiment that all of its rules may.
bool mayBeEmpty(const experiment::Experiment& experiment, const plan::RuleReport& report)
{
    const plan::TuningPlan& plan = experiment.plan;
    if (std::ranges::find(experiment.accept, "pattern-no-module") != experiment.accept.end()) {
        return true;
    }
    switch (report.kind) {
    case plan::RuleKind::Adapter:
        return plan.adapters[report.index].allowEmpty;
    case plan::RuleKind::Unfreeze:
        return plan.unfreeze[report.index].allowEmpty;
    case plan::RuleKind::Freeze:
    case plan::RuleKind::LearningRateScale:
    case plan::RuleKind::Exclude:
        return false;
    }
    return false;
}

Status checkRules(const experiment::Experiment& experiment, const plan::ResolvedPlan& resolved)
{
    for (const plan::RuleReport& report : resolved.rules) {
        if (!report.reason.empty() && report.modules == 0 && !mayBeEmpty(experiment, report)) {
            const std::string nearest = report.nearest.empty() ? "" : "; nearest: `" + report.nearest + "`";
            return fail(ErrorCode::InvalidInput,
                        std::string(toText(report.kind)) + " `" + report.pattern + "`: " + report.reason + nearest +
                            "; correct it, remove it, or mark it allow_empty",
                        "plan");
        }
    }
    if (resolved.trainable == 0) {
        return fail(ErrorCode::InvalidInput, "nothing trains: add an adapter or unfreeze a branch", "plan");
    }
    return {};
}

} // namespace

std::filesystem::path resolvePath(const std::string& path, const Folders& folders)
{
    if (path.rfind(kResource, 0) == 0) {
        return folders.resources / path.substr(kResource.size());
    }
    return folders.experiment / path; // an absolute path replaces the folder
}

TrainingNetwork::TrainingNetwork(model::YoloWorld model, network::NetworkTree tree, plan::ResolvedPlan plan)
    : m_model(std::move(model)), m_tree(std::move(tree)), m_plan(std::move(plan))
{
}

Result<PlannedNetwork> planNetwork(const experiment::Experiment& experiment, const std::vector<std::string>& classes)
{
    const auto options = model::yoloWorldOptions(
        experiment.model.size, std::max(experiment.model.trainingClasses, static_cast<int>(classes.size())));
    if (!options) {
        return fail(options.error());
    }
    network::NetworkTree tree = model::describe(*options);
    auto plan = plan::resolve(tree, experiment.plan);
    if (!plan) {
        return fail(plan.error());
    }
    return PlannedNetwork{*options, std::move(tree), std::move(*plan)};
}

Result<TrainingNetwork> TrainingNetwork::build(const experiment::Experiment& experiment,
                                               const std::vector<std::string>& classes, const Folders& folders)
{
    auto planned = planNetwork(experiment, classes);
    if (!planned) {
        return fail(planned.error());
    }
    return build(std::move(*planned), experiment, classes, folders);
}

Result<TrainingNetwork> TrainingNetwork::build(PlannedNetwork planned, const experiment::Experiment& experiment,
                                               const std::vector<std::string>& classes, const Folders& folders)
{
    model::YoloWorldOptions& options = planned.options;
    options.withTextTower = false; // one that trains is brought by readText()
    TrainingNetwork network(model::YoloWorld(options, at::kCPU), std::move(planned.tree), std::move(planned.plan));
    if (Status fine = checkRules(experiment, network.m_plan); !fine) {
        return fail(fine.error());
    }
    const std::filesystem::path checkpoint =
        experiment.model.checkpoint.empty() ? "" : resolvePath(experiment.model.checkpoint, folders);
    auto notes = loadBaseWeights(network.m_model, checkpoint, std::max(1, static_cast<int>(classes.size())),
                                 static_cast<std::uint64_t>(experiment.train.seed));
    if (!notes) {
        return fail(notes.error());
    }
    std::ranges::move(*notes, std::back_inserter(network.m_notes));
    if (Status read = network.readText(experiment.model, classes, folders); !read) {
        return fail(read.error());
    }
    if (Status attached = network.attach(experiment); !attached) {
        return fail(attached.error());
    }
    network.assignBranches();
    return network;
}

Status TrainingNetwork::readText(const experiment::ModelSettings& settings, const std::vector<std::string>& classes,
                                 const Folders& folders)
{
    const auto resolved = [&](const std::string& path) {
        return path.empty() ? std::filesystem::path() : resolvePath(path, folders);
    };
    const TextFiles files{resolved(settings.embeddings), resolved(settings.tokenizer),
                          resolved(settings.textWeights.empty() ? settings.checkpoint : settings.textWeights),
                          folders.cache};
    model::TextTowerOptions options = m_model.options().textTower;
    options.projection = m_model.options().textWidth;
    if (trainsTextTower(m_plan)) {
        auto text = TrainedText::open(settings, classes, files, options);
        if (!text) {
            return fail(text.error());
        }
        m_model.setTextTower(text->tower());
        m_trainedText = std::move(*text);
        return {};
    }
    auto rows = fixedEmbeddings(settings, classes, files, options);
    if (!rows) {
        return fail(rows.error());
    }
    m_embeddings = *rows;
    if (files.tokenizer.empty() && !(settings.prompts.empty() && settings.templates.empty())) {
        m_notes.emplace_back("prompts and templates are not read: without model.tokenizer the network sees no text");
    }
    return {};
}

Status TrainingNetwork::attach(const experiment::Experiment& experiment)
{
    auto attachment =
        adapter::Attachment::attach(m_model, m_tree, m_plan, static_cast<std::uint64_t>(experiment.train.seed));
    if (!attachment) {
        return fail(attachment.error());
    }
    m_attachment = std::move(*attachment);

    for (at::Tensor& parameter : m_model.parameters()) {
        parameter.set_requires_grad(false);
    }
    std::unordered_map<std::string, at::Tensor> byName;
    for (const auto& item : m_model.named_parameters()) {
        byName.emplace(item.key(), item.value());
    }
    for (const auto& [name, tensor] : m_attachment.tensors()) {
        byName.emplace(name, tensor);
    }
    for (const plan::ParameterGroup& group : m_plan.groups) {
        for (const std::string& name : group.tensors) {
            const auto found = byName.find(name);
            ESPALIER_ASSERT(found != byName.end(), "the description names what the network has");
            found->second.set_requires_grad(true);
            m_trainable.emplace_back(name, found->second);
        }
    }
    freeze();
    return {};
}

void TrainingNetwork::freeze()
{
    for (const auto& item : m_model.named_modules({}, /*include_self=*/false)) {
        auto* norm = dynamic_cast<model::BatchNorm2d*>(item.value().get());
        if (norm == nullptr) {
            continue;
        }
        const network::ModuleId id = m_tree.find(item.key());
        ESPALIER_ASSERT(id != network::kNoModule, "the description has every module");
        const bool isTrained = m_plan.own[static_cast<std::size_t>(id)] == plan::TrainState::Unfrozen;
        norm->freezeStatistics(!isTrained);
        if (isTrained) {
            for (const auto& buffer : norm->named_buffers(false)) {
                m_movingBuffers.emplace("buffer." + item.key() + "." + buffer.key(), buffer.value());
            }
        }
    }
}

void TrainingNetwork::assignBranches()
{
    std::unordered_map<std::string, int> numbers;
    for (const auto& [name, tensor] : m_trainable) {
        // The longest module path that the tensor's name begins with, then up to the branch that is drawn.
        std::string path = name;
        network::ModuleId id = network::kNoModule;
        while (id == network::kNoModule && !path.empty()) {
            const auto dot = path.rfind('.');
            path = dot == std::string::npos ? std::string() : path.substr(0, dot);
            id = m_tree.find(path);
        }
        while (id > 0 && m_tree.module(id).part.empty()) {
            id = m_tree.module(id).parent;
        }
        const std::string branch = id > 0 ? m_tree.module(id).path : "network";
        const auto [found, isNew] = numbers.emplace(branch, static_cast<int>(m_branches.size()));
        if (isNew) {
            m_branches.push_back(branch);
        }
        m_branchOf.push_back(found->second);
    }
}

TrainingNetwork::Output TrainingNetwork::forward(const at::Tensor& images)
{
    model::YoloWorld::Output output = m_model.forward(images, text());
    return {std::move(output.logits), std::move(output.distributions)};
}

at::Tensor TrainingNetwork::objective(const at::Tensor& loss) const
{
    const at::Tensor penalty = m_attachment.penalty();
    return penalty.defined() ? loss + penalty : loss;
}

void TrainingNetwork::train(bool on)
{
    m_model.train(on);
    m_attachment.train(on);
}

StateTensors TrainingNetwork::state() const
{
    StateTensors tensors = m_movingBuffers;
    for (const auto& [name, tensor] : m_trainable) {
        tensors.emplace("param." + name, tensor);
    }
    return tensors;
}

StateTensors TrainingNetwork::frozen() const
{
    StateTensors tensors;
    for (const auto& item : m_model.named_parameters()) {
        if (!item.value().requires_grad()) {
            tensors.emplace("param." + item.key(), item.value());
        }
    }
    for (const auto& item : m_model.named_buffers()) {
        if (std::string name = "buffer." + item.key(); m_movingBuffers.count(name) == 0) {
            tensors.emplace(std::move(name), item.value());
        }
    }
    return tensors;
}

} // namespace espalier::train
