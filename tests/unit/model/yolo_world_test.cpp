#include "core/model/initialise.h"
#include "core/model/yolo_world.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace espalier::model {
namespace {

constexpr int kTexts = 4;
constexpr double kRounding = 1e-4; ///< of the largest value, through a whole network

std::shared_ptr<YoloWorld> network()
{
    auto options = yoloWorldOptions("n", kTexts);
    options->withTextTower = false;
    auto made = std::make_shared<YoloWorld>(*options, at::kCPU);
    initialise(*made, kTexts, 7);
    made->train(); // each BatchNorm lifts its map: fresh weights let them fade out
    return made;
}

at::Tensor unitRows(std::int64_t rows, std::int64_t width)
{
    const at::Tensor text = at::randn({1, rows, width});
    return text / text.norm(2, {-1}, true);
}

double apart(const at::Tensor& a, const at::Tensor& b)
{
    return (a - b).abs().max().item<double>();
}

TEST(YoloWorld, PermutingTheTextsPermutesTheClassesAndNothingElse)
{
    at::manual_seed(3);
    const at::NoGradGuard noGradients;
    const auto made = network();
    const at::Tensor images = at::rand({1, 3, 64, 64});
    const at::Tensor text = unitRows(kTexts, made->options().textWidth);
    const at::Tensor order = at::tensor({2, 0, 3, 1}, at::kLong);
    const auto plain = made->forward(images, text);
    const auto permuted = made->forward(images, text.index_select(1, order));
    for (std::size_t level = 0; level < 3; ++level) {
        const at::Tensor expected = plain.logits[level].index_select(1, order);
        EXPECT_GT(apart(plain.logits[level], expected), 1e-3) << "classes that cannot be told apart prove nothing";
        EXPECT_LE(apart(permuted.logits[level], expected), kRounding * expected.abs().max().item<double>());
        EXPECT_LE(apart(permuted.distributions[level], plain.distributions[level]),
                  kRounding * plain.distributions[level].abs().max().item<double>());
    }
}

TEST(YoloWorld, AMaskedTextNeitherScoresNorLearnsYetTheGatesSeeIt)
{
    at::manual_seed(3);
    const auto made = network();
    const at::Tensor images = at::rand({2, 3, 64, 64});
    const at::Tensor text = unitRows(kTexts, made->options().textWidth).expand({2, -1, -1}).contiguous();
    const at::Tensor mask = at::ones({2, kTexts}, at::kBool);
    mask[0][3] = false;
    const auto whole = made->forward(images, text);
    const auto masked = made->forward(images, text, mask);
    for (std::size_t level = 0; level < 3; ++level) {
        EXPECT_TRUE((masked.logits[level][0][3] == kMaskedLogit).all().item<bool>());
        EXPECT_TRUE(at::equal(masked.logits[level][0].narrow(0, 0, 3), whole.logits[level][0].narrow(0, 0, 3)));
        EXPECT_TRUE(at::equal(masked.logits[level][1], whole.logits[level][1]));
        EXPECT_TRUE(at::equal(masked.distributions[level], whole.distributions[level]));
    }
    const at::Tensor logits = masked.logits[0];
    const at::Tensor loss =
        at::binary_cross_entropy_with_logits(logits, at::zeros_like(logits), {}, {}, at::Reduction::None);
    EXPECT_EQ(loss[0][3].sum().item<double>(), 0) << "costs nothing";
    made->zero_grad();
    loss[0][3].sum().backward();
    for (const at::Tensor& parameter : made->parameters()) {
        if (parameter.grad().defined()) {
            ASSERT_EQ(parameter.grad().abs().max().item<double>(), 0);
        }
    }
}

/// Written out from elementary operations in double precision. Some versions of torch answer wrongly in the backward
/// pass of BatchNorm on the CPU when a batch holds one image and the gradient is strided like channels last.
at::Tensor contrastByHand(const at::Tensor& input, const at::Tensor& text, const BatchNormContrast& head,
                          bool isTraining)
{
    const auto parameters = head.named_parameters();
    const auto buffers = head.named_buffers();
    const auto channel = [](const at::Tensor& values) { return values.to(at::kDouble).view({1, -1, 1, 1}); };
    const at::Tensor mean = isTraining ? input.mean({0, 2, 3}, true) : channel(buffers["norm.running_mean"]);
    const at::Tensor variance =
        isTraining ? (input - mean).square().mean({0, 2, 3}, true) : channel(buffers["norm.running_var"]);
    const at::Tensor normed =
        (input - mean) / (variance + kBatchNormEpsilon).sqrt() * channel(parameters["norm.weight"]) +
        channel(parameters["norm.bias"]);
    const at::Tensor unit = text / text.norm(2, {-1}, true);
    std::vector<at::Tensor> classes;
    for (std::int64_t k = 0; k < text.size(1); ++k) {
        classes.push_back((normed * unit.select(1, k).view({-1, text.size(2), 1, 1})).sum(1));
    }
    return at::stack(classes, 1) * parameters["logit_scale"].to(at::kDouble).exp() + parameters["bias"].to(at::kDouble);
}

class OneImage : public testing::TestWithParam<bool> {};

TEST_P(OneImage, GradientsOfTheContrastAreThoseOfItsFormula)
{
    at::manual_seed(5);
    const bool isTraining = GetParam();
    BatchNormContrast head(32, at::kCPU);
    {
        const at::NoGradGuard noGradients;
        for (const auto& item : head.named_parameters()) {
            at::Tensor(item.value()).normal_(item.key() == "norm.weight" ? 1 : 0, 0.3);
        }
        head.named_buffers()["norm.running_mean"].normal_(0, 0.3);
        head.named_buffers()["norm.running_var"].uniform_(0.5, 1.5);
    }
    head.train(isTraining);
    const at::Tensor input = at::randn({1, 32, 8, 8}).requires_grad_(true);
    const at::Tensor text = at::randn({1, 3, 32});
    // The loss joins the levels as rows of cells: the head's own gradient arrives strided like channels last.
    const at::Tensor weight = at::randn({1, 64, 3});
    const at::Tensor exact = input.detach().to(at::kDouble).requires_grad_(true);
    const auto cost = [&](const at::Tensor& logits) { return (logits.flatten(2).transpose(1, 2) * weight).sum(); };
    cost(contrastByHand(exact, text.to(at::kDouble), head, isTraining)).backward();
    std::vector<at::Tensor> expected;
    for (at::Tensor& parameter : head.parameters()) {
        expected.push_back(parameter.grad().clone());
        parameter.mutable_grad().reset();
    }
    cost(head.forward(input, text)).backward();
    EXPECT_LE(apart(input.grad(), exact.grad()), 1e-4 * exact.grad().abs().max().item<double>());
    const auto names = head.named_parameters();
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_LE(apart(names[i].value().grad(), expected[i]), 1e-4 * expected[i].abs().max().item<double>())
            << names[i].key();
    }
}

INSTANTIATE_TEST_SUITE_P(BothModes, OneImage, testing::Values(false, true));

} // namespace
} // namespace espalier::model
