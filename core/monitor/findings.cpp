#include "core/monitor/causes.h"

#include <algorithm>
#include <cmath>

namespace espalier::monitor {

std::optional<double> valueOf(const std::vector<run::Sample>& samples, const std::string& series)
{
    const auto found = std::ranges::find(samples, series, [](const run::Sample& sample) { return sample.series; });
    return found == samples.end() ? std::nullopt : std::optional(found->value);
}

double timesOf(double value, double reference)
{
    if (!std::isfinite(value)) {
        return std::numeric_limits<double>::infinity();
    }
    return std::abs(value) / std::max(std::abs(reference), 1e-12);
}

bool isBroken(const BatchFacts& batch)
{
    return batch.nonFinitePixels > 0 || batch.highest > 1.5 || batch.lowest < -0.5 || batch.oddBoxes > 0;
}

Findings::Findings(const Facts& given) : facts(given)
{
    findParts();
    findModules();
    findRest();
}

void Findings::findParts()
{
    for (const run::Sample& part : facts.course.usualParts) {
        usualLoss += std::abs(part.value);
    }
    double worst = 0;
    for (const run::Sample& part : facts.course.parts) {
        const double grown = matters(part.value) ? times(part) : 0;
        if (grown > worst || (std::isnan(grown) && !std::isfinite(part.value))) {
            worst = std::isnan(grown) ? std::numeric_limits<double>::infinity() : grown;
            guiltyPart = part.series;
            guiltyNow = part.value;
            guiltyBefore = valueOf(facts.course.usualParts, part.series).value_or(kUnknown);
        }
    }
    doOthersStay = facts.course.parts.size() > 1 && worst >= kFine;
    for (const run::Sample& part : facts.course.parts) {
        doOthersStay = doOthersStay && (part.series == guiltyPart || !matters(part.value) || times(part) < kFine);
    }
    if (facts.partsOnHealthy.empty()) {
        return;
    }
    isFineOnHealthy = true;
    double worstThere = 0;
    for (const run::Sample& part : facts.partsOnHealthy) {
        const double grown = matters(part.value) ? times(part) : 0;
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
        if (const ModuleReading* before = healthy(reading.module)) {
            ++comparedModules;
            farModules += timesOf(reading.activation, before->activation) > kFar ? 1 : 0;
        }
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
        if (underflow == nullptr && moment.believed == 0 && moment.gradient > 0 &&
            moment.mean > facts.setup.epsilon) { // below it epsilon holds the step back
            underflow = &moment;
        }
        const double ratio = timesOf(moment.gradient, moment.believed);
        if (moment.believed > 0 && std::isfinite(ratio) && ratio > worstMomentRatio) {
            worstMoment = &moment;
            worstMomentRatio = ratio;
        }
    }
    double runnerUp = 1;
    for (const run::Sample& growth : facts.growth) {
        if (outgrown == nullptr || growth.value > outgrown->value) {
            runnerUp = std::max(runnerUp, outgrown == nullptr ? 1 : outgrown->value);
            outgrown = &growth;
        } else {
            runnerUp = std::max(runnerUp, growth.value);
        }
    }
    if (outgrown != nullptr && !(outgrown->value > kFine * runnerUp)) {
        outgrown = nullptr;
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
        isBatchBroken = isBroken(*facts.batch);
    }
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

Evidence rateEvidence(const char* code, const Findings& findings, double reference)
{
    return {code, "", findings.facts.course.rate.value_or(kUnknown), reference};
}

Evidence partEvidence(const char* code, const Findings& findings)
{
    return {code, findings.guiltyPart, findings.guiltyNow, findings.guiltyBefore};
}

Evidence healthyEvidence(const Findings& findings)
{
    // What failed there; or, when nothing did, what fails now.
    const bool isBad = findings.isBadOnHealthy;
    const bool isKnown = valueOf(findings.facts.partsOnHealthy, findings.guiltyPart).has_value();
    const std::string& part = isBad || !isKnown ? findings.badPartOnHealthy : findings.guiltyPart;
    return {isBad ? "bad_on_healthy_weights" : "fine_on_healthy_weights", part,
            valueOf(findings.facts.partsOnHealthy, part).value_or(kUnknown),
            valueOf(findings.facts.course.usualParts, part).value_or(kUnknown)};
}

Evidence healingEvidence(const Findings& findings)
{
    const HealingFacts& healing = *findings.facts.healing;
    return {healing.module.empty() ? "put_back_spread" : "put_back_heals", healing.module, healing.healed, healing.now};
}

void blameWeights(Case& cause, const Findings& findings, double forWeight)
{
    if (findings.isBadOnHealthy && !findings.isHealedInOnePlace()) {
        cause.speaksAgainst(0.7, healthyEvidence(findings));
    } else if (findings.isFineOnHealthy && forWeight > 0) {
        cause.speaksFor(forWeight, healthyEvidence(findings));
    }
}

} // namespace espalier::monitor
