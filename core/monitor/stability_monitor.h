// StabilityMonitor: the guard's judgement, first form. Pure and causal: numbers in, verdict out; no torch, no clock.
#pragma once

#include "core/run/event.h"

#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace espalier::monitor {

struct Verdict {
    run::Stability stability = run::Stability::Stable;
    std::string reason; ///< as run::Guarded; empty while nothing changed
    std::string series;
    double value = 0;
};

/// Fed between `backward` and the optimizer's step. Non-finite values never enter its statistics.
class StabilityMonitor {
public:
    /// `divergence`: smoothed loss above this multiple of its own start, once it has been seen: diverged.
    explicit StabilityMonitor(double divergence);

    /// `losses`: parts and `loss`; `gradientNorm` global, before clipping; `branchNorms` by branch.
    [[nodiscard]] Verdict observe(std::int64_t step, const std::vector<run::Sample>& losses, double gradientNorm,
                                  const std::vector<run::Sample>& branchNorms);
    /// After a rewind: forget what came after the healthy state.
    void rewound();

private:
    double m_divergence;
    std::deque<double> m_norms;  ///< last finite gradient norms
    std::deque<double> m_losses; ///< last finite losses
    double m_startLoss = 0;      ///< median of the first kStartSteps finite losses
    std::vector<double> m_firstLosses;
    int m_highSteps = 0; ///< in a row above the divergence bound
    run::Stability m_state = run::Stability::Stable;
    int m_calmSteps = 0;
};

} // namespace espalier::monitor
