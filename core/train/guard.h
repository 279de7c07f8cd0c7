// Guard: what stands between backward and the optimizer's step, of any training loop: norms, verdict, answer, rewind.
#pragma once

#include "core/experiment/experiment.h"
#include "core/monitor/detector.h"
#include "core/monitor/ladder.h"
#include "core/run/event.h"
#include "core/train/gradient_norm.h"
#include "core/train/healthy_states.h"
#include "core/train/optimizer.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace espalier::train {

class Guard {
public:
    static constexpr double kLowering = 0.5; ///< factor of the action `lower_rate`

    struct Subject {
        NamedTensors trainable; ///< as the optimizer got them
        std::vector<int> branchOf;
        std::vector<std::string> branches;
        /// Live tensors that a rewind puts back: what trains, moving statistics, the optimizer's, a loss scale. The
        /// random generator and the optimizer's rate factors are the guard's own affair.
        std::function<StateTensors()> state;
    };

    /// What one step came to.
    struct Decision {
        monitor::Verdict verdict;
        monitor::Action action = monitor::Action::None;
        bool updates = true;            ///< the optimizer is to be called; gradients are clipped already
        std::vector<run::Guarded> said; ///< for the log, after the step; a rewind is said by rewind()
    };

    /// `clip`: largest gradient norm of every step; 0: none. The optimizer must outlive it.
    Guard(const experiment::MonitorSettings& settings, double clip, Subject subject, Optimizer& optimizer);

    /// After backward, with the learning rate of this step set. The observation comes with losses (and a loss scale, if
    /// there is one) and leaves with norms and rate. A healthy state is kept if this is the time, before anything
    /// moves. Rates are lowered and branches frozen here; for the actions Rewind and Stop the caller goes on with
    /// rewind() or giveUp() once it has counted the step. `position` is that of the step's first batch: its factor of
    /// the learning rate may be lowered.
    [[nodiscard]] Decision judge(monitor::Observation& observation, Position& position);
    /// A step of this run before it was resumed, judged anew without an answer: what is usual is known again, and a
    /// trouble that went on goes on.
    void recall(const monitor::Observation& observation);
    void recallRewind() { m_detector.rewound(); }
    /// A rate after what judge() made of it: never below zero once a rate below zero was answered.
    [[nodiscard]] double held(double rate) const { return m_isRateHeld && rate < 0 ? 0 : rate; }

    /// Back to a healthy state, with lower rate and other data order. What only counts up in `position` goes on.
    [[nodiscard]] run::Guarded rewind(const monitor::Verdict& verdict, Position& position);
    /// Because somebody asked: to the newest state of `step` or before, at the same rate, and no rewind is used up.
    /// None, and nothing changes, when there is no such state.
    [[nodiscard]] std::optional<run::Guarded> rewindTo(std::int64_t step, Position& position);
    /// A run that ends for want of answers ends healthy, if its ladder knows the way back. False: it stays as it is.
    [[nodiscard]] bool giveUp(Position& position);

    /// Null without one; of use until the next judge() or rewind.
    [[nodiscard]] const HealthyState* newestHealthy() const { return m_states.newest(); }
    /// Of all healthy states that will be kept.
    [[nodiscard]] std::size_t stateBytes() const;
    [[nodiscard]] int keeps() const { return m_keeps; }
    [[nodiscard]] double keepSeconds() const { return m_keepSeconds; } ///< of all keeps together

private:
    using Branch = std::optional<std::size_t>; ///< index
    [[nodiscard]] monitor::Possible possible(const monitor::Verdict& verdict, double norm, bool isFinite, Branch guilty,
                                             const Position& position) const;
    /// That the verdict names, or that stands out beside a loss that went wrong; its tensors still train while others
    /// do, too.
    [[nodiscard]] Branch guiltyBranch(const monitor::Verdict& verdict, const monitor::Observation& observation) const;
    void keepState(const Position& position);
    void lowerRate(const monitor::Verdict& verdict, Branch guilty, Position& position);
    void freezeBranch(std::size_t branch);
    void forgetFrozenGradients() const;
    void mendStatistics() const;
    [[nodiscard]] std::vector<run::Guarded> words(const monitor::Verdict& verdict, monitor::Action action,
                                                  std::int64_t step);
    void restore(const HealthyState& state, Position& position) const;
    [[nodiscard]] StateTensors liveState() const;

    experiment::MonitorSettings m_settings;
    double m_clip;
    Subject m_subject;
    Optimizer& m_optimizer;
    monitor::Detector m_detector;
    monitor::Ladder m_ladder;
    monitor::HealthyNorms m_norms;
    monitor::Limping m_limping;
    HealthyStates m_states;
    std::optional<std::int64_t> m_keptStep; ///< the last one, or the last rewind
    monitor::Condition m_saidCondition = monitor::Condition::Stable;
    bool m_isRateHeld = false;
    bool m_hasFrozen = false;
    int m_keeps = 0;
    double m_keepSeconds = 0;
};

} // namespace espalier::train
