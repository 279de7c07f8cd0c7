// Trainer: one run, from its data to its outcome: batches, loss, guard, steps, validation, checkpoints.
#pragma once

#include "core/dataset/batch_loader.h"
#include "core/monitor/history.h"
#include "core/run/engine.h"
#include "core/train/audit.h"
#include "core/train/detection_loss.h"
#include "core/train/evaluate.h"
#include "core/train/guard.h"
#include "core/train/moving_average.h"
#include "core/train/optimizer.h"
#include "core/train/position.h"
#include "core/train/readings.h"
#include "core/train/surroundings.h"
#include "core/train/training_network.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace espalier::train {

class Trainer {
public:
    /// All four must outlive it.
    Trainer(const run::RunSpec& spec, run::EventLog& log, run::CommandBox& commands, const Surroundings& surroundings);
    ~Trainer();

    /// May throw what torch throws; the engine catches it.
    [[nodiscard]] run::Outcome run();

private:
    /// The batch of a step with the largest loss, and the random numbers that it was seen with.
    struct Suspect {
        std::vector<dataset::Sample> samples;
        at::Tensor random; ///< state of the generator
        double loss = 0;
    };
    struct StepResult {
        monitor::Observation observation;
        double dataWait = 0;
        bool skipped = false;
        run::Stability stability = run::Stability::Stable;
        Suspect suspect;
        std::string autopsy; ///< file that was written of it; empty: none
    };
    enum class Ending { GoOn, Stopped, StoppedAtOnce, Exploded };

    // trainer_preparation.cpp
    Status prepare();
    Status openData();
    Status checkBeforeStart(const PlannedNetwork& planned);
    void announce();
    /// After announce(), which begins a new course: what a resumed run has said before.
    void recall();
    void audit();
    void writeAudit(const AuditResult* result);

    // trainer_state.cpp
    [[nodiscard]] StateTensors stateTensors() const;
    [[nodiscard]] StateTensors checkpointTensors() const; ///< the above, generator and rate factors
    Status writeCheckpoint();
    Status restore(const std::filesystem::path& checkpoint);

    // trainer_validation.cpp
    void validate();
    void keepBest(const Evaluation& evaluation);

    // trainer_autopsy.cpp
    /// Before anything moves; writes a file when the run gets worse than it was explained to be.
    void explain(StepResult& step, const Guard::Decision& decision);
    void measure(const Suspect& suspect, monitor::Facts& facts);
    Result<std::string> writeAutopsy(const monitor::Facts& facts, const std::vector<dataset::Sample>& samples);

    // trainer.cpp
    [[nodiscard]] run::Outcome loop();
    [[nodiscard]] bool isComplete() const;
    Result<StepResult> forwardBackward();
    Ending guard(StepResult& step);
    Ending rewind(const monitor::Verdict& verdict);
    Ending explode();
    void rewindTo(double step);
    void update();
    [[nodiscard]] run::StepDone stepDone(const StepResult& step) const;
    void report(const StepResult& step);
    Ending obey();
    Ending waitWhilePaused();
    void startLoader();
    [[nodiscard]] double epochNow() const;
    [[nodiscard]] std::int64_t scheduledStep() const; ///< place in the schedule; a rewind puts it back
    [[nodiscard]] double learningRate() const;        ///< before the groups' scales
    [[nodiscard]] double seconds() const;
    void emit(run::EventBody body);
    void note(run::Severity severity, std::string message, std::string where = {});
    [[nodiscard]] run::Outcome outcome(run::RunState state, std::string message) const;

    const run::RunSpec& m_spec;
    const experiment::Experiment& m_experiment;
    run::EventLog& m_log;
    run::CommandBox& m_commands;
    const Surroundings& m_surroundings;

    dataset::Splits m_data;
    std::unique_ptr<TrainingNetwork> m_network;
    std::optional<Audit> m_audit;           ///< of the frozen weights as they were loaded
    std::optional<MovingAverage> m_average; ///< train.ema only
    std::unique_ptr<Optimizer> m_optimizer;
    std::unique_ptr<dataset::BatchLoader> m_loader;
    std::unique_ptr<Guard> m_guard;
    monitor::History m_history;
    Origins m_origins;
    int m_explainedRank = 0;                        ///< of the present trouble
    std::optional<monitor::Autopsy> m_firstAutopsy; ///< of its first warning
    int m_autopsies = 0;
    Position m_position;
    std::int64_t m_batchesPerEpoch = 0;
    std::int64_t m_stepsPerEpoch = 0;
    std::int64_t m_checkpointStep = -1; ///< step of the last checkpoint
    std::int64_t m_lastEvalEpoch = -1;
    bool m_isInTrouble = false; ///< the last step was judged an alarm, and nothing has put it right
    std::string m_explosion;    ///< sentence of the last one
    bool m_checkpointAsked = false;
    std::chrono::steady_clock::time_point m_resumedAt;
};

} // namespace espalier::train
