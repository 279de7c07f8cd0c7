// Opening what a run has trained, to look at it: nothing trains on.
#pragma once

#include "core/dataset/dataset.h"
#include "core/run/engine.h"
#include "core/train/surroundings.h"
#include "core/train/training_network.h"

#include <string>
#include <vector>

namespace espalier::train {

struct OpenedSubject {
    dataset::Splits data;
    TrainingNetwork network; ///< in eval mode
};

/// The network of `spec` with the state of its checkpoint `resumeFrom` (the moving average where the run kept one);
/// without a checkpoint as the experiment begins. Classes are the checkpoint's, in its order. Errors: those of data
/// and network; a checkpoint that does not fit.
[[nodiscard]] Result<OpenedSubject> openSubject(const run::RunSpec& spec, const Surroundings& surroundings);
/// The network alone, for classes that are known.
[[nodiscard]] Result<TrainingNetwork> openTrained(const run::RunSpec& spec, const std::vector<std::string>& classes,
                                                  const Surroundings& surroundings);

} // namespace espalier::train
