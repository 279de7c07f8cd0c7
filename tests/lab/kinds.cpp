#include "tests/lab/kinds.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace espalier::lab {

namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr std::int64_t kOnset = 160;

/// `value` from the onset on, for so many batches; else 1.
auto spell(double value, std::int64_t length = std::numeric_limits<std::int64_t>::max(), double otherwise = 1)
{
    return [=](const When& when) { return when.place >= kOnset && when.place - kOnset < length ? value : otherwise; };
}

/// `value` once, however often the run comes by; else 1.
auto accident(double value)
{
    return [=](const When& when) { return when.step == kOnset ? value : 1.0; };
}

Kind fault(std::string name, std::string cause, std::string module = {})
{
    Kind kind;
    kind.name = std::move(name);
    kind.cause = std::move(cause);
    kind.isFault = true;
    kind.firstStep = kOnset;
    kind.module = std::move(module);
    return kind;
}

Kind lookAlike(std::string name)
{
    Kind kind;
    kind.name = std::move(name);
    kind.firstStep = kOnset;
    return kind;
}

void useAdam(Kind& kind, double lr)
{
    kind.optimizer = "adamw";
    kind.lr = lr;
}

} // namespace

std::vector<Kind> faults()
{
    std::vector<Kind> kinds;
    {
        Kind kind = fault("rate too high", "rate_too_high");
        kind.hasNorms = false;
        kind.rate = spell(40);
        kinds.push_back(kind);
    }
    {
        Kind kind = fault("rate below zero after the schedule's end", "negative_rate");
        useAdam(kind, 0.01);
        kind.frozenNormVariance = 0.05;
        kind.rate = [](const When& when) {
            return 1.0 - static_cast<double>(when.place) / static_cast<double>(kOnset);
        };
        kinds.push_back(kind);
    }
    {
        Kind kind = fault("float16 overflow", "half_precision_overflow", "neck");
        kind.isHalf = true;
        kind.hasNorms = false;
        kind.weightFactor = accident(3e5);
        kinds.push_back(kind);
    }
    {
        Kind kind = fault("poisoned batch: not a number", "poisoned_batch", "input");
        kind.poison = spell(std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<std::int64_t>::max(), 0);
        kinds.push_back(kind);
    }
    {
        Kind kind = fault("poisoned batch: huge pixels", "poisoned_batch", "input");
        kind.hasNorms = false;
        kind.poison = spell(1e7, std::numeric_limits<std::int64_t>::max(), 0);
        kinds.push_back(kind);
    }
    {
        Kind kind = fault("class branch unfrozen before a frozen norm", "unbounded_logits", "head.cls_preds");
        // What the norm divides by stays, however large that gets which it divides.
        kind.frozenNormVariance = 1e-4;
        kind.lr = 0.1;
        kind.frozen = {"head.cls_preds.conv"};
        kind.unfreezes = [](const When& when) { return when.place >= kOnset; };
        kinds.push_back(kind);
    }
    {
        Kind kind = fault("adapter and its weight trained together", "adapter_interaction", "neck");
        kind.hasNorms = false;
        kind.hasAdapter = true;
        kind.adapterScale = 32;
        kind.frozen = {"neck.adapter"};
        kind.unfreezes = [](const When& when) { return when.place >= kOnset; };
        kind.lr = 0.1;
        kinds.push_back(kind);
    }
    {
        // Gradients so small that their squares are zero in single precision; epsilon holds nothing back.
        Kind kind = fault("second moment underflows", "second_moment_lag", "head.cls_preds");
        useAdam(kind, 0.003);
        kind.epsilon = 1e-30;
        kind.frozen = {"head.cls_preds"};
        kind.unfreezes = [](const When& when) { return when.place >= kOnset; };
        kind.classGain = [](const When&) { return 1e-24; };
        kinds.push_back(kind);
    }
    {
        Kind kind = fault("no warm-up", "missing_warmup");
        kind.firstStep = 0;
        kind.lr = 1;
        kind.hasNorms = false;
        kinds.push_back(kind);
    }
    {
        Kind kind = fault("labels wrong from one step on", "label_noise");
        kind.noise = spell(1, std::numeric_limits<std::int64_t>::max(), 0);
        kinds.push_back(kind);
    }
    {
        Kind kind = fault("activation explodes in one layer", "exploding_activation", "backbone.stage");
        kind.hasNorms = false;
        kind.weightFactor = accident(1e6);
        kinds.push_back(kind);
    }
    {
        Kind kind = fault("decay of the wrong sign: weights drift", "accumulating_drift", "neck");
        kind.hasNorms = false;
        // Weight decay of the wrong sign: with the rate, and not where nothing trains.
        kind.weightFactor = [](const When& when) { return when.step >= kOnset ? 1 + 0.02 * when.rate : 1.0; };
        kinds.push_back(kind);
    }
    {
        Kind kind = fault("loader dead for 24 steps: not a number", "poisoned_batch", "input");
        kind.imageGain = [](const When& when) {
            return when.step >= kOnset && when.step < kOnset + 24 ? std::numeric_limits<double>::quiet_NaN() : 1.0;
        };
        kinds.push_back(kind);
    }
    {
        Kind kind = fault("loader dead for good: black images", "dead_data");
        kind.imageGain = spell(0);
        kinds.push_back(kind);
    }
    {
        Kind kind = fault("gradients summed, not averaged", "rate_too_high");
        kind.hasNorms = false;
        kind.lr = 0.1;
        kind.classGain = spell(64);
        kinds.push_back(kind);
    }
    return kinds;
}

std::vector<Kind> lookAlikes()
{
    std::vector<Kind> kinds;
    {
        Kind kind = lookAlike("warm-up");
        kind.firstStep = 0;
        useAdam(kind, 0.01);
        kind.rate = [](const When& when) { return std::min(1.0, static_cast<double>(when.place + 1) / 64.0); };
        kinds.push_back(kind);
    }
    {
        Kind kind = lookAlike("rate restarts");
        kind.rate = [](const When& when) {
            return 0.01 + 0.99 * 0.5 * (1 + std::cos(kPi * static_cast<double>(when.place % 80) / 80.0));
        };
        kinds.push_back(kind);
    }
    {
        Kind kind = lookAlike("phase change: backbone unfrozen");
        kind.frozen = {"backbone"};
        kind.unfreezes = [](const When& when) { return when.place >= kOnset; };
        kind.rate = spell(2);
        kinds.push_back(kind);
    }
    {
        Kind kind = lookAlike("small batches");
        kind.batch = 4;
        kind.lr = 0.02;
        kinds.push_back(kind);
    }
    {
        Kind kind = lookAlike("loss-scale search");
        kind.isHalf = true;
        kind.lossScale = 16777216.0 * 16;
        kind.scaleGrowth = 20;
        kinds.push_back(kind);
    }
    {
        Kind kind = lookAlike("rate drops");
        kind.rate = spell(0.05);
        kinds.push_back(kind);
    }
    {
        Kind kind = lookAlike("lone spike that heals");
        kind.clip = 5;
        kind.imageGain = spell(6, 1);
        kinds.push_back(kind);
    }
    {
        Kind kind = lookAlike("new data");
        kind.isOtherData = [](const When& when) { return when.place >= kOnset; };
        kinds.push_back(kind);
    }
    {
        Kind kind = lookAlike("noisy labels throughout");
        kind.labelNoise = 0.3;
        kinds.push_back(kind);
    }
    {
        Kind kind = lookAlike("norms that settle");
        kind.firstStep = 0;
        kind.lr = 0.1;
        kind.rate = [](const When& when) { return std::min(1.0, static_cast<double>(when.place + 1) / 16.0); };
        kinds.push_back(kind);
    }
    {
        Kind kind = lookAlike("accumulation changes");
        kind.batches = [](const When& when) { return when.place >= kOnset ? 4 : 1; };
        kinds.push_back(kind);
    }
    {
        Kind kind = lookAlike("early plateau");
        kind.firstStep = 0;
        kind.lr = 0.1;
        kind.rate = [](const When& when) { return when.place < 120 ? 1e-3 : 1.0; };
        kinds.push_back(kind);
    }
    {
        Kind kind = lookAlike("label noise that ends");
        kind.noise = spell(0.5, 12, 0);
        kinds.push_back(kind);
    }
    return kinds;
}

} // namespace espalier::lab
