// Merged LoRA: the weights that come out of a merge, alone and inside the detector.
#include "core/adapter/lora.h"
#include "core/model/weights_binding.h"
#include "core/train/folding.h"
#include "tests/parity/goldens.h"
#include "tests/parity/reference_network.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>

namespace espalier::parity {
namespace {

constexpr double kForward = 1e-5;
constexpr const char* kPrefix = "base_model.model.";

std::shared_ptr<adapter::Lora> loraOf(const Golden& golden, const char* section, const kernel::LayerGeometry& layer,
                                      const std::string& path)
{
    const Json& config = golden.json[section];
    const plan::LoraOptions options{config["r"].get<int>(), config["lora_alpha"].get<double>(),
                                    config["lora_dropout"].get<double>()};
    auto lora = std::make_shared<adapter::Lora>(layer, options);
    lora->down().copy_(golden.at("adapter." + (kPrefix + path) + ".lora_A.weight"));
    lora->up().copy_(golden.at("adapter." + (kPrefix + path) + ".lora_B.weight"));
    return lora;
}

class Layers : public testing::TestWithParam<const char*> {};

TEST_P(Layers, MergeAsTheReferenceDoes)
{
    const auto golden = openGolden(GetParam());
    if (!golden) {
        return;
    }
    std::size_t merged = 0;
    for (const auto& [name, expected] : golden->under("merged.")) {
        const std::string path = name.substr(0, name.rfind('.'));
        const at::Tensor weight = golden->at("base." + name);
        const kernel::LayerGeometry layer{
            weight.dim() == 4, weight.size(1), weight.size(0), weight.dim() == 4 ? weight.size(2) : 0, 1, 0};
        const auto map = loraOf(*golden, "peft_config", layer, path)->merged({weight, {}});
        ASSERT_TRUE(map) << name;
        expectClose(map->weight, expected, kForward, "merged: " + name);
        ++merged;
    }
    EXPECT_GT(merged, 1U);
}

INSTANTIATE_TEST_SUITE_P(Lora, Layers, testing::Values("peft/lora_mlp", "peft/lora_conv"));

TEST(Merge, InsideTheDetector)
{
    const auto golden = openGolden("yolo_world/lora_backbone");
    if (!golden) {
        return;
    }
    const auto network = networkOf(*golden);
    network->eval();
    for (const Json& row : golden->json["matched_modules"]) {
        const std::string path = row.get<std::string>();
        for (const auto& item : network->named_modules({}, false)) {
            if (item.key() == path) {
                const auto geometry = dynamic_cast<const kernel::Layered&>(*item.value()).geometry();
                dynamic_cast<kernel::Graftable&>(*item.value()).graft(loraOf(*golden, "peft", geometry, path));
            }
        }
    }
    const Status folded = train::foldAdapters(*network);
    ASSERT_TRUE(folded) << describe(folded.error());
    std::map<std::string, at::Tensor> tensors;
    for (const auto& [name, tensor] : model::namedTensors(*network)) {
        tensors.emplace(name, tensor);
    }
    std::size_t merged = 0;
    for (const auto& [name, expected] : golden->under("merged.")) {
        expectClose(tensors.at(name), expected, kForward, "merged: " + name);
        ++merged;
    }
    EXPECT_GT(merged, 1U);
    const at::NoGradGuard noGradients;
    const auto output = network->forward(golden->at("in.image"), golden->at("in.text"));
    for (std::size_t i = 0; i < 3; ++i) {
        const std::string key = "eval.cls_logit." + std::to_string(i);
        expectClose(output.logits[i], golden->at(key), kForward, "outputs: " + key, listedNoise(*golden, key));
    }
}

} // namespace
} // namespace espalier::parity
