// Schedule: the learning rate over a run's true length; the trainer follows it, the pre-flight checks foresee it.
#pragma once

#include "core/experiment/experiment.h"

#include <cstdint>

namespace espalier::experiment {

/// Factor on the learning rate before step `step` (from 0). Warm-up rises linearly over its share of all steps (or its
/// own number), the first step included; then linear: 1 − p (1 − floor), cosine: floor + (1 − floor) (1 + cos πp) / 2,
/// constant: 1, with p the share of the schedule's steps done. A schedule shorter than the run stays at its floor, or,
/// unclamped and linear, goes on below zero as the study's did.
/// `…_by_epoch` is the reference's hook (YOLOv5's line): p is the share of whole epochs done, warm-up begins at zero,
/// and after it an epoch runs at the factor of the epoch before.
[[nodiscard]] double learningRateFactor(const TrainSettings& settings, std::int64_t step, std::int64_t stepsPerEpoch);

/// Momentum of SGD before step `step`: from `warmup_momentum` it rises linearly to beta1 over the warm-up, as the
/// reference's hook has it; beta1 elsewhere, and where `warmup_momentum` is 0.
[[nodiscard]] double momentum(const TrainSettings& settings, std::int64_t step, std::int64_t stepsPerEpoch);

/// Steps that the warm-up takes, whether or not the run has as many.
[[nodiscard]] double warmupLength(const TrainSettings& settings, std::int64_t stepsPerEpoch);

} // namespace espalier::experiment
