#include "tests/unit/preflight/situation.h"

#include <gmock/gmock.h>

namespace espalier::preflight::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(ClassChecks, ThePublishedPromptsStandInAnotherOrder)
{
    Situation situation;
    situation.experiment.model.prompts = {"coil", "discoloration", "dust", "defect"};
    const auto finding = situation.only("class-order");
    EXPECT_EQ(finding.severity, Severity::Error);
    EXPECT_EQ(finding.sentence, "4 prompts of 4 name another class than their own: class 0 is `defect` and its prompt "
                                "is `coil`");
    EXPECT_EQ(finding.repair.sets,
              std::vector<std::string>{R"(model.prompts=["defect","dust","discoloration","coil"])"});
    EXPECT_THAT(situation.afterRepair(finding), IsEmpty());
}

TEST(ClassChecks, PromptsMaySayMoreThanTheName)
{
    Situation situation;
    situation.experiment.model.prompts = {"Surface defect with dust", "a speck of dust", "brown stain", "wire COIL"};
    EXPECT_THAT(situation.of("class-order"), IsEmpty());
    situation.experiment.model.prompts = {"speck of dust", "surface defect", "brown stain", "wire coil"};
    EXPECT_EQ(
        situation.only("class-order").repair.sets,
        std::vector<std::string>{R"(model.prompts=["surface defect","speck of dust","brown stain","wire coil"])"});
}

TEST(ClassChecks, SplitsThatNumberTheirClassesDifferently)
{
    Situation situation;
    situation.val.classes = {"defect", "coil", "discoloration", "dust"};
    const auto finding = situation.only("class-order");
    EXPECT_EQ(finding.place, "data.val");
    EXPECT_THAT(finding.sentence, HasSubstr("against `defect`, `coil`, `discoloration` and `dust`"));
}

TEST(ClassChecks, TheExperimentsOrderAgainstTheDatas)
{
    Situation situation;
    situation.experiment.model.classes = {"dust", "defect", "discoloration", "coil"};
    const auto finding = situation.only("class-order");
    EXPECT_EQ(finding.place, "model.classes");
    EXPECT_THAT(situation.afterRepair(finding), IsEmpty());
}

TEST(ClassChecks, OnePromptForEachClass)
{
    Situation situation;
    situation.experiment.model.prompts = {"defect"};
    const auto finding = situation.only("prompts-count");
    EXPECT_THAT(finding.sentence, HasSubstr("There is 1 prompt for 4 classes"));
    EXPECT_THAT(situation.afterRepair(finding), IsEmpty());
    situation.experiment.model.prompts = situation.experiment.model.classes;
    EXPECT_THAT(situation.of("prompts-count"), IsEmpty());
}

} // namespace
} // namespace espalier::preflight::test
