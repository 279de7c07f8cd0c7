#include "core/experiment/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace espalier::experiment {

namespace {

double decay(const TrainSettings& settings, double share)
{
    const double part = settings.clampLr ? std::min(1.0, share) : share;
    if (settings.schedule.starts_with("linear")) {
        return 1 - part * (1 - settings.lrFloor);
    }
    if (settings.schedule.starts_with("cosine")) {
        return settings.lrFloor + (1 - settings.lrFloor) * (1 + std::cos(std::numbers::pi * std::min(1.0, part))) / 2;
    }
    return 1;
}

} // namespace

double warmupLength(const TrainSettings& settings, std::int64_t stepsPerEpoch)
{
    return settings.warmupSteps > 0
               ? settings.warmupSteps
               : std::round(settings.warmup * static_cast<double>(settings.epochs * stepsPerEpoch));
}

double learningRateFactor(const TrainSettings& settings, std::int64_t step, std::int64_t stepsPerEpoch)
{
    const int epochs = settings.scheduleEpochs > 0 ? settings.scheduleEpochs : settings.epochs;
    const double warm = warmupLength(settings, stepsPerEpoch);
    const auto done = static_cast<double>(step);
    if (!settings.schedule.ends_with("_by_epoch")) {
        const double rise = done < warm ? (done + 1) / warm : 1.0;
        return rise * decay(settings, done / static_cast<double>(epochs * stepsPerEpoch));
    }
    const std::int64_t epoch = step / stepsPerEpoch;
    const std::int64_t warmEpoch = static_cast<std::int64_t>(warm) / stepsPerEpoch;
    const std::int64_t acting = done > warm && epoch > warmEpoch ? epoch - 1 : epoch;
    const double rise = done < warm ? done / warm : 1.0;
    return rise * decay(settings, static_cast<double>(acting) / epochs);
}

double momentum(const TrainSettings& settings, std::int64_t step, std::int64_t stepsPerEpoch)
{
    const double warm = warmupLength(settings, stepsPerEpoch);
    const auto done = static_cast<double>(step);
    if (settings.warmupMomentum == 0 || done >= warm) {
        return settings.beta1;
    }
    return settings.warmupMomentum + (settings.beta1 - settings.warmupMomentum) * done / warm;
}

} // namespace espalier::experiment
