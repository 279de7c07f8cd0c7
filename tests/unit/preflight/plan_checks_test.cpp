#include "tests/unit/preflight/situation.h"

#include <gmock/gmock.h>

namespace espalier::preflight::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

Situation preset(const char* id)
{
    Situation situation;
    situation.experiment.plan = plan::findPreset(id)->make();
    return situation;
}

TEST(PlanChecks, AFreshBaselineIsQuiet)
{
    const Situation quiet;
    for (const Finding& finding : quiet.all()) {
        ADD_FAILURE() << finding.id << ": " << finding.sentence;
    }
}

TEST(PlanChecks, NamesEveryPatternWithoutAModuleAtOnce)
{
    Situation situation;
    situation.experiment.plan.unfreeze = {{"cls_pred", 0.5, std::nullopt, false},
                                          {"top_down_layers.2", 0.5, std::nullopt, true}};
    situation.experiment.plan.exclude = {"nek"};
    const auto findings = situation.of("pattern-no-module");
    ASSERT_EQ(findings.size(), 3U);
    EXPECT_EQ(findings[0].severity, Severity::Error);
    EXPECT_EQ(findings[0].place, "plan.unfreeze[0]");
    EXPECT_THAT(findings[0].sentence, HasSubstr("`cls_pred` selects nothing: no module has this name"));
    EXPECT_THAT(findings[0].repair.label, HasSubstr("cls_preds"));
    EXPECT_EQ(findings[1].severity, Severity::Note);
    EXPECT_TRUE(findings[1].repair.sets.empty());
    EXPECT_EQ(findings[2].place, "plan.exclude[0]");
    EXPECT_EQ(situation.afterRepair(findings[0]).size(), 2U);
}

TEST(PlanChecks, AnIdentityHoldsNoParameter)
{
    Situation situation = preset("step2");
    const auto finding = situation.only("pattern-no-parameter");
    EXPECT_EQ(finding.severity, Severity::Warning);
    EXPECT_EQ(finding.modules, std::vector<std::string>{"neck.out_layers.2"});
    EXPECT_THAT(situation.afterRepair(finding), IsEmpty());
    situation.experiment.plan.unfreeze[0].allowEmpty = true;
    EXPECT_EQ(situation.only("pattern-no-parameter").severity, Severity::Note);
}

TEST(PlanChecks, NothingTrains)
{
    Situation situation;
    situation.experiment.plan = {};
    situation.experiment.plan.freeze = {"**"};
    const auto finding = situation.only("nothing-trains");
    EXPECT_EQ(finding.severity, Severity::Error);
    EXPECT_EQ(finding.place, "plan");
}

TEST(PlanChecks, AScaleOfFrozenModulesReachesNothing)
{
    Situation situation;
    situation.experiment.plan.lrScale = {{"backbone.text_model", 0.01}, {"cls_preds", 0.5}};
    const auto finding = situation.only("lr-scale-reaches-nothing");
    EXPECT_THAT(finding.sentence, HasSubstr("×0.01 of `backbone.text_model`"));
    EXPECT_EQ(finding.place, "plan.lr_scale[0]");
    EXPECT_THAT(situation.afterRepair(finding), IsEmpty());
}

TEST(PlanChecks, FrozenTextAgainstAWhollyOpenClassBranch)
{
    const auto finding = preset("step3").only("frozen-text-unfrozen-class-branch");
    EXPECT_EQ(finding.severity, Severity::Warning);
    EXPECT_THAT(finding.sentence, HasSubstr("epoch 109"));
    EXPECT_THAT(preset("step2").of("frozen-text-unfrozen-class-branch"), IsEmpty());
    EXPECT_THAT(preset("baseline").of("frozen-text-unfrozen-class-branch"), IsEmpty());
}

TEST(PlanChecks, AFrozenContrastBehindATrainingClassBranch)
{
    const Situation step2 = preset("step2");
    const auto finding = step2.only("contrast-frozen-class-unfrozen");
    EXPECT_EQ(finding.modules, std::vector<std::string>{"bbox_head.head_module.cls_contrasts.2"});
    EXPECT_THAT(step2.afterRepair(finding), IsEmpty());
    EXPECT_EQ(preset("step3").only("contrast-frozen-class-unfrozen").modules.size(), 3U);
    EXPECT_THAT(preset("step1").of("contrast-frozen-class-unfrozen"), IsEmpty());
}

TEST(PlanChecks, AnAdapterOnWeightsThatTrain)
{
    const auto findings = preset("step2").of("adapter-and-unfreeze-on-one-weight");
    ASSERT_EQ(findings.size(), 2U);
    EXPECT_EQ(findings[0].modules, std::vector<std::string>{"bbox_head.head_module.cls_preds.2"});
    EXPECT_EQ(findings[1].modules, std::vector<std::string>{"bbox_head.head_module.reg_preds.2"});
    EXPECT_THAT(preset("step1").of("adapter-and-unfreeze-on-one-weight"), IsEmpty());
}

TEST(PlanChecks, StatisticsUnderFrozenNormsMustStay)
{
    const Situation step2 = preset("step2");
    EXPECT_THAT(step2.of("frozen-batchnorm-statistics-move"), IsEmpty());
    plan::ResolvedPlan wrong = step2.resolved();
    wrong.movingBuffers += 9;
    const auto findings = step2.all(wrong);
    const auto found = std::ranges::find(findings, "frozen-batchnorm-statistics-move", &Finding::id);
    ASSERT_NE(found, findings.end());
    EXPECT_THAT(found->sentence, HasSubstr("9 running statistics"));
}

TEST(PlanChecks, MemoryIsHeldAgainstTheMachine)
{
    Situation situation;
    situation.experiment.train.batch = 64;
    situation.memoryBytes = 8'000'000'000;
    const auto finding = situation.only("memory");
    EXPECT_EQ(finding.severity, Severity::Warning);
    EXPECT_THAT(finding.sentence, HasSubstr("this machine has 8.0 GB"));
    EXPECT_THAT(finding.sentence, HasSubstr("at batch 64 and 640 px"));
    EXPECT_THAT(situation.afterRepair(finding), IsEmpty());
    situation.memoryBytes = 256'000'000'000;
    EXPECT_THAT(situation.of("memory"), IsEmpty());
    situation.memoryBytes = 0;
    EXPECT_THAT(situation.of("memory"), IsEmpty());
}

} // namespace
} // namespace espalier::preflight::test
