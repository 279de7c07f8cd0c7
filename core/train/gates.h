// What became of the gates around adapters.
#pragma once

#include "core/train/training_network.h"

#include <optional>

namespace espalier::train {

/// Of the blocks with a gate, the share that acts; nothing without gates.
[[nodiscard]] std::optional<double> openGates(const TrainingNetwork& network);

} // namespace espalier::train
