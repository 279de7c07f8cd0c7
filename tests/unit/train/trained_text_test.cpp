#include "core/train/state_tensors.h"
#include "tests/unit/train/text_network.h"

#include <gmock/gmock.h>
#include <torch/torch.h>

namespace espalier::train {
namespace {

using testing::HasSubstr;

experiment::Experiment withLora()
{
    experiment::Experiment experiment = textExperiment();
    plan::LoraOptions lora;
    lora.rank = 2;
    for (const char* site : {"backbone.text_model.**.q_proj", "backbone.text_model.**.fc2"}) {
        experiment.plan.adapters.push_back({site, lora, 1.0, std::nullopt, false});
    }
    return experiment;
}

at::Tensor someImages()
{
    at::manual_seed(3);
    return at::rand({2, 3, 64, 64});
}

TrainingNetwork built(const experiment::Experiment& experiment)
{
    auto network = buildWithSmallTower(experiment);
    EXPECT_TRUE(network) << describe(network.error());
    return std::move(*network);
}

/// Down the gradient of something that depends on the text, each tensor by the same length.
void step(TrainingNetwork& network, const at::Tensor& images)
{
    network.train(true);
    for (const auto& [name, tensor] : network.trainable()) {
        tensor.mutable_grad().reset();
    }
    network.forward(images).logits[0].square().mean().backward();
    const at::NoGradGuard noGradients;
    for (const auto& [name, tensor] : network.trainable()) {
        ASSERT_TRUE(tensor.grad().defined()) << name;
        at::Tensor(tensor).sub_(tensor.grad() / tensor.grad().abs().max().clamp_min(1e-30), 0.1);
    }
}

at::Tensor logitsOf(TrainingNetwork& network, const at::Tensor& images)
{
    const at::NoGradGuard noGradients;
    network.train(false);
    return network.forward(images).logits[0];
}

TEST(TrainedText, LoraInTheTowerTrainsAndNothingElseMoves)
{
    TrainingNetwork network = built(withLora());
    ASSERT_EQ(network.trainable().size(), 8U) << "two sites in each of two layers, A and B";
    EXPECT_EQ(network.branches(), std::vector<std::string>{"backbone.text_model"});
    const StateTensors frozen = network.frozen();
    EXPECT_EQ(std::count_if(frozen.begin(), frozen.end(),
                            [](const auto& item) { return item.first.rfind("param.backbone.text_model.", 0) == 0; }),
              37)
        << "the tower is part of the network: two embeddings, 16 tensors a layer, a norm's two, the projection";
    const StateTensors before = cloned(frozen);
    const StateTensors start = cloned(network.state());
    const at::Tensor images = someImages();
    step(network, images); // B is zero at the start, so A has its first gradient in the second step
    step(network, images);
    for (const auto& [name, tensor] : network.trainable()) {
        EXPECT_GT(tensor.grad().abs().max().item<double>(), 0) << name;
        EXPECT_FALSE(at::equal(tensor, start.at("param." + name))) << name;
    }
    for (const auto& [name, tensor] : network.frozen()) {
        EXPECT_TRUE(at::equal(tensor, before.at(name))) << name;
    }
}

TEST(TrainedText, SaysWhatAFrozenTowerSays)
{
    experiment::ModelSettings settings = textExperiment().model;
    settings.templates = {"a {}", "the {}"};
    const TextFiles files{{}, settings.tokenizer, settings.textWeights, {}};
    const auto trained = TrainedText::open(settings, kTextClasses, files, smallTower());
    const auto fixed = fixedEmbeddings(settings, kTextClasses, files, smallTower());
    ASSERT_TRUE(trained && fixed);
    EXPECT_TRUE(at::allclose(trained->encode(), *fixed, 1e-4, 1e-6));
    EXPECT_TRUE(trained->encode().requires_grad());
}

TEST(TrainedText, AFrozenTowerTakesNoMemory)
{
    experiment::Experiment experiment = textExperiment();
    experiment.plan.unfreeze.push_back({"bbox_head.head_module.cls_preds.0", 1.0, std::nullopt, false});
    for (const auto& [name, tensor] : built(experiment).frozen()) {
        EXPECT_EQ(name.find("text_model"), std::string::npos) << name;
    }
}

TEST(TrainedText, GoesOnFromACheckpoint)
{
    const at::Tensor images = someImages();
    TrainingNetwork network = built(withLora());
    const at::Tensor untrained = logitsOf(network, images);
    step(network, images);
    const at::Tensor expected = logitsOf(network, images);
    ASSERT_FALSE(at::allclose(expected, untrained, 1e-3, 1e-4)) << "the adapter says something";
    const auto file = textScratch("checkpoint.safetensors");
    ASSERT_TRUE(writeStateTensors(file, network.state(), {}));

    TrainingNetwork resumed = built(withLora());
    const auto loaded = readStateTensors(file);
    ASSERT_TRUE(loaded) << describe(loaded.error());
    ASSERT_TRUE(copyInto(resumed.state(), loaded->tensors));
    EXPECT_TRUE(at::equal(logitsOf(resumed, images), expected));
}

TEST(TrainedText, TheTowerItselfCanTrain)
{
    experiment::Experiment experiment = textExperiment();
    experiment.model.templates = {"a {}", "the {}"};
    experiment.plan.unfreeze.push_back({"backbone.text_model", 1.0, std::nullopt, false});
    TrainingNetwork network = built(experiment);
    EXPECT_EQ(network.trainable().size(), 37U);
    step(network, someImages());
    for (const auto& [name, tensor] : network.trainable()) {
        if (name.find("k_proj.bias") == std::string::npos) { // zero in exact arithmetic
            EXPECT_GT(tensor.grad().abs().max().item<double>(), 0) << name;
        }
    }
}

TEST(TrainedText, SaysWhatIsMissingInOneSentence)
{
    experiment::Experiment experiment = withLora();
    experiment.model.tokenizer.clear();
    EXPECT_THAT(describe(buildWithSmallTower(experiment).error()),
                HasSubstr("the plan trains the text tower, which needs its tokenizer"));
    experiment = withLora();
    experiment.model.embeddings = "rows.safetensors";
    EXPECT_THAT(describe(buildWithSmallTower(experiment).error()), HasSubstr("whose place model.embeddings takes"));
    experiment = withLora();
    experiment.model.textWeights.clear();
    EXPECT_THAT(describe(buildWithSmallTower(experiment).error()), HasSubstr("holds no CLIP text tower"))
        << "the checkpoint was to have it";
    experiment.model.checkpoint.clear();
    EXPECT_THAT(describe(buildWithSmallTower(experiment).error()), HasSubstr("the prompts need a text tower"));
}

} // namespace
} // namespace espalier::train
