// The moving average of the reference's recipes, update by update.
#include "core/train/moving_average.h"
#include "tests/parity/goldens.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <string>

namespace espalier::parity {
namespace {

constexpr double kTolerance = 1e-6;

TEST(MovingAverage, FollowsTheReference)
{
    const auto golden = openGolden("yolo_world/ema");
    if (!golden) {
        return;
    }
    // Parameters and statistics of a convolution and its norm, integer counter included.
    train::StateTensors live;
    for (const auto& [name, tensor] : golden->under("init.")) {
        live.emplace(name, tensor.clone());
    }
    ASSERT_EQ(live.size(), 7U);
    train::MovingAverage average(live);
    int compared = 0;
    for (int update = 1; golden->has("src" + std::to_string(update) + ".0.bias"); ++update) {
        const train::StateTensors source = golden->under("src" + std::to_string(update) + ".");
        const Status copied = train::copyInto(live, source);
        ASSERT_TRUE(copied) << describe(copied.error());
        average.update();
        for (const auto& [name, expected] : golden->under("ema" + std::to_string(update) + ".")) {
            expectClose(average.tensors().at(name), expected, kTolerance,
                        "averages: " + name + " after update " + std::to_string(update));
            ++compared;
        }
    }
    EXPECT_EQ(compared, 4 * 7);
}

} // namespace
} // namespace espalier::parity
