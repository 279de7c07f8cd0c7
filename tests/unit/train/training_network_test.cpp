#include "core/model/layers.h"
#include "core/plan/presets.h"
#include "core/train/training_network.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

namespace espalier::train {
namespace {

const std::vector<std::string> kClasses{"defect", "dust", "discoloration", "coil"};

experiment::Experiment experimentOf(const char* preset)
{
    experiment::Experiment experiment;
    experiment.model.size = "n";
    experiment.plan = plan::findPreset(preset)->make();
    return experiment;
}

std::int64_t trainableOf(const TrainingNetwork& network)
{
    std::int64_t count = 0;
    for (const auto& [name, tensor] : network.trainable()) {
        count += tensor.numel();
        EXPECT_TRUE(tensor.requires_grad()) << name;
    }
    return count;
}

class Presets : public testing::TestWithParam<const char*> {};

TEST_P(Presets, TrainExactlyWhatThePlanCounts)
{
    const auto network = TrainingNetwork::build(experimentOf(GetParam()), kClasses, {});
    ASSERT_TRUE(network) << describe(network.error());
    EXPECT_EQ(trainableOf(*network), network->plan().trainable);
    EXPECT_EQ(network->branchOf().size(), network->trainable().size());
    EXPECT_FALSE(network->branches().empty());
}

INSTANTIATE_TEST_SUITE_P(All, Presets, testing::Values("baseline", "step1", "step2", "step3", "lora_convolutions"));

TEST(TrainingNetwork, AdaptersDoNothingBeforeTheFirstStep)
{
    torch::manual_seed(0);
    const at::Tensor images = at::rand({1, 3, 64, 64});
    auto plain = TrainingNetwork::build(experimentOf("baseline"), kClasses, {});
    auto grafted = TrainingNetwork::build(experimentOf("step1"), kClasses, {});
    ASSERT_TRUE(plain && grafted);
    const at::NoGradGuard noGradients;
    plain->train(false);
    grafted->train(false);
    EXPECT_TRUE(at::equal(plain->forward(images).logits[0], grafted->forward(images).logits[0]));
}

TEST(TrainingNetwork, FrozenStatisticsStandStillThroughTraining)
{
    torch::manual_seed(0);
    auto network = TrainingNetwork::build(experimentOf("step2"), kClasses, {});
    ASSERT_TRUE(network);
    StateTensors before = cloned(network->state());
    for (const bool on : {true, false, true}) {
        network->train(on); // a switch of mode must not thaw anything
    }
    const auto output = network->forward(at::rand({2, 3, 64, 64}));
    (void)output;
    std::size_t moved = 0;
    for (const auto& [name, tensor] : network->state()) {
        if (name.rfind("buffer.", 0) == 0 && name.find("running_mean") != std::string::npos) {
            EXPECT_NE(name.find("preds.2"), std::string::npos) << name << " is not part of what step 2 opens";
            moved += at::equal(tensor, before.at(name)) ? 0 : 1;
        }
    }
    EXPECT_EQ(moved, 4U) << "two norms in each of the two opened branches";
}

TEST(TrainingNetwork, GradientsReachOnlyWhatTrains)
{
    torch::manual_seed(0);
    auto network = TrainingNetwork::build(experimentOf("step1"), kClasses, {});
    ASSERT_TRUE(network);
    network->train(true);
    const auto output = network->forward(at::rand({1, 3, 64, 64}));
    output.logits[0].sum().backward();
    bool any = false;
    for (const auto& [name, tensor] : network->trainable()) {
        any = any || tensor.grad().defined();
    }
    EXPECT_TRUE(any);
}

TEST(TrainingNetwork, RefusesAPlanThatTrainsNothingOrNamesNothing)
{
    experiment::Experiment frozen;
    frozen.plan.freeze = {"**"};
    const auto nothing = TrainingNetwork::build(frozen, kClasses, {});
    ASSERT_FALSE(nothing);
    EXPECT_EQ(nothing.error().code, ErrorCode::InvalidInput);

    experiment::Experiment unknown = experimentOf("step1");
    unknown.plan.unfreeze.push_back({"neck.no_such_layer", 1.0, std::nullopt, false});
    const auto refused = TrainingNetwork::build(unknown, kClasses, {});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("no_such_layer"), std::string::npos);
    unknown.plan.unfreeze.back().allowEmpty = true;
    EXPECT_TRUE(TrainingNetwork::build(unknown, kClasses, {}));
}

TEST(TrainingNetwork, RefusesACheckpointThatDoesNotFit)
{
    experiment::Experiment experiment = experimentOf("step1");
    experiment.model.checkpoint = "no_such_file.safetensors";
    const auto missing = TrainingNetwork::build(experiment, kClasses, {});
    ASSERT_FALSE(missing);
    EXPECT_NE(describe(missing.error()).find("no_such_file"), std::string::npos);
}

} // namespace
} // namespace espalier::train
