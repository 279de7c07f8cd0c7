// Detections: from the head's numbers to boxes in the original image.
#pragma once

#include "core/dataset/dataset.h"
#include "core/metrics/detection.h"

#include <ATen/core/Tensor.h>

#include <span>
#include <vector>

namespace espalier::train {

/// How boxes are chosen; the defaults are the reference's.
struct DetectionRules {
    double scoreThreshold = 0.001;
    std::int64_t mostCandidates = 30000;
    double overlapThreshold = 0.7; ///< IoU above which the lower score goes, within a class
    std::size_t most = 300;        ///< kept of an image
    bool multiLabel = true;        ///< a prior may answer for several classes
};

struct Detection {
    metrics::Box box{};
    int label = 0;
    float score = 0;
};

/// Class-wise NMS of one image: `scores` N×K probabilities, `boxes` N×4; best score first.
[[nodiscard]] std::vector<Detection> selectDetections(const at::Tensor& scores, const at::Tensor& boxes,
                                                      const DetectionRules& rules = {});

/// A batch of `samples.size()` images: decode, back into original pixels, NMS, clip to the image.
[[nodiscard]] std::vector<metrics::DetectedBox> detect(const std::vector<at::Tensor>& logits,
                                                       const std::vector<at::Tensor>& distributions,
                                                       std::span<const dataset::Sample> samples,
                                                       const DetectionRules& rules = {});

} // namespace espalier::train
