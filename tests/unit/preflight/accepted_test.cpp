#include "tests/unit/preflight/situation.h"

#include <algorithm>

namespace espalier::preflight::test {
namespace {

/// A schedule that ends at half of the run and goes below zero, and distributions read across cells: three errors.
Situation threeErrors()
{
    Situation situation;
    experiment::TrainSettings& train = situation.experiment.train;
    train.epochs = 160;
    train.scheduleEpochs = 80;
    train.clampLr = false;
    train.dflLayout = "mixed";
    return situation;
}

TEST(Admit, LetsARunWithoutErrorsStart)
{
    const Situation situation;
    EXPECT_TRUE(admit(situation.experiment, situation.all()));
}

TEST(Admit, RefusesInOneSentenceThatNamesEveryErrorAndBothWaysOut)
{
    const Situation situation = threeErrors();
    const Status refused = admit(situation.experiment, situation.all());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::InvalidInput);
    EXPECT_EQ(refused.error().where, "train.schedule_epochs");
    const std::string& text = refused.error().message;
    EXPECT_EQ(text.find('\n'), std::string::npos);
    EXPECT_NE(text.find("--repair"), std::string::npos) << text;
    EXPECT_NE(text.find("accept: [schedule-shorter-than-run, negative-learning-rate, dfl-layout-mixed]"),
              std::string::npos)
        << text;
}

TEST(Admit, IsSatisfiedByTheWordOfTheExperimentAndByNothingLess)
{
    Situation situation = threeErrors();
    situation.experiment.accept = {"schedule-shorter-than-run", "dfl-layout-mixed"};
    const Status refused = admit(situation.experiment, situation.all());
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("accept: [negative-learning-rate]"), std::string::npos)
        << refused.error().message;
    situation.experiment.accept.emplace_back("negative-learning-rate");
    EXPECT_TRUE(admit(situation.experiment, situation.all()));
}

TEST(Accepted, NamesMustBeThoseOfChecks)
{
    Situation situation;
    situation.experiment.accept = {"class-order", "everything"};
    const Status refused = checkAccepted(situation.experiment);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().where, "accept");
    EXPECT_NE(refused.error().message.find("`everything`"), std::string::npos);
    for (const Check& one : checks()) {
        EXPECT_NE(refused.error().message.find(one.id), std::string::npos) << one.id;
    }
    situation.experiment.accept = {"class-order"};
    EXPECT_TRUE(checkAccepted(situation.experiment));
}

TEST(Accepted, IsNotRepaired)
{
    Situation situation = threeErrors();
    situation.experiment.accept = {"dfl-layout-mixed"};
    const auto resolved = situation.resolved();
    const auto all = repairAll({situation.experiment, situation.tree, resolved, &situation.train, &situation.val, 0});
    ASSERT_TRUE(all.has_value());
    EXPECT_EQ(all->experiment.train.dflLayout, "mixed") << "it was meant";
    EXPECT_EQ(all->experiment.train.scheduleEpochs, 0);
    EXPECT_TRUE(admit(all->experiment, check({all->experiment, situation.tree, resolved, nullptr, nullptr, 0})));
}

} // namespace
} // namespace espalier::preflight::test
