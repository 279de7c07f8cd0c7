#include "core/monitor/diagnosis.h"

#include "core/monitor/causes.h"

#include <algorithm>
#include <cmath>

namespace espalier::monitor {

namespace {

/// A cause never stands alone without a doubt.
constexpr double kMostConfidence = 0.97;
/// Of what was seen at the first warning.
constexpr double kEarlierWeight = 0.65;

/// The evidence of the one that was surer.
void join(std::vector<Cause>& causes, const std::vector<Cause>& earlier)
{
    for (Cause& cause : causes) {
        cause.confidence *= 1 - kEarlierWeight;
    }
    for (Cause then : earlier) {
        const auto found = std::ranges::find(causes, then.code, &Cause::code);
        const double now = found == causes.end() ? 0 : found->confidence;
        then.confidence *= kEarlierWeight;
        const double both = now + then.confidence;
        if (found == causes.end()) {
            causes.push_back(std::move(then));
        } else {
            if (then.confidence > now) {
                *found = std::move(then);
            }
            found->confidence = both;
        }
    }
}

} // namespace

Autopsy diagnose(const Facts& facts, const Autopsy* earlier)
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
    if (earlier != nullptr) {
        join(autopsy.causes, earlier->causes);
    }
    std::erase_if(autopsy.causes, [](const Cause& cause) { return !(cause.confidence >= kLeastConfidence); });
    std::ranges::stable_sort(autopsy.causes, std::ranges::greater(), &Cause::confidence);
    if (earlier != nullptr && !earlier->firstModule.empty()) {
        autopsy.firstModule = earlier->firstModule;
        autopsy.direction = earlier->direction;
    }
    // What breaks in the end may stand far from what grew all the time.
    if (findings.outgrown != nullptr && !autopsy.causes.empty() &&
        autopsy.causes.front().code == "accumulating_drift") {
        autopsy.firstModule = findings.outgrown->series;
        autopsy.direction = "forward";
    }
    return autopsy;
}

} // namespace espalier::monitor
