// LoRA on a linear layer and on convolutions, alone and inside the detector.
#include "core/adapter/lora.h"
#include "core/model/layers.h"
#include "core/train/box_coder.h"
#include "core/train/detection_loss.h"
#include "tests/parity/goldens.h"
#include "tests/parity/reference_network.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>

namespace espalier::parity {
namespace {

constexpr double kForward = 1e-5;
constexpr double kGradient = 1e-4;
constexpr const char* kPrefix = "base_model.model.";

plan::LoraOptions loraOf(const Golden& golden, const char* section)
{
    const Json& config = golden.json[section];
    return {config["r"].get<int>(), config["lora_alpha"].get<double>(), config["lora_dropout"].get<double>()};
}

std::shared_ptr<adapter::Lora> graftOn(torch::nn::Module& module, const std::string& path,
                                       const plan::LoraOptions& options, const Golden& golden)
{
    auto& layer = dynamic_cast<kernel::Layered&>(module);
    auto lora = std::make_shared<adapter::Lora>(layer.geometry(), options);
    lora->down().copy_(golden.at("adapter." + (kPrefix + path) + ".lora_A.weight"));
    lora->up().copy_(golden.at("adapter." + (kPrefix + path) + ".lora_B.weight"));
    at::Tensor(lora->down()).set_requires_grad(true);
    at::Tensor(lora->up()).set_requires_grad(true);
    dynamic_cast<kernel::Graftable&>(module).graft(lora);
    return lora;
}

void expectGradients(const std::map<std::string, std::shared_ptr<adapter::Lora>>& grafts, const Golden& golden,
                     double tolerance)
{
    for (const auto& [path, lora] : grafts) {
        const std::string key = "grad." + (kPrefix + path);
        expectClose(lora->down().grad(), golden.at(key + ".lora_A.default.weight"), tolerance,
                    "gradients: " + path + " A");
        expectClose(lora->up().grad(), golden.at(key + ".lora_B.default.weight"), tolerance,
                    "gradients: " + path + " B");
    }
}

TEST(Lora, OnLinearLayers)
{
    const auto golden = openGolden("peft/lora_mlp");
    if (!golden) {
        return;
    }
    std::map<std::string, std::shared_ptr<model::Linear>> layers;
    std::map<std::string, std::shared_ptr<adapter::Lora>> grafts;
    for (const std::string path : {"fc1", "fc2", "head"}) {
        const auto shape = golden->at("base." + path + ".weight").sizes().vec();
        const bool hasBias = golden->has("base." + path + ".bias");
        layers[path] = std::make_shared<model::Linear>(shape[1], shape[0], hasBias, at::kCPU);
        for (const auto& item : layers[path]->named_parameters()) {
            at::Tensor(item.value()).set_requires_grad(false).copy_(golden->at("base." + path + "." + item.key()));
        }
    }
    const auto run = [&] {
        const at::Tensor hidden = at::gelu(layers["fc1"]->forward(golden->at("in.x")));
        return layers["head"]->forward(at::gelu(layers["fc2"]->forward(hidden)));
    };
    expectClose(run(), golden->at("out.base"), kForward, "outputs: without adapter");
    for (const std::string path : {"fc1", "fc2"}) {
        grafts[path] = graftOn(*layers[path], path, loraOf(*golden, "peft_config"), *golden);
    }
    const at::Tensor output = run();
    expectClose(output, golden->at("out.adapter"), kForward, "outputs: with adapter");
    at::cross_entropy_loss(output, golden->at("in.target")).backward();
    expectGradients(grafts, *golden, kGradient);
}

TEST(Lora, OnConvolutions)
{
    const auto golden = openGolden("peft/lora_conv");
    if (!golden) {
        return;
    }
    std::map<std::string, std::shared_ptr<model::Conv2d>> layers;
    std::map<std::string, std::shared_ptr<adapter::Lora>> grafts;
    for (const std::string path : {"conv1", "conv2", "conv3"}) {
        const auto shape = golden->at("base." + path + ".weight").sizes().vec();
        const bool hasBias = golden->has("base." + path + ".bias");
        layers[path] =
            std::make_shared<model::Conv2d>(shape[1], shape[0], shape[2], path == "conv1" ? 2 : 1, hasBias, at::kCPU);
        for (const auto& item : layers[path]->named_parameters()) {
            at::Tensor(item.value()).set_requires_grad(false).copy_(golden->at("base." + path + "." + item.key()));
        }
    }
    const auto run = [&] {
        at::Tensor map = at::silu(layers["conv1"]->forward(golden->at("in.x")));
        map = at::silu(layers["conv3"]->forward(at::silu(layers["conv2"]->forward(map))));
        return at::linear(map.flatten(2).mean(-1), golden->at("base.head.weight"), golden->at("base.head.bias"));
    };
    expectClose(run(), golden->at("out.base"), kForward, "outputs: without adapter");
    for (const auto& [path, layer] : layers) {
        grafts[path] = graftOn(*layer, path, loraOf(*golden, "peft_config"), *golden);
    }
    const at::Tensor output = run();
    expectClose(output, golden->at("out.adapter"), kForward, "outputs: with adapter");
    at::cross_entropy_loss(output, golden->at("in.target")).backward();
    expectGradients(grafts, *golden, kGradient);
}

TEST(Lora, InsideTheDetector)
{
    const auto golden = openGolden("yolo_world/lora_backbone");
    if (!golden) {
        return;
    }
    const auto network = networkOf(*golden);
    network->eval();
    for (at::Tensor& parameter : network->parameters()) {
        parameter.set_requires_grad(false);
    }
    std::map<std::string, std::shared_ptr<adapter::Lora>> grafts;
    for (const Json& row : golden->json["matched_modules"]) {
        const std::string path = row.get<std::string>();
        for (const auto& item : network->named_modules({}, false)) {
            if (item.key() == path) {
                grafts[path] = graftOn(*item.value(), path, loraOf(*golden, "peft"), *golden);
            }
        }
    }
    EXPECT_EQ(grafts.size(), golden->json["matched_modules"].size());
    const auto output = network->forward(golden->at("in.image"), golden->at("in.text"));
    for (std::size_t i = 0; i < 3; ++i) {
        const std::string level = std::to_string(i);
        const at::Tensor distances =
            train::expectedDistances(output.distributions[i].permute({0, 2, 3, 1})).permute({0, 3, 1, 2});
        expectClose(output.logits[i], golden->at("eval.cls_logit." + level), kForward, "outputs: cls_logit." + level);
        expectClose(distances, golden->at("eval.bbox_pred." + level), kForward, "outputs: bbox_pred." + level);
    }
    const Truth truth = truthOf(golden->at("in.gts"), golden->at("in.image").size(0));
    const auto loss = train::detectionLoss(output.logits, output.distributions, truth.boxes, truth.labels);
    expectClose(loss.loss_cls.item<double>(), golden->at("loss.loss_cls").item<double>(), kGradient,
                "losses: loss_cls");
    expectClose(loss.loss_bbox.item<double>(), golden->at("loss.loss_bbox").item<double>(), kGradient,
                "losses: loss_bbox");
    expectClose(loss.loss_dfl.item<double>(), golden->at("loss.loss_dfl").item<double>(), kGradient,
                "losses: loss_dfl");
    (loss.loss_cls + loss.loss_bbox + loss.loss_dfl).backward();
    expectGradients(grafts, *golden, 1e-3);
}

} // namespace
} // namespace espalier::parity
