#include "core/monitor/diagnosis.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace espalier::monitor {

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
/// A cause never stands alone without a doubt.
constexpr double kMostConfidence = 0.97;
/// Shares of a tensor that one update moves: what is usual, and what no training survives for long.
constexpr double kUsualUpdate = 1e-3;
constexpr double kLargeUpdate = 0.03;
constexpr double kRuinousUpdate = 0.1;
constexpr double kLargestHalf = 65504;
/// Beyond this multiple of what is usual a loss part is bad, below that one it is not.
constexpr double kBad = 5.0;
constexpr double kFine = 2.0;

/// A cause while its evidence is gathered: what speaks for it adds up as independent chances do, what speaks against
/// it takes its share away.
class Case {
public:
    explicit Case(const char* code) { m_cause.code = code; }

    void speaksFor(double weight, Evidence evidence)
    {
        m_doubt *= 1 - weight;
        m_cause.evidenceFor.push_back(std::move(evidence));
    }
    void speaksAgainst(double weight, Evidence evidence)
    {
        m_rest *= 1 - weight;
        m_cause.evidenceAgainst.push_back(std::move(evidence));
    }
    [[nodiscard]] bool hasEvidence() const { return !m_cause.evidenceFor.empty(); }
    [[nodiscard]] Cause concluded(std::vector<std::string> advice)
    {
        m_cause.confidence = (1 - m_doubt) * m_rest;
        m_cause.advice = std::move(advice);
        return std::move(m_cause);
    }

private:
    Cause m_cause;
    double m_doubt = 1;
    double m_rest = 1;
};

std::optional<double> valueOf(const std::vector<run::Sample>& samples, const std::string& series)
{
    const auto found = std::ranges::find(samples, series, [](const run::Sample& sample) { return sample.series; });
    return found == samples.end() ? std::nullopt : std::optional(found->value);
}

/// How many times `reference`; infinite for what is not finite.
double timesOf(double value, double reference)
{
    if (!std::isfinite(value)) {
        return std::numeric_limits<double>::infinity();
    }
    return std::abs(value) / std::max(std::abs(reference), 1e-12);
}

/// What is looked at again and again.
struct Findings {
    explicit Findings(const Facts& given);

    const Facts& facts;
    std::string guiltyPart; ///< that grew most; may be empty
    double guiltyNow = kUnknown;
    double guiltyBefore = kUnknown;
    bool doOthersStay = false; ///< every other part is as it was
    const ModuleReading* largestUpdate = nullptr;
    const MomentFacts* worstMoment = nullptr;
    double worstMomentRatio = 0;
    const AdapterFacts* worstAdapter = nullptr;
    const ModuleReading* largestDrift = nullptr;
    const ModuleReading* first = nullptr; ///< reading of facts.firstModule
    const ModuleReading* firstHealthy = nullptr;
    double aheadGrowth = kUnknown; ///< largest growth of a module ahead of it
    double largestActivation = 0;
    bool isBadOnHealthy = false;  ///< the batch fails on healthy weights too
    bool isFineOnHealthy = false; ///< it was measured and does not
    std::string badPartOnHealthy;
    std::int64_t slowSteps = 0; ///< from the first warning
    bool isNegative = false;
    bool isBatchBroken = false; ///< by its own numbers
    bool isInside = false;      ///< firstModule is a module of the network

    [[nodiscard]] double update() const { return largestUpdate == nullptr ? kUnknown : largestUpdate->updateRatio; }
    [[nodiscard]] double times(const run::Sample& part) const
    {
        const auto usual = valueOf(facts.course.usualParts, part.series);
        return usual ? timesOf(part.value, *usual) : kUnknown;
    }
    [[nodiscard]] const ModuleReading* healthy(const std::string& module) const
    {
        const auto found = std::ranges::find(facts.healthyModules, module,
                                             [](const ModuleReading& reading) { return reading.module; });
        return found == facts.healthyModules.end() ? nullptr : &*found;
    }

private:
    void findParts();
    void findModules();
    void findRest();
};

Findings::Findings(const Facts& given) : facts(given)
{
    findParts();
    findModules();
    findRest();
}

void Findings::findParts()
{
    double worst = 0;
    for (const run::Sample& part : facts.course.parts) {
        const double grown = times(part);
        if (grown > worst || (std::isnan(grown) && !std::isfinite(part.value))) {
            worst = std::isnan(grown) ? std::numeric_limits<double>::infinity() : grown;
            guiltyPart = part.series;
            guiltyNow = part.value;
            guiltyBefore = valueOf(facts.course.usualParts, part.series).value_or(kUnknown);
        }
    }
    doOthersStay = facts.course.parts.size() > 1 && worst >= kFine;
    for (const run::Sample& part : facts.course.parts) {
        doOthersStay = doOthersStay && (part.series == guiltyPart || times(part) < kFine);
    }
    if (facts.partsOnHealthy.empty()) {
        return;
    }
    isFineOnHealthy = true;
    double worstThere = 0;
    for (const run::Sample& part : facts.partsOnHealthy) {
        const double grown = times(part);
        isFineOnHealthy = isFineOnHealthy && std::isfinite(part.value) && !(grown > kFine);
        if (!std::isfinite(part.value) || grown > kBad) {
            isBadOnHealthy = true;
        }
        if (badPartOnHealthy.empty() || grown > worstThere || !std::isfinite(part.value)) {
            worstThere = grown;
            badPartOnHealthy = part.series;
        }
    }
}

void Findings::findModules()
{
    for (const ModuleReading& reading : facts.modules) {
        if (std::isfinite(reading.updateRatio) &&
            (largestUpdate == nullptr || reading.updateRatio > largestUpdate->updateRatio)) {
            largestUpdate = &reading;
        }
        if (!std::isnan(reading.normDrift) &&
            (largestDrift == nullptr || reading.normDrift > largestDrift->normDrift)) {
            largestDrift = &reading;
        }
        largestActivation = std::isfinite(reading.activation) ? std::max(largestActivation, reading.activation)
                                                              : std::numeric_limits<double>::infinity();
        if (reading.module == facts.firstModule) {
            first = &reading;
            firstHealthy = healthy(reading.module);
        } else if (first == nullptr) {
            const ModuleReading* before = healthy(reading.module);
            const double grown = before == nullptr ? kUnknown : timesOf(reading.activation, before->activation);
            aheadGrowth = std::isnan(aheadGrowth) ? grown
                          : std::isnan(grown)     ? aheadGrowth
                                                  : std::max(aheadGrowth, grown);
        }
    }
    isInside = first != nullptr && facts.firstModule != "input" && facts.firstModule != "loss";
}

void Findings::findRest()
{
    for (const MomentFacts& moment : facts.moments) {
        const double ratio = timesOf(moment.gradient, moment.believed);
        if (moment.believed > 0 && std::isfinite(ratio) && ratio > worstMomentRatio) {
            worstMoment = &moment;
            worstMomentRatio = ratio;
        }
    }
    for (const AdapterFacts& adapter : facts.adapters) {
        const auto weight = [](const AdapterFacts& a) { return std::min(a.adapter, a.weight); };
        if (!std::isnan(adapter.cosine) && (worstAdapter == nullptr || weight(adapter) > weight(*worstAdapter))) {
            worstAdapter = &adapter;
        }
    }
    slowSteps = facts.firstWarningStep > 0 ? facts.step - facts.firstWarningStep : 0;
    isNegative = facts.course.rate && *facts.course.rate < 0;
    if (facts.batch) {
        isBatchBroken = facts.batch->nonFinitePixels > 0 || facts.batch->highest > 1.5 || facts.batch->lowest < -0.5 ||
                        facts.batch->oddBoxes > 0;
    }
}

Evidence rateEvidence(const char* code, const Findings& findings, double reference = 0)
{
    return {code, "", findings.facts.course.rate.value_or(kUnknown), reference};
}

Evidence partEvidence(const char* code, const Findings& findings)
{
    return {code, findings.guiltyPart, findings.guiltyNow, findings.guiltyBefore};
}

Evidence healthyEvidence(const Findings& findings)
{
    const std::string& part = findings.badPartOnHealthy;
    return {findings.isBadOnHealthy ? "bad_on_healthy_weights" : "fine_on_healthy_weights", part,
            valueOf(findings.facts.partsOnHealthy, part).value_or(kUnknown),
            valueOf(findings.facts.course.usualParts, part).value_or(kUnknown)};
}

/// What the weights are to blame for does not happen to healthy ones.
void blameWeights(Case& cause, const Findings& findings, double forWeight)
{
    if (findings.isBadOnHealthy) {
        cause.speaksAgainst(0.7, healthyEvidence(findings));
    } else if (findings.isFineOnHealthy && forWeight > 0) {
        cause.speaksFor(forWeight, healthyEvidence(findings));
    }
}

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
    if (rate < 0) {
        cause.speaksAgainst(0.9, rateEvidence("rate_negative", findings));
    }
    if (update < 10 * kUsualUpdate) {
        cause.speaksAgainst(0.8, {"update_ratio_usual", findings.largestUpdate->module, update, kUsualUpdate});
    }
    if (course.highestCalmRate && *course.highestCalmRate > 1.5 * rate) {
        cause.speaksAgainst(0.6, rateEvidence("rate_was_higher", findings, *course.highestCalmRate));
    }
    blameWeights(cause, findings, 0.1);
    return cause.concluded({"lower_rate", "scale_branch_rate", "clip_gradients", "add_warmup"});
}

Cause missingWarmup(const Findings& findings)
{
    Case cause("missing_warmup");
    const CourseFacts& course = findings.facts.course;
    constexpr double kFirstSteps = 50;
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
    if (findings.slowSteps > 16) {
        cause.speaksAgainst(0.7, {"slow_rise", "", static_cast<double>(findings.slowSteps), 0});
    }
    if (findings.isNegative) {
        cause.speaksAgainst(0.3, rateEvidence("rate_negative", findings));
    }
    return cause.concluded({"check_images", "change_order", "check_labels"});
}

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

Cause unboundedLogits(const Findings& findings)
{
    Case cause("unbounded_logits");
    const Facts& facts = findings.facts;
    const double grown = timesOf(findings.guiltyNow, findings.guiltyBefore);
    if (facts.setup.unboundedBranch.empty() || findings.guiltyPart != facts.setup.classPart || !(grown > kFine)) {
        return cause.concluded({});
    }
    cause.speaksFor(0.3, {"unbounded_branch", facts.setup.unboundedBranch, 0, 0});
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
    if (findings.isNegative) {
        // It says where, not why.
        cause.speaksAgainst(0.6, rateEvidence("rate_negative", findings));
    }
    if (const double update = findings.update(); update > kRuinousUpdate) {
        cause.speaksAgainst(0.6, {"update_ratio", findings.largestUpdate->module, update, kUsualUpdate});
    }
    blameWeights(cause, findings, 0.1);
    return cause.concluded({"train_norm", "freeze_class_branch", "scale_branch_rate"});
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
    } else if (place != nullptr) {
        cause.speaksAgainst(0.7, {"below_half", place->module, largest, kLargestHalf});
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
    if (worst == nullptr || std::min(worst->adapter, worst->weight) < 0.01) {
        return cause.concluded({});
    }
    const double cosine = worst->cosine;
    if (std::abs(cosine) >= 0.3) {
        cause.speaksFor(std::abs(cosine) > 0.6 ? 0.6 : 0.4,
                        {cosine < 0 ? "adapter_opposes" : "adapter_doubles", worst->site, cosine, 0});
        const double size = std::min(worst->adapter, worst->weight);
        cause.speaksFor(size > 0.3   ? 0.5
                        : size > 0.1 ? 0.3
                                     : 0.1,
                        {"adapter_norm", worst->site, worst->adapter, worst->weight});
        if (findings.facts.firstModule.starts_with(worst->site)) {
            cause.speaksFor(0.3, {"first_bad_activation", findings.facts.firstModule, findings.first->activation,
                                  findings.firstHealthy != nullptr ? findings.firstHealthy->activation : kUnknown});
        }
    } else {
        return cause.concluded({});
    }
    if (findings.isNegative) {
        cause.speaksAgainst(0.6, rateEvidence("rate_negative", findings));
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
    if (!facts.setup.isAdam || findings.worstMoment == nullptr) {
        return cause.concluded({});
    }
    const double ratio = findings.worstMomentRatio;
    const Evidence evidence{ratio >= 100 ? "second_moment" : "second_moment_follows", findings.worstMoment->tensor,
                            ratio, 1};
    if (ratio < 100) {
        return cause.concluded({});
    }
    // Once the loss is out everything outruns the second moment: it tells something while the loss is still usual.
    const bool isLossUsual = timesOf(findings.guiltyNow, findings.guiltyBefore) < kFine;
    cause.speaksFor((isLossUsual ? 1.0 : 0.4) * (ratio >= 1e4 ? 0.8 : ratio >= 1e3 ? 0.65 : 0.5), evidence);
    if (facts.course.normLead > 0) {
        cause.speaksFor(0.3, {"norm_before_loss", "", static_cast<double>(facts.course.normLead), 0});
    }
    if (findings.isNegative) {
        cause.speaksAgainst(0.7, rateEvidence("rate_negative", findings));
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

Cause labelNoise(const Findings& findings)
{
    Case cause("label_noise");
    const Facts& facts = findings.facts;
    const std::string& part = facts.setup.classPart;
    const auto onHealthy = valueOf(facts.partsOnHealthy, part);
    const auto usual = valueOf(facts.course.usualParts, part);
    bool doOthersStay = onHealthy.has_value();
    for (const run::Sample& other : facts.partsOnHealthy) {
        doOthersStay = doOthersStay && (other.series == part || findings.times(other) < kFine);
    }
    if (facts.batch && facts.batch->ownClassBoxes && facts.batch->boxes >= 4 && facts.batch->classes > 1) {
        const double share = static_cast<double>(*facts.batch->ownClassBoxes) / static_cast<double>(facts.batch->boxes);
        const double guess = 1.0 / static_cast<double>(facts.batch->classes);
        if (share < guess) {
            cause.speaksFor(share < 0.5 * guess ? 0.55 : 0.3, {"own_class_share", "", share, guess});
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

Cause explodingActivation(const Findings& findings)
{
    Case cause("exploding_activation");
    const Facts& facts = findings.facts;
    if (!findings.isInside || facts.direction != "forward") {
        return cause.concluded({});
    }
    const double now = findings.first->activation;
    const double before = findings.firstHealthy != nullptr ? findings.firstHealthy->activation : kUnknown;
    cause.speaksFor(0.4, {"first_bad_activation", facts.firstModule, now, before});
    if (findings.aheadGrowth < 3 || (std::isnan(findings.aheadGrowth) && findings.first == &facts.modules.front())) {
        const double ahead = std::isnan(findings.aheadGrowth) ? 1 : findings.aheadGrowth;
        cause.speaksFor(0.4, {"ahead_calm", facts.firstModule, ahead, 3});
    }
    if (findings.isNegative) {
        cause.speaksAgainst(0.6, rateEvidence("rate_negative", findings));
    }
    if (const double update = findings.update(); update > kRuinousUpdate) {
        cause.speaksAgainst(0.6, {"update_ratio", findings.largestUpdate->module, update, kUsualUpdate});
    }
    if (findings.isBatchBroken) {
        cause.speaksAgainst(0.8, {"pixels_out_of_range", "", facts.batch->highest, 1});
    }
    if (!facts.setup.unboundedBranch.empty() && facts.firstModule.starts_with(facts.setup.unboundedBranch)) {
        cause.speaksAgainst(0.4, {"unbounded_branch", facts.setup.unboundedBranch, 0, 0});
    }
    if (facts.setup.isHalfPrecision && std::isfinite(before) && before > 0.1 * kLargestHalf) {
        cause.speaksAgainst(0.6, {"beyond_half", facts.firstModule, before, kLargestHalf});
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
    if (facts.course.warnings >= 3) {
        cause.speaksFor(0.15, {"warnings_before", "", static_cast<double>(facts.course.warnings), 0});
    }
    if (findings.slowSteps < 3) {
        cause.speaksAgainst(0.7, {"sudden", "", 3, 0});
    }
    if (findings.isNegative) {
        cause.speaksAgainst(0.8, rateEvidence("rate_negative", findings));
    }
    if (const double update = findings.update(); update > kRuinousUpdate) {
        cause.speaksAgainst(0.5, {"update_ratio", findings.largestUpdate->module, update, kUsualUpdate});
    }
    blameWeights(cause, findings, 0.15);
    return cause.concluded({"lower_rate", "freeze_norms", "keep_guard"});
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

std::vector<run::Sample> sharesOf(const std::vector<run::Sample>& parts)
{
    double sum = 0;
    double broken = 0;
    for (const run::Sample& part : parts) {
        sum += std::isfinite(part.value) ? std::abs(part.value) : 0;
        broken += std::isfinite(part.value) ? 0 : 1;
    }
    std::vector<run::Sample> shares;
    for (const run::Sample& part : parts) {
        const bool isFinite = std::isfinite(part.value);
        // Beside one that is not finite the others are nothing.
        const double share = broken > 0 ? (isFinite ? 0 : 1 / broken) : sum > 0 ? std::abs(part.value) / sum : 0;
        shares.push_back({part.series, share});
    }
    return shares;
}

} // namespace

Autopsy diagnose(const Facts& facts)
{
    const Findings findings(facts);
    Autopsy autopsy;
    autopsy.step = facts.step;
    autopsy.epoch = facts.epoch;
    autopsy.verdict = facts.verdict;
    autopsy.firstWarningStep = facts.firstWarningStep;
    autopsy.action = facts.action;
    autopsy.firstModule = facts.firstModule;
    autopsy.direction = facts.direction;
    autopsy.lossShares = sharesOf(facts.course.parts);
    autopsy.modules = facts.modules;
    autopsy.images = facts.images;

    double sum = 0;
    for (Cause cause : {negativeRate(findings), rateTooHigh(findings), missingWarmup(findings), poisonedBatch(findings),
                        unboundedLogits(findings), halfPrecisionOverflow(findings), adapterInteraction(findings),
                        secondMomentLag(findings), labelNoise(findings), explodingActivation(findings),
                        accumulatingDrift(findings), deadData(findings)}) {
        sum += cause.confidence;
        autopsy.causes.push_back(std::move(cause));
    }
    // Each was judged by itself; together they are one explosion.
    const double scale = kMostConfidence / std::max(kMostConfidence, sum);
    for (Cause& cause : autopsy.causes) {
        cause.confidence = std::min(kMostConfidence, cause.confidence * scale);
    }
    std::erase_if(autopsy.causes, [](const Cause& cause) { return !(cause.confidence >= kLeastConfidence); });
    std::ranges::stable_sort(autopsy.causes, std::ranges::greater(), &Cause::confidence);
    return autopsy;
}

} // namespace espalier::monitor
