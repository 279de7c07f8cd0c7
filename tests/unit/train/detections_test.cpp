#include "core/train/assigner.h"
#include "core/train/detection_loss.h"
#include "core/train/detections.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace espalier::train {
namespace {

TEST(Detections, SuppressesWithinAClassOnly)
{
    const at::Tensor boxes = at::tensor({0.F, 0.F, 10.F, 10.F, 0.F, 0.F, 10.F, 9.5F}).reshape({2, 4});
    const at::Tensor scores = at::tensor({0.9F, 0.2F, 0.8F, 0.0F}).reshape({2, 2});
    const auto kept = selectDetections(scores, boxes);
    ASSERT_EQ(kept.size(), 2U) << "the second box of label 0 overlaps the first; label 1 stands alone";
    EXPECT_EQ(kept[0].label, 0);
    EXPECT_EQ(kept[1].label, 1);
}

TEST(Detections, NonFiniteScoresAreNoDetections)
{
    const at::Tensor boxes = at::zeros({1, 4});
    const at::Tensor scores = at::full({1, 3}, std::numeric_limits<float>::quiet_NaN());
    EXPECT_TRUE(selectDetections(scores, boxes).empty());
}

TEST(DetectionLoss, WithoutObjectsItIsFiniteAndKeepsTheGraph)
{
    std::vector<at::Tensor> logits, distributions;
    for (const std::int64_t side : {8, 4, 2}) {
        logits.push_back(at::zeros({2, 3, side, side}).requires_grad_(true));
        distributions.push_back(at::zeros({2, 64, side, side}).requires_grad_(true));
    }
    const auto loss = detectionLoss(logits, distributions, at::zeros({2, 0, 4}), at::zeros({2, 0}, at::kLong));
    EXPECT_GT(loss.loss_cls.item<double>(), 0);
    EXPECT_EQ(loss.loss_bbox.item<double>(), 0);
    (loss.loss_cls + loss.loss_bbox + loss.loss_dfl).backward();
    EXPECT_TRUE(distributions[0].grad().defined());
    EXPECT_EQ(distributions[0].grad().abs().sum().item<double>(), 0);
}

TEST(DetectionLoss, GrowsWithTheNumberOfImages)
{
    // The batch factor: two equal images cost twice one.
    std::vector<at::Tensor> one, oneBox, two, twoBox;
    for (const std::int64_t side : {8, 4, 2}) {
        one.push_back(at::full({1, 2, side, side}, -1.0));
        oneBox.push_back(at::zeros({1, 64, side, side}));
        two.push_back(one.back().expand({2, 2, side, side}).contiguous());
        twoBox.push_back(oneBox.back().expand({2, 64, side, side}).contiguous());
    }
    const at::Tensor box = at::tensor({4.F, 4.F, 60.F, 60.F}).reshape({1, 1, 4});
    const auto single = detectionLoss(one, oneBox, box, at::zeros({1, 1}, at::kLong));
    const auto pair = detectionLoss(two, twoBox, box.expand({2, 1, 4}).contiguous(), at::zeros({2, 1}, at::kLong));
    EXPECT_NEAR(pair.loss_dfl.item<double>(), 2 * single.loss_dfl.item<double>(), 1e-3);
    EXPECT_GT(single.loss_bbox.item<double>(), 0);
}

TEST(DetectionLoss, TheMixedLayoutSpoilsTheDistributionPartAlone)
{
    at::manual_seed(1);
    std::vector<at::Tensor> logits, distributions;
    for (const std::int64_t side : {8, 4, 2}) {
        logits.push_back(at::randn({1, 1, side, side}));
        distributions.push_back(at::randn({1, 64, side, side}));
    }
    const at::Tensor box = at::tensor({8.F, 8.F, 40.F, 40.F}).reshape({1, 1, 4});
    const at::Tensor label = at::zeros({1, 1}, at::kLong);
    const auto right = detectionLoss(logits, distributions, box, label);
    const auto mixed = detectionLoss(logits, distributions, box, label, DistributionLayout::MixedCells);
    EXPECT_EQ(right.loss_cls.item<double>(), mixed.loss_cls.item<double>());
    EXPECT_EQ(right.loss_bbox.item<double>(), mixed.loss_bbox.item<double>());
    EXPECT_NE(right.loss_dfl.item<double>(), mixed.loss_dfl.item<double>());
}

} // namespace
} // namespace espalier::train
