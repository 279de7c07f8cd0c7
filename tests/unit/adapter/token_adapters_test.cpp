#include "core/model/vision_tower.h"
#include "tests/unit/adapter/grafting.h"

namespace espalier::adapter {
namespace {

constexpr std::int64_t kWidth = 12;
constexpr const char* kLayers = "vision_model.encoder.layers";

model::VisionTowerOptions small()
{
    model::VisionTowerOptions options;
    options.imageSize = 8;
    options.patch = 4;
    options.transformer = {kWidth, 2 * kWidth, 3, false};
    options.layers = 3;
    options.projection = 6;
    return options;
}

std::string layer(int index)
{
    return std::string(kLayers) + '.' + std::to_string(index);
}

TEST(Prompts, DeepOnesReplaceWhatBecameOfThoseBefore)
{
    const at::NoGradGuard noGradients;
    model::VisionTower tower(small(), at::kCPU);
    fillWithNumbers(tower, 1);
    const at::Tensor images = at::randn({2, 3, 8, 8});
    plan::VptOptions options;
    options.tokens = 2;
    const Planted planted = plant(tower, {{kLayers, options, 1.0, std::nullopt}});
    EXPECT_EQ(planted.plan.adapters, 3 * 2 * kWidth);
    const auto states = tower.hiddenStates(images);
    EXPECT_EQ(states[0].size(1), 5) << "before the first layer";
    for (std::size_t i = 1; i < states.size(); ++i) {
        EXPECT_EQ(states[i].size(1), 7);
    }
    // The same by hand: each layer alone, without grafts.
    at::Tensor tokens = states[0];
    for (int i = 0; i < 3; ++i) {
        const at::Tensor prompts = planted.tensors.at(layer(i) + ".vpt.prompts").expand({2, -1, -1});
        const std::int64_t first = i == 0 ? 1 : 3;
        tokens = at::cat({tokens.narrow(1, 0, 1), prompts, tokens.narrow(1, first, tokens.size(1) - first)}, 1);
        for (const auto& item : tower.named_modules({}, false)) {
            if (item.key() == layer(i)) {
                auto& alone = dynamic_cast<model::TransformerLayer&>(*item.value());
                alone.removeGrafts();
                tokens = alone.forward(tokens);
            }
        }
        EXPECT_LT(apart(states[static_cast<std::size_t>(i) + 1], tokens), 1e-5);
    }
}

TEST(Prompts, ShallowOnesStandBeforeTheFirstLayerAlone)
{
    model::VisionTower tower(small(), at::kCPU);
    fillWithNumbers(tower, 1);
    plan::VptOptions options;
    options.tokens = 2;
    options.depth = "shallow";
    const Planted planted = plant(tower, {{kLayers, options, 1.0, std::nullopt}});
    ASSERT_EQ(planted.plan.grafts.size(), 1U);
    EXPECT_EQ(planted.plan.adapters, 2 * kWidth);
    EXPECT_EQ(tower.hiddenStates(at::randn({2, 3, 8, 8})).back().size(1), 7);
}

TEST(Bottleneck, StandsBehindAttentionAndPerceptron)
{
    const at::NoGradGuard noGradients;
    model::VisionTower tower(small(), at::kCPU);
    fillWithNumbers(tower, 1);
    const at::Tensor images = at::randn({2, 3, 8, 8});
    const at::Tensor before = tower.forward(images);
    Planted planted = plant(tower, {{std::string(kLayers), plan::BottleneckOptions{4}, 1.0, std::nullopt}});
    EXPECT_EQ(planted.plan.grafts.size(), 6U) << "Houlsby's: both parts of each layer";
    EXPECT_EQ(planted.plan.adapters, 6 * (2 * kWidth * 4 + kWidth + 4));
    EXPECT_EQ(apart(tower.forward(images), before), 0) << "begins as the base";
    for (auto& [name, tensor] : planted.tensors) {
        tensor.set_requires_grad(true);
    }
    {
        const at::AutoGradMode gradients(true);
        tower.forward(images).sum().backward();
    }
    for (const auto& [name, tensor] : planted.tensors) {
        const bool isUp = name.find("up_proj.weight") != std::string::npos;
        if (isUp) {
            EXPECT_GT(tensor.grad().abs().max().item<double>(), 0) << name << " leaves zero";
        }
    }
}

TEST(Bottleneck, IsOneFormula)
{
    const at::NoGradGuard noGradients;
    for (const char* activation : {"gelu", "relu"}) {
        model::TransformerWidths widths{kWidth, 2 * kWidth, 3, false};
        auto perceptron = std::make_shared<model::Perceptron>(widths, at::kCPU);
        torch::nn::Module network;
        network.register_module("mlp", perceptron);
        fillWithNumbers(network, 2);
        const at::Tensor stream = at::randn({2, 5, kWidth});
        const at::Tensor normed = at::randn({2, 5, kWidth});
        const at::Tensor before = perceptron->forward(stream, normed);
        Planted planted = plant(network, {{"mlp", plan::BottleneckOptions{4, activation}, 1.0, std::nullopt}});
        stir(planted);
        const auto of = [&](const char* name) { return planted.tensors.at(std::string("mlp.adapter.") + name); };
        const at::Tensor narrow = at::linear(before, of("down_proj.weight"), of("down_proj.bias"));
        const at::Tensor bent = std::string(activation) == "gelu" ? at::gelu(narrow) : at::relu(narrow);
        const at::Tensor expected = before + at::linear(bent, of("up_proj.weight"), of("up_proj.bias"));
        EXPECT_LT(apart(perceptron->forward(stream, normed), expected), 1e-5);
    }
}

TEST(Arc, SharesOneProjectionAmongTheSitesOfARule)
{
    model::VisionTower tower(small(), at::kCPU);
    fillWithNumbers(tower, 1);
    const Planted planted = plant(tower, {{"layer_norm1", plan::ArcOptions{4}, 1.0, std::nullopt},
                                          {"layer_norm2", plan::ArcOptions{4}, 1.0, std::nullopt}});
    EXPECT_EQ(planted.plan.adapters, 2 * (kWidth * 4 + 3 * (4 + kWidth)));
    EXPECT_EQ(planted.tensors.count("arc.0.12.projection"), 1U);
    EXPECT_EQ(planted.tensors.count("arc.1.12.projection"), 1U);
}

} // namespace
} // namespace espalier::adapter
