#include "core/run/run_files.h"
#include "core/train/trainer.h"

#include <cmath>

namespace espalier::train {

void Trainer::validate()
{
    if (m_lastEvalEpoch == m_position.epoch) {
        return;
    }
    m_lastEvalEpoch = m_position.epoch;
    bool stopAsked = false;
    std::vector<run::Command> kept;
    const AveragedWeights averaged(m_average ? &*m_average : nullptr);
    const Evaluation evaluation =
        evaluate(*m_network, *m_data.val, m_experiment.data.imageSize, m_experiment.train.batch, [&] {
            for (run::Command& command : m_commands.take()) {
                stopAsked = stopAsked || command.kind == run::CommandKind::Stop;
                kept.push_back(command);
            }
            return stopAsked;
        });
    for (run::Command& command : kept) {
        m_commands.post(command);
    }
    if (stopAsked) {
        m_lastEvalEpoch = -1;
        return;
    }
    run::EvalDone done;
    done.step = m_position.step;
    done.epoch = epochNow();
    done.metrics = {
        {"mAP", evaluation.scores.map}, {"mAP50", evaluation.scores.map50}, {"mAP75", evaluation.scores.map75}};
    const auto& classes = m_data.val->catalogue().classes;
    for (std::size_t i = 0; i < classes.size() && i < evaluation.scores.perClass.size(); ++i) {
        done.metrics.push_back({"mAP/" + classes[i], evaluation.scores.perClass[i]});
    }
    emit(std::move(done));
    if (std::isfinite(evaluation.scores.map) && evaluation.scores.map > m_position.best) {
        m_position.best = evaluation.scores.map;
        keepBest(evaluation);
    }
}

void Trainer::keepBest(const Evaluation& evaluation)
{
    Status kept = metrics::writeDetections(evaluation.boxes, m_spec.runFolder / metrics::kDetectionsFileName);
    if (kept) {
        kept = writeStateTensors(m_spec.runFolder / run::kBestFileName, m_network->state(),
                                 {{"espalier.step", std::to_string(m_position.step)},
                                  {"espalier.map", jsonText(jsonNumber(m_position.best))},
                                  {"espalier.classes", jsonText(Json(evaluation.boxes.classes))}});
    }
    if (!kept) {
        note(run::Severity::Error, describe(kept.error()), "best validation");
    }
}

} // namespace espalier::train
