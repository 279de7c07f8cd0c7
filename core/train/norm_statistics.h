// Statistics for norms that train, from a file that had folded them away: training takes them from the batch, and a
// network whose norms say mean 0 and variance 1 of maps that are nothing like it would lose what it knows at once.
#pragma once

#include "core/dataset/dataset.h"
#include "core/train/training_network.h"

#include <cstddef>

namespace espalier::train {

struct RecoveredStatistics {
    std::size_t norms = 0;
    std::size_t images = 0;
};

/// Norms that train and lack statistics get those of some images, spread over the set; what the network answers in
/// evaluation stays the same. Nothing is read when there are none. Leaves the network in eval mode.
[[nodiscard]] Result<RecoveredStatistics> recoverStatistics(TrainingNetwork& network,
                                                            const dataset::DetectionDataset& images, int side);

} // namespace espalier::train
