// CLIP's text tower: states, answers and gradients of small complete cases and of the real size, and the detector that
// reads its answers.
#include "core/model/text_tower.h"
#include "core/model/weights_binding.h"
#include "core/train/box_coder.h"
#include "tests/parity/clip_case.h"
#include "tests/parity/goldens.h"
#include "tests/parity/reference_network.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <string>

namespace espalier::parity {
namespace {

constexpr double kForward = 1e-5;

void fill(const model::TextTower& tower, const Json& rule)
{
    const at::NoGradGuard noGradients;
    for (auto& [name, tensor] : model::namedTensors(tower)) {
        hashfill(nameInCase(name), tensor, rule);
    }
}

/// Positions behind a text's end see other keys in the reference, which masks them, and reach nothing.
void compareStates(const Golden& golden, const at::Tensor& actual)
{
    const std::string key = "out.text_last_hidden";
    const at::Tensor isText = golden.at("in.attention_mask").to(at::kBool);
    expectClose(actual.index({isText}), golden.at(key).index({isText}), kForward, key, listedNoise(golden, key));
}

void compareAnswers(const Golden& golden, model::TextTower& tower)
{
    const at::NoGradGuard noGradients;
    const at::Tensor ids = golden.at("in.input_ids");
    compareStates(golden, tower.hiddenStates(ids));
    const at::Tensor pooled = tower.forward(ids);
    expectClose(pooled, golden.at("out.text_pooler"), kForward, "out.text_pooler",
                listedNoise(golden, "out.text_pooler"));
    expectClose(unitRows(pooled), golden.at("out.text_embeds"), kForward, "out.text_embeds",
                listedNoise(golden, "out.text_embeds"));
}

class TinyTextTower : public testing::TestWithParam<const char*> {};

TEST_P(TinyTextTower, AgreesInStatesAnswersAndGradients)
{
    const auto golden = openGolden(GetParam());
    if (!golden) {
        return;
    }
    const Json& config = golden->json["config"];
    model::TextTower tower(textOptionsOf(config["text_config"], config["projection_dim"].get<std::int64_t>()),
                           at::kCPU);
    {
        const at::NoGradGuard noGradients;
        for (auto& [name, tensor] : model::namedTensors(tower)) {
            tensor.copy_(golden->at("w." + nameInCase(name)));
        }
    }
    compareAnswers(*golden, tower);
    expectClose(unitRows(tower.forward(golden->at("in.input_ids"))), golden->at("out.nomask.text_embeds"), kForward,
                "out.nomask.text_embeds", listedNoise(*golden, "out.nomask.text_embeds"));

    // The contrastive loss; of the image side its given answers are enough for the text side's gradients.
    const at::Tensor text = unitRows(tower.forward(golden->at("in.input_ids")));
    const at::Tensor images = golden->at("out.image_embeds");
    const at::Tensor logits = text.matmul(images.t()) * golden->at("w.logit_scale").exp();
    expectClose(logits, golden->at("out.logits_per_text"), kForward, "out.logits_per_text",
                listedNoise(*golden, "out.logits_per_text"));
    const at::Tensor own = at::arange(logits.size(0), at::kLong);
    const at::Tensor loss = (at::cross_entropy_loss(logits, own) + at::cross_entropy_loss(logits.t(), own)) / 2;
    expectClose(loss, golden->at("out.loss"), kForward, "out.loss", listedNoise(*golden, "out.loss"));
    loss.backward();
    const int compared = compareGradients(*golden, tower, nameInCase);
    EXPECT_EQ(compared, 3) << "token embedding, a query projection, the text projection";
}

INSTANTIATE_TEST_SUITE_P(Cases, TinyTextTower, testing::Values("clip/tiny_eos119", "clip/tiny_quickgelu_eos2"));

TEST(TextTower, AgreesAtItsRealSize)
{
    const auto golden = openGolden("clip/b32_hashfill");
    if (!golden) {
        return;
    }
    model::TextTowerOptions options;
    options.endOfText = golden->json["config"]["eos_token_id"].get<std::int64_t>();
    model::TextTower tower(options, at::kCPU);
    fill(tower, golden->json["hashfill"]);
    compareAnswers(*golden, tower);
}

TEST(TextTower, BothRulesFindTheSameRowInClipsVocabulary)
{
    const auto golden = openGolden("yolo_world/text_backbone");
    if (!golden) {
        return;
    }
    model::TextTowerOptions options = textOptionsOf(golden->json["text_config"], 48);
    EXPECT_EQ(options.endOfText, 2);
    model::TextTower byLargest(options, at::kCPU);
    options.endOfText = 49407;
    model::TextTower byMark(options, at::kCPU);
    fill(byLargest, golden->json["hashfill_text_model"]);
    fill(byMark, golden->json["hashfill_text_model"]);
    const at::Tensor ids = golden->at("tok.input_ids");
    EXPECT_TRUE(at::equal(byLargest.forward(ids), byMark.forward(ids)));
}

TEST(TextTower, LeadsTheDetectorAsInTheReference)
{
    const auto golden = openGolden("yolo_world/text_backbone");
    if (!golden) {
        return;
    }
    const Json& config = golden->json["text_config"];
    model::TextTower tower(textOptionsOf(config, config["projection_dim"].get<std::int64_t>()), at::kCPU);
    fill(tower, golden->json["hashfill_text_model"]);
    const at::NoGradGuard noGradients;
    const at::Tensor expected = golden->at("out.text_feats");
    const at::Tensor text = unitRows(tower.forward(golden->at("tok.input_ids"))).view(expected.sizes());
    expectClose(text, expected, kForward, "out.text_feats", listedNoise(*golden, "out.text_feats"));

    const auto network = networkOf(*golden);
    network->eval();
    const auto output = network->forward(golden->at("in.image"), text);
    for (std::size_t i = 0; i < 3; ++i) {
        const std::string logit = "eval.cls_logit." + std::to_string(i);
        expectClose(output.logits[i], golden->at(logit), kForward, logit, listedNoise(*golden, logit));
        const std::string box = "eval.bbox_pred." + std::to_string(i);
        const at::Tensor distances = train::expectedDistances(output.distributions[i].permute({0, 2, 3, 1}));
        expectClose(distances.permute({0, 3, 1, 2}), golden->at(box), kForward, box, listedNoise(*golden, box));
    }
}

} // namespace
} // namespace espalier::parity
