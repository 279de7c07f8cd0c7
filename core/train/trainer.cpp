#include "core/train/trainer.h"

#include "core/train/batch.h"
#include "core/train/process_memory.h"
#include "core/train/schedule.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace espalier::train {

namespace {

constexpr int kSkipsBeforeGivingUp = 50;
constexpr double kPausePollSeconds = 0.5;

double seconds(std::chrono::steady_clock::duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

std::string counted(std::size_t count, const char* noun)
{
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

} // namespace

Trainer::Trainer(const run::RunSpec& spec, run::EventLog& log, run::CommandBox& commands,
                 const Surroundings& surroundings)
    : m_spec(spec), m_experiment(spec.experiment), m_log(log), m_commands(commands), m_surroundings(surroundings),
      m_monitor(spec.experiment.monitor.divergence), m_resumedAt(std::chrono::steady_clock::now())
{
}

Trainer::~Trainer() = default;

double Trainer::seconds() const
{
    return m_position.seconds + train::seconds(std::chrono::steady_clock::now() - m_resumedAt);
}

void Trainer::emit(run::EventBody body)
{
    m_log.append(std::move(body), seconds());
}

void Trainer::note(run::Severity severity, std::string message, std::string where)
{
    emit(run::Note{severity, std::move(message), std::move(where)});
}

run::Outcome Trainer::outcome(run::RunState state, std::string message) const
{
    run::Outcome answer;
    answer.state = state;
    answer.message = std::move(message);
    if (std::isfinite(m_position.best)) {
        answer.best = m_position.best;
    }
    return answer;
}

run::Outcome Trainer::run()
{
    emit(run::StateChanged{run::RunState::Preparing});
    if (const Status prepared = prepare(); !prepared) {
        run::Outcome failed = outcome(run::RunState::Failed, describe(prepared.error()));
        failed.error = prepared.error();
        return failed;
    }
    announce();
    run::Outcome ended = loop();
    audit();
    return ended;
}

run::Outcome Trainer::loop()
{
    while (!isComplete()) {
        auto step = forwardBackward();
        if (!step) {
            run::Outcome failed = outcome(run::RunState::Failed, describe(step.error()));
            failed.error = step.error();
            return failed;
        }
        const std::int64_t epochBefore = m_position.epoch;
        Ending ending = guard(*step);
        if (ending == Ending::GoOn) {
            const bool epochEnds = m_position.epoch > epochBefore;
            const auto every = [&](int epochs) { return epochEnds && epochs > 0 && m_position.epoch % epochs == 0; };
            if (every(m_experiment.train.evalEvery) && !isComplete()) {
                validate();
            }
            ending = obey();
            if (ending == Ending::GoOn && (m_checkpointAsked || every(m_experiment.train.checkpointEvery))) {
                if (const Status written = writeCheckpoint(); !written) {
                    note(run::Severity::Error, describe(written.error()), "checkpoint");
                }
            }
        }
        if (ending == Ending::Exploded) {
            return outcome(run::RunState::Exploded, m_explosion);
        }
        if (ending == Ending::Stopped) {
            const Status written = writeCheckpoint();
            run::Outcome stopped =
                outcome(run::RunState::Stopped, written ? "stopped after step " + std::to_string(m_position.step) +
                                                              "; `resume` goes on from there"
                                                        : "stopped, but " + describe(written.error()));
            stopped.cancelled = true;
            return stopped;
        }
    }
    validate();
    if (const Status written = writeCheckpoint(); !written) {
        note(run::Severity::Error, describe(written.error()), "checkpoint");
    }
    const std::string rewound =
        m_position.rewinds > 0 ? ", rewound " + counted(static_cast<std::size_t>(m_position.rewinds), "time") : "";
    return outcome(run::RunState::Finished,
                   "finished " + counted(static_cast<std::size_t>(m_experiment.train.epochs), "epoch") + rewound);
}

bool Trainer::isComplete() const
{
    return m_position.epoch >= m_experiment.train.epochs;
}

double Trainer::epochNow() const
{
    return static_cast<double>(m_position.epoch) +
           static_cast<double>(m_position.batch) / static_cast<double>(m_batchesPerEpoch);
}

std::int64_t Trainer::scheduledStep() const
{
    return m_position.epoch * m_stepsPerEpoch + m_position.batch / m_experiment.train.accumulate;
}

double Trainer::learningRate() const
{
    return m_experiment.train.lr * m_position.lrFactor *
           learningRateFactor(m_experiment.train, scheduledStep(), m_stepsPerEpoch);
}

Result<Trainer::StepResult> Trainer::forwardBackward()
{
    restartPeakMemory();
    StepResult step;
    const int wanted = m_experiment.train.accumulate;
    // The last step of an epoch may have fewer batches; its mean is over those it has.
    const auto batches = static_cast<int>(std::min<std::int64_t>(wanted, m_batchesPerEpoch - m_position.batch));
    double lossCls = 0;
    double lossBbox = 0;
    double lossDfl = 0;
    m_network->train(true);
    m_optimizer->zeroGradients();
    for (int i = 0; i < batches; ++i) {
        dataset::Batch batch = m_loader->next();
        step.dataWait += batch.waitSeconds;
        for (const dataset::Defect& defect : batch.defects) {
            note(run::Severity::Warning, defect.message, defect.file);
        }
        if (batch.samples.empty()) {
            if (batches == 1) {
                return fail(ErrorCode::Unreadable, "no image of this batch could be read any more: see the notes",
                            "data");
            }
            continue;
        }
        const BatchTensors tensors = toTensors(batch.samples);
        const TrainingNetwork::Output output = m_network->forward(tensors.images);
        const DetectionLoss loss = detectionLoss(
            output.logits, output.distributions, tensors.boxes, tensors.labels,
            m_experiment.train.dflLayout == "mixed" ? DistributionLayout::MixedCells : DistributionLayout::Cells);
        const at::Tensor total = loss.loss_cls + loss.loss_bbox + loss.loss_dfl;
        (batches > 1 ? total / batches : total).backward();
        lossCls += loss.loss_cls.item<double>() / batches;
        lossBbox += loss.loss_bbox.item<double>() / batches;
        lossDfl += loss.loss_dfl.item<double>() / batches;
    }
    step.observation.losses = {
        {"loss", lossCls + lossBbox + lossDfl}, {"loss_cls", lossCls}, {"loss_bbox", lossBbox}, {"loss_dfl", lossDfl}};
    const GradientNorms norms =
        gradientNorms(m_network->trainable(), m_network->branchOf(), m_network->branches().size());
    step.observation.gradientNorm = norms.total;
    for (std::size_t i = 0; i < norms.branches.size(); ++i) {
        step.observation.branchNorms.push_back({"grad_norm/" + m_network->branches()[i], norms.branches[i]});
    }
    return step;
}

Trainer::Ending Trainer::guard(StepResult& step)
{
    // The state that these losses and gradients were computed from is the one judged here: kept before it is changed.
    monitor::Verdict verdict = m_monitor.observe(step.observation);
    step.stability = verdict.stability;
    const bool isFinite = std::isfinite(step.observation.gradientNorm) && verdict.reason != "non_finite_loss";
    const bool isExploded = verdict.stability == run::Stability::Exploded;
    const std::string& policy = m_experiment.monitor.policy;
    const std::int64_t stepNumber = m_position.step + 1;

    if (m_monitor.isCalm() && (m_healthy.isEmpty() || m_position.step % m_experiment.monitor.snapshotEvery == 0)) {
        m_healthy.keep(healthyState());
    }
    if (isFinite && !(isExploded && policy != "skip")) {
        update(step);
        m_skippedInARow = 0;
    } else {
        step.skipped = true;
        ++m_skippedInARow;
    }
    const double epoch = epochNow();
    ++m_position.step;
    m_position.batch += m_experiment.train.accumulate;
    if (m_position.batch >= m_batchesPerEpoch) {
        m_position.batch = 0;
        ++m_position.epoch;
    }
    report(step);
    if (verdict.reason.empty()) {
        return Ending::GoOn;
    }
    run::Guarded said{stepNumber, verdict.stability, verdict.reason, verdict.series, verdict.value, "none", 0};
    if (!isExploded) {
        emit(std::move(said));
        return Ending::GoOn;
    }
    char sentence[256];
    std::snprintf(sentence, sizeof sentence, "exploded at step %lld, epoch %.1f: %s (%s = %g)",
                  static_cast<long long>(stepNumber), epoch, verdict.reason.c_str(), verdict.series.c_str(),
                  verdict.value);
    m_explosion = sentence;
    if (policy == "rewind") {
        return rewind(verdict);
    }
    if (policy == "skip" && verdict.reason != "diverged" && m_skippedInARow < kSkipsBeforeGivingUp) {
        said.action = "skip";
        emit(std::move(said));
        return Ending::GoOn;
    }
    said.action = "stop";
    emit(std::move(said));
    return Ending::Exploded;
}

Trainer::Ending Trainer::rewind(const monitor::Verdict& verdict)
{
    run::Guarded said{m_position.step, verdict.stability, verdict.reason, verdict.series, verdict.value, "stop", 0};
    if (m_healthy.isEmpty()) {
        emit(std::move(said));
        return Ending::Exploded;
    }
    const bool isLast = m_position.rewinds >= m_experiment.monitor.rewinds;
    const HealthyState& state = m_healthy.forRewind();
    const Position before = m_position;
    restoreState(state);
    // What only counts up goes on; place in data and schedule goes back.
    m_position.step = before.step;
    m_position.seconds = before.seconds;
    m_position.best = before.best;
    m_position.rewinds = before.rewinds + 1;
    m_position.order = before.order + 1;
    m_position.lrFactor = before.lrFactor * m_experiment.monitor.rewindLr;
    said.rewindStep = state.position.step;
    said.action = isLast ? "stop" : "rewind";
    emit(std::move(said));
    if (isLast) {
        m_position.rewinds = before.rewinds;
        m_explosion += "; given up after " + counted(static_cast<std::size_t>(before.rewinds), "rewind") +
                       ", the last healthy state stands in the checkpoint";
        if (const Status written = writeCheckpoint(); !written) {
            note(run::Severity::Error, describe(written.error()), "checkpoint");
        }
        return Ending::Exploded;
    }
    m_monitor.rewound();
    m_skippedInARow = 0;
    startLoader();
    return Ending::GoOn;
}

void Trainer::update(StepResult& step)
{
    clipGradients(m_network->trainable(), step.observation.gradientNorm, m_experiment.train.clip);
    m_optimizer->setLearningRate(learningRate());
    m_optimizer->setMomentum(momentum(m_experiment.train, scheduledStep(), m_stepsPerEpoch));
    m_optimizer->step();
    if (m_average) {
        m_average->update();
    }
}

void Trainer::report(const StepResult& step)
{
    run::StepDone done;
    done.step = m_position.step;
    done.epoch = m_position.batch == 0 ? static_cast<double>(m_position.epoch) : epochNow();
    done.stability = step.stability;
    done.skipped = step.skipped;
    done.samples = step.observation.losses;
    done.samples.push_back({"grad_norm", step.observation.gradientNorm});
    const double lr = m_optimizer->learningRate();
    done.samples.push_back({"lr", lr});
    if (m_network->plan().groups.size() > 1) {
        for (const plan::ParameterGroup& group : m_network->plan().groups) {
            done.samples.push_back({"lr/" + group.label, lr * group.lrScale});
        }
    }
    done.samples.insert(done.samples.end(), step.observation.branchNorms.begin(), step.observation.branchNorms.end());
    done.samples.push_back({"data_wait", step.dataWait});
    done.samples.push_back({"memory", static_cast<double>(peakResidentBytes())});
    emit(std::move(done));
}

Trainer::Ending Trainer::obey()
{
    m_checkpointAsked = false;
    for (const run::Command& command : m_commands.take()) {
        emit(run::CommandApplied{m_position.step, command});
        switch (command.kind) {
        case run::CommandKind::Stop:
            return Ending::Stopped;
        case run::CommandKind::Pause:
            if (const Ending ending = waitWhilePaused(); ending != Ending::GoOn) {
                return ending;
            }
            break;
        case run::CommandKind::Resume:
            break;
        case run::CommandKind::CheckpointNow:
            m_checkpointAsked = true;
            break;
        case run::CommandKind::SetLearningRate:
            if (std::isfinite(command.value) && command.value >= 0) {
                m_position.lrFactor *= command.value;
            }
            break;
        case run::CommandKind::Rewind:
            note(run::Severity::Warning, "this engine cannot go back yet", "command");
            break;
        }
    }
    return Ending::GoOn;
}

Trainer::Ending Trainer::waitWhilePaused()
{
    emit(run::StateChanged{run::RunState::Paused});
    m_position.seconds = seconds();
    Ending ending = Ending::GoOn;
    for (bool isPaused = true; isPaused;) {
        m_commands.wait(kPausePollSeconds);
        m_resumedAt = std::chrono::steady_clock::now();
        for (const run::Command& command : m_commands.take()) {
            emit(run::CommandApplied{m_position.step, command});
            if (command.kind == run::CommandKind::Stop) {
                ending = Ending::Stopped;
                isPaused = false;
            } else if (command.kind == run::CommandKind::Resume) {
                isPaused = false;
            } else if (command.kind == run::CommandKind::CheckpointNow) {
                m_checkpointAsked = true;
            } else if (command.kind == run::CommandKind::SetLearningRate && std::isfinite(command.value) &&
                       command.value >= 0) {
                m_position.lrFactor *= command.value;
            }
        }
    }
    m_resumedAt = std::chrono::steady_clock::now();
    emit(run::StateChanged{run::RunState::Running});
    return ending;
}

void Trainer::startLoader()
{
    m_loader.reset(); // joins the old workers first
    m_loader = std::make_unique<dataset::BatchLoader>(
        m_data.train, m_experiment.data,
        dataset::BatchPlan{m_experiment.train.batch, m_experiment.train.epochs, m_experiment.train.seed},
        dataset::BatchPosition{m_position.epoch, m_position.batch, m_position.order});
}

} // namespace espalier::train
