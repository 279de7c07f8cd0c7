// Evaluate: the network on a validation split, COCO's protocol.
#pragma once

#include "core/base/stop.h"
#include "core/dataset/dataset.h"
#include "core/metrics/detection.h"
#include "core/metrics/detections_file.h"
#include "core/train/training_network.h"

#include <functional>

namespace espalier::train {

struct Evaluation {
    metrics::DetectionScores scores;
    metrics::DetectionsFile boxes; ///< what the scores are of: the images that could be read, truth and detections
};

/// Letterboxed at `side`, `batch` images at a time, in eval mode; the mode is put back. `shouldStop` is asked between
/// batches; when it says so the scores are of nothing and there are no images.
[[nodiscard]] Evaluation evaluate(TrainingNetwork& network, const dataset::DetectionDataset& dataset, int side,
                                  int batch, const std::function<bool()>& shouldStop);

} // namespace espalier::train
