#include "core/model/layers.h"
#include "core/train/readings.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>
#include <limits>

namespace espalier::train {

namespace {

const std::vector<std::string> kClasses{"defect", "dust", "discoloration", "coil"};
constexpr const char* kBranch = "bbox_head.head_module.cls_preds.0";

/// An adapter on a branch that trains, and the head's other parts frozen.
experiment::Experiment toy()
{
    experiment::Experiment experiment;
    experiment.model.size = "n";
    experiment.plan.freeze = {"**"};
    experiment.plan.unfreeze = {{"cls_preds.0", 1.0, std::nullopt, false}};
    plan::AdapterRule rule;
    rule.pattern = "cls_preds.0";
    rule.adapter = plan::FeatureAdapterOptions{};
    experiment.plan.adapters = {rule};
    experiment.train.weightDecay = 0;
    experiment.train.clip = 0;
    experiment.train.lr = 1e-3;
    return experiment;
}

TrainingNetwork built(const experiment::Experiment& experiment)
{
    auto network = TrainingNetwork::build(experiment, kClasses, {});
    if (!network) {
        throw std::runtime_error(describe(network.error()));
    }
    return std::move(*network);
}

at::Tensor parameter(TrainingNetwork& network, const std::string& name)
{
    for (const auto& [key, tensor] : network.trainable()) {
        if (key == name) {
            return tensor;
        }
    }
    throw std::runtime_error("no " + name);
}

void backward(TrainingNetwork& network)
{
    torch::manual_seed(3);
    network.train(true);
    network.forward(at::rand({2, 3, 64, 64})).logits[0].square().mean().backward();
}

} // namespace

TEST(Readings, AnUpdateIsAsLargeAsTheMomentsSay)
{
    const experiment::Experiment experiment = toy();
    TrainingNetwork network = built(experiment);
    Optimizer optimizer(experiment.train, network.plan().groups, network.trainable());
    EXPECT_TRUE(updateRatios(network.trainable(), optimizer, experiment.train).empty());
    backward(network);
    optimizer.step();
    backward(network);
    const std::string module = std::string(kBranch) + ".2";
    const at::Tensor weight = parameter(network, module + ".weight").detach().clone();
    const at::Tensor bias = parameter(network, module + ".bias").detach().clone();
    optimizer.step();
    const auto ratios = updateRatios(network.trainable(), optimizer, experiment.train);
    const at::Tensor weightNow = parameter(network, module + ".weight").detach();
    const at::Tensor biasNow = parameter(network, module + ".bias").detach();
    const auto size = [](const at::Tensor& tensor) {
        return std::max(tensor.norm().item<double>(), kLeastWeight * std::sqrt(static_cast<double>(tensor.numel())));
    };
    const double moved = std::hypot((weightNow - weight).norm().item<double>(), (biasNow - bias).norm().item<double>());
    EXPECT_NEAR(ratios.at(module), moved / std::hypot(size(weightNow), size(biasNow)), 1e-3 * ratios.at(module));
}

TEST(Readings, TheSecondMomentIsComparedWithTheGradient)
{
    const experiment::Experiment experiment = toy();
    TrainingNetwork network = built(experiment);
    Optimizer optimizer(experiment.train, network.plan().groups, network.trainable());
    EXPECT_TRUE(momentsOf(network.trainable(), optimizer, experiment.train).empty());
    backward(network);
    optimizer.step();
    for (const monitor::MomentFacts& facts : momentsOf(network.trainable(), optimizer, experiment.train)) {
        if (facts.gradient > 0) { // the same gradient again: after one step the corrected moment is its square
            EXPECT_NEAR(facts.believed / facts.gradient, 1, 1e-3) << facts.tensor;
        }
    }
    const std::string name = std::string(kBranch) + ".2.weight";
    parameter(network, name).mutable_grad().mul_(100);
    parameter(network, std::string(kBranch) + ".2.bias").mutable_grad().fill_(std::nan(""));
    bool isFound = false;
    for (const monitor::MomentFacts& facts : momentsOf(network.trainable(), optimizer, experiment.train)) {
        EXPECT_NE(facts.tensor, std::string(kBranch) + ".2.bias");
        if (facts.tensor == name) {
            isFound = true;
            EXPECT_NEAR(facts.gradient / facts.believed, 1e4, 20);
        }
    }
    EXPECT_TRUE(isFound);
}

TEST(Readings, DriftIsInDeviationsOfThePretrainedStatistics)
{
    TrainingNetwork network = built(toy());
    const Origins origins = originsOf(network);
    const std::string path = std::string(kBranch) + ".0.bn";
    ASSERT_EQ(normDrifts(network.state(), origins.norms).count(path), 1U);
    EXPECT_EQ(normDrifts(network.state(), origins.norms).at(path), 0);
    const StateTensors state = network.state();
    const at::Tensor variance = state.at("buffer." + path + ".running_var");
    state.at("buffer." + path + ".running_mean").add_((variance + model::kBatchNormEpsilon).sqrt(), 2);
    EXPECT_NEAR(normDrifts(network.state(), origins.norms).at(path), 2, 1e-5);
}

TEST(Readings, GrowthIsOfWeightsByModuleAndStartsFromNoLessThanAUsualSize)
{
    const StateTensors state{{"param.neck.weight", at::full({4}, 2.0)},
                             {"param.neck.bias", at::zeros({4})},
                             {"param.head.up.weight", at::zeros({16})},
                             {"buffer.neck.running_mean", at::ones({4})}};
    const auto sizes = weightSizes(state);
    ASSERT_EQ(sizes.size(), 2U);
    state.at("param.neck.weight").mul_(3);
    state.at("param.head.up.weight").fill_(2 * kLeastWeight);
    const auto growth = growthSince(sizes, state);
    ASSERT_EQ(growth.size(), 2U);
    EXPECT_EQ(growth[0].series, "head.up");
    EXPECT_NEAR(growth[0].value, 2, 1e-6);
    EXPECT_NEAR(growth[1].value, std::hypot(12, 2 * kLeastWeight) / std::hypot(4, 2 * kLeastWeight), 1e-6);
}

TEST(Readings, AnAdapterIsMeasuredAgainstTheWeightBesideIt)
{
    TrainingNetwork network = built(toy());
    const Origins origins = originsOf(network);
    ASSERT_EQ(origins.weights.size(), 1U);
    const auto still = adaptersBesideWeights(network, origins);
    ASSERT_EQ(still.size(), 1U);
    EXPECT_EQ(still.front().site, kBranch);
    EXPECT_EQ(still.front().adapter, 0);
    EXPECT_TRUE(std::isnan(still.front().cosine));

    const at::NoGradGuard noGradients;
    torch::manual_seed(4);
    const std::string adapter = std::string(kBranch) + ".feature_adapter.";
    const at::Tensor down = parameter(network, adapter + "lora_A.weight");
    const at::Tensor up = parameter(network, adapter + "lora_B.weight");
    up.normal_(0, 0.01);
    // M = 1 + (alpha / rank) BA acts on the branch's last convolution.
    const plan::FeatureAdapterOptions options;
    at::Tensor weight = parameter(network, std::string(kBranch) + ".2.weight");
    const at::Tensor origin = weight.clone();
    const at::Tensor added = at::matmul(at::matmul(up.flatten(1), down.flatten(1)), origin.flatten(1))
                                 .mul(options.alpha / options.rank)
                                 .view_as(weight);
    weight.sub_(added * 0.5); // half of it undone
    const auto moved = adaptersBesideWeights(network, origins).front();
    EXPECT_NEAR(moved.weight, 0.5 * added.norm().item<double>() / origin.norm().item<double>(), 1e-4);
    EXPECT_GT(moved.adapter, 0);
    EXPECT_LT(moved.cosine, -0.9);
}

TEST(Readings, ABranchIsAsLargeAsTheLargestOfItsModules)
{
    const std::map<std::string, double> byModule{
        {"neck.a", 1}, {"neck.a.conv", 3}, {"neck.ab", 9}, {"head", std::nan("")}, {"head.x", 2}};
    const auto samples = largestByBranch(byModule, {"neck.a", "neck.c", "head"}, "update_ratio");
    ASSERT_EQ(samples.size(), 2U);
    EXPECT_EQ(samples[0].series, "update_ratio/neck.a");
    EXPECT_EQ(samples[0].value, 3);
    EXPECT_EQ(samples[1].series, "update_ratio/head");
    EXPECT_TRUE(std::isnan(samples[1].value)) << "what is not a number is not hidden by a neighbour";
}

TEST(Readings, ABatchIsLookedAt)
{
    dataset::Sample fine;
    fine.side = 2;
    fine.pixels = {0, 0.5F, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    fine.boxes = {{0, 0, 2, 2}};
    dataset::Sample odd = fine;
    odd.pixels.assign(12, 0.25F);
    odd.boxes = {{1, 1, 1, 2}, {0, 0, 90, 1}, {std::nanf(""), 0, 1, 1}};
    dataset::Sample broken = fine;
    broken.pixels[3] = std::numeric_limits<float>::infinity();
    broken.pixels[4] = 255;
    const std::vector<dataset::Sample> samples{fine, odd, broken};
    const monitor::BatchFacts facts = batchFacts(samples);
    EXPECT_EQ(facts.images, 3);
    EXPECT_EQ(facts.boxes, 5);
    EXPECT_EQ(facts.oddBoxes, 3);
    EXPECT_EQ(facts.constantImages, 1);
    EXPECT_EQ(facts.nonFinitePixels, 1);
    EXPECT_EQ(facts.lowest, 0);
    EXPECT_EQ(facts.highest, 255);
    EXPECT_EQ(batchFacts({}).images, 0);
}

TEST(Readings, ABoxIsItsOwnClasssWhenItsLogitIsHighest)
{
    BatchTensors batch{at::zeros({1, 3, 64, 64}), at::zeros({1, 3, 4}), at::zeros({1, 3}, at::kLong)};
    batch.boxes[0][0] = at::tensor({0.F, 0.F, 16.F, 16.F});   // centre in the cell (0, 0) of 4 by 4
    batch.boxes[0][1] = at::tensor({48.F, 32.F, 64.F, 48.F}); // row 2, column 3
    batch.labels[0][0] = 1;
    batch.labels[0][1] = 2;
    at::Tensor coarse = at::zeros({1, 4, 4, 4});
    at::Tensor fine = at::full({1, 4, 8, 8}, -5);
    coarse[0][1][0][0] = 3;
    coarse[0][0][2][3] = 3;
    EXPECT_EQ(ownClassBoxes({fine, coarse}, batch), 1);
    fine[0][2][5][7] = 4; // another level knows better
    EXPECT_EQ(ownClassBoxes({fine, coarse}, batch), 2);
}

} // namespace espalier::train
