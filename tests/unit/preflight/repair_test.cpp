#include "tests/unit/preflight/situation.h"

#include <map>

namespace espalier::preflight::test {
namespace {

/// The third step with the faults of its publication.
Situation published()
{
    Situation situation;
    situation.experiment.plan = plan::findPreset("step3")->make();
    experiment::Experiment& experiment = situation.experiment;
    for (plan::UnfreezeRule& rule : experiment.plan.unfreeze) {
        rule.allowEmpty = false; // four rules in one list: each repair writes the whole list
    }
    experiment.train.epochs = 160;
    experiment.train.scheduleEpochs = 100;
    experiment.train.clampLr = false;
    experiment.train.schedule = "linear_by_epoch";
    experiment.train.warmupSteps = 1000;
    experiment.train.dflLayout = "mixed";
    experiment.model.prompts = {"coil", "discoloration", "dust", "defect"};
    return situation;
}

TEST(Table, IdsAreUniqueAndNoFindingIsGraverThanItsCheck)
{
    std::map<std::string_view, Severity> gravest;
    for (const Check& one : checks()) {
        EXPECT_TRUE(gravest.emplace(one.id, one.severity).second) << one.id;
    }
    const auto findings = published().all();
    EXPECT_FALSE(admit(published().experiment, findings));
    for (const Finding& finding : findings) {
        ASSERT_TRUE(gravest.contains(finding.id)) << finding.id;
        EXPECT_LE(finding.severity, gravest[finding.id]) << finding.id;
    }
}

TEST(Repair, AllRepairsOfThePublishedThirdStepTogether)
{
    Situation situation = published();
    const auto resolved = situation.resolved();
    const auto all = repairAll({situation.experiment, situation.tree, resolved, &situation.train, &situation.val, 0});
    ASSERT_TRUE(all.has_value());
    situation.experiment = all->experiment;
    for (const Finding& finding : situation.all()) {
        EXPECT_TRUE(finding.repair.sets.empty()) << finding.id << " at " << finding.place;
        EXPECT_NE(finding.severity, Severity::Error) << finding.sentence;
    }
    EXPECT_EQ(all->experiment.train.scheduleEpochs, 0);
    EXPECT_EQ(all->experiment.train.dflLayout, "cells");
    EXPECT_EQ(all->experiment.model.prompts, situation.train.classes);
}

} // namespace
} // namespace espalier::preflight::test
