#include "core/train/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace espalier::train {

double learningRateFactor(const experiment::TrainSettings& settings, std::int64_t step, std::int64_t stepsPerEpoch)
{
    const int epochs = settings.scheduleEpochs > 0 ? settings.scheduleEpochs : settings.epochs;
    const auto total = static_cast<double>(epochs * stepsPerEpoch);
    const double warm = std::round(settings.warmup * static_cast<double>(settings.epochs * stepsPerEpoch));
    const auto done = static_cast<double>(step);
    const double rise = done < warm ? (done + 1) / warm : 1.0;
    const double share = settings.clampLr ? std::min(1.0, done / total) : done / total;
    double factor = 1;
    if (settings.schedule == "linear") {
        factor = 1 - share * (1 - settings.lrFloor);
    } else if (settings.schedule == "cosine") {
        factor =
            settings.lrFloor + (1 - settings.lrFloor) * (1 + std::cos(std::numbers::pi * std::min(1.0, share))) / 2;
    }
    return rise * factor;
}

} // namespace espalier::train
