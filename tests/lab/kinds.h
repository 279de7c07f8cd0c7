// Kinds: what the laboratory lets happen to a training run: instabilities, and healthy things that look like them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace espalier::lab {

/// Where a run stands. A rewind puts `place` back, never `step`: what hangs on data and schedule comes again, an
/// accident does not.
struct When {
    std::int64_t step = 0;  ///< optimizer steps so far
    std::int64_t place = 0; ///< batches of the schedule so far
    std::int64_t steps = 0; ///< that the schedule has
    double rate = 1;        ///< in force where the kind's module is, against lr; 0 when it is frozen
};

struct Kind {
    std::string name;
    bool isFault = false;
    std::int64_t firstStep = 0; ///< of the fault, or of what looks like one
    std::string cause;          ///< code of what an autopsy should name
    std::string module;         ///< dotted path of the guilty one, or what it begins with; empty: none is guiltier

    // The network and its training.
    std::string optimizer = "sgd";
    double lr = 0.05;
    double beta1 = 0.9; ///< SGD: momentum
    double beta2 = 0.999;
    double epsilon = 1e-8;
    double weightDecay = 0;
    double clip = 0;
    int batch = 16;
    bool hasNorms = true;
    bool hasAdapter = false;         ///< a LoRA beside the neck's convolution
    double adapterScale = 1;         ///< alpha / rank
    double frozenNormVariance = 0;   ///< the class branch's norm keeps this variance; 0: it takes the batch's
    bool isHalf = false;             ///< float16 activations and gradients, with a loss scale
    double lossScale = 65536;        ///< the first
    int scaleGrowth = 2000;          ///< clean steps until it is doubled
    double labelNoise = 0;           ///< share of random labels throughout
    std::vector<std::string> frozen; ///< modules that do not train while `unfreezes` says no

    // What happens. Each is asked at every step; null: nothing.
    std::function<double(const When&)> rate;         ///< factor on lr
    std::function<bool(const When&)> unfreezes;      ///< `frozen` trains from now on
    std::function<double(const When&)> weightFactor; ///< on the weights of `module`, before the step
    std::function<double(const When&)> imageGain;    ///< on the images
    std::function<double(const When&)> classGain;    ///< on the class part of the loss
    std::function<double(const When&)> noise;        ///< share of random labels
    std::function<double(const When&)> poison;       ///< pixel value of one sample of the set; 0: clean
    std::function<int(const When&)> batches;         ///< per step
    std::function<bool(const When&)> isOtherData;    ///< images of another look
};

[[nodiscard]] std::vector<Kind> faults();
[[nodiscard]] std::vector<Kind> lookAlikes();

} // namespace espalier::lab
