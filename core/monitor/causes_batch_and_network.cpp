#include "core/monitor/causes.h"

#include <algorithm>
#include <cmath>

namespace espalier::monitor {

Cause poisonedBatch(const Findings& findings)
{
    Case cause("poisoned_batch");
    const Facts& facts = findings.facts;
    if (facts.batch) {
        const BatchFacts& batch = *facts.batch;
        if (batch.nonFinitePixels > 0) {
            cause.speaksFor(0.95, {"pixels_not_finite", "", static_cast<double>(batch.nonFinitePixels), 0});
        }
        if (batch.highest > 1.5 || batch.lowest < -0.5) {
            cause.speaksFor(0.85, {"pixels_out_of_range", "", std::max(batch.highest, -batch.lowest), 1});
        }
        if (batch.oddBoxes > 0) {
            cause.speaksFor(0.6, {"boxes_out_of_range", "", static_cast<double>(batch.oddBoxes), 0});
        }
        if (!findings.isBatchBroken) {
            cause.speaksAgainst(0.3, {"pixels_fine", "", batch.highest, 1});
        }
    }
    if (findings.isBadOnHealthy) {
        cause.speaksFor(findings.isBatchBroken ? 0.7 : 0.5, healthyEvidence(findings));
    } else if (findings.isFineOnHealthy) {
        cause.speaksAgainst(0.85, healthyEvidence(findings));
    }
    if (facts.firstModule == "input") {
        cause.speaksFor(0.8, {"first_bad_activation", "input", std::numeric_limits<double>::infinity(), 1});
    } else if (findings.isInside && !findings.isBatchBroken && !findings.isBadOnHealthy) {
        cause.speaksAgainst(0.5, {"first_bad_activation", facts.firstModule, findings.first->activation,
                                  findings.firstHealthy != nullptr ? findings.firstHealthy->activation : kUnknown});
    }
    if (findings.isHealedInOnePlace() && !findings.isBatchBroken) {
        cause.speaksAgainst(0.6, healingEvidence(findings));
    }
    if (findings.slowSteps > 16) {
        cause.speaksAgainst(0.7, {"slow_rise", "", static_cast<double>(findings.slowSteps), 0});
    }
    if (findings.isNegative) {
        cause.speaksAgainst(0.3, rateEvidence("rate_negative", findings));
    }
    return cause.concluded({"check_images", "change_order", "check_labels"});
}

Cause labelNoise(const Findings& findings)
{
    Case cause("label_noise");
    const Facts& facts = findings.facts;
    const std::string& part = facts.setup.classPart;
    const auto onHealthy = valueOf(facts.partsOnHealthy, part);
    const auto usual = valueOf(facts.course.usualParts, part);
    bool doOthersStay = onHealthy.has_value();
    for (const run::Sample& other : facts.partsOnHealthy) {
        doOthersStay =
            doOthersStay && (other.series == part || !findings.matters(other.value) || findings.times(other) < kFine);
    }
    if (facts.batch && facts.batch->ownClassBoxes && facts.batch->boxes >= 4 && facts.batch->classes > 1) {
        const double share = static_cast<double>(*facts.batch->ownClassBoxes) / static_cast<double>(facts.batch->boxes);
        const double guess = 1.0 / static_cast<double>(facts.batch->classes);
        constexpr std::int64_t kManyBoxes = 8;
        if (share < 0.5 * guess) {
            cause.speaksFor(facts.batch->boxes >= kManyBoxes ? 0.55 : 0.3, {"own_class_share", "", share, guess});
        } else if (share > 2 * guess) {
            cause.speaksAgainst(0.6, {"own_class_share", "", share, guess});
        }
    }
    if (onHealthy && usual && std::isfinite(*onHealthy) && timesOf(*onHealthy, *usual) > kFine && doOthersStay) {
        cause.speaksFor(0.65, {"bad_on_healthy_weights", part, *onHealthy, *usual});
    } else if (findings.isFineOnHealthy) {
        cause.speaksAgainst(0.6, healthyEvidence(findings));
    }
    if (cause.hasEvidence() && findings.guiltyPart == part && findings.doOthersStay &&
        std::isfinite(findings.guiltyNow)) {
        cause.speaksFor(0.15, partEvidence("part_rose", findings));
    }
    if (findings.isBatchBroken) {
        cause.speaksAgainst(0.8, {"pixels_out_of_range", "", facts.batch->highest, 1});
    }
    if (findings.isNegative) {
        cause.speaksAgainst(0.6, rateEvidence("rate_negative", findings));
    }
    if (!std::isfinite(findings.guiltyNow)) {
        cause.speaksAgainst(0.5, partEvidence("part_not_finite", findings));
    }
    return cause.concluded({"check_labels", "check_class_order", "change_order"});
}

Cause deadData(const Findings& findings)
{
    Case cause("dead_data");
    const Facts& facts = findings.facts;
    if (facts.batch && facts.batch->images > 0) {
        const BatchFacts& batch = *facts.batch;
        if (batch.constantImages == batch.images) {
            cause.speaksFor(0.8, {"constant_images", "", static_cast<double>(batch.constantImages),
                                  static_cast<double>(batch.images)});
        }
        if (batch.boxes == 0) {
            cause.speaksFor(0.2, {"no_boxes", "", static_cast<double>(batch.images), 0});
        }
    }
    if (facts.course.unchangedSteps >= 5) {
        cause.speaksFor(0.6, {"loss_unchanged", "loss", static_cast<double>(facts.course.unchangedSteps), 0});
    }
    if (const auto norm = valueOf(facts.course.norms, "grad_norm"); norm && *norm < 1e-12) {
        cause.speaksFor(0.5, {"gradient_zero", "", *norm, 0});
    }
    if (findings.isNegative) {
        cause.speaksAgainst(0.5, rateEvidence("rate_negative", findings));
    }
    if (findings.isBadOnHealthy && findings.isBatchBroken) {
        cause.speaksAgainst(0.5, healthyEvidence(findings));
    }
    return cause.concluded({"check_loader", "check_images", "check_labels"});
}

namespace {

/// The branch itself, or the contrast that makes its logits.
const ModuleReading* logitsOf(const Findings& findings)
{
    const ModuleReading* largest = nullptr;
    for (const ModuleReading& reading : findings.facts.modules) {
        const bool isLogits = reading.module.find("cls_contrasts") != std::string::npos ||
                              reading.module.starts_with(findings.facts.setup.unboundedBranch);
        if (isLogits && (largest == nullptr || !(reading.activation <= largest->activation))) {
            largest = &reading;
        }
    }
    return largest;
}

} // namespace

Cause unboundedLogits(const Findings& findings)
{
    Case cause("unbounded_logits");
    const Facts& facts = findings.facts;
    const double grown = timesOf(findings.guiltyNow, findings.guiltyBefore);
    if (facts.setup.unboundedBranch.empty() || findings.guiltyPart != facts.setup.classPart || !(grown > kFine)) {
        return cause.concluded({});
    }
    cause.speaksFor(0.3, {"unbounded_branch", facts.setup.unboundedBranch, 0, 0});
    if (const auto share = valueOf(sharesOf(facts.course.parts), findings.guiltyPart); share && *share > 0.6) {
        cause.speaksFor(0.15, {"loss_share", findings.guiltyPart, *share,
                               valueOf(sharesOf(facts.course.usualParts), findings.guiltyPart).value_or(kUnknown)});
    }
    cause.speaksFor(0.3, partEvidence("part_rose", findings));
    if (findings.doOthersStay) {
        const auto other = std::ranges::find_if(
            facts.course.parts, [&](const run::Sample& part) { return part.series != findings.guiltyPart; });
        cause.speaksFor(0.3, {"part_stayed", other->series, other->value,
                              valueOf(facts.course.usualParts, other->series).value_or(kUnknown)});
    }
    if (const ModuleReading* logits = logitsOf(findings)) {
        const ModuleReading* before = findings.healthy(logits->module);
        if (before != nullptr && timesOf(logits->activation, before->activation) > kBad) {
            cause.speaksFor(0.35, {"logits_large", logits->module, logits->activation, before->activation});
        }
    }
    if (findings.isHealedAt(facts.setup.unboundedBranch)) {
        cause.speaksFor(0.6, healingEvidence(findings));
    }
    if (findings.isNegative) {
        // It says where, not why.
        cause.speaksAgainst(0.75, rateEvidence("rate_negative", findings));
    }
    // Of another module: that a branch without a ceiling moves far is no news.
    if (const double update = findings.update();
        update > kRuinousUpdate && !findings.largestUpdate->module.starts_with(facts.setup.unboundedBranch)) {
        cause.speaksAgainst(0.6, {"update_ratio", findings.largestUpdate->module, update, kUsualUpdate});
    }
    if (facts.setup.isAdam && facts.course.rate.value_or(0) >= kLargeUpdate) {
        cause.speaksAgainst(0.6, rateEvidence("rate_moves_weights", findings, 0.1));
    }
    blameWeights(cause, findings, 0.1);
    return cause.concluded({"train_norm", "freeze_class_branch", "scale_branch_rate"});
}

Cause explodingActivation(const Findings& findings)
{
    Case cause("exploding_activation");
    const Facts& facts = findings.facts;
    if (!findings.isInside) {
        return cause.concluded({});
    }
    const bool isForward = facts.direction == "forward";
    const double before = findings.firstHealthy != nullptr ? findings.firstHealthy->activation : kUnknown;
    if (isForward) {
        cause.speaksFor(0.4, {"first_bad_activation", facts.firstModule, findings.first->activation, before});
    } else {
        cause.speaksFor(0.4, {"first_bad_gradient", facts.firstModule, findings.first->gradient,
                              findings.firstHealthy != nullptr ? findings.firstHealthy->gradient : kUnknown});
    }
    if (findings.isHealedInOnePlace()) {
        cause.speaksFor(0.3, healingEvidence(findings));
    }
    const bool isAtFront = std::isnan(findings.aheadGrowth) && findings.first == &facts.modules.front();
    if (isForward && (findings.aheadGrowth < 3 || isAtFront)) {
        cause.speaksFor(0.4, {"ahead_calm", facts.firstModule, isAtFront ? 1 : findings.aheadGrowth, 3});
    }
    if (findings.isNegative) {
        cause.speaksAgainst(0.75, rateEvidence("rate_negative", findings));
    }
    if (const double update = findings.update(); update > kRuinousUpdate) {
        cause.speaksAgainst(0.6, {"update_ratio", findings.largestUpdate->module, update, kUsualUpdate});
    }
    if (findings.isBatchBroken) {
        cause.speaksAgainst(0.8, {"pixels_out_of_range", "", facts.batch->highest, 1});
    }
    if (const AdapterFacts* adapter = findings.worstAdapter; adapter != nullptr &&
                                                             std::min(adapter->adapter, adapter->weight) > 0.1 &&
                                                             facts.firstModule.starts_with(adapter->site)) {
        cause.speaksAgainst(0.5, {"adapter_norm", adapter->site, adapter->adapter, adapter->weight});
    }
    if (!facts.setup.unboundedBranch.empty() && facts.firstModule.starts_with(facts.setup.unboundedBranch)) {
        cause.speaksAgainst(0.4, {"unbounded_branch", facts.setup.unboundedBranch, 0, 0});
    }
    if (facts.setup.isHalfPrecision && (before > 0.1 * kLargestHalf || !std::isfinite(findings.first->activation))) {
        cause.speaksAgainst(0.6, {"beyond_half", facts.firstModule, findings.first->activation, kLargestHalf});
    }
    if (findings.slowSteps > 50) {
        cause.speaksAgainst(0.3, {"slow_rise", "", static_cast<double>(findings.slowSteps), 0});
    }
    return cause.concluded({"freeze_module", "scale_branch_rate", "clip_gradients"});
}

Cause accumulatingDrift(const Findings& findings)
{
    Case cause("accumulating_drift");
    const Facts& facts = findings.facts;
    if (findings.slowSteps >= 16) {
        cause.speaksFor(findings.slowSteps >= 50 ? 0.45 : 0.25,
                        {"slow_rise", "", static_cast<double>(findings.slowSteps), 16});
    }
    if (findings.largestDrift != nullptr && findings.largestDrift->normDrift > 1) {
        const double drift = findings.largestDrift->normDrift;
        cause.speaksFor(drift > 3 ? 0.5 : 0.25, {"norm_drift", findings.largestDrift->module, drift, 3});
    }
    if (findings.largestDrift != nullptr && findings.largestDrift->normDrift <= 1) {
        cause.speaksAgainst(0.2, {"norms_still", "", findings.largestDrift->normDrift, 1});
    }
    if (findings.outgrown != nullptr && (findings.slowSteps >= 3 || facts.course.warnings > 0)) {
        cause.speaksFor(0.4, {"weight_grew", findings.outgrown->series, findings.outgrown->value, 1});
    }
    bool hasRisen = false; // before anybody said so
    for (const run::Sample& part : facts.course.usualParts) {
        const auto best = valueOf(facts.course.bestParts, part.series);
        if (!hasRisen && best && findings.matters(part.value) && part.value > 1.8 * *best) {
            hasRisen = true;
            cause.speaksFor(0.6, {"part_rose", part.series, part.value, *best});
        }
    }
    if (facts.course.warnings >= 3) {
        cause.speaksFor(0.15, {"warnings_before", "", static_cast<double>(facts.course.warnings), 0});
    }
    if (findings.slowSteps < 3 && !hasRisen) {
        cause.speaksAgainst(0.7, {"sudden", "", 3, 0});
    }
    if (findings.isNegative) {
        cause.speaksAgainst(0.9, rateEvidence("rate_negative", findings));
    }
    if (const double update = findings.update(); update > kRuinousUpdate) {
        cause.speaksAgainst(0.5, {"update_ratio", findings.largestUpdate->module, update, kUsualUpdate});
    }
    blameWeights(cause, findings, 0.15);
    return cause.concluded({"lower_rate", "freeze_norms", "keep_guard"});
}

} // namespace espalier::monitor
