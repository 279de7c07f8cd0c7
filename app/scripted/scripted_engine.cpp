#include "app/scripted/scripted_engine.h"

#include "app/scripted/scripted_autopsy.h"
#include "app/scripted/scripted_network.h"
#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/base/random.h"
#include "core/plan/resolved_plan.h"
#include "core/run/stop.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <thread>

namespace espalier::scripted {

namespace {

constexpr std::int64_t kFallbackImages = 31;
constexpr double kPi = 3.14159265358979323846;

/// State of one scripted run; `step` counts what was done, `place` where the schedule stands.
class Play {
public:
    Play(const run::RunSpec& spec, run::EventLog& log, run::CommandBox& commands, double secondsAStep)
        : m_spec(spec), m_settings(spec.experiment), m_log(log), m_commands(commands), m_secondsAStep(secondsAStep),
          m_random(fnv1a64(spec.experiment.name) + static_cast<std::uint64_t>(spec.experiment.train.seed)),
          m_begin(Clock().steadySeconds())
    {
        const std::int64_t images =
            m_settings.data.kind == "inspection" ? m_settings.data.trainImages : kFallbackImages;
        const std::int64_t lot = std::int64_t{m_settings.train.batch} * m_settings.train.accumulate;
        m_stepsAnEpoch = std::max<std::int64_t>(1, (images + lot - 1) / lot);
        m_total = m_stepsAnEpoch * m_settings.train.epochs;
    }

    run::Outcome run(const ScriptedEngine::Facts& environment)
    {
        if (const Status prepared = prepare(environment); !prepared) {
            return ended(run::RunState::Failed, describe(prepared.error()), prepared.error());
        }
        state(run::RunState::Running);
        while (m_place < m_total) {
            obey();
            if (m_isStopping) {
                if (!m_isStoppingAtOnce) {
                    checkpoint();
                }
                run::Outcome outcome = ended(run::RunState::Stopped, "stopped at step " + std::to_string(m_step));
                outcome.cancelled = true;
                return outcome;
            }
            if (!advance()) {
                return ended(run::RunState::Exploded, "exploded at step " + std::to_string(m_step));
            }
        }
        checkpoint();
        return ended(run::RunState::Finished, "finished after " + std::to_string(m_settings.train.epochs) + " epochs");
    }

private:
    [[nodiscard]] double seconds() const { return m_secondsBefore + Clock().steadySeconds() - m_begin - m_paused; }
    void say(run::EventBody body) { m_log.append(std::move(body), seconds()); }
    void state(run::RunState state) { say(run::StateChanged{state}); }
    [[nodiscard]] double epoch() const { return static_cast<double>(m_place) / static_cast<double>(m_stepsAnEpoch); }

    run::Outcome ended(run::RunState state, std::string message, std::optional<Error> error = {})
    {
        run::Outcome outcome; // as from any engine, the outcome alone says that it is over
        outcome.state = state;
        outcome.error = std::move(error);
        outcome.message = std::move(message);
        if (m_best >= 0) {
            outcome.best = m_best;
        }
        return outcome;
    }

    Status prepare(const ScriptedEngine::Facts& environment)
    {
        state(run::RunState::Preparing);
        auto tree = describeScripted(m_settings.model);
        if (!tree) {
            return fail(tree.error());
        }
        auto resolved = plan::resolve(*tree, m_settings.plan);
        if (!resolved) {
            return fail(resolved.error());
        }
        if (!m_spec.resumeFrom.empty()) {
            if (const Status loaded = load(); !loaded) {
                return loaded;
            }
        }
        m_groups.clear();
        for (const plan::ParameterGroup& group : resolved->groups) {
            m_groups.emplace_back(group.label, group.lrScale);
        }
        m_share =
            resolved->total > 0 ? static_cast<double>(resolved->trainable) / static_cast<double>(resolved->total) : 0;
        run::Started started;
        started.firstStep = m_step;
        started.totalSteps = m_total;
        started.stepsPerEpoch = m_stepsAnEpoch;
        started.epochs = m_settings.train.epochs;
        started.parameters = resolved->total;
        started.trainable = resolved->trainable;
        started.adapterParameters = resolved->adapters;
        started.trainImages = m_settings.data.kind == "inspection" ? m_settings.data.trainImages : kFallbackImages;
        started.valImages = m_settings.data.kind == "inspection" ? m_settings.data.valImages : kFallbackImages + 1;
        started.classes = m_settings.model.classes;
        started.environment = environment;
        say(started);
        return {};
    }

    Status load()
    {
        const auto text = readFile(m_spec.resumeFrom);
        if (!text) {
            return fail(text.error());
        }
        const auto json = parseJson(*text, m_spec.resumeFrom.string());
        if (!json) {
            return fail(json.error());
        }
        if (!json->is_object() || !json->contains("step") || !(*json)["step"].is_number_integer() ||
            !json->contains("seconds") || !(*json)["seconds"].is_number()) {
            return fail(ErrorCode::Unreadable, "is no checkpoint of the scripted engine", m_spec.resumeFrom.string());
        }
        m_step = m_place = std::clamp<std::int64_t>((*json)["step"].get<std::int64_t>(), 0, m_total);
        m_secondsBefore = (*json)["seconds"].get<double>();
        return {};
    }

    void obey()
    {
        bool isPaused = false;
        const double pausedAt = Clock().steadySeconds();
        do {
            for (const run::Command& command : m_commands.take()) {
                say(run::CommandApplied{m_step, command});
                switch (command.kind) {
                case run::CommandKind::Stop:
                    m_isStopping = true;
                    m_isStoppingAtOnce = command.value == run::kStopAtOnce;
                    break;
                case run::CommandKind::Pause:
                    isPaused = true;
                    break;
                case run::CommandKind::Resume:
                    isPaused = false;
                    break;
                case run::CommandKind::CheckpointNow:
                    checkpoint();
                    break;
                case run::CommandKind::SetLearningRate:
                    m_rateFactor *= command.value;
                    break;
                case run::CommandKind::Rewind:
                    rewind(command.value);
                    break;
                }
                if (command.kind == run::CommandKind::Pause || command.kind == run::CommandKind::Resume) {
                    state(isPaused ? run::RunState::Paused : run::RunState::Running);
                }
            }
            if (isPaused && !m_isStopping) {
                m_commands.wait(0.2);
            }
        } while (isPaused && !m_isStopping);
        m_paused += Clock().steadySeconds() - pausedAt;
    }

    void rewind(double asked)
    {
        const auto step = static_cast<std::int64_t>(std::clamp(std::floor(asked), 0.0, static_cast<double>(m_step)));
        m_place = std::max<std::int64_t>(0, m_place - (m_step - step));
        say(run::Guarded{m_step, run::Stability::Stable, "asked", "", 0, "rewind", step});
    }

    [[nodiscard]] double rate() const
    {
        const double position = static_cast<double>(m_place) / static_cast<double>(m_total);
        const double warm = m_settings.train.warmup;
        const double ramp = warm > 0 && position < warm ? position / warm : 1.0;
        const double floor = m_settings.train.lrFloor;
        const double fall = floor + (1 - floor) * 0.5 * (1 + std::cos(kPi * position));
        return m_settings.train.lr * m_rateFactor * ramp * fall;
    }

    /// False: it exploded, and the policy is to stop.
    bool advance()
    {
        ++m_step;
        ++m_place;
        const double left = std::exp(-4.0 * static_cast<double>(m_place) / static_cast<double>(m_total));
        const auto noise = [this](double strength) { return 1.0 + strength * m_random.normal(); };
        const double cls = (2.4 - std::sqrt(m_share) + 18 * left) * noise(0.06);
        const double bbox = (3.6 + 3.5 * left * left) * noise(0.04);
        const double dfl = (13.5 + 3 * left) * noise(0.004);
        double norm = (30 + 260 * left * (0.3 + m_share)) * std::exp(0.25 * m_random.normal());
        const bool explodes = m_settings.train.lr * m_rateFactor >= ScriptedEngine::kExplodingRate &&
                              m_place >= std::max<std::int64_t>(2, m_total / 4);
        run::StepDone done;
        done.step = m_step;
        done.epoch = epoch();
        if (explodes) {
            norm = std::numeric_limits<double>::infinity();
            done.stability = run::Stability::Exploded;
            done.skipped = true;
        }
        const double clsSaid = explodes ? std::numeric_limits<double>::quiet_NaN() : cls;
        done.samples = {{"loss", clsSaid + bbox + dfl},
                        {"loss_cls", clsSaid},
                        {"loss_bbox", bbox},
                        {"loss_dfl", dfl},
                        {"grad_norm", norm}};
        for (const auto& [label, scale] : m_groups) {
            done.samples.push_back({"lr/" + label, rate() * scale});
        }
        for (const char* branch : {"backbone.image_model.stage4", "neck.top_down_layers.0", "neck.bottom_up_layers.1",
                                   "bbox_head.head_module.cls_preds.2", "bbox_head.head_module.reg_preds.2"}) {
            done.samples.push_back({std::string("grad_norm/") + branch, norm * m_random.uniform(0.1, 0.7)});
        }
        if (m_step % m_settings.monitor.snapshotEvery == 0) {
            done.samples.push_back({"healthy_step", static_cast<double>(m_step - 1)});
        }
        say(done);
        if (explodes) {
            const run::Guarded guarded = rescue();
            say(guarded);
            if (const auto written = writeScriptedAutopsy(m_spec.runFolder, done, guarded)) {
                say(run::AutopsyWritten{m_step, written->string()});
            } else {
                say(run::Note{run::Severity::Error, written.error().message, written.error().where});
            }
            if (guarded.action == "stop") {
                return false;
            }
        }
        if (m_place % m_stepsAnEpoch == 0) {
            endOfEpoch();
        }
        if (m_secondsAStep > 0) {
            m_commands.wait(m_secondsAStep);
        }
        return true;
    }

    /// What is done about an explosion, by the policy.
    run::Guarded rescue()
    {
        run::Guarded guarded{m_step,
                             run::Stability::Exploded,
                             "non_finite_gradient",
                             "loss_cls",
                             std::numeric_limits<double>::infinity(),
                             m_settings.monitor.policy,
                             0};
        if (m_settings.monitor.policy == "skip") {
            return guarded;
        }
        const bool goesBack = m_settings.monitor.policy == "rewind" || m_settings.monitor.policy == "ladder";
        if (goesBack && m_rewinds < m_settings.monitor.rewinds) {
            guarded.action = "rewind";
            ++m_rewinds;
            m_rateFactor *= m_settings.monitor.rewindLr;
            m_place = std::max<std::int64_t>(0, m_place - m_settings.monitor.snapshotEvery);
            guarded.rewindStep = m_place;
            return guarded;
        }
        guarded.action = "stop";
        return guarded;
    }

    void endOfEpoch()
    {
        const std::int64_t number = m_place / m_stepsAnEpoch;
        const auto isDue = [&](int every) { return every > 0 && number % every == 0; };
        if (isDue(m_settings.train.evalEvery) || m_place == m_total) {
            evaluate();
        }
        if (isDue(m_settings.train.checkpointEvery)) {
            checkpoint();
        }
    }

    void evaluate()
    {
        const double position = static_cast<double>(m_place) / static_cast<double>(m_total);
        const double map = std::clamp(
            (0.18 + 0.25 * std::sqrt(m_share)) * (1 - std::exp(-5 * position)) + 0.02 * m_random.normal(), 0.0, 1.0);
        m_best = std::max(m_best, map);
        run::EvalDone done{m_step, epoch(), {{"mAP", map}, {"mAP50", std::min(1.0, map * 1.8)}, {"mAP75", map * 0.8}}};
        for (const std::string& name : m_settings.model.classes) {
            done.metrics.push_back({"mAP/" + name, std::clamp(map * (1 + 0.3 * m_random.normal()), 0.0, 1.0)});
        }
        say(done);
    }

    void checkpoint()
    {
        const auto file = m_spec.runFolder / ("scripted-" + std::to_string(m_step) + ".json");
        const Json json{{"step", m_place}, {"seconds", seconds()}};
        if (const Status written = writeFileAtomically(file, json.dump()); written) {
            say(run::CheckpointWritten{m_step, file.string()});
        } else {
            say(run::Note{run::Severity::Error, written.error().message, written.error().where});
        }
    }

    const run::RunSpec& m_spec;
    const experiment::Experiment& m_settings;
    run::EventLog& m_log;
    run::CommandBox& m_commands;
    double m_secondsAStep;
    Random m_random;
    double m_begin;
    double m_paused = 0;
    double m_secondsBefore = 0;
    std::int64_t m_stepsAnEpoch = 1;
    std::int64_t m_total = 1;
    std::int64_t m_step = 0;
    std::int64_t m_place = 0;
    double m_rateFactor = 1;
    double m_share = 0;
    double m_best = -1;
    int m_rewinds = 0;
    bool m_isStopping = false;
    bool m_isStoppingAtOnce = false;
    std::vector<std::pair<std::string, double>> m_groups;
};

} // namespace

ScriptedEngine::ScriptedEngine(Facts environment, double secondsAStep)
    : m_environment(std::move(environment)), m_secondsAStep(secondsAStep)
{
}

run::Outcome ScriptedEngine::run(const run::RunSpec& spec, run::EventLog& log, run::CommandBox& commands)
{
    return Play(spec, log, commands, m_secondsAStep).run(m_environment);
}

Result<run::DryRun> ScriptedEngine::dryRun(const run::RunSpec& spec, const run::DryRunWatch& watch)
{
    const auto tree = describeScripted(spec.experiment.model);
    if (!tree) {
        return fail(tree.error());
    }
    const auto resolved = plan::resolve(*tree, spec.experiment.plan);
    if (!resolved) {
        return fail(resolved.error());
    }
    constexpr double kProductsASecond = 2e10;
    const auto isOff = [&](run::DryRunStage stage, std::string_view module = {}) {
        watch.progress(stage, module);
        return watch.shouldStop();
    };
    run::DryRun made;
    made.images = spec.experiment.train.batch;
    made.batchesPerStep = spec.experiment.train.accumulate;
    made.isWarm = true;
    made.data = 0.004 * made.images;
    made.weights = resolved->total * 4;
    made.gradients = resolved->trainable * 4;
    made.optimizer = 2 * made.gradients;
    made.update = 1e-9 * static_cast<double>(resolved->trainable);
    const std::int64_t images = spec.experiment.data.kind == "inspection" ? spec.experiment.data.trainImages : 31;
    const std::int64_t lot = std::int64_t{made.images} * made.batchesPerStep;
    made.steps = spec.experiment.train.epochs * ((images + lot - 1) / lot);
    if (isOff(run::DryRunStage::Data) || isOff(run::DryRunStage::Network)) {
        return fail(ErrorCode::Cancelled, "called off", "dry run");
    }
    for (std::size_t i = 0; i < tree->size(); ++i) {
        const network::Module& module = tree->modules()[i];
        if (!module.isImageMap || module.stride == 0 || !module.children.empty()) {
            continue;
        }
        if (isOff(run::DryRunStage::Forward, module.path)) {
            return fail(ErrorCode::Cancelled, "called off", "dry run");
        }
        std::this_thread::sleep_for(std::chrono::duration<double>(m_secondsAStep / 10));
        const double side = static_cast<double>(spec.experiment.data.imageSize) / static_cast<double>(module.stride);
        const double places = side * side * made.images;
        const double taps = static_cast<double>(std::max<std::int64_t>(1, module.kernel * module.kernel));
        const double reads = module.kernel > 0 ? static_cast<double>(module.inputs) : 1;
        run::ModuleCost cost{module.path,
                             places * taps * reads * static_cast<double>(module.outputs) / kProductsASecond, 0, 0};
        if (resolved->own[i] == plan::TrainState::Unfrozen || resolved->trainableUnder[i] > 0) {
            cost.backward = 2 * cost.forward;
            cost.kept = static_cast<std::int64_t>(places) * module.outputs * 4;
        }
        made.forward += cost.forward;
        made.backward += cost.backward;
        made.kept += cost.kept;
        made.modules.push_back(std::move(cost));
    }
    made.peak = made.weights + made.gradients + made.optimizer + made.kept;
    return made;
}

} // namespace espalier::scripted
