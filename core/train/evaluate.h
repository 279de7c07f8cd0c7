// Evaluate: the network on a validation split, COCO's protocol.
#pragma once

#include "core/base/stop.h"
#include "core/dataset/dataset.h"
#include "core/metrics/detection.h"
#include "core/train/training_network.h"

#include <functional>
#include <vector>

namespace espalier::train {

struct Evaluation {
    metrics::DetectionScores scores;
    std::vector<metrics::DetectedBox> detections;
    std::int64_t images = 0; ///< that could be read
};

/// Letterboxed at `side`, `batch` images at a time, in eval mode; the mode is put back. `shouldStop` is asked between
/// batches; when it says so the scores are of nothing and `images` is 0.
[[nodiscard]] Evaluation evaluate(TrainingNetwork& network, const dataset::DetectionDataset& dataset, int side,
                                  int batch, const std::function<bool()>& shouldStop);

} // namespace espalier::train
