#include "core/monitor/history.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

namespace espalier::monitor {

namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();

run::StepDone step(std::int64_t number, double loss, double rate, run::Stability stability = run::Stability::Stable)
{
    run::StepDone done;
    done.step = number;
    done.epoch = static_cast<double>(number) / 8;
    done.stability = stability;
    done.samples = {{"loss", loss + 2},          {"loss_cls", loss},       {"loss_bbox", 2}, {"lr", rate},
                    {"lr/unfrozen", 0.5 * rate}, {"grad_norm", 10 * loss}, {"memory", 1e9}};
    return done;
}

double valueOf(const std::vector<run::Sample>& samples, const std::string& series)
{
    for (const run::Sample& sample : samples) {
        if (sample.series == series) {
            return sample.value;
        }
    }
    return std::nan("");
}

} // namespace

TEST(History, TellsWhatWasUsualBeforeTheTrouble)
{
    History history;
    for (int i = 1; i <= 100; ++i) {
        history.add(step(i, 3 + i % 3, 1e-3));
    }
    for (int i = 101; i <= 110; ++i) {
        history.add(step(i, 50.0 * i, 1e-3, run::Stability::Warning));
    }
    history.add(step(111, kInf, 1e-3, run::Stability::Exploded));
    const CourseFacts course = history.course();
    EXPECT_EQ(history.firstWarningStep(), 101);
    EXPECT_EQ(course.calmSteps, 100);
    EXPECT_EQ(course.warnings, 1);
    EXPECT_EQ(valueOf(course.usualParts, "loss_cls"), 4);
    EXPECT_EQ(valueOf(course.parts, "loss_cls"), kInf);
    EXPECT_EQ(valueOf(course.usualNorms, "grad_norm"), 40);
    EXPECT_EQ(course.parts.size(), 2U) << "the total is no part";
    EXPECT_EQ(course.rate, 5e-4) << "the lowest group's";
    EXPECT_EQ(course.negativeSteps, 0);
}

TEST(History, CountsStepsBelowZeroAndRemembersTheLossThere)
{
    History history;
    for (int i = 1; i <= 60; ++i) {
        history.add(step(i, 4, 1e-3 * (50 - i) / 50.0)); // crosses zero after step 50
    }
    for (int i = 61; i <= 70; ++i) {
        history.add(step(i, 40, -4e-4, run::Stability::Warning));
    }
    const CourseFacts course = history.course();
    EXPECT_EQ(course.negativeSteps, 20);
    EXPECT_EQ(valueOf(course.partsAtZero, "loss_cls"), 4);
    EXPECT_EQ(course.highestRate, 0.5 * 1e-3 * 49 / 50.0);
    EXPECT_EQ(course.warmupSteps, 0);
}

TEST(History, AWarmupIsSeenAndItsLackToo)
{
    History slow;
    History full;
    for (int i = 1; i <= 20; ++i) {
        slow.add(step(i, 4, 1e-4 * i));
        full.add(step(i, 4, 2e-3));
    }
    EXPECT_EQ(slow.course().warmupSteps, 19);
    EXPECT_EQ(slow.course().firstRate, 0.5e-4);
    EXPECT_EQ(full.course().warmupSteps, 0);
    EXPECT_EQ(full.course().firstRate, full.course().highestRate);
}

TEST(History, ALossScaleSearchIsNoExampleOfWhatIsUsual)
{
    History history;
    for (int i = 1; i <= 10; ++i) {
        run::StepDone done = step(i, 4, 1e-3);
        if (i <= 5) {
            done.samples[5].value = kInf;
            done.skipped = true;
        }
        done.samples.push_back({"loss_scale", i <= 5 ? 65536.0 / i : 1024});
        history.add(done);
    }
    const CourseFacts course = history.course();
    EXPECT_EQ(course.calmSteps, 5);
    EXPECT_EQ(valueOf(course.usualNorms, "grad_norm"), 40);
    EXPECT_EQ(course.lossScale, 1024);
    EXPECT_EQ(course.highestLossScale, 65536);
    EXPECT_EQ(course.parts.size(), 2U) << "a loss scale is no part of the loss";
}

TEST(History, TheNormThatLeavesFirstHasALead)
{
    History history;
    for (int i = 1; i <= 40; ++i) {
        history.add(step(i, 4, 1e-3));
    }
    for (int i = 41; i <= 46; ++i) {
        run::StepDone done = step(i, i < 45 ? 4 : 40, 1e-3, run::Stability::Warning);
        done.samples[5].value = 900;
        history.add(done);
    }
    EXPECT_EQ(history.course().normLead, 4);
}

TEST(History, AnAutopsyFollowsFromStoredEventsAlone)
{
    std::vector<run::Event> events;
    const auto say = [&](run::EventBody body) {
        run::Event event;
        event.seq = static_cast<std::int64_t>(events.size()) + 1;
        event.body = std::move(body);
        events.push_back(std::move(event));
    };
    say(run::Started{});
    EXPECT_EQ(autopsyFromEvents(events, {}).error().code, ErrorCode::NotFound);
    for (int i = 1; i <= 100; ++i) {
        say(step(i, 4, 1e-3 * (80 - i) / 80.0));
    }
    for (int i = 101; i <= 120; ++i) {
        say(step(i, i, 1e-3 * (80 - i) / 80.0, run::Stability::Warning));
        if (i == 101) {
            say(run::Guarded{i, run::Stability::Warning, "loss_above_start", "loss", 100, "none", 0});
        }
    }
    say(step(121, kInf, -5e-4, run::Stability::Exploded));
    say(run::Guarded{121, run::Stability::Exploded, "non_finite_loss", "loss_cls", kInf, "stop", 0});
    say(step(122, 4, 1e-3)); // of a resumption

    const auto autopsy = autopsyFromEvents(events, {});
    ASSERT_TRUE(autopsy);
    EXPECT_EQ(autopsy->step, 121);
    EXPECT_EQ(autopsy->verdict.condition, Condition::Exploded);
    EXPECT_EQ(autopsy->firstWarningStep, 101);
    EXPECT_EQ(autopsy->action, "stop");
    ASSERT_FALSE(autopsy->causes.empty());
    EXPECT_EQ(autopsy->causes.front().code, "negative_rate");

    const auto earlier = autopsyFromEvents(events, {}, 110);
    ASSERT_TRUE(earlier);
    EXPECT_EQ(earlier->step, 101);
    EXPECT_EQ(autopsyFromEvents(events, {}, 50).error().code, ErrorCode::NotFound);
}

} // namespace espalier::monitor
