// Overlap: how much of two boxes is shared, as the COCO protocol counts it.
#pragma once

#include "core/metrics/detection.h"

namespace espalier::metrics {

/// Square pixels; no border pixel is added. Negative where a side is.
[[nodiscard]] double boxArea(const Box& box);

/// Intersection over union, 0 … 1; against a crowd the union is the detection alone. 0 when nothing is shared.
[[nodiscard]] double overlap(const Box& detection, const Box& truth, bool isCrowd = false);

} // namespace espalier::metrics
