// LoRA inside the detector: outputs, losses, gradients, and the weights that come out of a merge.
#include "core/model/weights_binding.h"
#include "core/train/box_coder.h"
#include "core/train/detection_loss.h"
#include "core/train/folding.h"
#include "tests/parity/goldens.h"
#include "tests/parity/grafted.h"
#include "tests/parity/reference_network.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <map>

namespace espalier::parity {
namespace {

constexpr double kForward = 1e-5;
constexpr double kGradient = 1e-4;

plan::TuningPlan loraPlan(const Golden& golden)
{
    const Json& config = golden.json["peft"];
    const plan::LoraOptions options{config["r"].get<int>(), config["lora_alpha"].get<double>(),
                                    config["lora_dropout"].get<double>()};
    plan::TuningPlan plan;
    plan.freeze = {"**"};
    for (const Json& row : golden.json["matched_modules"]) {
        plan.adapters.push_back({row.get<std::string>(), options, 1.0, std::nullopt});
    }
    return plan;
}

std::string peftKey(const std::string& name)
{
    return "adapter.base_model.model." + name;
}

TEST(Lora, TrainsInsideTheDetector)
{
    const auto golden = openGolden("yolo_world/lora_backbone");
    if (!golden) {
        return;
    }
    const auto network = networkOf(*golden);
    Grafted grafted(*network, loraPlan(*golden));
    EXPECT_EQ(grafted.plan().grafts.size(), golden->json["matched_modules"].size());
    grafted.fill(*golden, &peftKey);
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
    grafted.expectGradients(*golden, &peftGradientKey, 1e-3);
}

TEST(Lora, MergesInsideTheDetector)
{
    const auto golden = openGolden("yolo_world/lora_backbone");
    if (!golden) {
        return;
    }
    const auto network = networkOf(*golden);
    Grafted grafted(*network, loraPlan(*golden));
    grafted.fill(*golden, &peftKey);
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
