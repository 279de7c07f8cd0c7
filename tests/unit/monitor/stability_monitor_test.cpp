#include "core/monitor/stability_monitor.h"

#include <gtest/gtest.h>

#include <limits>

namespace espalier::monitor {
namespace {

using run::Stability;
constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Observation step(double loss, double norm)
{
    return {{{"loss", loss}, {"loss_cls", loss / 2}, {"loss_bbox", loss / 2}},
            norm,
            {{"grad_norm/neck", norm * 0.6}, {"grad_norm/bbox_head", norm * 0.8}}};
}

StabilityMonitor warmedUp(int steps = 100)
{
    StabilityMonitor monitor(3.0);
    for (int i = 0; i < steps; ++i) {
        EXPECT_EQ(monitor.observe(step(10.0 - 0.05 * i, 50.0 + i % 7)).stability, Stability::Stable);
    }
    return monitor;
}

TEST(StabilityMonitor, CallsANonFiniteNormAnExplosionAtThatStepAndNamesTheBranch)
{
    StabilityMonitor monitor = warmedUp();
    Observation bad = step(5.0, kInf);
    bad.branchNorms = {{"grad_norm/neck", 40.0}, {"grad_norm/bbox_head", kInf}};
    const Verdict verdict = monitor.observe(bad);
    EXPECT_EQ(verdict.stability, Stability::Exploded);
    EXPECT_EQ(verdict.reason, "non_finite_gradient");
    EXPECT_EQ(verdict.series, "grad_norm/bbox_head");
}

TEST(StabilityMonitor, NamesTheLossPartRatherThanTheSumItSpoils)
{
    StabilityMonitor monitor = warmedUp();
    const Verdict verdict = monitor.observe({{{"loss", kNan}, {"loss_cls", kNan}, {"loss_bbox", 3.0}}, kNan, {}});
    EXPECT_EQ(verdict.reason, "non_finite_loss");
    EXPECT_EQ(verdict.series, "loss_cls");
}

TEST(StabilityMonitor, ALossThatIsFiniteByLuckIsAnExplosionAtOnce)
{
    StabilityMonitor monitor = warmedUp();
    EXPECT_EQ(monitor.observe(step(400.0, 55.0)).stability, Stability::Warning) << "a spike may pass";
    const Verdict verdict = monitor.observe(step(1e9, 1e8));
    EXPECT_EQ(verdict.stability, Stability::Exploded);
    EXPECT_EQ(verdict.reason, "diverged");
}

TEST(StabilityMonitor, NonFiniteValuesDoNotPoisonItsStatistics)
{
    StabilityMonitor monitor = warmedUp();
    for (int i = 0; i < 40; ++i) {
        EXPECT_EQ(monitor.observe(step(kNan, kNan)).stability, Stability::Exploded);
    }
    EXPECT_EQ(monitor.observe(step(5.0, 5000.0)).reason, "spike");
    EXPECT_EQ(monitor.observe(step(5.0, 50.0)).reason, "") << "quiet again, but not yet for long";
}

TEST(StabilityMonitor, ALoneSpikeWarnsOnceAndIsForgotten)
{
    StabilityMonitor monitor = warmedUp();
    const Verdict spike = monitor.observe(step(5.0, 5000.0));
    EXPECT_EQ(spike.stability, Stability::Warning);
    EXPECT_EQ(spike.reason, "spike");
    EXPECT_EQ(spike.series, "grad_norm/bbox_head");
    int recovered = 0;
    for (int i = 0; i < 40; ++i) {
        const Verdict verdict = monitor.observe(step(5.0, 50.0));
        EXPECT_NE(verdict.stability, Stability::Exploded);
        recovered += verdict.reason == "recovered" ? 1 : 0;
    }
    EXPECT_EQ(recovered, 1);
    EXPECT_TRUE(monitor.isCalm());
}

TEST(StabilityMonitor, ALossAboveItsStartForGoodIsDivergedAndNotBefore)
{
    StabilityMonitor monitor = warmedUp();
    for (int i = 1; i < StabilityMonitor::kDivergedSteps; ++i) {
        EXPECT_EQ(monitor.observe(step(40.0, 60.0)).stability, Stability::Warning);
    }
    const Verdict verdict = monitor.observe(step(40.0, 60.0));
    EXPECT_EQ(verdict.stability, Stability::Exploded);
    EXPECT_EQ(verdict.reason, "diverged");
}

TEST(StabilityMonitor, AfterARewindTheLossMustDivergeAnew)
{
    StabilityMonitor monitor = warmedUp();
    for (int i = 0; i < StabilityMonitor::kDivergedSteps; ++i) {
        (void)monitor.observe(step(40.0, 60.0));
    }
    monitor.rewound();
    EXPECT_EQ(monitor.observe(step(40.0, 60.0)).stability, Stability::Warning);
}

TEST(StabilityMonitor, AnExplosionWithinTheFirstStepsDoesNotDefineTheStart)
{
    StabilityMonitor monitor(3.0);
    EXPECT_EQ(monitor.observe(step(10.0, 50.0)).stability, Stability::Stable);
    Verdict verdict;
    for (int i = 0; i < StabilityMonitor::kDivergedSteps; ++i) {
        verdict = monitor.observe(step(1e6, 1e9));
    }
    EXPECT_EQ(verdict.reason, "diverged");
}

TEST(StabilityMonitor, AFirstBatchWithoutBoxesIsNoReasonToWarnLater)
{
    StabilityMonitor monitor(3.0);
    EXPECT_EQ(monitor.observe(step(1.0, 5.0)).stability, Stability::Stable);
    for (int i = 0; i < 50; ++i) {
        EXPECT_EQ(monitor.observe(step(12.0, 50.0)).stability, Stability::Stable);
    }
}

TEST(StabilityMonitor, FiniteButHugeBeforeAnyStatisticsStandsIsNoWarning)
{
    StabilityMonitor monitor(3.0);
    EXPECT_EQ(monitor.observe(step(1e6, 1e9)).stability, Stability::Stable);
}

} // namespace
} // namespace espalier::monitor
