#include "core/train/trainer.h"

#include "core/run/stop.h"
#include "core/train/batch.h"
#include "core/train/gates.h"
#include "core/train/process_memory.h"
#include "core/train/readings.h"
#include "core/train/schedule.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace espalier::train {

namespace {

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
      m_resumedAt(std::chrono::steady_clock::now())
{
}

Trainer::~Trainer() = default;

double Trainer::seconds() const
{
    return m_position.seconds + train::seconds(std::chrono::steady_clock::now() - m_resumedAt);
}

void Trainer::emit(run::EventBody body)
{
    m_history.add(body);
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
    recall();
    run::Outcome ended = loop();
    audit();
    if (m_guard->keeps() > 0) {
        char cost[96];
        std::snprintf(cost, sizeof cost, "the guard kept a healthy state %d times, %.2f ms each", m_guard->keeps(),
                      1000 * m_guard->keepSeconds() / m_guard->keeps());
        note(run::Severity::Information, cost, "monitor");
    }
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
            // A run in trouble does not write over the last checkpoint that was worth going back to, unless asked to.
            const bool isDue = every(m_experiment.train.checkpointEvery) && !m_isInTrouble;
            if (ending == Ending::GoOn && (m_checkpointAsked || isDue)) {
                if (const Status written = writeCheckpoint(); !written) {
                    note(run::Severity::Error, describe(written.error()), "checkpoint");
                }
            }
        }
        if (ending == Ending::Exploded) {
            return outcome(run::RunState::Exploded, m_explosion);
        }
        if (ending == Ending::StoppedAtOnce) {
            run::Outcome stopped =
                outcome(run::RunState::Stopped, "stopped at once after step " + std::to_string(m_position.step) +
                                                    "; `resume` goes on from its last checkpoint");
            stopped.cancelled = true;
            return stopped;
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
    if (m_isInTrouble) { // it ran out of steps before it came back
        m_explosion += "; not back at its course when the epochs were over";
        (void)explode();
        return outcome(run::RunState::Exploded, m_explosion);
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
        const at::Tensor random = at::detail::getDefaultCPUGenerator().get_state();
        const TrainingNetwork::Output output = m_network->forward(tensors.images);
        const DetectionLoss loss = detectionLoss(
            output.logits, output.distributions, tensors.boxes, tensors.labels,
            m_experiment.train.dflLayout == "mixed" ? DistributionLayout::MixedCells : DistributionLayout::Cells);
        const at::Tensor total = m_network->objective(loss.loss_cls + loss.loss_bbox + loss.loss_dfl);
        (batches > 1 ? total / batches : total).backward();
        const double cls = loss.loss_cls.item<double>();
        const double bbox = loss.loss_bbox.item<double>();
        const double dfl = loss.loss_dfl.item<double>();
        lossCls += cls / batches;
        lossBbox += bbox / batches;
        lossDfl += dfl / batches;
        // The largest, and what is not a number before all.
        const double sum = cls + bbox + dfl;
        const bool isWorst = !std::isnan(step.suspect.loss) && !(sum <= step.suspect.loss);
        if (step.suspect.samples.empty() || isWorst) {
            step.suspect = {std::move(batch.samples), random, sum};
        }
    }
    step.observation.loss = lossCls + lossBbox + lossDfl;
    step.observation.parts = {{"loss_cls", lossCls}, {"loss_bbox", lossBbox}, {"loss_dfl", lossDfl}};
    return step;
}

Trainer::Ending Trainer::guard(StepResult& step)
{
    m_optimizer->setLearningRate(m_guard->held(learningRate()));
    m_optimizer->setMomentum(momentum(m_experiment.train, scheduledStep(), m_stepsPerEpoch));
    Guard::Decision decision = m_guard->judge(step.observation, m_position);
    step.stability = monitor::stabilityOf(decision.verdict.condition);
    step.skipped = !decision.updates;
    explain(step, decision);
    if (decision.updates) {
        update();
    }
    const double epoch = epochNow();
    ++m_position.step;
    m_position.batch += m_experiment.train.accumulate;
    if (m_position.batch >= m_batchesPerEpoch) {
        m_position.batch = 0;
        ++m_position.epoch;
    }
    const bool isRewind = decision.action == monitor::Action::Rewind;
    const bool isStop = decision.action == monitor::Action::Stop;
    const bool isBack = decision.verdict.condition == monitor::Condition::Divergence &&
                        decision.verdict.score < monitor::Ladder::kBackScore;
    const bool isKeptOut = decision.verdict.condition == monitor::Condition::Exploded && !decision.updates;
    m_isInTrouble = decision.verdict.condition >= monitor::Condition::Divergence && !isBack && !isKeptOut && !isRewind;
    if (isRewind || isStop) { // what ends here is an explosion, whatever its loss still is
        step.stability = run::Stability::Exploded;
    }
    if (isRewind || isStop || m_isInTrouble) {
        char sentence[256];
        std::snprintf(sentence, sizeof sentence, "exploded at step %lld, epoch %.1f: %s (%s = %g)",
                      static_cast<long long>(m_position.step), epoch, decision.verdict.reason.c_str(),
                      decision.verdict.series.c_str(), decision.verdict.value);
        m_explosion = sentence;
    }
    report(step);
    for (run::Guarded& said : decision.said) {
        emit(std::move(said));
    }
    if (!step.autopsy.empty()) {
        emit(run::AutopsyWritten{m_position.step, step.autopsy});
    }
    return isRewind ? rewind(decision.verdict) : isStop ? explode() : Ending::GoOn;
}

Trainer::Ending Trainer::rewind(const monitor::Verdict& verdict)
{
    emit(m_guard->rewind(verdict, m_position));
    startLoader();
    return Ending::GoOn;
}

Trainer::Ending Trainer::explode()
{
    if (m_guard->giveUp(m_position)) {
        m_explosion += "; given up after " + counted(static_cast<std::size_t>(m_position.rewinds), "rewind") +
                       ", the last healthy state stands in the checkpoint";
        if (const Status written = writeCheckpoint(); !written) {
            note(run::Severity::Error, describe(written.error()), "checkpoint");
        }
    }
    return Ending::Exploded;
}

void Trainer::rewindTo(double step)
{
    // Beyond any step there is, and not a number: neither is converted.
    const double most = std::clamp(std::isnan(step) ? -1.0 : std::floor(step), -1.0, 1e15);
    if (auto said = m_guard->rewindTo(static_cast<std::int64_t>(most), m_position)) {
        emit(std::move(*said));
        startLoader();
    } else {
        note(run::Severity::Warning, "no healthy state of that step or before is kept any more: nothing was changed",
             "command");
    }
}

void Trainer::update()
{
    m_optimizer->step();
    if (m_average) {
        m_average->update();
    }
}

run::StepDone Trainer::stepDone(const StepResult& step) const
{
    run::StepDone done;
    done.step = m_position.step;
    done.epoch = m_position.batch == 0 ? static_cast<double>(m_position.epoch) : epochNow();
    done.stability = step.stability;
    done.skipped = step.skipped;
    done.samples = {{"loss", *step.observation.loss}};
    done.samples.insert(done.samples.end(), step.observation.parts.begin(), step.observation.parts.end());
    done.samples.push_back({"grad_norm", *step.observation.gradientNorm});
    done.samples.push_back({"lr", m_optimizer->learningRate()});
    const auto& groups = m_network->plan().groups;
    for (std::size_t i = 0; groups.size() > 1 && i < groups.size(); ++i) {
        done.samples.push_back({"lr/" + groups[i].label, m_optimizer->groupRate(i)});
    }
    if (const auto share = openGates(*m_network)) {
        done.samples.push_back({"gates_open", *share});
    }
    done.samples.insert(done.samples.end(), step.observation.branchNorms.begin(), step.observation.branchNorms.end());
    if (done.step % m_experiment.monitor.snapshotEvery == 0) { // now and then: these read every weight
        const auto add = [&](const std::map<std::string, double>& byModule, const char* prefix) {
            const auto samples = largestByBranch(byModule, m_network->branches(), prefix);
            done.samples.insert(done.samples.end(), samples.begin(), samples.end());
        };
        add(updateRatios(m_network->trainable(), *m_optimizer, m_experiment.train), "update_ratio");
        add(normDrifts(m_network->state(), m_origins.norms), "norm_drift");
        if (const HealthyState* healthy = m_guard->newestHealthy()) {
            done.samples.push_back({"healthy_step", static_cast<double>(healthy->position.step)});
        }
    }
    done.samples.push_back({"data_wait", step.dataWait});
    done.samples.push_back({"memory", static_cast<double>(peakResidentBytes())});
    return done;
}

void Trainer::report(const StepResult& step)
{
    emit(stepDone(step));
}

Trainer::Ending Trainer::obey()
{
    m_checkpointAsked = false;
    for (const run::Command& command : m_commands.take()) {
        emit(run::CommandApplied{m_position.step, command});
        switch (command.kind) {
        case run::CommandKind::Stop:
            return command.value == run::kStopAtOnce ? Ending::StoppedAtOnce : Ending::Stopped;
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
            rewindTo(command.value);
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
                ending = command.value == run::kStopAtOnce ? Ending::StoppedAtOnce : Ending::Stopped;
                isPaused = false;
            } else if (command.kind == run::CommandKind::Resume) {
                isPaused = false;
            } else if (command.kind == run::CommandKind::CheckpointNow) {
                m_checkpointAsked = true;
            } else if (command.kind == run::CommandKind::SetLearningRate && std::isfinite(command.value) &&
                       command.value >= 0) {
                m_position.lrFactor *= command.value;
            } else if (command.kind == run::CommandKind::Rewind) {
                rewindTo(command.value);
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
