#include "core/train/moving_average.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cstring>

namespace espalier::train {
namespace {

TEST(MovingAverage, BeginsCloseToTheRawWeightsAndGrowsSlow)
{
    EXPECT_NEAR(MovingAverage::momentum(0), 0.99950, 5e-6);
    EXPECT_NEAR(MovingAverage::momentum(800), 0.67002, 5e-6);
    EXPECT_NEAR(MovingAverage::momentum(1'000'000), 1e-4, 1e-12);
}

TEST(MovingAverage, FollowsItsSourceAndNeverChangesIt)
{
    at::Tensor weight = at::ones({3});
    MovingAverage average({{"w", weight}});
    average.update();
    EXPECT_TRUE(at::equal(average.tensors().at("w"), at::ones({3}))) << "the first update copies";
    weight.fill_(3);
    average.update();
    EXPECT_NEAR(average.tensors().at("w")[0].item<double>(), 1 + 2 * MovingAverage::momentum(1), 1e-6);
    EXPECT_TRUE(at::equal(weight, at::full({3}, 3.0)));
    EXPECT_EQ(average.state().at("updates").item<int>(), 2);
}

TEST(AveragedWeights, StandInOnlyForAWhileAndGiveBackEveryBit)
{
    at::Tensor weight = at::tensor({1.0F, -0.0F, 1e-42F, 7.25F});
    const at::Tensor before = weight.clone();
    MovingAverage average({{"w", weight}});
    average.update();
    weight.mul_(5);
    const at::Tensor raw = weight.clone();
    {
        const AveragedWeights averaged(&average);
        EXPECT_TRUE(at::equal(weight, before));
    }
    EXPECT_EQ(std::memcmp(weight.data_ptr(), raw.data_ptr(), raw.nbytes()), 0);
    {
        const AveragedWeights nothing(nullptr);
        EXPECT_TRUE(at::equal(weight, raw));
    }
}

} // namespace
} // namespace espalier::train
