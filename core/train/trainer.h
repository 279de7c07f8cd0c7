// Trainer: one run, from its data to its outcome: batches, loss, guard, steps, validation, checkpoints.
#pragma once

#include "core/dataset/batch_loader.h"
#include "core/monitor/stability_monitor.h"
#include "core/run/engine.h"
#include "core/train/detection_loss.h"
#include "core/train/gradient_norm.h"
#include "core/train/healthy_states.h"
#include "core/train/optimizer.h"
#include "core/train/position.h"
#include "core/train/training_network.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace espalier::train {

class Trainer {
public:
    Trainer(const run::RunSpec& spec, run::EventLog& log, run::CommandBox& commands, std::filesystem::path resources,
            std::vector<std::pair<std::string, std::string>> environment);
    ~Trainer();

    /// May throw what torch throws; the engine catches it.
    [[nodiscard]] run::Outcome run();

private:
    struct StepResult {
        monitor::Observation observation;
        double dataWait = 0;
        bool skipped = false;
        run::Stability stability = run::Stability::Stable;
    };
    enum class Ending { GoOn, Stopped, Exploded };

    Status prepare();
    Status restore(const std::filesystem::path& checkpoint);
    void announce();

    [[nodiscard]] bool isComplete() const;
    Result<StepResult> forwardBackward();
    Ending guard(StepResult& step);
    Ending rewind(const monitor::Verdict& verdict);
    void update(StepResult& step);
    void report(const StepResult& step);
    void validate();
    Ending obey();
    Ending waitWhilePaused();

    [[nodiscard]] StateTensors stateTensors() const;
    [[nodiscard]] HealthyState healthyState() const;
    void restoreState(const HealthyState& state);
    Status writeCheckpoint();
    void startLoader();
    [[nodiscard]] double epochNow() const;
    [[nodiscard]] double learningRate() const; ///< before the groups' scales
    [[nodiscard]] double seconds() const;
    void emit(run::EventBody body);
    void note(run::Severity severity, std::string message, std::string where = {});
    [[nodiscard]] run::Outcome outcome(run::RunState state, std::string message) const;

    const run::RunSpec& m_spec;
    const experiment::Experiment& m_experiment;
    run::EventLog& m_log;
    run::CommandBox& m_commands;
    std::filesystem::path m_resources;
    std::vector<std::pair<std::string, std::string>> m_environment;

    dataset::Splits m_data;
    std::unique_ptr<TrainingNetwork> m_network;
    std::unique_ptr<Optimizer> m_optimizer;
    std::unique_ptr<dataset::BatchLoader> m_loader;
    monitor::StabilityMonitor m_monitor;
    HealthyStates m_healthy;
    Position m_position;
    std::int64_t m_batchesPerEpoch = 0;
    std::int64_t m_stepsPerEpoch = 0;
    std::int64_t m_checkpointStep = -1; ///< step of the last checkpoint
    std::int64_t m_lastEvalEpoch = -1;
    int m_skippedInARow = 0;
    std::string m_explosion; ///< sentence of the last one
    bool m_checkpointAsked = false;
    std::chrono::steady_clock::time_point m_resumedAt;
};

} // namespace espalier::train
