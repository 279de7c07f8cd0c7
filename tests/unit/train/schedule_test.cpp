#include "core/train/schedule.h"

#include <gtest/gtest.h>

namespace espalier::train {
namespace {

experiment::TrainSettings settings(const char* schedule)
{
    experiment::TrainSettings train;
    train.schedule = schedule;
    train.epochs = 10;
    train.warmup = 0.1;
    train.lrFloor = 0.01;
    return train;
}

TEST(Schedule, WarmsUpFromItsFirstStepAndNeverStandsStill)
{
    const auto train = settings("constant");
    EXPECT_DOUBLE_EQ(learningRateFactor(train, 0, 10), 0.1);
    EXPECT_DOUBLE_EQ(learningRateFactor(train, 9, 10), 1.0);
    EXPECT_DOUBLE_EQ(learningRateFactor(train, 99, 10), 1.0);
}

TEST(Schedule, LinearEndsAtItsFloorOverTheTrueLength)
{
    const auto train = settings("linear");
    EXPECT_NEAR(learningRateFactor(train, 50, 10), 1 - 0.5 * 0.99, 1e-12);
    EXPECT_NEAR(learningRateFactor(train, 100, 10), 0.01, 1e-12);
}

TEST(Schedule, CosineIsHalfWayInTheMiddle)
{
    const auto train = settings("cosine");
    EXPECT_NEAR(learningRateFactor(train, 50, 10), 0.01 + 0.99 / 2, 1e-12);
    EXPECT_NEAR(learningRateFactor(train, 100, 10), 0.01, 1e-12);
}

TEST(Schedule, AShorterScheduleStaysAtItsFloorUnlessTheStudyIsReproduced)
{
    auto train = settings("linear");
    train.scheduleEpochs = 5;
    EXPECT_NEAR(learningRateFactor(train, 80, 10), 0.01, 1e-12);
    train.clampLr = false;
    EXPECT_LT(learningRateFactor(train, 80, 10), 0) << "the study's rate went below zero past its schedule";
}

TEST(Schedule, MomentumRisesOverTheWarmUpOnlyWhereItIsAskedFor)
{
    auto train = settings("linear_by_epoch");
    train.warmupSteps = 20;
    train.beta1 = 0.937;
    EXPECT_DOUBLE_EQ(momentum(train, 0, 10), 0.937);
    train.warmupMomentum = 0.8;
    EXPECT_DOUBLE_EQ(momentum(train, 0, 10), 0.8);
    EXPECT_NEAR(momentum(train, 10, 10), (0.8 + 0.937) / 2, 1e-15);
    EXPECT_DOUBLE_EQ(momentum(train, 20, 10), 0.937);
    EXPECT_DOUBLE_EQ(momentum(train, 99, 10), 0.937);
}

TEST(Schedule, ThePublishedStep3GoesBelowZeroInItsLoop)
{
    auto train = settings("linear_by_epoch");
    train.epochs = 160;
    train.scheduleEpochs = 100;
    train.warmupSteps = 1000;
    train.clampLr = false;
    const auto atEpoch = [&](std::int64_t displayed) {
        return learningRateFactor(train, (displayed - 1) * 8, 8) * 1000 / static_cast<double>((displayed - 1) * 8);
    };
    EXPECT_NEAR(atEpoch(51), 0.505, 1e-12);
    EXPECT_NEAR(atEpoch(100), 0.0199, 1e-12);
    EXPECT_NEAR(atEpoch(101), 0.0100, 1e-12);
    EXPECT_NEAR(atEpoch(102), 0.0001, 1e-12);
    EXPECT_NEAR(atEpoch(103), -0.0098, 1e-12);
    EXPECT_NEAR(atEpoch(109), -0.0692, 1e-12);
    train.clampLr = true;
    EXPECT_NEAR(atEpoch(109), 0.01, 1e-12);
}

} // namespace
} // namespace espalier::train
