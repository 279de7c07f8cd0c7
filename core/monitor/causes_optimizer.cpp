#include "core/monitor/causes.h"

#include <algorithm>
#include <cmath>

namespace espalier::monitor {

namespace {
/// In which a warm-up would have helped.
constexpr double kFirstSteps = 50;

/// There must be one.
Evidence underflowEvidence(const Findings& findings)
{
    return {"second_moment_zero", findings.underflow->tensor, findings.underflow->mean, 0};
}
} // namespace

Cause negativeRate(const Findings& findings)
{
    Case cause("negative_rate");
    const CourseFacts& course = findings.facts.course;
    if (findings.isNegative) {
        cause.speaksFor(0.75, rateEvidence("rate_negative", findings));
        cause.speaksFor(std::min(0.5, 0.02 * static_cast<double>(course.negativeSteps)),
                        {"rate_negative_steps", "", static_cast<double>(course.negativeSteps), 0});
        const auto then = valueOf(course.partsAtZero, findings.guiltyPart);
        if (then && timesOf(findings.guiltyNow, *then) > 1.2) {
            cause.speaksFor(0.6, {"rose_since_rate_negative", findings.guiltyPart, findings.guiltyNow, *then});
        }
        blameWeights(cause, findings, 0.2);
    }
    return cause.concluded({"clamp_rate", "extend_schedule"});
}

Cause rateTooHigh(const Findings& findings)
{
    Case cause("rate_too_high");
    const CourseFacts& course = findings.facts.course;
    if (!course.rate || *course.rate == 0) {
        return cause.concluded({});
    }
    constexpr double kWeightSize = 0.1;
    const double rate = *course.rate;
    const double update = findings.update();
    if (update > kLargeUpdate) {
        cause.speaksFor(update > 0.5              ? 0.85
                        : update > kRuinousUpdate ? 0.6
                                                  : 0.35,
                        {"update_ratio", findings.largestUpdate->module, update, kUsualUpdate});
    }
    if (findings.facts.setup.isAdam && rate >= kLargeUpdate) {
        cause.speaksFor(rate >= 1 ? 0.8 : 0.6, rateEvidence("rate_moves_weights", findings, kWeightSize));
    }
    if (course.highestCalmRate && rate > 3 * *course.highestCalmRate && course.calmSteps > 16 &&
        course.warmupSteps < course.calmSteps) {
        cause.speaksFor(0.7, rateEvidence("rate_jumped", findings, *course.highestCalmRate));
    } else if (course.highestRate && rate >= 0.9 * *course.highestRate) {
        cause.speaksFor(0.15, rateEvidence("rate_at_peak", findings, *course.highestRate));
    }
    if (findings.slowSteps <= 16 && timesOf(findings.guiltyNow, findings.guiltyBefore) > kBad) {
        cause.speaksFor(0.15, partEvidence("rose_within_steps", findings));
    }
    if (cause.hasEvidence() && 2 * findings.farModules > findings.comparedModules) {
        cause.speaksFor(0.15, {"many_bad", "", static_cast<double>(findings.farModules),
                               static_cast<double>(findings.comparedModules)});
    }
    if (findings.isHealedInOnePlace()) {
        cause.speaksAgainst(0.5, healingEvidence(findings));
    } else if (cause.hasEvidence() && findings.facts.healing) {
        cause.speaksFor(0.2, healingEvidence(findings));
    }
    if (findings.underflow != nullptr) {
        cause.speaksAgainst(0.8, underflowEvidence(findings));
    }
    if (rate < 0) {
        cause.speaksAgainst(0.9, rateEvidence("rate_negative", findings));
    }
    if (update < 10 * kUsualUpdate) {
        cause.speaksAgainst(0.8, {"update_ratio_usual", findings.largestUpdate->module, update, kUsualUpdate});
    }
    const bool isAbsurd = findings.facts.setup.isAdam && rate >= kLargeUpdate;
    if (course.highestCalmRate && *course.highestCalmRate >= 0.9 * rate && !isAbsurd) {
        cause.speaksAgainst(0.6, rateEvidence("rate_was_higher", findings, *course.highestCalmRate));
    }
    const auto steps = static_cast<double>(findings.facts.step - course.firstStep);
    if (course.firstRate && *course.firstRate >= 0.5 * rate && steps <= kFirstSteps && course.warmupSteps <= 3 &&
        !isAbsurd) {
        cause.speaksAgainst(0.3, {"first_rate_share", "", *course.firstRate / rate, 0.1});
    }
    blameWeights(cause, findings, 0.1);
    return cause.concluded({"lower_rate", "scale_branch_rate", "clip_gradients", "add_warmup"});
}

Cause missingWarmup(const Findings& findings)
{
    Case cause("missing_warmup");
    const CourseFacts& course = findings.facts.course;
    const auto steps = static_cast<double>(findings.facts.step - course.firstStep);
    if (!course.firstRate || !course.highestRate || *course.highestRate <= 0 || steps > kFirstSteps) {
        return cause.concluded({});
    }
    const double share = *course.firstRate / *course.highestRate;
    if (share < 0.5 || course.warmupSteps > 3) {
        return cause.concluded({});
    }
    cause.speaksFor(steps <= 20 ? 0.4 : 0.25, {"within_first_steps", "", steps, kFirstSteps});
    cause.speaksFor(0.5, {"first_rate_share", "", share, 0.1});
    if (const double update = findings.update(); update > kLargeUpdate) {
        cause.speaksFor(0.2, {"update_ratio", findings.largestUpdate->module, update, kUsualUpdate});
    } else if (update < 10 * kUsualUpdate) {
        cause.speaksAgainst(0.7, {"update_ratio_usual", findings.largestUpdate->module, update, kUsualUpdate});
    }
    if (findings.facts.setup.isAdam && *course.highestRate >= kLargeUpdate) {
        // A slow start would only have put it off.
        cause.speaksAgainst(0.7, rateEvidence("rate_moves_weights", findings, 0.1));
    }
    if (findings.isBatchBroken) {
        cause.speaksAgainst(0.5, healthyEvidence(findings));
    }
    blameWeights(cause, findings, 0);
    return cause.concluded({"add_warmup", "lower_rate"});
}

Cause halfPrecisionOverflow(const Findings& findings)
{
    Case cause("half_precision_overflow");
    const Facts& facts = findings.facts;
    if (!facts.setup.isHalfPrecision) {
        return cause.concluded({});
    }
    double largest = 0;
    const ModuleReading* place = nullptr;
    for (const auto* readings : {&facts.modules, &facts.healthyModules}) {
        for (const ModuleReading& reading : *readings) {
            if (std::isfinite(reading.activation) && reading.activation > largest) {
                largest = reading.activation;
                place = &reading;
            }
        }
    }
    if (largest > 0.1 * kLargestHalf) {
        cause.speaksFor(largest > 0.5 * kLargestHalf ? 0.8 : 0.5,
                        {"beyond_half", place->module, largest, kLargestHalf});
    } else if (place != nullptr && std::isfinite(findings.largestActivation)) {
        cause.speaksAgainst(0.7, {"below_half", place->module, largest, kLargestHalf});
    }
    if (facts.direction == "forward" && findings.isInside && !std::isfinite(findings.first->activation)) {
        cause.speaksFor(0.6, {"beyond_half", facts.firstModule, findings.first->activation, kLargestHalf});
    }
    const CourseFacts& course = facts.course;
    if (course.lossScale && course.highestLossScale && *course.lossScale <= *course.highestLossScale / 16) {
        cause.speaksFor(0.5, {"loss_scale_fell", "", *course.lossScale, *course.highestLossScale});
    }
    if (facts.verdict.reason == "non_finite_gradient" || facts.verdict.reason == "skips_persist") {
        cause.speaksFor(0.3, {"norm_rose", "the network", facts.verdict.value,
                              valueOf(course.usualNorms, "grad_norm").value_or(kUnknown)});
    }
    if (findings.isBatchBroken) {
        cause.speaksAgainst(0.7, {"pixels_out_of_range", "", facts.batch->highest, 1});
    }
    return cause.concluded({"full_precision", "lower_rate"});
}

Cause adapterInteraction(const Findings& findings)
{
    Case cause("adapter_interaction");
    const AdapterFacts* worst = findings.worstAdapter;
    if (worst == nullptr || std::min(worst->adapter, worst->weight) < 0.05) {
        return cause.concluded({});
    }
    const std::string& first = findings.facts.firstModule;
    const bool isAdapter = first.find("adapter") != std::string::npos || first.find("lora_") != std::string::npos;
    const bool isThere = findings.isInside && isAdapter && first.starts_with(worst->site + ".");
    const double cosine = worst->cosine;
    if (!isThere && !(std::abs(cosine) >= 0.3)) {
        return cause.concluded({});
    }
    if (std::abs(cosine) >= 0.3) {
        cause.speaksFor(std::abs(cosine) > 0.6 ? 0.6 : 0.4,
                        {cosine < 0 ? "adapter_opposes" : "adapter_doubles", worst->site, cosine, 0});
    }
    const double size = std::min(worst->adapter, worst->weight);
    cause.speaksFor(size > 0.3   ? 0.5
                    : size > 0.1 ? 0.3
                                 : 0.1,
                    {"adapter_norm", worst->site, worst->adapter, worst->weight});
    if (findings.isHealedAt(worst->site)) {
        cause.speaksFor(0.4, healingEvidence(findings));
    }
    if (isThere) {
        cause.speaksFor(0.5, {"first_bad_activation", first, findings.first->activation,
                              findings.firstHealthy != nullptr ? findings.firstHealthy->activation : kUnknown});
    }
    if (findings.isNegative) {
        cause.speaksAgainst(0.8, rateEvidence("rate_negative", findings));
    }
    if (findings.facts.setup.isAdam && findings.facts.course.rate.value_or(0) >= kLargeUpdate) {
        cause.speaksAgainst(0.6, rateEvidence("rate_moves_weights", findings, 0.1));
    }
    blameWeights(cause, findings, 0);
    return cause.concluded({"separate_adapter", "scale_branch_rate"});
}

Cause secondMomentLag(const Findings& findings)
{
    Case cause("second_moment_lag");
    const Facts& facts = findings.facts;
    const double ratio = findings.worstMomentRatio;
    if (!facts.setup.isAdam || (ratio < 100 && findings.underflow == nullptr)) {
        return cause.concluded({});
    }
    if (findings.underflow != nullptr) {
        cause.speaksFor(0.85, underflowEvidence(findings));
    }
    if (ratio >= 100) {
        // Once the loss is out everything outruns the second moment: it tells something while the loss is still usual.
        const bool isLossUsual = timesOf(findings.guiltyNow, findings.guiltyBefore) < kFine;
        cause.speaksFor((isLossUsual ? 1.0 : 0.4) * (ratio >= 1e4   ? 0.8
                                                     : ratio >= 1e3 ? 0.65
                                                                    : 0.5),
                        {"second_moment", findings.worstMoment->tensor, ratio, 1});
    }
    if (facts.course.normLead > 0) {
        cause.speaksFor(0.3, {"norm_before_loss", "", static_cast<double>(facts.course.normLead), 0});
    }
    if (findings.isNegative) {
        cause.speaksAgainst(0.8, rateEvidence("rate_negative", findings));
    }
    if (const double rate = facts.course.rate.value_or(0); rate >= kLargeUpdate) {
        cause.speaksAgainst(0.6, rateEvidence("rate_moves_weights", findings, 0.1));
    }
    if (findings.isBatchBroken) {
        cause.speaksAgainst(0.8, {"pixels_out_of_range", "", facts.batch->highest, 1});
    }
    blameWeights(cause, findings, 0);
    return cause.concluded({"lower_beta2", "raise_epsilon", "reset_moments", "clip_gradients"});
}

} // namespace espalier::monitor
