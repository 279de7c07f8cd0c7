#include "tests/unit/adapter/grafting.h"

#include <algorithm>

namespace espalier::adapter {
namespace {

using Network = One<model::Linear, int, int, bool>;

plan::AdapterRule gated(double init)
{
    plan::AdapterRule rule{"layer", plan::LoraOptions{3}, 1.0, std::nullopt};
    rule.gate = plan::GateOptions{0.1, init, 0.5, 2.0};
    return rule;
}

TEST(Gate, PassesTheGradientOfItsIndicatorToTheScore)
{
    const at::Tensor input = at::randn({6, 8});
    const at::Tensor slope = at::randn({6, 5});
    for (const bool isOpen : {true, false}) {
        Network network(8, 5, true);
        fillWithNumbers(network, 1);
        const at::Tensor base = network.forward(input);
        Planted planted = plant(network, {gated(isOpen ? 0.15 : 0.05)});
        at::Tensor score = planted.tensors.at("layer.lora_gate.score");
        at::Tensor down = planted.tensors.at("layer.lora_A.weight");
        at::Tensor up = planted.tensors.at("layer.lora_B.weight");
        up.normal_();
        const at::Tensor adapted = base + at::linear(at::linear(input, down), up) * (16.0 / 3);
        for (at::Tensor* tensor : {&score, &down, &up}) {
            tensor->set_requires_grad(true);
        }
        planted.attachment.train(true);
        const at::Tensor output = network.forward(input);
        EXPECT_LT(apart(output, isOpen ? adapted : base), 1e-6);
        (output * slope).sum().backward();
        EXPECT_LT(apart(score.grad(), (slope * (adapted - base)).sum()), 1e-5);
        EXPECT_EQ(down.grad().abs().max().item<double>() > 0, isOpen) << "behind a closed gate nothing moves";
        EXPECT_EQ(up.grad().abs().max().item<double>() > 0, isOpen);
        planted.attachment.train(false);
        EXPECT_LT(apart(network.forward(input), isOpen ? adapted : base), 1e-6);
        const auto map = network.layer().grafts().front()->merged(network.layer().map());
        ASSERT_TRUE(map);
        EXPECT_LT(apart(at::linear(input, map->weight, map->bias), isOpen ? adapted : base), 1e-5);
    }
}

TEST(Gate, ScoresHaveARateOfTheirOwnAndNeverDecay)
{
    Network network(8, 5, true);
    fillWithNumbers(network, 1);
    const Planted planted = plant(network, {gated(0.15)});
    ASSERT_EQ(planted.attachment.gates().size(), 1U);
    EXPECT_EQ(planted.attachment.gates().front().site, "layer");
    const auto group = std::ranges::find_if(planted.plan.groups, [](const plan::ParameterGroup& each) {
        return std::ranges::find(each.tensors, "layer.lora_gate.score") != each.tensors.end();
    });
    ASSERT_NE(group, planted.plan.groups.end());
    EXPECT_EQ(group->lrScale, 2.0);
    EXPECT_EQ(group->weightDecay, 0.0);
    EXPECT_EQ(group->tensors.size(), 1U);
    EXPECT_EQ(planted.plan.adapters, 3 * (8 + 5) + 1);
}

TEST(Gate, TheLossHasTheMeanOfTheScoresOnTop)
{
    Network network(8, 5, true);
    fillWithNumbers(network, 1);
    Planted planted = plant(network, {gated(-0.3)});
    at::Tensor score = planted.tensors.at("layer.lora_gate.score");
    score.set_requires_grad(true);
    const at::Tensor penalty = planted.attachment.penalty();
    EXPECT_NEAR(penalty.item<double>(), 0.5 * 0.3, 1e-6);
    penalty.backward();
    EXPECT_NEAR(score.grad().item<double>(), -0.5, 1e-6);
    Network plain(8, 5, true);
    fillWithNumbers(plain, 1);
    EXPECT_FALSE(plant(plain, {{"layer", plan::LoraOptions{3}, 1.0, std::nullopt}}).attachment.penalty().defined());
}

TEST(LoraPlus, BHasARateOfItsOwn)
{
    Network network(8, 5, true);
    fillWithNumbers(network, 1);
    plan::LoraOptions options{3};
    options.lrRatio = 16;
    const Planted planted = plant(network, {{"layer", options, 0.5, 0.01}});
    ASSERT_EQ(planted.plan.groups.size(), 2U);
    EXPECT_EQ(planted.plan.groups[0].lrScale, 0.5);
    EXPECT_EQ(planted.plan.groups[1].lrScale, 8.0);
    EXPECT_EQ(planted.plan.groups[1].tensors, std::vector<std::string>{"layer.lora_B.weight"});
    EXPECT_EQ(planted.plan.groups[1].weightDecay, 0.01);
}

} // namespace
} // namespace espalier::adapter
