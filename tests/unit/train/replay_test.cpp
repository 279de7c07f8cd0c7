#include "core/train/replay.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>
#include <limits>

namespace espalier::train {

namespace {

/// A branch that trains, its norms included, under an adapter with dropout.
TrainingNetwork toy()
{
    experiment::Experiment experiment;
    experiment.model.size = "n";
    experiment.plan.freeze = {"**"};
    experiment.plan.unfreeze = {{"cls_preds.0", 1.0, std::nullopt, false}};
    plan::AdapterRule rule;
    rule.pattern = "cls_preds.0";
    rule.adapter = plan::FeatureAdapterOptions{};
    experiment.plan.adapters = {rule};
    auto network = TrainingNetwork::build(experiment, {"defect", "dust"}, {});
    if (!network) {
        throw std::runtime_error(describe(network.error()));
    }
    network->train(true);
    for (const auto& [name, tensor] : network->trainable()) {
        if (name.ends_with("lora_B.weight")) { // else dropout shows nowhere
            tensor.detach().normal_(0, 0.1);
        }
    }
    return std::move(*network);
}

BatchTensors batch()
{
    BatchTensors tensors{at::rand({2, 3, 64, 64}), at::zeros({2, 1, 4}), at::zeros({2, 1}, at::kLong)};
    tensors.boxes[0][0] = at::tensor({8.F, 8.F, 40.F, 48.F});
    tensors.boxes[1][0] = at::tensor({16.F, 4.F, 60.F, 30.F});
    return tensors;
}

at::Tensor randomState()
{
    return at::detail::getDefaultCPUGenerator().get_state();
}

at::Tensor lossOf(TrainingNetwork& network, const BatchTensors& tensors)
{
    const TrainingNetwork::Output output = network.forward(tensors.images);
    const DetectionLoss loss = detectionLoss(output.logits, output.distributions, tensors.boxes, tensors.labels);
    return loss.loss_cls + loss.loss_bbox + loss.loss_dfl;
}

double sumOf(const std::vector<run::Sample>& parts)
{
    double sum = 0;
    for (const run::Sample& part : parts) {
        sum += part.value;
    }
    return sum;
}

} // namespace

TEST(Replay, GivesTheLossOfTheStepAndLeavesAllAsItWas)
{
    torch::manual_seed(7);
    TrainingNetwork network = toy();
    const BatchTensors tensors = batch();
    const at::Tensor random = randomState();
    const at::Tensor loss = lossOf(network, tensors);
    loss.backward();
    const StateTensors state = cloned(network.state());
    const at::Tensor after = randomState();
    std::vector<at::Tensor> gradients;
    for (const auto& [name, tensor] : network.trainable()) {
        gradients.push_back(tensor.grad().defined() ? tensor.grad().clone() : at::Tensor());
    }
    {
        const Unchanged unchanged(network.trainable(), network.state());
        const Replay again = replay(network, tensors, random, DistributionLayout::Cells);
        EXPECT_NEAR(sumOf(again.parts), loss.item<double>(), 1e-4 * std::abs(loss.item<double>()));
        EXPECT_EQ(again.pass.firstModule, "");
        EXPECT_EQ(again.logits.size(), 3U);
        for (std::size_t i = 0; i < gradients.size(); ++i) { // dropout and all: the very same gradients
            const at::Tensor& gradient = network.trainable()[i].second.grad();
            ASSERT_EQ(gradient.defined(), gradients[i].defined());
            if (gradient.defined()) {
                EXPECT_TRUE(at::allclose(gradient, gradients[i], 1e-4, 1e-6)) << network.trainable()[i].first;
            }
        }
        const Replay other = replay(network, tensors, randomState(), DistributionLayout::Cells);
        EXPECT_NE(sumOf(other.parts), sumOf(again.parts)) << "dropout acts, so other random numbers show";
        network.trainable().front().second.detach().fill_(3); // lent weights
    }
    for (const auto& [name, tensor] : network.state()) {
        EXPECT_TRUE(at::equal(tensor, state.at(name))) << name;
    }
    for (std::size_t i = 0; i < gradients.size(); ++i) {
        const at::Tensor& gradient = network.trainable()[i].second.grad();
        ASSERT_EQ(gradient.defined(), gradients[i].defined());
        EXPECT_TRUE(!gradient.defined() || at::equal(gradient, gradients[i]));
    }
    EXPECT_TRUE(at::equal(randomState(), after));
}

TEST(Replay, FindsTheModuleOfTheRealNetworkThatWentBad)
{
    torch::manual_seed(7);
    TrainingNetwork network = toy();
    const BatchTensors tensors = batch();
    const Unchanged unchanged(network.trainable(), network.state());
    const std::string bad = "bbox_head.head_module.cls_preds.0.1.conv";
    for (const auto& [name, tensor] : network.trainable()) {
        if (name == bad + ".weight") {
            tensor.detach().view(-1)[0] = std::numeric_limits<double>::quiet_NaN();
        }
    }
    const Replay seen = replay(network, tensors, randomState(), DistributionLayout::Cells);
    EXPECT_EQ(seen.pass.firstModule, bad);
    EXPECT_EQ(seen.pass.direction, "forward");
}

} // namespace espalier::train
