#include "tests/unit/preflight/situation.h"

#include <gmock/gmock.h>

namespace espalier::preflight::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(DataChecks, TrainingOnTheValidationFile)
{
    Situation situation;
    situation.experiment.data.train = "val/annotations.json";
    situation.train = situation.val;
    const auto finding = situation.only("validation-images-in-training");
    EXPECT_EQ(finding.severity, Severity::Error);
    EXPECT_EQ(finding.sentence,
              "Training and validation read one file, val/annotations.json: 32 of 32 validation images are trained on "
              "(`0.png` first), so the result says nothing");
    EXPECT_EQ(finding.repair.sets, std::vector<std::string>{"data.train=train/annotations.json"});
    situation.hasData = false;
    EXPECT_EQ(situation.only("validation-images-in-training").place, "data.train");
}

TEST(DataChecks, ACopyUnderAnotherNameIsFoundByItsContent)
{
    Situation situation;
    situation.train.entries[3].contentHash = 77;
    situation.val.entries[5].contentHash = 77;
    const auto finding = situation.only("validation-images-in-training");
    EXPECT_THAT(finding.sentence, HasSubstr("1 of 32 validation images is trained on (`5.png`)"));
    EXPECT_TRUE(finding.repair.sets.empty());
    situation.val.entries[5].contentHash = 78;
    EXPECT_THAT(situation.of("validation-images-in-training"), IsEmpty()) << "equal file names in two folders";
}

TEST(DataChecks, ADescriptionOfSeveralSplitsIsNoLeak)
{
    Situation situation;
    situation.experiment.data.train = situation.experiment.data.val = "data.yaml";
    situation.experiment.data.kind = "yolo";
    EXPECT_THAT(situation.of("validation-images-in-training"), IsEmpty());
    situation.experiment.data.kind = "coco";
    EXPECT_EQ(situation.of("validation-images-in-training").size(), 1U);
}

TEST(DataChecks, NoBoxSurvivesTheResizing)
{
    Situation situation;
    for (dataset::Entry& entry : situation.train.entries) {
        entry.annotations[0].box = {100, 100, 102, 200}; // 1.42 px wide at 640 of 900
    }
    situation.val.entries.resize(1);
    situation.val.entries[0].annotations.clear();
    const auto findings = situation.of("no-box-survives");
    ASSERT_EQ(findings.size(), 2U);
    EXPECT_EQ(findings[0].sentence, "None of the 31 training boxes is larger than 2 px at an input of 640 px");
    EXPECT_EQ(findings[1].sentence, "The validation set of 1 image has no box at all");
    EXPECT_THAT(situation.of("few-boxes"), IsEmpty());
    EXPECT_THAT(Situation().of("no-box-survives"), IsEmpty());
}

TEST(DataChecks, BoxesThatShrinkAway)
{
    Situation situation;
    situation.train.entries[0].annotations[0].box = {100, 100, 102, 200};
    EXPECT_THAT(situation.only("few-boxes").sentence, HasSubstr("1 of 31 training boxes is 2 px or less at an input"));
    situation.experiment.data.imageSize = 1280; // 2.84 px
    EXPECT_THAT(situation.of("few-boxes"), IsEmpty());
}

TEST(DataChecks, AClassWithoutABox)
{
    Situation situation;
    for (dataset::Entry& entry : situation.val.entries) {
        entry.annotations[0].label %= 2;
    }
    const auto finding = situation.only("class-without-box");
    EXPECT_EQ(finding.sentence, "Classes `discoloration` and `coil` have no validation box: it has no AP");
    EXPECT_EQ(finding.place, "data.val");
    EXPECT_THAT(Situation().of("class-without-box"), IsEmpty());
}

TEST(DataChecks, SmallBatchesForNormsThatTrain)
{
    Situation situation;
    situation.experiment.train.batch = 2;
    const auto finding = situation.only("batch-too-small-for-batchnorm");
    EXPECT_THAT(finding.sentence, HasSubstr("on batches of 2 images"));
    EXPECT_EQ(finding.repair.sets, std::vector<std::string>{"train.batch=4"});
    situation.experiment.plan = plan::findPreset("step1")->make();
    EXPECT_THAT(situation.of("batch-too-small-for-batchnorm"), IsEmpty()) << "no norm trains";
}

TEST(DataChecks, ALastBatchOfOneImage)
{
    Situation situation;
    situation.experiment.train.batch = 5; // 31 = 6 · 5 + 1, as is 5 · 6 + 1
    const auto finding = situation.only("batch-too-small-for-batchnorm");
    EXPECT_THAT(finding.sentence, HasSubstr("31 training images in batches of 5 leave a last batch of 1 image"));
    EXPECT_EQ(finding.repair.sets, std::vector<std::string>{"train.batch=7"});
    EXPECT_THAT(situation.afterRepair(finding), IsEmpty());
}

TEST(DataChecks, FewValidationBoxesAreNoise)
{
    Situation situation;
    situation.val.entries.resize(19); // 5, 5, 5 and 4 boxes
    const auto finding = situation.only("metric-noise");
    EXPECT_EQ(finding.severity, Severity::Note);
    EXPECT_THAT(finding.sentence, HasSubstr("(4 of `coil`)"));
    EXPECT_THAT(Situation().of("metric-noise"), IsEmpty());
}

TEST(DataChecks, WithoutDataTheyAreSilent)
{
    Situation situation;
    situation.val.entries.clear();
    situation.hasData = false;
    for (const Check& one : checks()) {
        if (one.needsData) {
            EXPECT_THAT(situation.of(one.id), IsEmpty()) << one.id;
        }
    }
}

} // namespace
} // namespace espalier::preflight::test
