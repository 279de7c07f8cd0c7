#include "core/metrics/overlap.h"

#include <algorithm>

namespace espalier::metrics {

double boxArea(const Box& box)
{
    return (box[2] - box[0]) * (box[3] - box[1]);
}

double overlap(const Box& detection, const Box& truth, bool isCrowd)
{
    const double width = std::min(detection[2], truth[2]) - std::max(detection[0], truth[0]);
    const double height = std::min(detection[3], truth[3]) - std::max(detection[1], truth[1]);
    if (width <= 0 || height <= 0) {
        return 0;
    }
    const double shared = width * height;
    const double whole = isCrowd ? boxArea(detection) : boxArea(detection) + boxArea(truth) - shared;
    return shared / whole;
}

} // namespace espalier::metrics
