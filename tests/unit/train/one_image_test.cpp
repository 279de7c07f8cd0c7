#include "core/model/initialise.h"
#include "core/model/yolo_world.h"
#include "core/train/detection_loss.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>

namespace espalier::train {
namespace {

constexpr int kClasses = 3;
constexpr std::int64_t kSide = 128;

/// Gradients of the whole objective for `images` copies of one image, by parameter.
std::map<std::string, at::Tensor> gradientsOf(model::YoloWorld& network, std::int64_t images, const at::Tensor& image,
                                              const at::Tensor& text)
{
    network.zero_grad();
    // As large as what an untrained network predicts: the scores add up to more than 1, where the divisor is clamped.
    const at::Tensor boxes = at::tensor({4.F, 4.F, 124.F, 124.F, 8.F, 0.F, 128.F, 120.F}).view({1, 2, 4});
    const at::Tensor labels = at::tensor({0, 2}, at::kLong).view({1, 2});
    const auto output = network.forward(image.expand({images, -1, -1, -1}).contiguous(), text);
    const auto loss =
        detectionLoss(output.logits, output.distributions, boxes.expand({images, 2, 4}), labels.expand({images, 2}));
    (loss.loss_cls + loss.loss_bbox + loss.loss_dfl).backward();
    std::map<std::string, at::Tensor> gradients;
    for (const auto& item : network.named_parameters()) {
        gradients.emplace(item.key(), item.value().grad().clone());
    }
    return gradients;
}

class OneImage : public testing::TestWithParam<bool> {};

/// Some versions of torch answer wrongly in the backward pass of BatchNorm on the CPU when a batch holds one image and
/// the gradient is strided like channels last, by as much as the gradient itself. The same image twice has the same
/// statistics, twice the objective, and never meets that fault.
TEST_P(OneImage, HasHalfTheGradientsOfTheSameImageTwice)
{
    at::manual_seed(11);
    auto options = model::yoloWorldOptions("n", kClasses);
    ASSERT_TRUE(options);
    options->withTextTower = false;
    model::YoloWorld network(*options, at::kCPU);
    model::initialise(network, kClasses, 11);
    network.train(GetParam());
    const at::Tensor image = at::rand({1, 3, kSide, kSide});
    const at::Tensor text = at::randn({kClasses, options->textWidth});
    const auto one = gradientsOf(network, 1, image, text);
    const auto two = gradientsOf(network, 2, image, text);
    double largest = 0;
    for (const auto& [name, gradient] : two) {
        largest = std::max(largest, gradient.norm().item<double>());
    }
    ASSERT_GT(largest, 0);
    for (const auto& [name, gradient] : two) {
        // Rounding is of the size of the whole where a gradient is zero in exact arithmetic.
        const double allowed = 0.02 * gradient.norm().item<double>() + 1e-5 * largest;
        EXPECT_LE((one.at(name) * 2 - gradient).norm().item<double>(), allowed) << name;
    }
}

INSTANTIATE_TEST_SUITE_P(BothModes, OneImage, testing::Values(false, true));

} // namespace
} // namespace espalier::train
