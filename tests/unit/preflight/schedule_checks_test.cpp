#include "tests/unit/preflight/situation.h"

#include <gmock/gmock.h>

namespace espalier::preflight::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// The study's third step as it was published: a schedule of 100 epochs in a loop of 160, a warm-up of 1000 steps.
Situation published()
{
    Situation situation;
    experiment::TrainSettings& train = situation.experiment.train;
    train.epochs = 160;
    train.scheduleEpochs = 100;
    train.clampLr = false;
    train.schedule = "linear_by_epoch";
    train.warmupSteps = 1000;
    train.lr = 5e-4;
    return situation;
}

TEST(ScheduleChecks, ThePublishedScheduleFallsBelowZeroInEpoch103)
{
    const Situation situation = published();
    const auto finding = situation.only("schedule-shorter-than-run");
    EXPECT_EQ(finding.severity, Severity::Error);
    EXPECT_EQ(finding.sentence,
              "The schedule spans 100 of 160 epochs: the learning rate falls below zero in epoch 103, to -4e-06");
    EXPECT_EQ(finding.place, "train.schedule_epochs");
    EXPECT_EQ(finding.repair.sets, std::vector<std::string>{"train.schedule_epochs=0"});
    EXPECT_THAT(situation.afterRepair(finding), IsEmpty());
}

TEST(ScheduleChecks, AClampedShortScheduleIsAWarning)
{
    Situation situation = published();
    situation.experiment.train.clampLr = true;
    const auto finding = situation.only("schedule-shorter-than-run");
    EXPECT_EQ(finding.severity, Severity::Warning);
    EXPECT_EQ(finding.sentence,
              "The schedule spans 100 of 160 epochs: the last 60 run at its floor, 0.01 of the learning rate");
    situation.experiment.train.scheduleEpochs = 160;
    EXPECT_THAT(situation.of("schedule-shorter-than-run"), IsEmpty());
}

TEST(ScheduleChecks, NegativeRatesAreToldWithTheirEnd)
{
    const Situation situation = published();
    const auto finding = situation.only("negative-learning-rate");
    EXPECT_EQ(finding.severity, Severity::Error);
    // After the warm-up an epoch runs at the rate of the one before: 5e-4 (1 - 1.58 · 0.99).
    EXPECT_THAT(finding.sentence, HasSubstr("From epoch 103 to 160"));
    EXPECT_THAT(finding.sentence, HasSubstr("-0.00028 at the end"));
    EXPECT_THAT(situation.afterRepair(finding), IsEmpty());
    EXPECT_THAT(Situation().of("negative-learning-rate"), IsEmpty());
}

TEST(ScheduleChecks, WithoutDataTheEpochIsToldAsAbout)
{
    Situation situation = published();
    situation.hasData = false;
    situation.experiment.train.warmupSteps = 0;
    EXPECT_THAT(situation.only("negative-learning-rate").sentence, HasSubstr("From about epoch 104"));
}

TEST(ScheduleChecks, TheStudysWarmUpNeverEnds)
{
    Situation situation = published();
    situation.experiment.train.epochs = 100;
    situation.experiment.train.lr = 2e-4;
    const auto finding = situation.only("warm-up-never-ends");
    EXPECT_EQ(finding.sentence, "The warm-up of 1,000 steps, at 8 steps per epoch, would end after epoch 125, and the "
                                "run has 100 epochs: the learning rate peaks at 4.1e-05 instead of 0.0002");
    EXPECT_EQ(finding.place, "train.warmup_steps");
    EXPECT_THAT(situation.afterRepair(finding), IsEmpty());
    EXPECT_THAT(situation.of("warm-up-longer-than-half"), IsEmpty());
}

TEST(ScheduleChecks, AWarmUpOverMoreThanHalfOfTheRun)
{
    const Situation situation = published();
    const auto finding = situation.only("warm-up-longer-than-half");
    EXPECT_THAT(finding.sentence,
                HasSubstr("The warm-up of 1,000 steps, at 8 steps per epoch, ends after epoch 125 of 160"));
    EXPECT_THAT(situation.afterRepair(finding), IsEmpty());
    EXPECT_THAT(situation.of("warm-up-never-ends"), IsEmpty());
    Situation half;
    half.experiment.train.warmup = 0.5;
    EXPECT_THAT(half.of("warm-up-longer-than-half"), IsEmpty());
}

TEST(ScheduleChecks, MosaicMustClose)
{
    Situation situation;
    situation.experiment.data.mosaic = 1;
    const auto finding = situation.only("mosaic-never-closes");
    EXPECT_EQ(finding.repair.sets, std::vector<std::string>{"data.close_mosaic=10"});
    EXPECT_THAT(situation.afterRepair(finding), IsEmpty());
    situation.experiment.data.closeMosaic = 1;
    EXPECT_THAT(situation.of("mosaic-never-closes"), IsEmpty());
}

TEST(ScheduleChecks, MosaicThatIsClosedFromTheStart)
{
    Situation situation;
    situation.experiment.data.mosaic = 1;
    situation.experiment.data.closeMosaic = 100;
    const auto finding = situation.only("close-mosaic-longer-than-run");
    EXPECT_THAT(finding.sentence, HasSubstr("the last 100 of 100 epochs: they never act"));
    EXPECT_THAT(situation.afterRepair(finding), IsEmpty());
    situation.experiment.data.closeMosaic = 99;
    EXPECT_THAT(situation.of("close-mosaic-longer-than-run"), IsEmpty());
    situation.experiment.data.closeMosaic = 100;
    situation.experiment.data.mosaic = 0;
    EXPECT_THAT(situation.of("close-mosaic-longer-than-run"), IsEmpty());
}

TEST(ScheduleChecks, AHighRateWithoutClipping)
{
    Situation situation;
    situation.experiment.train.clip = 0;
    EXPECT_THAT(situation.of("clip-zero-with-high-lr"), IsEmpty());
    situation.experiment.train.lr = 1e-3;
    const auto finding = situation.only("clip-zero-with-high-lr");
    EXPECT_THAT(finding.sentence, HasSubstr("learning rate of 0.001"));
    EXPECT_THAT(situation.afterRepair(finding), IsEmpty());
    situation.experiment.train.optimizer = "sgd";
    EXPECT_THAT(situation.of("clip-zero-with-high-lr"), IsEmpty());
}

TEST(ScheduleChecks, AccumulationOverMoreThanAnEpoch)
{
    Situation situation;
    situation.experiment.train.accumulate = 9;
    const auto finding = situation.only("accumulation-larger-than-epoch");
    EXPECT_THAT(finding.sentence, HasSubstr("9 batches, and an epoch has 8: each epoch is one step of 31 images"));
    EXPECT_EQ(finding.repair.sets, std::vector<std::string>{"train.accumulate=8"});
    situation.experiment.train.accumulate = 8;
    EXPECT_THAT(situation.of("accumulation-larger-than-epoch"), IsEmpty());
}

TEST(LossChecks, MixedDistributionsStayAtChance)
{
    Situation situation;
    EXPECT_THAT(situation.of("dfl-layout-mixed"), IsEmpty());
    situation.experiment.train.dflLayout = "mixed";
    const auto finding = situation.only("dfl-layout-mixed");
    EXPECT_EQ(finding.severity, Severity::Error);
    EXPECT_THAT(finding.sentence, HasSubstr("1.5 ln 16 = 4.159 an image (16.64 at batch 4)"));
    EXPECT_THAT(situation.afterRepair(finding), IsEmpty());
}

} // namespace
} // namespace espalier::preflight::test
