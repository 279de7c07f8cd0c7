#include "core/train/healthy_states.h"

#include <gtest/gtest.h>

namespace espalier::train {
namespace {

HealthyState atStep(std::int64_t step)
{
    HealthyState state;
    state.position.step = step;
    return state;
}

TEST(HealthyStates, GoesFurtherBackWhenTheNewestDidNotHelp)
{
    HealthyStates states;
    for (const int step : {10, 20, 30, 40}) {
        states.keep(atStep(step));
    }
    EXPECT_EQ(states.count(), HealthyStates::kKept);
    EXPECT_EQ(states.forRewind().position.step, 40);
    EXPECT_EQ(states.forRewind().position.step, 30);
    states.keep(atStep(35));
    EXPECT_EQ(states.forRewind().position.step, 35);
    EXPECT_EQ(states.forRewind().position.step, 30);
    EXPECT_EQ(states.forRewind().position.step, 20);
    EXPECT_EQ(states.forRewind().position.step, 20) << "the last one stays";
}

} // namespace
} // namespace espalier::train
