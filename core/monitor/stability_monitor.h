// StabilityMonitor: the guard's judgement. Pure and causal: numbers in, verdict out; no torch, no clock.
#pragma once

#include "core/run/event.h"

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

namespace espalier::monitor {

struct Verdict {
    run::Stability stability = run::Stability::Stable;
    std::string reason; ///< code as in run::Guarded; empty while nothing new is to be said
    std::string series; ///< the guilty series, or the branch with the largest share of the norm
    double value = 0;   ///< of that series
};

/// What one step shows before the optimizer moves anything.
struct Observation {
    std::vector<run::Sample> losses;      ///< `loss` and its parts
    double gradientNorm = 0;              ///< global, before clipping
    std::vector<run::Sample> branchNorms; ///< by branch of the network
};

/// Fed between `backward` and the optimizer's step. Non-finite values never enter its statistics.
///
/// Exploded: a non-finite loss or norm, or a loss above `divergence` times its own start for kDivergedSteps steps in a
/// row, or kHopeless times above that bound once. Warning: a norm above kSpike times the median of the last kWindow
/// finite ones, or a loss above the bound that has not lasted yet. Stable again after kCalmSteps quiet steps.
class StabilityMonitor {
public:
    static constexpr std::size_t kWindow = 64;
    static constexpr std::size_t kStartSteps = 8;
    static constexpr int kDivergedSteps = 16;
    /// A loss that is finite by luck: weights thrown so far do not come back, though a saturated loss may look calm
    /// again.
    static constexpr double kHopeless = 1000.0;
    static constexpr double kSpike = 10.0;
    static constexpr int kCalmSteps = 16;
    /// While the start is known from few batches (some hold no box), the bound is this much wider.
    static constexpr double kEarlySlack = 10.0;

    explicit StabilityMonitor(double divergence) : m_divergence(divergence) {}

    [[nodiscard]] Verdict observe(const Observation& observation);
    /// After a rewind: what came since the healthy state is not held against the run.
    void rewound();
    /// True when the last state was stable and nothing has been above its bound: a good moment to keep a state.
    [[nodiscard]] bool isCalm() const { return m_state == run::Stability::Stable && m_highSteps == 0; }

private:
    [[nodiscard]] double divergenceBound() const;
    [[nodiscard]] Verdict judge(const Observation& observation);
    void remember(const Observation& observation);

    double m_divergence;
    std::deque<double> m_norms;        ///< last kWindow finite gradient norms
    std::vector<double> m_firstLosses; ///< first kStartSteps finite losses
    int m_highSteps = 0;               ///< in a row above the divergence bound
    int m_calmSteps = 0;
    run::Stability m_state = run::Stability::Stable;
};

} // namespace espalier::monitor
