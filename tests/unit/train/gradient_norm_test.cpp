#include "core/train/gradient_norm.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace espalier::train {
namespace {

/// Tensors of many shapes with gradients; one has none.
NamedTensors tensorsWithGradients()
{
    at::manual_seed(3);
    NamedTensors tensors;
    for (const std::int64_t side : {1, 3, 17, 64, 128}) {
        at::Tensor tensor = at::zeros({side, 3, side}).requires_grad_(true);
        tensor.mutable_grad() = at::randn({side, 3, side}) * std::pow(10.0, static_cast<double>(side % 5) - 3);
        tensors.emplace_back("t" + std::to_string(side), tensor);
    }
    tensors.emplace_back("none", at::zeros({4}).requires_grad_(true));
    return tensors;
}

const std::vector<int> kBranches{0, 1, 1, 0, 2, 2};

TEST(GradientNorms, AreThoseOfOneTensorAfterTheOther)
{
    const NamedTensors tensors = tensorsWithGradients();
    const GradientNorms norms = gradientNorms(tensors, kBranches, 4);
    double square = 0;
    std::vector<double> branches(4, 0.0);
    for (std::size_t i = 0; i + 1 < tensors.size(); ++i) {
        const double norm = tensors[i].second.grad().norm().item<double>();
        square += norm * norm;
        branches[static_cast<std::size_t>(kBranches[i])] += norm * norm;
    }
    EXPECT_NEAR(norms.total, std::sqrt(square), 1e-12 * norms.total);
    ASSERT_EQ(norms.branches.size(), 4U);
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_NEAR(norms.branches[i], std::sqrt(branches[i]), 1e-12 * norms.branches[i]) << i;
    }
    EXPECT_EQ(norms.branches[3], 0) << "nothing of it trains";
}

TEST(GradientNorms, OfNothingAreZero)
{
    const NamedTensors tensors{{"none", at::zeros({4}).requires_grad_(true)}};
    EXPECT_EQ(gradientNorms(tensors, {0}, 1).total, 0);
    clipGradients(tensors, 5, 1);
    EXPECT_FALSE(tensors[0].second.grad().defined());
}

TEST(GradientNorms, TellTheBranchThatIsNotFinite)
{
    const NamedTensors tensors = tensorsWithGradients();
    tensors[1].second.grad().view(-1)[5] = std::numeric_limits<float>::infinity();
    const GradientNorms norms = gradientNorms(tensors, kBranches, 3);
    EXPECT_FALSE(std::isfinite(norms.total));
    EXPECT_TRUE(std::isfinite(norms.branches[0]));
    EXPECT_FALSE(std::isfinite(norms.branches[1]));
    EXPECT_TRUE(std::isfinite(norms.branches[2]));
}

TEST(GradientNorms, AreClippedToTheLimitAndNotBelowIt)
{
    const NamedTensors tensors = tensorsWithGradients();
    const double norm = gradientNorms(tensors, kBranches, 3).total;
    clipGradients(tensors, norm, 0);
    clipGradients(tensors, norm, norm * 2);
    EXPECT_EQ(gradientNorms(tensors, kBranches, 3).total, norm);
    clipGradients(tensors, norm, norm / 4);
    EXPECT_NEAR(gradientNorms(tensors, kBranches, 3).total, norm / 4, 1e-5 * norm);
}

} // namespace
} // namespace espalier::train
