#include "core/base/files.h"
#include "core/preflight/preflight.h"
#include "core/train/norm_statistics.h"
#include "core/train/trainer.h"

#include <torch/torch.h>

#include <cstdio>

namespace espalier::train {

namespace {

run::Severity severityOf(preflight::Severity severity)
{
    switch (severity) {
    case preflight::Severity::Note:
        return run::Severity::Information;
    case preflight::Severity::Warning:
        return run::Severity::Warning;
    case preflight::Severity::Error:
        return run::Severity::Error;
    }
    return run::Severity::Error;
}

std::string counted(std::size_t count, const char* noun)
{
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

/// The first of many messages, and how many more there are.
std::string summary(const std::vector<dataset::Defect>& defects)
{
    std::string text = defects.front().message;
    if (defects.size() > 1) {
        text += " (and " + std::to_string(defects.size() - 1) + " more)";
    }
    return text;
}

} // namespace

Status Trainer::openData()
{
    auto data = dataset::openDataset(m_experiment.data, m_experiment.model.classes, m_spec.experimentFolder,
                                     m_experiment.train.seed);
    if (!data) {
        return fail(data.error());
    }
    m_data = std::move(*data);
    for (const auto* split : {m_data.train.get(), m_data.val.get()}) {
        const dataset::Catalogue& catalogue = split->catalogue();
        const char* name = split == m_data.train.get() ? "training" : "validation";
        for (const dataset::Defect& defect : catalogue.defects) {
            note(run::Severity::Warning, defect.message,
                 defect.file + (defect.annotation >= 0 ? " annotation " + std::to_string(defect.annotation) : ""));
        }
        note(run::Severity::Information,
             std::string(name) + " uses " + std::to_string(catalogue.entries.size()) + " of " +
                 counted(static_cast<std::size_t>(catalogue.listedImages), "image") + ", " +
                 std::to_string(catalogue.usedBoxes) + " of " + std::to_string(catalogue.listedBoxes) + " boxes");
        if (catalogue.entries.empty()) {
            return fail(ErrorCode::InvalidInput,
                        std::string("the ") + name + " set has no image that can be used" +
                            (catalogue.defects.empty() ? "" : ": " + summary(catalogue.defects)),
                        "data");
        }
    }
    return {};
}

/// Every finding is told; one that is graver than its experiment accepts ends a fresh run before a weight is read. A
/// run that goes on has been admitted once.
Status Trainer::checkBeforeStart(const PlannedNetwork& planned)
{
    const auto findings = preflight::check({m_experiment, planned.tree, planned.plan, &m_data.train->catalogue(),
                                            &m_data.val->catalogue(), m_surroundings.memoryBytes});
    for (const preflight::Finding& finding : findings) {
        const bool isAccepted = preflight::isAccepted(m_experiment, finding);
        note(isAccepted ? run::Severity::Information : severityOf(finding.severity),
             (isAccepted ? "accepted: " : "") + finding.sentence + " [" + std::string(finding.id) + "]", finding.place);
    }
    if (!m_spec.resumeFrom.empty()) {
        return {};
    }
    if (Status known = preflight::checkAccepted(m_experiment); !known) {
        return known;
    }
    return preflight::admit(m_experiment, findings);
}

Status Trainer::prepare()
{
    torch::manual_seed(static_cast<std::uint64_t>(m_experiment.train.seed));
    if (Status opened = openData(); !opened) {
        return opened;
    }
    const auto& classes = m_data.train->catalogue().classes;
    auto planned = planNetwork(m_experiment, classes);
    if (!planned) {
        return fail(planned.error());
    }
    if (Status admitted = checkBeforeStart(*planned); !admitted) {
        return admitted;
    }
    auto network = TrainingNetwork::build(std::move(*planned), m_experiment, classes,
                                          {m_spec.experimentFolder, m_surroundings.resources, m_surroundings.cache});
    if (!network) {
        return fail(network.error());
    }
    m_network = std::make_unique<TrainingNetwork>(std::move(*network));
    for (const std::string& text : m_network->notes()) {
        note(run::Severity::Warning, text, "model");
    }
    if (m_spec.resumeFrom.empty()) {
        const auto recovered = recoverStatistics(*m_network, *m_data.train, m_experiment.data.imageSize);
        if (!recovered) {
            return fail(recovered.error());
        }
        if (recovered->norms > 0) {
            note(run::Severity::Information,
                 counted(recovered->norms, "norm") + " that train came folded, without statistics: measured on " +
                     counted(recovered->images, "training image") + ", which leaves evaluation as it was",
                 "model");
        }
    }
    m_audit.emplace(m_network->frozen());
    m_origins = originsOf(*m_network);
    if (m_experiment.train.ema) {
        m_average.emplace(m_network->state());
    }
    m_optimizer = std::make_unique<Optimizer>(m_experiment.train, m_network->plan().groups, m_network->trainable());

    const auto images = static_cast<std::int64_t>(m_data.train->size());
    m_batchesPerEpoch = (images + m_experiment.train.batch - 1) / m_experiment.train.batch;
    m_stepsPerEpoch = (m_batchesPerEpoch + m_experiment.train.accumulate - 1) / m_experiment.train.accumulate;
    if (!m_spec.resumeFrom.empty()) {
        if (Status restored = restore(m_spec.resumeFrom); !restored) {
            return restored;
        }
    }
    m_guard = std::make_unique<Guard>(m_experiment.monitor, m_experiment.train.clip,
                                      Guard::Subject{m_network->trainable(), m_network->branchOf(),
                                                     m_network->branches(), [this] { return stateTensors(); }},
                                      *m_optimizer);
    startLoader();
    return {};
}

void Trainer::recall()
{
    std::int64_t last = -1; // what was said again after a kill counts once
    for (const run::EventBody& body : m_spec.past) {
        const auto* step = std::get_if<run::StepDone>(&body);
        const auto* guarded = std::get_if<run::Guarded>(&body);
        if (step != nullptr && step->step > last && step->step <= m_position.step) {
            last = step->step;
            m_history.add(*step);
            m_guard->recall(monitor::observationOf(*step));
        } else if (guarded != nullptr && guarded->action == "rewind" && guarded->step <= m_position.step) {
            m_guard->recallRewind();
        }
    }
}

void Trainer::announce()
{
    run::Started started;
    started.firstStep = m_position.step;
    started.epochs = m_experiment.train.epochs;
    started.stepsPerEpoch = m_stepsPerEpoch;
    started.totalSteps = m_stepsPerEpoch * started.epochs;
    started.parameters = m_network->plan().total;
    started.trainable = m_network->plan().trainable;
    started.adapterParameters = m_network->plan().adapters;
    started.trainImages = static_cast<std::int64_t>(m_data.train->size());
    started.valImages = static_cast<std::int64_t>(m_data.val->size());
    started.classes = m_data.train->catalogue().classes;
    started.environment = m_surroundings.environment;
    emit(std::move(started));
    note(run::Severity::Information, whatTrains(*m_network), "plan");
    char memory[96];
    std::snprintf(memory, sizeof memory, "the guard keeps %d healthy states in memory: %.1f MiB",
                  m_experiment.monitor.keep, static_cast<double>(m_guard->stateBytes()) / (1 << 20));
    note(run::Severity::Information, memory, "monitor");
    writeAudit(nullptr);
    emit(run::StateChanged{run::RunState::Running});
}

void Trainer::audit()
{
    const AuditResult result = m_audit->compare(m_network->frozen());
    note(result.moved.empty() ? run::Severity::Information : run::Severity::Error, result.sentence(),
         result.moved.empty() ? "" : "plan");
    writeAudit(&result);
}

void Trainer::writeAudit(const AuditResult* result)
{
    const Json json = auditJson(*m_network, result);
    if (const Status written = writeFileAtomically(m_spec.runFolder / kAuditFileName, jsonText(json, 1) + "\n");
        !written) {
        note(run::Severity::Error, describe(written.error()), "audit");
    }
}

} // namespace espalier::train
