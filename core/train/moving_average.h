// MovingAverage: the exponential mean of what a run trains, for validation and export.
#pragma once

#include "core/train/state_tensors.h"

#include <cstdint>

namespace espalier::train {

/// θ̄ ← (1 − m) θ̄ + m θ with m(t) = (1 − 1e-4) exp(−(1 + t) / 2000) + 1e-4 at update t, counted from 0: the rule
/// of the reference's recipes (mmdetection's ExpMomentumEMA). The first update copies. Integer tensors stay as first
/// copied, as there; nothing reads them.
class MovingAverage {
public:
    /// Of the live tensors `source`: updates read what they hold then.
    explicit MovingAverage(StateTensors source);

    [[nodiscard]] static double momentum(std::int64_t updates);
    void update();
    /// By the names of `source`.
    [[nodiscard]] const StateTensors& tensors() const { return m_average; }
    /// The above and `updates`: the live tensors.
    [[nodiscard]] StateTensors state() const;

private:
    friend class AveragedWeights;
    StateTensors m_source;
    StateTensors m_average;
    at::Tensor m_updates; ///< int64 scalar
};

/// While it lives, the sources of `average` hold the averages; afterwards what they held before, bit for bit. Without
/// an average it does nothing.
class AveragedWeights {
public:
    explicit AveragedWeights(const MovingAverage* average);
    ~AveragedWeights();
    AveragedWeights(const AveragedWeights&) = delete;
    AveragedWeights& operator=(const AveragedWeights&) = delete;

private:
    const MovingAverage* m_average;
    StateTensors m_raw;
};

} // namespace espalier::train
