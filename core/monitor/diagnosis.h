// Diagnosis: from the facts of an explosion to its likely causes, with what speaks for and against each.
#pragma once

#include "core/monitor/autopsy.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace espalier::monitor {

/// What the experiment says, as far as a cause depends on it.
struct Setup {
    bool isAdam = true;
    double epsilon = 1e-8;        ///< Adam's
    bool isHalfPrecision = false; ///< activations or gradients are float16
    /// Branch that trains ahead of a norm with frozen statistics, with nothing between it and the logits that holds
    /// them; empty: there is none.
    std::string unboundedBranch;
    std::string classPart = "loss_cls"; ///< the part that such a branch drives
};

/// What the run said up to the step.
struct CourseFacts {
    std::int64_t firstStep = 0;            ///< of the run or of its resumption
    std::int64_t warmupSteps = 0;          ///< over which the rate rose; 0: it began in full
    std::vector<run::Sample> parts;        ///< loss parts at the step, without the total
    std::vector<run::Sample> usualParts;   ///< their medians while all was well
    std::vector<run::Sample> norms;        ///< `grad_norm` and `grad_norm/<branch>` at the step
    std::vector<run::Sample> usualNorms;   ///< their medians while all was well
    std::optional<double> rate;            ///< in force at the step, the lowest group's
    std::optional<double> firstRate;       ///< of the first step that moved anything
    std::optional<double> highestRate;     ///< so far
    std::optional<double> highestCalmRate; ///< so far, while all was well
    std::int64_t negativeSteps = 0;        ///< steps in a row, up to this one, with a rate below zero
    std::vector<run::Sample> partsAtZero;  ///< parts when the rate fell below zero
    std::optional<double> lossScale;
    std::optional<double> highestLossScale;
    std::int64_t unchangedSteps = 0;    ///< steps in a row, up to this one, with the very same loss
    std::int64_t calmSteps = 0;         ///< steps that went well before the first warning
    std::int64_t warnings = 0;          ///< that came before
    std::vector<run::Sample> bestParts; ///< their lowest levels in the whole run
    std::int64_t normLead = 0;          ///< steps by which the gradient norm left its course before the loss did
};

struct BatchFacts {
    std::int64_t images = 0;
    std::int64_t boxes = 0;
    std::int64_t oddBoxes = 0;        ///< empty, not finite or outside of their image
    std::int64_t nonFinitePixels = 0; ///< numbers, not places
    double lowest = 0;                ///< of the finite pixels, 0 … 1 when all is well
    double highest = 0;
    std::int64_t constantImages = 0; ///< of one even colour
    /// Boxes whose own class has the highest logit among the classes, on healthy weights; none: not measured.
    std::optional<std::int64_t> ownClassBoxes;
    std::int64_t classes = 0;
};

/// An adapter beside a weight that trains. Frobenius norms, as shares of the weight's own.
struct AdapterFacts {
    std::string site;
    double adapter = 0; ///< of what the adapter adds, ‖BA‖ scaled
    double weight = 0;  ///< of what the weight itself has moved, ‖ΔW‖
    double cosine = 0;  ///< between the two; NaN while one is zero
};

/// Adam's second moment against the gradient of the step, bias corrected.
struct MomentFacts {
    std::string tensor;
    double gradient = 0; ///< mean of g²
    double believed = 0; ///< mean of the second moment before the step
    double mean = 0;     ///< largest magnitude of the first moment; 0: no gradient has come yet
};

/// By its own numbers, whatever the weights.
[[nodiscard]] bool isBroken(const BatchFacts& batch);

/// What became of the batch's loss when a part of the network got its healthy weights back.
struct HealingFacts {
    std::string module; ///< the smallest part that heals alone; empty: none does
    double now = 0;     ///< loss with the weights at hand
    double healed = 0;  ///< with that part put back; with the one that came nearest when none heals
    double healthy = 0; ///< with all of them put back
};

struct Facts {
    std::int64_t step = 0;
    double epoch = 0;
    Verdict verdict;
    std::int64_t firstWarningStep = 0;
    std::string action = "none";
    Setup setup;
    CourseFacts course;
    std::optional<BatchFacts> batch;
    // From a replay of the batch; empty where there was none.
    std::string firstModule;
    std::string direction;
    std::vector<ModuleReading> modules;        ///< with the weights that failed
    std::vector<ModuleReading> healthyModules; ///< the same batch through the last healthy weights
    std::vector<run::Sample> partsOnHealthy;   ///< its loss parts there
    std::optional<HealingFacts> healing;       ///< none: nothing to heal, or no healthy weights
    /// By module: ‖w‖ of the last healthy weights, as a multiple of what it was at the run's start.
    std::vector<run::Sample> growth;
    std::vector<AdapterFacts> adapters;
    std::vector<MomentFacts> moments;
    std::vector<std::string> images;
};

/// Pure. Causes with a confidence below kLeastConfidence are left out; what remains in doubt is 1 minus their sum.
inline constexpr double kLeastConfidence = 0.05;
/// `earlier`: of the first warning of the same trouble; null: this is the first. What was seen then weighs more: in a
/// wreck everything is out of place, whatever began it.
[[nodiscard]] Autopsy diagnose(const Facts& facts, const Autopsy* earlier = nullptr);

} // namespace espalier::monitor
