#include "core/monitor/diagnosis.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace espalier::monitor {

namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

BatchFacts soundBatch()
{
    BatchFacts batch;
    batch.images = 4;
    batch.boxes = 6;
    batch.highest = 1;
    batch.ownClassBoxes = 5;
    batch.classes = 4;
    return batch;
}

/// A run of 300 steps that is well: every figure as usual, four modules, the batch fine on healthy weights.
Facts well()
{
    Facts facts;
    facts.step = 300;
    facts.epoch = 37.5;
    facts.verdict = {Condition::Divergence, 9, "loss_cls", 60, 290, "diverged"};
    facts.action = "stop";
    CourseFacts& course = facts.course;
    course.warmupSteps = 30;
    course.usualParts = {{"loss_cls", 6}, {"loss_bbox", 7}, {"loss_dfl", 5}};
    course.parts = course.usualParts;
    course.usualNorms = {{"grad_norm", 30}};
    course.norms = course.usualNorms;
    course.rate = 5e-4;
    course.firstRate = 2e-5;
    course.highestRate = 5e-4;
    course.highestCalmRate = 5e-4;
    course.calmSteps = 280;
    for (const char* module : {"stem", "neck", "cls_preds.0", "cls_contrasts.0"}) {
        facts.modules.push_back({module, 4, 1, 2e-3, kNan});
    }
    facts.healthyModules = facts.modules;
    facts.partsOnHealthy = course.usualParts;
    facts.batch = soundBatch();
    facts.moments = {{"neck.weight", 1e-4, 1e-4}};
    return facts;
}

void rise(Facts& facts, const std::string& part, double value)
{
    std::ranges::find(facts.course.parts, part, [](const run::Sample& sample) { return sample.series; })->value = value;
}

ModuleReading& module(Facts& facts, std::size_t index)
{
    return facts.modules[index];
}

std::string likeliest(const Facts& facts)
{
    const Autopsy autopsy = diagnose(facts);
    return autopsy.causes.empty() ? std::string() : autopsy.causes.front().code;
}

double confidenceOf(const Facts& facts, const std::string& code)
{
    const Autopsy autopsy = diagnose(facts);
    const auto found = std::ranges::find(autopsy.causes, code, [](const Cause& cause) { return cause.code; });
    return found == autopsy.causes.end() ? 0 : found->confidence;
}

// One explosion of each cause.
Facts negativeRate()
{
    Facts facts = well();
    facts.course.rate = -3e-5;
    facts.course.negativeSteps = 40;
    facts.course.partsAtZero = {{"loss_cls", 6}};
    facts.firstWarningStep = 260;
    facts.setup.unboundedBranch = "cls_preds.0";
    rise(facts, "loss_cls", 80);
    return facts;
}

Facts rateTooHigh()
{
    Facts facts = well();
    facts.course.rate = facts.course.highestRate = 50;
    facts.course.highestCalmRate = std::nullopt;
    facts.course.calmSteps = 2;
    facts.step = 6;
    rise(facts, "loss_cls", 1e6);
    rise(facts, "loss_bbox", 1e3);
    for (ModuleReading& reading : facts.modules) {
        reading.updateRatio = 40;
        reading.activation = 1e8;
    }
    facts.firstModule = "stem";
    facts.direction = "forward";
    return facts;
}

Facts rateJumped()
{
    Facts facts = well();
    facts.course.rate = facts.course.highestRate = 0.02;
    rise(facts, "loss_cls", 90);
    rise(facts, "loss_bbox", 90);
    for (ModuleReading& reading : facts.modules) {
        reading.updateRatio = 0.2;
    }
    return facts;
}

Facts missingWarmup()
{
    Facts facts = well();
    facts.step = 9;
    facts.course.warmupSteps = 0;
    facts.course.calmSteps = 4;
    facts.course.firstRate = facts.course.highestRate;
    facts.course.highestCalmRate = std::nullopt;
    rise(facts, "loss_cls", 60);
    rise(facts, "loss_bbox", 40);
    for (ModuleReading& reading : facts.modules) {
        reading.updateRatio = 0.04;
    }
    return facts;
}

Facts poisonedBatch()
{
    Facts facts = well();
    facts.batch->nonFinitePixels = 120;
    facts.firstModule = "input";
    facts.direction = "forward";
    for (run::Sample& part : facts.course.parts) {
        part.value = kNan;
    }
    facts.partsOnHealthy = facts.course.parts;
    return facts;
}

Facts brightBatch()
{
    Facts facts = well();
    facts.batch->highest = 255;
    rise(facts, "loss_cls", 70);
    facts.partsOnHealthy = facts.course.parts;
    return facts;
}

Facts unboundedLogits()
{
    Facts facts = well();
    facts.setup.unboundedBranch = "cls_preds.0";
    rise(facts, "loss_cls", 80);
    module(facts, 3).activation = 400;
    return facts;
}

Facts halfPrecision()
{
    Facts facts = well();
    facts.setup.isHalfPrecision = true;
    facts.verdict = {Condition::Exploded, kInf, "grad_norm", kInf, 299, "skips_persist"};
    facts.course.lossScale = 1;
    facts.course.highestLossScale = 65536;
    facts.firstModule = "neck";
    facts.direction = "forward";
    module(facts, 1).activation = kInf;
    facts.healthyModules[1].activation = 6e4;
    return facts;
}

Facts adapterInteraction()
{
    Facts facts = well();
    facts.adapters = {{"neck", 0.5, 0.4, -0.9}};
    rise(facts, "loss_cls", 40);
    rise(facts, "loss_bbox", 40);
    facts.firstModule = "neck";
    facts.direction = "forward";
    module(facts, 1).activation = 90;
    module(facts, 0).activation = 30; // it is not alone
    return facts;
}

Facts secondMomentLag()
{
    Facts facts = well();
    facts.verdict = {Condition::Drift, 8, "grad_norm", 4000, 296, "norm_rises"};
    facts.moments = {{"neck.weight", 4, 1e-4}};
    facts.course.normLead = 4;
    facts.course.norms = {{"grad_norm", 4000}};
    return facts;
}

Facts labelNoise()
{
    Facts facts = well();
    rise(facts, "loss_cls", 20);
    facts.partsOnHealthy = facts.course.parts;
    facts.batch->ownClassBoxes = 0;
    return facts;
}

Facts explodingActivation()
{
    Facts facts = well();
    rise(facts, "loss_cls", 500);
    rise(facts, "loss_bbox", 300);
    facts.firstModule = "neck";
    facts.direction = "forward";
    module(facts, 1).activation = 5e5;
    module(facts, 2).activation = 5e5;
    module(facts, 3).activation = 5e5;
    return facts;
}

Facts accumulatingDrift()
{
    Facts facts = well();
    facts.verdict.condition = Condition::Drift;
    facts.firstWarningStep = 200;
    module(facts, 1).normDrift = 5;
    rise(facts, "loss_cls", 16);
    rise(facts, "loss_bbox", 15);
    return facts;
}

Facts deadData()
{
    Facts facts = well();
    facts.batch->boxes = 0;
    facts.batch->constantImages = 4;
    facts.batch->ownClassBoxes = std::nullopt;
    facts.course.unchangedSteps = 20;
    facts.course.norms = {{"grad_norm", 0}};
    return facts;
}

struct Sample {
    const char* cause;
    Facts (*make)();
};
const std::vector<Sample> kSamples{{"negative_rate", negativeRate},
                                   {"rate_too_high", rateTooHigh},
                                   {"rate_too_high", rateJumped},
                                   {"missing_warmup", missingWarmup},
                                   {"poisoned_batch", poisonedBatch},
                                   {"poisoned_batch", brightBatch},
                                   {"unbounded_logits", unboundedLogits},
                                   {"half_precision_overflow", halfPrecision},
                                   {"adapter_interaction", adapterInteraction},
                                   {"second_moment_lag", secondMomentLag},
                                   {"label_noise", labelNoise},
                                   {"exploding_activation", explodingActivation},
                                   {"accumulating_drift", accumulatingDrift},
                                   {"dead_data", deadData}};

} // namespace

TEST(Diagnosis, EachCauseIsTheLikeliestOfItsOwnExplosion)
{
    for (const Sample& sample : kSamples) {
        const Facts facts = sample.make();
        EXPECT_EQ(likeliest(facts), sample.cause);
        EXPECT_GT(confidenceOf(facts, sample.cause), 0.4) << sample.cause;
    }
}

TEST(Diagnosis, EveryCauseHasASampleAndWords)
{
    for (const Words& words : causeWords()) {
        EXPECT_TRUE(std::ranges::any_of(kSamples, [&](const Sample& sample) { return sample.cause == words.code; }))
            << words.code;
    }
}

TEST(Diagnosis, ConfidencesAreInOrderAndTogetherAtMostOne)
{
    for (const Sample& sample : kSamples) {
        double sum = 0;
        double before = 1;
        for (const Cause& cause : diagnose(sample.make()).causes) {
            EXPECT_LE(cause.confidence, before);
            EXPECT_GE(cause.confidence, kLeastConfidence);
            EXPECT_FALSE(cause.evidenceFor.empty()) << cause.code;
            EXPECT_FALSE(cause.advice.empty()) << cause.code;
            before = cause.confidence;
            sum += cause.confidence;
        }
        EXPECT_LE(sum, 1.0) << sample.cause;
    }
}

TEST(Diagnosis, EveryCodeHasASentence)
{
    const auto isKnown = [](const auto& table, const std::string& code) {
        return std::ranges::any_of(table, [&](const auto& words) { return words.code == code; });
    };
    for (const Sample& sample : kSamples) {
        for (const Cause& cause : diagnose(sample.make()).causes) {
            EXPECT_TRUE(isKnown(causeWords(), cause.code)) << cause.code;
            for (const std::string& advice : cause.advice) {
                EXPECT_TRUE(isKnown(adviceWords(), advice)) << advice;
            }
            for (const auto* list : {&cause.evidenceFor, &cause.evidenceAgainst}) {
                for (const Evidence& evidence : *list) {
                    EXPECT_TRUE(isKnown(evidenceWords(), evidence.code)) << evidence.code;
                    EXPECT_EQ(sentenceOf(evidence).find('{'), std::string::npos) << sentenceOf(evidence);
                }
            }
        }
    }
}

TEST(Diagnosis, ARunThatIsWellHasNoCause)
{
    EXPECT_EQ(likeliest(well()), "");
    // Nor has one of which nothing is known.
    EXPECT_TRUE(diagnose(Facts{}).causes.empty());
}

// Look-alikes: one fact changed, and it is something else.

TEST(Diagnosis, ARateThatFallsTowardsZeroIsNotNegative)
{
    Facts facts = negativeRate();
    facts.course.rate = 1e-9;
    facts.course.negativeSteps = 0;
    EXPECT_EQ(confidenceOf(facts, "negative_rate"), 0);
}

TEST(Diagnosis, UnboundedLogitsUnderANegativeRateComeSecond)
{
    const Autopsy autopsy = diagnose(negativeRate());
    ASSERT_GE(autopsy.causes.size(), 2U);
    EXPECT_EQ(autopsy.causes[0].code, "negative_rate");
    EXPECT_EQ(autopsy.causes[1].code, "unbounded_logits");
}

TEST(Diagnosis, AClassLossThatRisesBehindANormThatFollowsIsNotUnbounded)
{
    Facts facts = unboundedLogits();
    facts.setup.unboundedBranch.clear();
    EXPECT_EQ(confidenceOf(facts, "unbounded_logits"), 0);
}

TEST(Diagnosis, AHighRateThatHadDoneNoHarmIsNotToBlame)
{
    Facts facts = rateJumped();
    facts.course.rate = 5e-4;
    facts.course.highestRate = facts.course.highestCalmRate = 0.02;
    for (ModuleReading& reading : facts.modules) {
        reading.updateRatio = 1e-3;
    }
    EXPECT_LT(confidenceOf(facts, "rate_too_high"), 0.1);
}

TEST(Diagnosis, AnEarlyExplosionAfterAWarmupIsNotForWantOfOne)
{
    Facts facts = missingWarmup();
    facts.course.warmupSteps = 8;
    EXPECT_EQ(confidenceOf(facts, "missing_warmup"), 0);
    facts = missingWarmup();
    facts.step = 400; // nor is a late one
    EXPECT_EQ(confidenceOf(facts, "missing_warmup"), 0);
}

TEST(Diagnosis, ABatchThatHealthyWeightsDigestIsNotPoisoned)
{
    Facts facts = brightBatch();
    facts.partsOnHealthy = facts.course.usualParts;
    facts.batch = soundBatch();
    EXPECT_LT(confidenceOf(facts, "poisoned_batch"), kLeastConfidence);
}

TEST(Diagnosis, FullPrecisionCannotOverflowHalf)
{
    Facts facts = halfPrecision();
    facts.setup.isHalfPrecision = false;
    EXPECT_EQ(confidenceOf(facts, "half_precision_overflow"), 0);
    // Nor does it when nothing came near.
    facts = halfPrecision();
    facts.healthyModules[1].activation = 4;
    module(facts, 1).activation = 40;
    facts.course.lossScale = facts.course.highestLossScale;
    EXPECT_LT(confidenceOf(facts, "half_precision_overflow"), 0.2);
}

TEST(Diagnosis, AnAdapterAtARightAngleOrTooSmallIsHarmless)
{
    Facts facts = adapterInteraction();
    facts.adapters.front().cosine = 0.05;
    EXPECT_EQ(confidenceOf(facts, "adapter_interaction"), 0);
    facts.adapters.front() = {"neck", 0.5, 1e-4, -0.9};
    EXPECT_EQ(confidenceOf(facts, "adapter_interaction"), 0);
}

TEST(Diagnosis, AGradientThatOutrunsAdamBecauseOfItsBatchIsTheBatchs)
{
    Facts facts = brightBatch();
    facts.moments = {{"neck.weight", 4, 1e-4}};
    EXPECT_EQ(likeliest(facts), "poisoned_batch");
    // SGD has no second moment.
    facts = secondMomentLag();
    facts.setup.isAdam = false;
    EXPECT_EQ(confidenceOf(facts, "second_moment_lag"), 0);
}

TEST(Diagnosis, SquaresTooSmallToBeHeldLeaveAdamWithoutASecondMoment)
{
    Facts facts = rateJumped();
    facts.moments = {{"cls_preds.0.weight", 1e-52, 0, 1e-26}};
    EXPECT_EQ(likeliest(facts), "rate_too_high"); // an epsilon of 1e-8 holds that back
    facts.setup.epsilon = 1e-30;
    EXPECT_EQ(likeliest(facts), "second_moment_lag");
    facts.moments.front().mean = 0; // no gradient has come yet
    EXPECT_EQ(confidenceOf(facts, "second_moment_lag"), 0);
    EXPECT_EQ(likeliest(facts), "rate_too_high");
}

TEST(Diagnosis, ThePartThatHealsWhenItIsPutBackIsToBlame)
{
    Facts facts = unboundedLogits();
    facts.healing = HealingFacts{"cls_preds.0", 80, 18, 18};
    EXPECT_GT(confidenceOf(facts, "unbounded_logits"), confidenceOf(unboundedLogits(), "unbounded_logits"));
    facts = rateJumped();
    facts.healing = HealingFacts{"", 180, 120, 18};
    const double spread = confidenceOf(facts, "rate_too_high");
    facts.healing->module = "neck";
    EXPECT_LT(confidenceOf(facts, "rate_too_high"), spread);
}

TEST(Diagnosis, LabelsThatAgreeAreNotNoise)
{
    Facts facts = labelNoise();
    facts.batch->ownClassBoxes = 6;
    facts.partsOnHealthy = facts.course.usualParts;
    EXPECT_LT(confidenceOf(facts, "label_noise"), kLeastConfidence);
}

TEST(Diagnosis, AnActivationThatGrewAllTheWayIsNotOneModules)
{
    Facts facts = explodingActivation();
    module(facts, 0).activation = 2e4; // the stem too
    EXPECT_LT(confidenceOf(facts, "exploding_activation"), confidenceOf(explodingActivation(), "exploding_activation"));
}

TEST(Diagnosis, ASuddenEndIsNoDrift)
{
    Facts facts = accumulatingDrift();
    facts.firstWarningStep = 0;
    EXPECT_LT(confidenceOf(facts, "accumulating_drift"), 0.2);
}

TEST(Diagnosis, AnEmptyImageAmongOthersIsNotDead)
{
    Facts facts = well();
    facts.batch->constantImages = 1;
    facts.batch->boxes = 0;
    facts.batch->ownClassBoxes = std::nullopt;
    EXPECT_LT(confidenceOf(facts, "dead_data"), 0.3);
}

TEST(Diagnosis, WhatWasSeenFirstOutweighsWhatTheWreckLooksLike)
{
    const Autopsy first = diagnose(poisonedBatch());
    Facts wreck = rateJumped(); // everything moves far by now
    EXPECT_EQ(diagnose(wreck).causes.front().code, "rate_too_high");
    const Autopsy later = diagnose(wreck, &first);
    EXPECT_EQ(later.causes.front().code, "poisoned_batch");
    EXPECT_EQ(later.causes.front().evidenceFor.front().code, "pixels_not_finite");
    double sum = 0;
    for (const Cause& cause : later.causes) {
        sum += cause.confidence;
    }
    EXPECT_LE(sum, 1);
}

TEST(Diagnosis, APartThatIsNextToNothingTellsNothing)
{
    Facts facts = well();
    facts.course.usualParts.push_back({"loss_tiny", 1e-6});
    facts.course.parts.push_back({"loss_tiny", 1e-3});
    facts.partsOnHealthy = facts.course.parts;
    EXPECT_EQ(likeliest(facts), "");
}

TEST(Diagnosis, SharesOfTheLossAreOfTheWhole)
{
    Facts facts = well();
    rise(facts, "loss_cls", 88);
    const Autopsy autopsy = diagnose(facts);
    EXPECT_DOUBLE_EQ(autopsy.lossShares.front().value, 0.88);
    rise(facts, "loss_cls", kInf);
    EXPECT_EQ(diagnose(facts).lossShares.front().value, 1);
    EXPECT_EQ(diagnose(facts).lossShares.back().value, 0);
}

} // namespace espalier::monitor
