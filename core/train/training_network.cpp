#include "core/train/training_network.h"

#include "core/base/assert.h"
#include "core/model/describe.h"
#include "core/model/initialise.h"
#include "core/model/weights_binding.h"
#include "core/train/class_embeddings.h"
#include "core/weights/safetensors.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace espalier::train {

namespace {

constexpr std::string_view kResource = "resource:";
constexpr std::string_view kTextTower = "backbone.text_model.";
constexpr std::size_t kListed = 5; ///< names in one sentence

bool isOfTextTower(std::string_view name)
{
    return name.substr(0, kTextTower.size()) == kTextTower;
}

std::string listed(const std::vector<std::string>& names)
{
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), kListed); ++i) {
        text += (i == 0 ? "`" : ", `") + names[i] + "`";
    }
    return names.size() > kListed ? text + " and " + std::to_string(names.size() - kListed) + " more" : text;
}

/// Rules may say themselves that they select nothing.
bool mayBeEmpty(const plan::TuningPlan& plan, const plan::RuleReport& report)
{
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

Status checkRules(const plan::TuningPlan& plan, const plan::ResolvedPlan& resolved, std::vector<std::string>& notes)
{
    for (const plan::RuleReport& report : resolved.rules) {
        if (report.reason.empty()) {
            continue;
        }
        const std::string nearest = report.nearest.empty() ? "" : "; nearest: `" + report.nearest + "`";
        const std::string what =
            std::string(toText(report.kind)) + " `" + report.pattern + "`: " + report.reason + nearest;
        if (report.modules == 0 && !mayBeEmpty(plan, report)) {
            return fail(ErrorCode::InvalidInput, what + "; correct it, remove it, or mark it allow_empty", "plan");
        }
        notes.push_back(what);
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

Result<TrainingNetwork> TrainingNetwork::build(const experiment::Experiment& experiment,
                                               const std::vector<std::string>& classes, const Folders& folders)
{
    auto options = model::yoloWorldOptions(
        experiment.model.size, std::max(experiment.model.trainingClasses, static_cast<int>(classes.size())));
    if (!options) {
        return fail(options.error());
    }
    network::NetworkTree tree = model::describe(*options);
    auto plan = plan::resolve(tree, experiment.plan);
    if (!plan) {
        return fail(plan.error());
    }
    options->withTextTower = false; // class embeddings come from a file or from the names
    TrainingNetwork network(model::YoloWorld(*options, at::kCPU), std::move(tree), std::move(*plan));
    if (Status fine = checkRules(experiment.plan, network.m_plan, network.m_notes); !fine) {
        return fail(fine.error());
    }
    if (Status loaded = network.loadWeights(experiment, folders); !loaded) {
        return fail(loaded.error());
    }
    if (experiment.model.embeddings.empty()) {
        network.m_embeddings = hashedEmbeddings(classes, options->textWidth);
    } else {
        auto rows = loadEmbeddings(resolvePath(experiment.model.embeddings, folders), classes);
        if (!rows) {
            return fail(rows.error());
        }
        network.m_embeddings = *rows;
    }
    if (Status attached = network.attach(experiment); !attached) {
        return fail(attached.error());
    }
    network.assignBranches();
    return network;
}

Status TrainingNetwork::loadWeights(const experiment::Experiment& experiment, const Folders& folders)
{
    if (experiment.model.checkpoint.empty()) {
        const auto classes = std::max<std::int64_t>(1, static_cast<std::int64_t>(experiment.model.classes.size()));
        model::initialise(m_model, static_cast<int>(classes), static_cast<std::uint64_t>(experiment.train.seed));
        return {};
    }
    const std::filesystem::path path = resolvePath(experiment.model.checkpoint, folders);
    auto file = weights::SafetensorsFile::open(path);
    if (!file) {
        return fail(withContext(file.error(), "model.checkpoint"));
    }
    const model::Binding binding = model::bind(m_model, *file);
    if (!binding.isComplete()) {
        std::vector<std::string> wrong = binding.missing;
        wrong.insert(wrong.end(), binding.misshaped.begin(), binding.misshaped.end());
        return fail(ErrorCode::InvalidInput,
                    path.filename().string() + " does not fit " + m_model.options().model + ": " +
                        std::to_string(binding.missing.size()) + " tensors missing, " +
                        std::to_string(binding.misshaped.size()) + " of another shape: " + listed(wrong),
                    "model.checkpoint");
    }
    std::vector<std::string> unexpected;
    std::copy_if(binding.unexpected.begin(), binding.unexpected.end(), std::back_inserter(unexpected),
                 [](const std::string& name) { return !isOfTextTower(name); });
    if (!unexpected.empty()) {
        m_notes.push_back("the checkpoint holds tensors that this network has no place for: " + listed(unexpected));
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
            if (isOfTextTower(name)) {
                return fail(ErrorCode::Unsupported,
                            "the text tower is not trained yet: add `backbone.text_model` to plan.freeze", "plan");
            }
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
    model::YoloWorld::Output output = m_model.forward(images, m_embeddings);
    return {std::move(output.logits), std::move(output.distributions)};
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

} // namespace espalier::train
