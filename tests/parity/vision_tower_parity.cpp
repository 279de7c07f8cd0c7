// CLIP whole: the vision tower's states and answers, and both towers' gradients under the contrastive loss.
#include "core/model/vision_tower.h"
#include "core/model/weights_binding.h"
#include "tests/parity/clip_case.h"
#include "tests/parity/goldens.h"
#include "tests/parity/reference_network.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <string>

namespace espalier::parity {
namespace {

constexpr double kForward = 1e-5;
constexpr double kGradient = 1e-4;

model::VisionTowerOptions visionOptionsOf(const Json& config, std::int64_t projection)
{
    model::VisionTowerOptions options;
    options.imageSize = config["image_size"].get<std::int64_t>();
    options.patch = config["patch_size"].get<std::int64_t>();
    options.transformer.width = config["hidden_size"].get<std::int64_t>();
    options.transformer.hidden = config["intermediate_size"].get<std::int64_t>();
    options.transformer.heads = config["num_attention_heads"].get<std::int64_t>();
    options.transformer.quickGelu = config["hidden_act"] == "quick_gelu";
    options.layers = config["num_hidden_layers"].get<int>();
    options.projection = projection;
    return options;
}

void compare(const Golden& golden, const at::Tensor& actual, const std::string& key, double tolerance = kForward)
{
    expectClose(actual, golden.at(key), tolerance, key, listedNoise(golden, key));
}

class TinyClip : public testing::TestWithParam<const char*> {};

TEST_P(TinyClip, AgreesInStatesAnswersLossAndGradients)
{
    const auto golden = openGolden(GetParam());
    if (!golden) {
        return;
    }
    const Json& config = golden->json["config"];
    const auto projection = config["projection_dim"].get<std::int64_t>();
    model::VisionTower vision(visionOptionsOf(config["vision_config"], projection), at::kCPU);
    model::TextTower text(textOptionsOf(config["text_config"], projection), at::kCPU);
    {
        const at::NoGradGuard noGradients;
        for (auto& [name, tensor] : model::namedTensors(vision)) {
            tensor.copy_(golden->at("w." + name));
        }
        for (auto& [name, tensor] : model::namedTensors(text)) {
            tensor.copy_(golden->at("w." + nameInCase(name)));
        }
        const std::vector<at::Tensor> states = vision.hiddenStates(golden->at("in.pixel_values"));
        for (std::size_t i = 0; i < states.size(); ++i) {
            compare(*golden, states[i], "out.vision_hidden." + std::to_string(i));
        }
        compare(*golden, states.back(), "out.vision_last_hidden");
    }
    const at::Tensor answers = vision.forward(golden->at("in.pixel_values"));
    compare(*golden, answers, "out.vision_pooler");
    const at::Tensor images = unitRows(answers);
    compare(*golden, images, "out.image_embeds");
    const at::Tensor texts = unitRows(text.forward(golden->at("in.input_ids")));
    at::Tensor scale = golden->at("w.logit_scale").clone().requires_grad_(true);
    const at::Tensor logits = images.matmul(texts.t()) * scale.exp();
    compare(*golden, logits, "out.logits_per_image");
    compare(*golden, logits, "out.nomask.logits_per_image"); // the causal mask hides what follows a text's end anyway
    const at::Tensor own = at::arange(logits.size(0), at::kLong);
    const at::Tensor loss = (at::cross_entropy_loss(logits, own) + at::cross_entropy_loss(logits.t(), own)) / 2;
    compare(*golden, loss, "out.loss");
    loss.backward();

    compare(*golden, scale.grad(), "grad.logit_scale", kGradient);
    const int compared = compareGradients(*golden, vision, [](const std::string& name) { return name; });
    EXPECT_EQ(compared, 5) << "class token, patches, positions, a perceptron's bias, the projection";
}

INSTANTIATE_TEST_SUITE_P(Cases, TinyClip, testing::Values("clip/tiny_eos119", "clip/tiny_quickgelu_eos2"));

TEST(VisionTower, AgreesAtItsRealSize)
{
    const auto golden = openGolden("clip/b32_hashfill");
    if (!golden) {
        return;
    }
    const at::NoGradGuard noGradients;
    const Json& rule = golden->json["hashfill"];
    model::VisionTower vision({}, at::kCPU);
    for (auto& [name, tensor] : model::namedTensors(vision)) {
        hashfill(name, tensor, rule);
    }
    const at::Tensor pixels = golden->at("in.pixel_values_f16").to(at::kFloat);
    const std::vector<at::Tensor> states = vision.hiddenStates(pixels);
    compare(*golden, states[1].select(1, 0), "out.vision_hidden_cls.1");
    compare(*golden, states[12].select(1, 0), "out.vision_hidden_cls.12");
    const at::Tensor answers = vision.forward(pixels);
    compare(*golden, answers, "out.vision_pooler");
    compare(*golden, unitRows(answers), "out.image_embeds");
    const at::Tensor scale = at::full({}, rule["scalars"]["logit_scale"].get<double>()).exp();
    compare(*golden, unitRows(answers).matmul(golden->at("out.text_embeds").t()) * scale, "out.logits_per_image");
}

TEST(VisionTower, HasAsManyParametersAsTheReference)
{
    model::VisionTowerOptions options;
    const auto count = [](const torch::nn::Module& module) {
        std::int64_t sum = 0;
        for (const at::Tensor& parameter : module.parameters()) {
            sum += parameter.numel();
        }
        return sum;
    };
    EXPECT_EQ(count(model::VisionTower(options, at::kMeta)), 87'849'216);
    options.patch = 16;
    EXPECT_EQ(count(model::VisionTower(options, at::kMeta)), 86'192'640);
}

} // namespace
} // namespace espalier::parity
