#include "core/monitor/ladder.h"

#include <gtest/gtest.h>

#include <limits>

namespace espalier::monitor {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

const std::vector<std::string> kAll{"skip", "clip", "lower_rate", "freeze_branch", "rewind", "stop"};

Verdict verdict(Condition condition, std::string series = "loss", std::string reason = "why")
{
    return {condition, 10, std::move(series), 1, 0, std::move(reason)};
}

Possible everything()
{
    return {
        .gradientIsFinite = true, .weightsAreFinite = true, .knowsNorms = true, .knowsBranch = true, .canRewind = true};
}

Possible broken(bool weights)
{
    Possible possible = everything();
    possible.gradientIsFinite = false;
    possible.weightsAreFinite = weights;
    return possible;
}

/// How often each action was taken in so many rows of the same.
std::vector<Action> rows(Ladder& ladder, Condition condition, const Possible& possible, int count)
{
    std::vector<Action> actions;
    for (int i = 0; i < count; ++i) {
        actions.push_back(ladder.decide(verdict(condition), possible));
    }
    return actions;
}

std::vector<Action> withoutRepeats(const std::vector<Action>& actions)
{
    std::vector<Action> changes;
    for (const Action action : actions) {
        if (action != Action::None && (changes.empty() || changes.back() != action)) {
            changes.push_back(action);
        }
    }
    return changes;
}

TEST(Ladder, NamesReadBack)
{
    for (const auto action : {Action::None, Action::Skip, Action::Clip, Action::LowerRate, Action::FreezeBranch,
                              Action::Rewind, Action::Stop}) {
        EXPECT_EQ(actionFromText(toText(action)), action);
    }
    EXPECT_EQ(actionFromText("jump"), std::nullopt);
}

TEST(Ladder, DoesNothingWhileAllIsWell)
{
    Ladder ladder = Ladder::of("ladder", kAll);
    for (const auto condition : {Condition::Stable, Condition::LossScaleSearch, Condition::ChanceLevel}) {
        EXPECT_EQ(ladder.decide(verdict(condition), everything()), Action::None);
        EXPECT_EQ(ladder.decide(verdict(condition), broken(true)), Action::None);
    }
}

TEST(Ladder, StopStopsAtAnAlarmAloneAndSkipAndRewindKeepTheirMeaning)
{
    for (const char* policy : {"stop", "skip", "rewind"}) {
        Ladder ladder = Ladder::of(policy, kAll);
        EXPECT_EQ(ladder.decide(verdict(Condition::LoneSpike), everything()), Action::None) << policy;
        EXPECT_EQ(ladder.decide(verdict(Condition::Drift), everything()), Action::None) << policy;
    }
    Ladder stop = Ladder::of("stop", kAll);
    EXPECT_EQ(stop.decide(verdict(Condition::Exploded), broken(true)), Action::Stop);
    EXPECT_EQ(stop.decide(verdict(Condition::Divergence), everything()), Action::Stop);
    Ladder rewind = Ladder::of("rewind", kAll);
    EXPECT_EQ(rewind.decide(verdict(Condition::Divergence), everything()), Action::Rewind);
    Possible noWay = broken(true);
    noWay.canRewind = false;
    EXPECT_EQ(rewind.decide(verdict(Condition::Exploded), noWay), Action::Stop);
    Ladder skip = Ladder::of("skip", kAll);
    EXPECT_EQ(skip.decide(verdict(Condition::Divergence), everything()), Action::Stop) << "skipping undoes nothing";
    Ladder patient = Ladder::of("skip", kAll);
    const auto actions = rows(patient, Condition::Exploded, broken(true), 50);
    EXPECT_EQ(std::count(actions.begin(), actions.end(), Action::Skip), 49);
    EXPECT_EQ(actions.back(), Action::Stop);
}

TEST(Ladder, OneGoodStepIsEnoughForThePatienceOfSkip)
{
    Ladder ladder = Ladder::of("skip", kAll);
    for (int i = 0; i < 200; ++i) {
        const bool isGood = i % 40 == 39;
        const Action action = isGood ? ladder.decide(verdict(Condition::Stable), everything())
                                     : ladder.decide(verdict(Condition::Exploded), broken(true));
        EXPECT_EQ(action, isGood ? Action::None : Action::Skip) << i;
    }
}

TEST(Ladder, ClimbsInTheOrderOfTheList)
{
    Ladder drift = Ladder::of("ladder", kAll);
    EXPECT_EQ(withoutRepeats(rows(drift, Condition::Drift, everything(), 60)),
              (std::vector{Action::Clip, Action::LowerRate, Action::FreezeBranch}));
    EXPECT_EQ(withoutRepeats(rows(drift, Condition::Divergence, everything(), 40)), std::vector{Action::Rewind})
        << "what was tried in this trouble is not tried again";
    Ladder other = Ladder::of("ladder", {"freeze_branch", "lower_rate", "clip"});
    EXPECT_EQ(withoutRepeats(rows(other, Condition::Drift, everything(), 60)),
              (std::vector{Action::FreezeBranch, Action::LowerRate, Action::Clip}));
}

TEST(Ladder, GivesALowerRateTimeToWork)
{
    Ladder ladder = Ladder::of("ladder", {"lower_rate", "stop"});
    const auto actions = rows(ladder, Condition::Divergence, everything(), 9);
    EXPECT_EQ(std::count(actions.begin(), actions.end(), Action::LowerRate), 2);
    EXPECT_EQ(actions.front(), Action::LowerRate);
    EXPECT_EQ(actions.back(), Action::LowerRate);
    EXPECT_EQ(withoutRepeats(rows(ladder, Condition::Divergence, everything(), 9)), std::vector{Action::Stop});
}

TEST(Ladder, StartsAnewAfterACalmTime)
{
    Ladder ladder = Ladder::of("ladder", {"clip", "lower_rate", "stop"});
    (void)rows(ladder, Condition::Drift, everything(), 10);
    EXPECT_EQ(rows(ladder, Condition::Drift, everything(), 1).front(), Action::None);
    (void)rows(ladder, Condition::Stable, everything(), 32);
    EXPECT_EQ(rows(ladder, Condition::Drift, everything(), 1).front(), Action::Clip);
}

TEST(Ladder, NeverScalesOrWaitsWhereNothingIsFinite)
{
    Ladder ladder = Ladder::of("ladder", kAll);
    const auto actions = rows(ladder, Condition::Exploded, broken(true), 10);
    EXPECT_EQ(withoutRepeats(actions), (std::vector{Action::Skip, Action::Rewind}));
    EXPECT_EQ(std::count(actions.begin(), actions.end(), Action::Skip), 8);
    Ladder lost = Ladder::of("ladder", kAll);
    EXPECT_EQ(lost.decide(verdict(Condition::Exploded), broken(false)), Action::Rewind) << "skipping mends no weight";
}

TEST(Ladder, SkipsWhatThrowsARunOffAtOnceAndWaitsWhileItComesBack)
{
    Ladder ladder = Ladder::of("ladder", kAll);
    Possible far = everything();
    far.gradientIsFar = true;
    EXPECT_EQ(ladder.decide(verdict(Condition::Divergence), far), Action::Skip);
    Verdict back = verdict(Condition::Divergence);
    back.score = 0.5;
    EXPECT_EQ(ladder.decide(back, everything()), Action::None);
    EXPECT_EQ(ladder.decide(verdict(Condition::Divergence), everything()), Action::LowerRate);
    Ladder skip = Ladder::of("skip", kAll);
    EXPECT_EQ(skip.decide(verdict(Condition::Divergence), far), Action::Stop) << "that policy skips what is not finite";
}

TEST(Ladder, BearsAPoisonedBatchNowAndThenForGood)
{
    Ladder ladder = Ladder::of("ladder", kAll);
    for (int i = 0; i < 1000; ++i) {
        const bool isPoisoned = i % 8 == 0;
        const Action action = isPoisoned ? ladder.decide(verdict(Condition::Exploded), broken(true))
                                         : ladder.decide(verdict(Condition::Stable), everything());
        EXPECT_EQ(action, isPoisoned ? Action::Skip : Action::None) << i;
    }
}

TEST(Ladder, AnswersALoneSpikeOnceAndAManySpikedRunNotForEver)
{
    Ladder ladder = Ladder::of("ladder", {"clip", "skip", "stop"});
    EXPECT_EQ(ladder.decide(verdict(Condition::LoneSpike), everything()), Action::Clip);
    const auto actions = rows(ladder, Condition::LoneSpike, everything(), 30);
    EXPECT_EQ(std::count(actions.begin(), actions.end(), Action::Clip), 7);
    EXPECT_EQ(std::count(actions.begin(), actions.end(), Action::Stop), 0);
    Possible unknown = everything();
    unknown.knowsNorms = false;
    Ladder early = Ladder::of("ladder", {"clip", "skip"});
    EXPECT_EQ(early.decide(verdict(Condition::LoneSpike), unknown), Action::Skip);
}

TEST(Ladder, AnswersANegativeRateEachTime)
{
    Ladder ladder = Ladder::of("ladder", kAll);
    for (int i = 0; i < 20; ++i) {
        EXPECT_EQ(ladder.decide(verdict(Condition::Drift, "lr", "negative_rate"), everything()), Action::LowerRate);
    }
    Ladder without = Ladder::of("ladder", {"skip"});
    EXPECT_EQ(without.decide(verdict(Condition::Drift, "lr", "negative_rate"), everything()), Action::None);
}

TEST(Ladder, LowersNotWithoutEndForDriftsThatComeAndGo)
{
    Ladder ladder = Ladder::of("ladder", {"lower_rate"});
    int lowered = 0;
    for (int i = 0; i < 50; ++i) {
        for (const Action action : rows(ladder, Condition::Drift, everything(), 20)) {
            lowered += action == Action::LowerRate ? 1 : 0;
        }
        (void)rows(ladder, Condition::Stable, everything(), 40);
    }
    EXPECT_EQ(lowered, 4);
}

TEST(Ladder, ADivergenceThatNothingAnswersEndsTheRun)
{
    Ladder ladder = Ladder::of("ladder", {"clip"});
    const auto actions = rows(ladder, Condition::Divergence, everything(), 2 * Ladder::kHopelessRows);
    EXPECT_NE(std::find(actions.begin(), actions.end(), Action::Stop), actions.end());
}

TEST(Ladder, StopsWhereNothingIsLeftThoughStopIsNotInTheList)
{
    Ladder ladder = Ladder::of("ladder", {"skip", "rewind"});
    Possible lost = broken(false);
    lost.canRewind = false;
    EXPECT_EQ(ladder.decide(verdict(Condition::Exploded), lost), Action::Stop);
    Ladder patient = Ladder::of("ladder", {"skip"});
    const auto actions = rows(patient, Condition::Exploded, broken(true), 8 + Ladder::kHopelessRows);
    EXPECT_EQ(actions.back(), Action::Stop);
    EXPECT_EQ(std::count(actions.begin(), actions.end(), Action::Stop), 1);
}

TEST(HealthyNorms, KnowALimitOnceThereAreEnough)
{
    HealthyNorms norms;
    for (int i = 1; i < 16; ++i) {
        norms.add(i);
        EXPECT_EQ(norms.bound(), std::nullopt);
    }
    norms.add(kNan);
    EXPECT_EQ(norms.bound(), std::nullopt);
    norms.add(16);
    EXPECT_EQ(norms.bound(), 14) << "nine of ten are not above it";
    for (int i = 0; i < 200; ++i) {
        norms.add(3);
    }
    EXPECT_EQ(norms.bound(), 3);
}

TEST(Limping, IsARunThatLivesFromActionsAndGetsNowhere)
{
    Limping limping;
    int said = 0;
    for (int i = 0; i < 400; ++i) {
        said += limping.observe(5.0, i % 8 == 0 ? Action::Skip : Action::None) ? 1 : 0;
    }
    EXPECT_EQ(said, 1) << "once";
    Limping plateau;
    Limping learning;
    for (int i = 0; i < 1000; ++i) {
        EXPECT_FALSE(plateau.observe(5.0, Action::None)) << "a plateau alone is none";
        EXPECT_FALSE(learning.observe(1000.0 - i, i % 4 == 0 ? Action::Clip : Action::None));
    }
    Limping broken;
    bool isSaid = false;
    for (int i = 0; i < 200; ++i) {
        isSaid = broken.observe(kNan, Action::Skip) || isSaid;
    }
    EXPECT_TRUE(isSaid);
}

} // namespace
} // namespace espalier::monitor
