#include "core/monitor/detector.h"
#include "tests/unit/monitor/detector_rows.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace espalier::monitor {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Observation step(double loss, double norm)
{
    Observation row;
    row.loss = loss;
    row.parts = {{"loss_cls", loss / 2}, {"loss_bbox", loss / 2}};
    row.gradientNorm = norm;
    row.branchNorms = {{"grad_norm/neck", norm * 0.6}, {"grad_norm/bbox_head", norm * 0.8}};
    return row;
}

Detector warmedUp(int steps = 100)
{
    Detector detector;
    for (int i = 0; i < steps; ++i) {
        EXPECT_EQ(detector.observe(step(10.0 - 0.05 * i, 50.0 + i % 7)).condition, Condition::Stable) << i;
    }
    return detector;
}

TEST(Detector, CallsANonFiniteNormAnExplosionAtThatStepAndNamesTheBranch)
{
    Detector detector = warmedUp();
    Observation bad = step(5.0, kInf);
    bad.branchNorms = {{"grad_norm/neck", 40.0}, {"grad_norm/bbox_head", kInf}};
    const Verdict verdict = detector.observe(bad);
    EXPECT_EQ(verdict.condition, Condition::Exploded);
    EXPECT_EQ(verdict.reason, "non_finite_gradient");
    EXPECT_EQ(verdict.series, "grad_norm/bbox_head");
    EXPECT_EQ(verdict.since, 100);
    EXPECT_TRUE(std::isinf(verdict.score));
}

TEST(Detector, NamesTheLossPartRatherThanTheSumItSpoils)
{
    Detector detector = warmedUp();
    Observation bad = step(kNan, kNan);
    bad.parts = {{"loss_bbox", 3.0}, {"loss_cls", kNan}};
    const Verdict verdict = detector.observe(bad);
    EXPECT_EQ(verdict.condition, Condition::Exploded);
    EXPECT_EQ(verdict.reason, "non_finite_loss");
    EXPECT_EQ(verdict.series, "loss_cls");
}

TEST(Detector, APartThatLeavesTheSumFiniteIsNoneOfIt)
{
    Detector detector = warmedUp();
    Observation row = step(5.0, 50.0);
    row.parts.push_back({"loss_that_is_only_logged", kNan});
    row.branchNorms.push_back({"grad_norm/frozen", kNan});
    EXPECT_EQ(detector.observe(row).condition, Condition::Stable);
}

TEST(Detector, NamesThePartThatCarriesALossAway)
{
    Detector detector = warmedUp();
    Observation bad = step(400.0, 55.0);
    bad.parts = {{"loss_cls", 395.0}, {"loss_bbox", 5.0}};
    const Verdict verdict = detector.observe(bad);
    EXPECT_EQ(verdict.condition, Condition::Drift) << "a spike may pass";
    EXPECT_EQ(verdict.series, "loss_cls");
}

TEST(Detector, ALossThatIsFiniteByLuckIsADivergenceUnlessItWasOneBatch)
{
    Detector detector = warmedUp();
    EXPECT_EQ(detector.observe(step(400.0, 55.0)).condition, Condition::Drift);
    EXPECT_EQ(detector.observe(step(1e9, 1e8)).condition, Condition::Drift) << "one batch may be anything";
    EXPECT_EQ(detector.observe(step(5.0, 55.0)).condition, Condition::Stable);
    EXPECT_EQ(detector.observe(step(1e9, 1e8)).condition, Condition::Drift);
    const Verdict verdict = detector.observe(step(1e7, 1e8));
    EXPECT_EQ(verdict.condition, Condition::Divergence);
    EXPECT_EQ(verdict.reason, "diverged");
}

TEST(Detector, NonFiniteValuesDoNotPoisonItsStatistics)
{
    Detector detector = warmedUp();
    for (int i = 0; i < 40; ++i) {
        EXPECT_EQ(detector.observe(step(kNan, kNan)).condition, Condition::Exploded);
    }
    EXPECT_EQ(detector.observe(step(5.0, 5000.0)).reason, "spike");
    EXPECT_EQ(detector.observe(step(5.0, 50.0)).condition, Condition::Stable);
    EXPECT_FALSE(detector.isCalm()) << "quiet again, but not yet for long";
}

TEST(Detector, ALoneSpikeIsSaidOnceAndForgotten)
{
    Detector detector = warmedUp();
    EXPECT_TRUE(detector.isCalm());
    const Verdict spike = detector.observe(step(5.0, 5000.0));
    EXPECT_EQ(spike.condition, Condition::LoneSpike);
    EXPECT_EQ(spike.reason, "spike");
    EXPECT_EQ(spike.series, "grad_norm/bbox_head");
    EXPECT_GT(spike.score, 6);
    int recovered = 0;
    for (int i = 0; i < 40; ++i) {
        const Verdict verdict = detector.observe(step(5.0, 50.0));
        EXPECT_EQ(verdict.condition, Condition::Stable);
        recovered += verdict.reason == "recovered" ? 1 : 0;
    }
    EXPECT_EQ(recovered, 1);
    EXPECT_TRUE(detector.isCalm());
}

TEST(Detector, ALossAboveItsBestForGoodHasDivergedAndNotBefore)
{
    Detector detector = warmedUp();
    for (int i = 1; i < Detector::kPatience; ++i) {
        EXPECT_EQ(detector.observe(step(40.0, 60.0)).condition, Condition::Drift) << i;
    }
    EXPECT_EQ(detector.observe(step(40.0, 60.0)).reason, "diverged");
    EXPECT_EQ(detector.observe(step(40.0, 60.0)).condition, Condition::Divergence);
}

TEST(Detector, ADivergenceStandsUntilTheLossIsBack)
{
    Detector detector = warmedUp();
    for (int i = 0; i < Detector::kPatience; ++i) {
        (void)detector.observe(step(40.0, 60.0));
    }
    EXPECT_EQ(detector.observe(step(14.0, 60.0)).condition, Condition::Divergence) << "calmer, not healed";
    for (int i = 0; i < 40; ++i) {
        (void)detector.observe(step(5.0, 50.0));
    }
    EXPECT_EQ(detector.observe(step(5.0, 50.0)).condition, Condition::Stable);
    EXPECT_TRUE(detector.isCalm());
}

TEST(Detector, AfterARewindTheLossMustDivergeAnew)
{
    Detector detector = warmedUp();
    for (int i = 0; i < Detector::kPatience; ++i) {
        (void)detector.observe(step(40.0, 60.0));
    }
    detector.rewound();
    EXPECT_FALSE(detector.isCalm());
    EXPECT_EQ(detector.observe(step(40.0, 60.0)).condition, Condition::Drift);
}

TEST(Detector, AnExplosionWithinTheFirstStepsDoesNotDefineTheStart)
{
    Detector detector;
    EXPECT_EQ(detector.observe(step(10.0, 50.0)).condition, Condition::Stable);
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(detector.observe(step(1e6, 1e9)).condition, Condition::Drift) << i;
    }
    EXPECT_EQ(detector.observe(step(1e6, 1e9)).condition, Condition::Divergence);
}

TEST(Detector, AFirstBatchWithoutBoxesIsNoReasonToWarnLater)
{
    Detector detector;
    Observation empty = step(1.0, 5.0);
    empty.parts = {{"loss_cls", 1.0}, {"loss_bbox", 0.0}};
    EXPECT_EQ(detector.observe(empty).condition, Condition::Stable);
    for (int i = 0; i < 50; ++i) {
        EXPECT_EQ(detector.observe(step(12.0, 50.0)).condition, Condition::Stable) << i;
    }
}

TEST(Detector, AFirstValueUnlikeAllOthersIsForgottenWhenTheyStayLevel)
{
    Detector detector;
    EXPECT_EQ(detector.observe(logged(1.0)).condition, Condition::Stable);
    EXPECT_EQ(worstOf(detector, 60, [](int) { return logged(6.0); }), Condition::Drift);
    EXPECT_EQ(detector.observe(logged(6.0)).condition, Condition::Stable);
}

TEST(Detector, FiniteButHugeBeforeAnyStatisticsStandsIsNoWarning)
{
    Detector detector;
    EXPECT_EQ(detector.observe(step(1e6, 1e9)).condition, Condition::Stable);
}

TEST(Detector, ALearningRateBelowZeroIsADriftAtOnce)
{
    Detector detector = warmedUp();
    Observation row = step(5.0, 50.0);
    row.learningRate = -1e-6;
    const Verdict verdict = detector.observe(row);
    EXPECT_EQ(verdict.condition, Condition::Drift);
    EXPECT_EQ(verdict.reason, "negative_rate");
    EXPECT_EQ(verdict.series, "lr");
    EXPECT_EQ(verdict.value, -1e-6);
    row.learningRate = 0;
    EXPECT_EQ(detector.observe(row).condition, Condition::Stable);
}

TEST(Detector, ASearchForTheLossScaleIsCalledNothingElse)
{
    Detector detector;
    Noise noise(0.05);
    const auto rowAt = [&](int i) {
        const bool isSkipped = i < 13 || (i >= 150 && i < 157);
        return logged(35.0 * std::exp(-0.01 * i) * noise(), isSkipped ? kNan : 100.0 * noise());
    };
    EXPECT_EQ(worstOf(detector, 300, rowAt), Condition::LossScaleSearch);
    EXPECT_TRUE(detector.isCalm());
}

TEST(Detector, AKnownLossScaleExcusesANormAndFallsNotWithoutEnd)
{
    Detector detector = warmedUp();
    Observation row = step(5.0, kInf);
    row.branchNorms.clear();
    row.lossScale = 65536;
    EXPECT_EQ(detector.observe(row).condition, Condition::LossScaleSearch);
    row.lossScale = 0.5;
    const Verdict verdict = detector.observe(row);
    EXPECT_EQ(verdict.condition, Condition::Divergence);
    EXPECT_EQ(verdict.reason, "skips_persist");
}

TEST(Detector, SkipsThatNeverEndAreADrift)
{
    Detector detector;
    Verdict verdict;
    int first = -1;
    for (int i = 0; i < 60; ++i) {
        verdict = detector.observe(logged(4.4, kNan));
        first = first < 0 && verdict.condition == Condition::Drift ? i : first;
    }
    EXPECT_EQ(verdict.reason, "skips_persist");
    EXPECT_EQ(first, 32);
}

TEST(Detector, ANormThatIsNoNumberSoonAfterFiniteOnesIsNoSearch)
{
    Detector detector;
    for (int i = 0; i < 4; ++i) {
        EXPECT_EQ(detector.observe(logged(2.7, 2.8)).condition, Condition::Stable);
    }
    EXPECT_EQ(detector.observe(logged(2.5, kNan)).condition, Condition::Drift);
}

TEST(Detector, ALossThatFallsToNothingInOneRowHasVanished)
{
    Detector detector;
    EXPECT_EQ(detector.observe(logged(1.9)).condition, Condition::Stable);
    const Verdict verdict = detector.observe(logged(0.0));
    EXPECT_EQ(verdict.condition, Condition::Drift);
    EXPECT_EQ(verdict.reason, "loss_vanished");
    EXPECT_EQ(worstOf(detector, 20, [](int) { return logged(0.0); }), Condition::Divergence);
    Detector dead;
    EXPECT_EQ(dead.observe(logged(0.0, kNan)).condition, Condition::Exploded) << "no number, written as nothing";
}

TEST(Detector, ANetworkThatDiedAnswersNothingAndIsNotWell)
{
    Detector detector = warmedUp();
    EXPECT_EQ(detector.observe(step(0, 0)).reason, "loss_vanished");
    Verdict last;
    for (int i = 0; i < 100; ++i) {
        last = detector.observe(step(0, 0));
    }
    EXPECT_EQ(last.condition, Condition::Divergence);
    EXPECT_FALSE(detector.isCalm());
}

TEST(Detector, ALostRunIsLostWhileItIsFarAndWhenItDies)
{
    Detector detector = warmedUp();
    while (detector.observe(step(100, 50)).condition != Condition::Divergence) {
    }
    EXPECT_EQ(detector.observe(step(5e6, 50)).condition, Condition::Divergence) << "not a drift in between";
    EXPECT_GE(detector.observe(step(0, 0)).condition, Condition::Drift);
    for (int i = 0; i < 40; ++i) {
        EXPECT_GE(detector.observe(step(0, 0)).condition, Condition::Drift) << i;
    }
}

TEST(Detector, ASensitivityThatIsNoNumberIsTheMiddle)
{
    Detector detector(kNan);
    for (int i = 0; i < 50; ++i) {
        (void)detector.observe(step(10, 50));
    }
    Verdict last;
    for (int i = 0; i < 50; ++i) {
        last = detector.observe(step(1000, 50));
    }
    EXPECT_EQ(last.condition, Condition::Divergence);
}

TEST(Detector, ALossThatIsLearntAwayHasNotVanished)
{
    Detector detector;
    const auto rowAt = [](int i) { return logged(i < 60 ? std::exp(-0.1 * i) : i % 3 == 0 ? 1e-4 : 0.0); };
    EXPECT_EQ(worstOf(detector, 200, rowAt), Condition::Stable);
}

TEST(Detector, AnEpochsMeansThatLeaveTheirCourseAreSeenBeforeTheFirstNonFiniteNorm)
{
    Detector detector;
    const double losses[] = {30, 24, 20, 17, 15, 13, 12, 11.5, 11, 10.6, 10.3, 10.1, 10.6, 18, 93};
    Condition before = Condition::Stable;
    for (const double loss : losses) {
        before = detector.observe(logged(loss, 60)).condition;
    }
    EXPECT_GE(before, Condition::Drift);
    const Verdict verdict = detector.observe(logged(200, kInf));
    EXPECT_GE(verdict.condition, Condition::Drift) << "no search for a loss scale";
    EXPECT_EQ(verdict.reason, "non_finite_gradient");
}

TEST(Detector, ALossThatRisesSlowlyIsADriftAndThenADivergence)
{
    Detector detector;
    Noise noise(0.1);
    int drift = -1;
    int divergence = -1;
    for (int i = 0; i < 800; ++i) {
        const double course = i < 200 ? 2.0 * std::exp(-0.005 * i) : 2.0 * std::exp(-1.0 + 0.006 * (i - 200));
        const Condition condition = detector.observe(logged(course * noise(), 1.0 * noise())).condition;
        drift = drift < 0 && condition == Condition::Drift ? i : drift;
        divergence = divergence < 0 && condition == Condition::Divergence ? i : divergence;
    }
    EXPECT_GT(drift, 200);
    EXPECT_LT(drift, 383) << "three times the best is reached there";
    EXPECT_GT(divergence, drift);
}

TEST(Detector, ANormThatGrowsWhileTheLossTurnsBackIsADriftBeforeTheLossHasLeft)
{
    Detector detector;
    Noise noise(0.1);
    int first = -1;
    for (int i = 0; i < 400 && first < 0; ++i) {
        const double turn = i < 200 ? 0 : (i - 200) * 0.002;
        const double loss = (0.5 + 2.0 * std::exp(-0.03 * std::min(i, 200))) * std::exp(turn);
        const double norm = i < 200 ? 1.0 : std::exp(0.03 * (i - 200));
        const Verdict verdict = detector.observe(logged(loss * noise(), norm * noise()));
        if (verdict.condition >= Condition::Drift) {
            first = i;
            EXPECT_EQ(verdict.reason, "norm_rises");
        }
    }
    EXPECT_GT(first, 200);
}

TEST(Detector, ALossThatStandsWhereGuessingStandsIsAtChanceLevel)
{
    Detector detector;
    Noise noise(0.02);
    Verdict verdict;
    for (int i = 0; i < 200; ++i) {
        verdict = detector.observe(logged(std::log(10.0) * noise(), 0.1 * noise()));
    }
    EXPECT_EQ(verdict.condition, Condition::ChanceLevel);
    Detector ofBins;
    for (int i = 0; i < 200; ++i) {
        Observation row = logged(7.0 - 0.01 * i, 1.0);
        row.parts = {{"loss_cls", *row.loss - 4.16}, {"loss_dfl", 4.16 * noise()}};
        verdict = ofBins.observe(row);
    }
    EXPECT_EQ(verdict.condition, Condition::ChanceLevel);
    EXPECT_EQ(verdict.series, "loss_dfl");
}

TEST(Detector, SensitivityMovesEveryBound)
{
    const auto firstWarning = [](double sensitivity) {
        Detector detector(sensitivity);
        for (int i = 0; i < 400; ++i) {
            const double course = i < 100 ? 1.0 : std::exp(0.02 * (i - 100));
            if (detector.observe(logged(course * (1 + 0.02 * (i % 3)))).condition >= Condition::Drift) {
                return i;
            }
        }
        return 400;
    };
    EXPECT_LT(firstWarning(1.0), firstWarning(0.5));
    EXPECT_LT(firstWarning(0.5), firstWarning(0.0));
    EXPECT_LT(firstWarning(0.0), 400);
}

TEST(Verdict, WordsComeBack)
{
    for (const Condition condition :
         {Condition::Stable, Condition::LossScaleSearch, Condition::LoneSpike, Condition::ChanceLevel, Condition::Drift,
          Condition::Divergence, Condition::Exploded}) {
        EXPECT_EQ(conditionFromText(toText(condition)), condition);
    }
    EXPECT_FALSE(conditionFromText("calm").has_value());
    EXPECT_EQ(stabilityOf(Condition::LossScaleSearch), run::Stability::Stable);
    EXPECT_EQ(stabilityOf(Condition::Drift), run::Stability::Warning);
    EXPECT_EQ(stabilityOf(Condition::Divergence), run::Stability::Exploded);
}

TEST(OrderedWindow, ForgetsTheOldestAndKeepsOrder)
{
    OrderedWindow window(4);
    for (const double value : {5.0, 1.0, 4.0, 2.0, 3.0, 3.0}) {
        window.add(value);
    }
    EXPECT_EQ(window.size(), 4U); // 4 2 3 3
    EXPECT_EQ(window.quantile(0), 2.0);
    EXPECT_EQ(window.quantile(0.5), 3.0);
    EXPECT_EQ(window.quantile(1), 4.0);
}

} // namespace
} // namespace espalier::monitor
