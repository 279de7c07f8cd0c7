#include "core/train/box_coder.h"
#include "core/train/detection_loss.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>

namespace espalier::train {
namespace {

std::vector<at::Tensor> levels(std::int64_t images, std::int64_t channels, std::int64_t side, double value = 0)
{
    std::vector<at::Tensor> maps;
    for (const std::int64_t stride : kStrides) {
        maps.push_back(at::full({images, channels, side / stride, side / stride}, value));
    }
    return maps;
}

TEST(BoxCoder, PriorsStandInTheMiddleOfTheirCells)
{
    const at::Tensor priors = makePriors(levels(1, 1, 640));
    ASSERT_EQ(priors.size(0), 6400 + 1600 + 400);
    const auto expectPrior = [&](std::int64_t row, float x, float y, float stride) {
        EXPECT_TRUE(at::equal(priors[row], at::tensor({x, y, stride}))) << "prior " << row << ": " << priors[row];
    };
    expectPrior(0, 4, 4, 8);
    expectPrior(80, 4, 12, 8);
    expectPrior(6400, 8, 8, 16);
    expectPrior(8000, 16, 16, 32);
}

TEST(BoxCoder, AUniformDistributionReachesHalfWay)
{
    const at::Tensor priors = makePriors(levels(1, 1, 640));
    const at::Tensor distances = expectedDistances(at::zeros({1, priors.size(0), 64}));
    EXPECT_LE((distances - 7.5).abs().max().item<double>(), 1e-5);
    const at::Tensor box = decodeBoxes(distances, priors)[0][0];
    EXPECT_LE((box - at::tensor({-56.F, -56.F, 64.F, 64.F})).abs().max().item<double>(), 1e-4);
}

TEST(BoxCoder, EncodingUndoesDecodingWithinReach)
{
    const at::Tensor priors = makePriors(levels(1, 1, 64));
    const at::Tensor distances = at::rand({priors.size(0), 4}) * 14;
    const at::Tensor again = encodeBoxes(decodeBoxes(distances, priors), priors, 16);
    EXPECT_LE((again - distances).abs().max().item<double>(), 1e-4);
    EXPECT_NEAR(encodeBoxes(at::tensor({-900.F, 4.F, 900.F, 4.F}).view({1, 4}), priors.narrow(0, 0, 1), 16)
                    .max()
                    .item<double>(),
                14.99, 1e-5)
        << "the bin above must exist";
}

/// Chance level: 1.5 · ln 16 an image, whatever the targets, once the scores add up to more than 1.
class Uniform : public testing::TestWithParam<std::int64_t> {};

TEST_P(Uniform, DistributionsCostTheLogarithmOfTheirBins)
{
    const std::int64_t images = GetParam();
    // Every prior predicts a box of 15 cells' side around itself: on an object of that size the overlaps are high.
    const at::Tensor box = at::tensor({68.F, 68.F, 188.F, 188.F}).view({1, 1, 4});
    const auto loss = detectionLoss(levels(images, 1, 256), levels(images, 64, 256), box.expand({images, 1, 4}),
                                    at::zeros({images, 1}, at::kLong));
    EXPECT_NEAR(loss.loss_dfl.item<double>() / static_cast<double>(images), 4.158883, 1e-5);
}

INSTANTIATE_TEST_SUITE_P(Images, Uniform, testing::Values(1, 4));

} // namespace
} // namespace espalier::train
