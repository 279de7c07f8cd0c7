#include "core/train/healthy_states.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace espalier::train {
namespace {

/// What a run holds at a step: the tensors say which.
void keepAt(HealthyStates& states, std::int64_t step, const StateTensors& live)
{
    Position position;
    position.step = step;
    live.at("weight").fill_(static_cast<double>(step));
    states.keep(position, live);
}

double weightOf(const HealthyState& state)
{
    return state.tensors.at("weight").sum().item<double>();
}

TEST(HealthyStates, GoesFurtherBackWhenTheNewestDidNotHelp)
{
    HealthyStates states(3);
    const StateTensors live{{"weight", at::zeros({1})}};
    for (const int step : {10, 20, 30, 40}) {
        keepAt(states, step, live);
    }
    EXPECT_EQ(states.count(), 3U);
    EXPECT_EQ(weightOf(states.forRewind()), 40);
    EXPECT_EQ(weightOf(states.forRewind()), 30);
    keepAt(states, 35, live);
    EXPECT_EQ(states.forRewind().position.step, 35);
    EXPECT_EQ(weightOf(states.forRewind()), 30);
    EXPECT_EQ(weightOf(states.forRewind()), 20);
    EXPECT_EQ(states.forRewind().position.step, 20) << "the last one stays";
}

TEST(HealthyStates, KeepsCopiesInTheMemoryOfTheOldest)
{
    HealthyStates states(2);
    const StateTensors live{{"weight", at::zeros({4})}};
    keepAt(states, 1, live);
    const void* memory = states.forRewind().tensors.at("weight").data_ptr();
    keepAt(states, 2, live);
    keepAt(states, 3, live);
    live.at("weight").fill_(99);
    const HealthyState& newest = states.forRewind();
    EXPECT_EQ(newest.tensors.at("weight").data_ptr(), memory);
    EXPECT_EQ(weightOf(newest), 12);
    EXPECT_EQ(weightOf(states.forRewind()), 8) << "the one before is untouched";
}

TEST(HealthyStates, GoesBackToWhereItIsAsked)
{
    HealthyStates states(3);
    const StateTensors live{{"weight", at::zeros({1})}};
    EXPECT_EQ(states.atOrBefore(100), nullptr);
    for (const int step : {10, 20, 30}) {
        keepAt(states, step, live);
    }
    EXPECT_EQ(states.atOrBefore(9), nullptr);
    EXPECT_EQ(states.count(), 3U) << "nothing is forgotten in vain";
    ASSERT_NE(states.atOrBefore(29), nullptr);
    EXPECT_EQ(states.atOrBefore(29)->position.step, 20);
    EXPECT_EQ(states.atOrBefore(1000)->position.step, 20) << "what came after is forgotten";
    keepAt(states, 40, live);
    EXPECT_EQ(weightOf(*states.atOrBefore(40)), 40);
}

} // namespace
} // namespace espalier::train
