#include "core/experiment/schedule.h"
#include "core/preflight/check_functions.h"
#include "core/preflight/wording.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace espalier::preflight {

namespace {

/// Where the number of images is not known, epochs are still told, give or take one.
constexpr std::int64_t kAssumedSteps = 100;

struct Length {
    std::int64_t perEpoch = 0;
    std::int64_t steps = 0; ///< of the run
    bool isKnown = false;
};

Length lengthOf(const Subject& subject)
{
    const std::int64_t known = stepsPerEpoch(subject);
    const std::int64_t perEpoch = known > 0 ? known : kAssumedSteps;
    return {perEpoch, perEpoch * subject.experiment.train.epochs, known > 0};
}

double rateAt(const Subject& subject, const Length& length, std::int64_t step)
{
    const experiment::TrainSettings& train = subject.experiment.train;
    return train.lr * experiment::learningRateFactor(train, step, length.perEpoch);
}

/// First step below zero. The rate never comes back from there, so halving finds it.
std::optional<std::int64_t> firstNegativeStep(const Subject& subject, const Length& length)
{
    std::int64_t low = 0;
    std::int64_t high = length.steps;
    while (low < high) {
        const std::int64_t middle = low + (high - low) / 2;
        rateAt(subject, length, middle) < 0 ? high = middle : low = middle + 1;
    }
    return low < length.steps ? std::optional(low) : std::nullopt;
}

double peakRate(const Subject& subject, const Length& length)
{
    constexpr std::int64_t kLooks = 20000;
    const std::int64_t stride = std::max<std::int64_t>(1, length.steps / kLooks);
    double peak = 0;
    for (std::int64_t step = 0; step < length.steps; step += stride) {
        peak = std::max(peak, rateAt(subject, length, step));
    }
    return peak;
}

/// People count epochs from 1.
std::string epochOf(const Length& length, std::int64_t step)
{
    return (length.isKnown ? "epoch " : "about epoch ") + grouped(step / length.perEpoch + 1);
}

/// Steps of the warm-up where they can be compared with the run's.
std::optional<std::int64_t> warmUp(const Subject& subject, const Length& length)
{
    if (!length.isKnown && subject.experiment.train.warmupSteps > 0) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(experiment::warmupLength(subject.experiment.train, length.perEpoch));
}

/// `The warm-up of 1,000 steps, at 8 steps per epoch,`
std::string warmUpText(const Length& length, std::int64_t steps)
{
    return length.isKnown
               ? "The warm-up of " + counted(steps, "step") + ", at " + counted(length.perEpoch, "step") + " per epoch,"
               : std::string("The warm-up");
}

const Repair& shortWarmUp()
{
    static const Repair repair{"Warm up over a tenth of the run", {"train.warmup_steps=0", "train.warmup=0.1"}};
    return repair;
}

std::string whereWarmUpIsSet(const Subject& subject)
{
    return subject.experiment.train.warmupSteps > 0 ? "train.warmup_steps" : "train.warmup";
}

} // namespace

void scheduleShorterThanRun(const Subject& subject, std::vector<Finding>& findings)
{
    const experiment::TrainSettings& train = subject.experiment.train;
    if (train.scheduleEpochs <= 0 || train.scheduleEpochs >= train.epochs || train.schedule == "constant") {
        return;
    }
    const Length length = lengthOf(subject);
    const auto negative = firstNegativeStep(subject, length);
    const bool sinks = !train.clampLr && train.schedule.starts_with("linear");
    std::string sentence =
        "The schedule spans " + grouped(train.scheduleEpochs) + " of " + counted(train.epochs, "epoch") + ": ";
    if (negative) {
        sentence += "the learning rate falls below zero in " + epochOf(length, *negative) + ", to " +
                    shortNumber(rateAt(subject, length, *negative));
    } else if (sinks) {
        sentence +=
            "the learning rate falls below its floor, to " + shortNumber(rateAt(subject, length, length.steps - 1));
    } else {
        sentence += "the last " + grouped(train.epochs - train.scheduleEpochs) + " run at its floor, " +
                    shortNumber(train.lrFloor) + " of the learning rate";
    }
    findings.push_back({"schedule-shorter-than-run",
                        negative ? Severity::Error : Severity::Warning,
                        std::move(sentence),
                        "train.schedule_epochs",
                        {"Span all " + counted(train.epochs, "epoch"), {"train.schedule_epochs=0"}}});
}

void negativeLearningRate(const Subject& subject, std::vector<Finding>& findings)
{
    const Length length = lengthOf(subject);
    const auto negative = firstNegativeStep(subject, length);
    if (!negative) {
        return;
    }
    const experiment::TrainSettings& train = subject.experiment.train;
    findings.push_back(
        {"negative-learning-rate",
         Severity::Error,
         "From " + epochOf(length, *negative) + " to " + grouped(train.epochs) + " the learning rate is below zero, " +
             shortNumber(rateAt(subject, length, length.steps - 1)) + " at the end: every step there climbs the loss",
         "train.clamp_lr",
         {"Keep the learning rate at or above its floor", {"train.clamp_lr=true"}}});
}

void warmUpNeverEnds(const Subject& subject, std::vector<Finding>& findings)
{
    const Length length = lengthOf(subject);
    const auto steps = warmUp(subject, length);
    if (!steps || *steps < length.steps) {
        return;
    }
    const experiment::TrainSettings& train = subject.experiment.train;
    const std::string end = length.isKnown ? " would end after epoch " + grouped(*steps / length.perEpoch) +
                                                 ", and the run has " + counted(train.epochs, "epoch")
                                           : std::string(" takes the whole run");
    findings.push_back({"warm-up-never-ends", Severity::Warning,
                        warmUpText(length, *steps) + end + ": the learning rate peaks at " +
                            shortNumber(peakRate(subject, length)) + " instead of " + shortNumber(train.lr),
                        whereWarmUpIsSet(subject), shortWarmUp()});
}

void warmUpLongerThanHalf(const Subject& subject, std::vector<Finding>& findings)
{
    const Length length = lengthOf(subject);
    const auto steps = warmUp(subject, length);
    if (!steps || *steps >= length.steps || *steps * 2 <= length.steps) {
        return;
    }
    findings.push_back({"warm-up-longer-than-half", Severity::Warning,
                        warmUpText(length, *steps) + " ends after epoch " + grouped(*steps / length.perEpoch) + " of " +
                            grouped(subject.experiment.train.epochs) + ": the learning rate peaks at " +
                            shortNumber(peakRate(subject, length)) + " instead of " +
                            shortNumber(subject.experiment.train.lr),
                        whereWarmUpIsSet(subject), shortWarmUp()});
}

void mosaicNeverCloses(const Subject& subject, std::vector<Finding>& findings)
{
    const experiment::DataSettings& data = subject.experiment.data;
    if ((data.mosaic <= 0 && data.mixup <= 0) || data.closeMosaic > 0) {
        return;
    }
    const int last = std::clamp(subject.experiment.train.epochs / 10, 1, 10);
    findings.push_back(
        {"mosaic-never-closes",
         Severity::Warning,
         "Mosaic and mixup (probabilities " + shortNumber(data.mosaic) + " and " + shortNumber(data.mixup) +
             ") go on to the last of " + counted(subject.experiment.train.epochs, "epoch") +
             ": the network never settles on whole images, on which it is measured",
         "data.close_mosaic",
         {"Close them for the last " + counted(last, "epoch"), {"data.close_mosaic=" + std::to_string(last)}}});
}

void closeMosaicLongerThanRun(const Subject& subject, std::vector<Finding>& findings)
{
    const experiment::DataSettings& data = subject.experiment.data;
    const int epochs = subject.experiment.train.epochs;
    if ((data.mosaic <= 0 && data.mixup <= 0) || data.closeMosaic < epochs) {
        return;
    }
    const int last = std::min(std::clamp(epochs / 10, 1, 10), epochs - 1);
    Repair repair{"Close them for the last " + counted(last, "epoch"), {"data.close_mosaic=" + std::to_string(last)}};
    if (last == 0) {
        repair = {"Switch them off", {"data.mosaic=0", "data.mixup=0"}};
    }
    findings.push_back({"close-mosaic-longer-than-run", Severity::Warning,
                        "Mosaic and mixup are closed for the last " + grouped(data.closeMosaic) + " of " +
                            counted(epochs, "epoch") + ": they never act",
                        "data.close_mosaic", std::move(repair)});
}

void clipZeroWithHighLr(const Subject& subject, std::vector<Finding>& findings)
{
    const experiment::TrainSettings& train = subject.experiment.train;
    double scale = 0;
    for (const plan::ParameterGroup& group : subject.plan.groups) {
        scale = std::max(scale, group.lrScale);
    }
    const double high = train.optimizer == "adamw" ? 1e-3 : 1e-2;
    if (train.clip > 0 || train.lr * scale < high) {
        return;
    }
    findings.push_back({"clip-zero-with-high-lr",
                        Severity::Warning,
                        "Gradients are not clipped at a learning rate of " + shortNumber(train.lr * scale) + " (from " +
                            shortNumber(high) + " on, one bad batch can throw " + train.optimizer + " off)",
                        "train.clip",
                        {"Clip the gradient norm at 10", {"train.clip=10"}}});
}

void accumulationLargerThanEpoch(const Subject& subject, std::vector<Finding>& findings)
{
    const experiment::TrainSettings& train = subject.experiment.train;
    const std::int64_t batches = batchesPerEpoch(subject);
    if (batches == 0 || train.accumulate <= batches) {
        return;
    }
    findings.push_back(
        {"accumulation-larger-than-epoch",
         Severity::Warning,
         "A step shall gather " + grouped(train.accumulate) + " batches, and an epoch has " + grouped(batches) +
             ": each epoch is one step of " + counted(trainingImages(subject), "image"),
         "train.accumulate",
         {"Gather " + counted(batches, "batch", "batches"), {"train.accumulate=" + std::to_string(batches)}}});
}

} // namespace espalier::preflight
