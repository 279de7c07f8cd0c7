// LoRA, DoRA and trained biases on linear layers and convolutions: HF PEFT's outputs, gradients, merged weights, counts
// and steps.
#include "core/exchange/peft.h"
#include "core/model/describe.h"
#include "core/model/layers.h"
#include "tests/parity/goldens.h"
#include "tests/parity/grafted.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <memory>

namespace espalier::parity {
namespace {

constexpr double kForward = 1e-5;
constexpr double kGradient = 1e-4;
constexpr double kLast = 1e-5;
const std::string kPrefix = "base_model.model.";

/// fc1 → gelu → fc2 → gelu → head.
class Mlp final : public torch::nn::Module {
public:
    explicit Mlp(const Golden& golden)
    {
        for (const std::string name : {"fc1", "fc2", "head"}) {
            const auto shape = golden.at("base." + name + ".weight").sizes().vec();
            m_layers.push_back(
                register_module(name, std::make_shared<model::Linear>(shape[1], shape[0],
                                                                      golden.has("base." + name + ".bias"), at::kCPU)));
        }
    }
    at::Tensor forward(const at::Tensor& input)
    {
        return m_layers[2]->forward(at::gelu(m_layers[1]->forward(at::gelu(m_layers[0]->forward(input)))));
    }

private:
    std::vector<std::shared_ptr<model::Linear>> m_layers;
};

/// conv1 (stride 2) → silu → conv2 → silu → conv3 → silu → mean → head.
class Convolutions final : public torch::nn::Module {
public:
    explicit Convolutions(const Golden& golden)
    {
        for (const std::string name : {"conv1", "conv2", "conv3"}) {
            const auto shape = golden.at("base." + name + ".weight").sizes().vec();
            m_layers.push_back(register_module(
                name, std::make_shared<model::Conv2d>(shape[1], shape[0], shape[2], name == "conv1" ? 2 : 1,
                                                      golden.has("base." + name + ".bias"), at::kCPU)));
        }
        const auto shape = golden.at("base.head.weight").sizes().vec();
        m_head = register_module("head", std::make_shared<model::Linear>(shape[1], shape[0], true, at::kCPU));
    }
    at::Tensor forward(at::Tensor map)
    {
        for (const auto& layer : m_layers) {
            map = at::silu(layer->forward(map));
        }
        return m_head->forward(map.flatten(2).mean(-1));
    }

private:
    std::vector<std::shared_ptr<model::Conv2d>> m_layers;
    std::shared_ptr<model::Linear> m_head;
};

/// The plan that PEFT's configuration stands for.
plan::TuningPlan planOf(const Json& config)
{
    const auto rank = config["r"].get<int>();
    const auto alpha = config["lora_alpha"].get<double>();
    const auto dropout = config["lora_dropout"].get<double>();
    const bool isStable = config["use_rslora"].get<bool>();
    plan::AdapterOptions adapter = plan::LoraOptions{rank, alpha, dropout, isStable};
    if (config["use_dora"].get<bool>()) {
        adapter = plan::DoraOptions{rank, alpha, dropout, isStable};
    }
    plan::TuningPlan plan;
    plan.freeze = {"**"};
    for (const Json& target : config["target_modules"]) {
        plan.adapters.push_back({target.get<std::string>(), adapter, 1.0, std::nullopt});
        if (config["bias"] == "all") {
            plan.adapters.push_back({target.get<std::string>(), plan::BitfitOptions{}, 1.0, std::nullopt, true});
        }
    }
    if (config["modules_to_save"].is_array()) {
        for (const Json& module : config["modules_to_save"]) {
            plan.unfreeze.push_back({module.get<std::string>(), 1.0, std::nullopt});
        }
    }
    return plan;
}

template <class Network>
void expectAsPeft(const char* name)
{
    const auto golden = openGolden(name);
    if (!golden) {
        return;
    }
    Network network(*golden);
    fillNetwork(network, *golden, [](const std::string& ours) { return "base." + ours; });
    {
        const at::NoGradGuard noGradients;
        expectClose(network.forward(golden->at("in.x")), golden->at("out.base"), kForward, "outputs: without adapter");
    }
    const Json& config = golden->json["peft_config"];
    Grafted grafted(network, planOf(config));
    EXPECT_EQ(grafted.plan().trainable, golden->json["trainable_count"].get<std::int64_t>());
    const auto from = [&](const std::string& start) {
        const at::NoGradGuard noGradients;
        for (const auto& [ours, tensor] : grafted.trainable()) {
            // PEFT trains the bias itself; ours is what it moved by.
            const bool isShift = ours.find("bitfit.shift") != std::string::npos;
            const at::Tensor value =
                golden->at(start + kPrefix + replaced(ours, {{"bitfit.shift", "base_layer.bias"}}));
            at::Tensor(tensor).copy_(isShift ? value - golden->at("base." + replaced(ours, {{"bitfit.shift", "bias"}}))
                                             : value);
        }
    };
    from("adapter_init.");
    expectClose(network.forward(golden->at("in.x")), golden->at("out.init"), kForward, "outputs: at first");
    from("adapter.");
    const at::Tensor output = network.forward(golden->at("in.x"));
    expectClose(output, golden->at("out.adapter"), kForward, "outputs: with adapter");
    const at::Tensor loss = at::cross_entropy_loss(output, golden->at("in.target"));
    expectClose(loss.item<double>(), golden->at("loss").item<double>(), kForward, "losses: loss");
    loss.backward();
    grafted.expectGradients(*golden, &peftGradientKey, kGradient);
    for (const auto& [tensor, expected] : golden->under("merged.")) {
        if (tensor.starts_with("head.")) {
            continue; // trains itself
        }
        const kernel::LinearMap map = grafted.merged(moduleOf(tensor));
        expectClose(tensor.ends_with(".bias") ? map.bias : map.weight, expected, kForward, "merged: " + tensor);
    }
    if (config["bias"] == "all") {
        return; // decay of a bias is not decay of what it moved by
    }
    from("adapter_init.");
    grafted.expectTrajectory(*golden, [&](std::int64_t step) {
        return at::cross_entropy_loss(network.forward(golden->at("traj.x")[step % 4]),
                                      golden->at("traj.target")[step % 4]);
    });
    for (const auto& [ours, tensor] : grafted.trainable()) {
        expectClose(tensor, golden->at("traj.final." + kPrefix + ours), kLast, "after the steps: " + ours);
    }
    const at::NoGradGuard noGradients;
    expectClose(network.forward(golden->at("in.x")), golden->at("traj.final_out"), kLast, "after the steps: outputs");
}

/// What HF PEFT itself wrote is read, means the same plan, and computes what it computed there.
template <class Network>
void expectReadsPeftsFolder(const char* name)
{
    const auto golden = openGolden(name);
    if (!golden) {
        return;
    }
    Network network(*golden);
    fillNetwork(network, *golden, [](const std::string& ours) { return "base." + ours; });
    const auto folder = exchange::readPeft(goldenFolder() / (std::string(name) + "_adapter"));
    ASSERT_TRUE(folder) << describe(folder.error());
    const network::NetworkTree tree = model::describe(network, "case", "case");
    const auto imported = exchange::fromPeft(tree, *folder);
    ASSERT_TRUE(imported) << describe(imported.error());
    Grafted grafted(network, imported->plan);
    EXPECT_EQ(grafted.plan().trainable, golden->json["trainable_count"].get<std::int64_t>());
    {
        const at::NoGradGuard noGradients;
        for (const auto& [ours, tensor] : grafted.trainable()) {
            auto numbers = imported->tensors.at(ours).numbers;
            at::Tensor(tensor).copy_(at::from_blob(numbers.data(), tensor.sizes()));
        }
        expectClose(network.forward(golden->at("in.x")), golden->at("out.adapter"), kForward,
                    "outputs: of PEFT's folder");
    }
    const auto back = exchange::toPeft(tree, grafted.plan(), imported->tensors);
    ASSERT_TRUE(back) << describe(back.error());
    EXPECT_EQ(back->tensors.size(), folder->tensors.size());
    for (const auto& [key, values] : folder->tensors) {
        ASSERT_EQ(back->tensors.count(key), 1U) << key;
        EXPECT_EQ(back->tensors.at(key).shape, values.shape) << key;
        EXPECT_EQ(back->tensors.at(key).numbers, values.numbers) << key;
    }
    for (const char* key :
         {"r", "lora_alpha", "lora_dropout", "use_dora", "use_rslora", "peft_type", "bias", "inference_mode"}) {
        EXPECT_EQ(back->config[key], folder->config[key]) << key;
    }
}

TEST(Lora, OnLinearLayers)
{
    expectAsPeft<Mlp>("peft/lora_mlp");
}

TEST(Lora, ScaledByTheRootOfItsRank)
{
    expectAsPeft<Mlp>("peft/lora_mlp_rslora");
}

TEST(Lora, BesideTrainedBiasesAndASavedModule)
{
    expectAsPeft<Mlp>("peft/lora_mlp_biasall");
}

TEST(Lora, OnConvolutions)
{
    expectAsPeft<Convolutions>("peft/lora_conv");
}

TEST(Dora, OnLinearLayers)
{
    expectAsPeft<Mlp>("peft/dora_mlp");
}

TEST(Exchange, ReadsAndWritesWhatPeftSaved)
{
    expectReadsPeftsFolder<Mlp>("peft/lora_mlp");
    expectReadsPeftsFolder<Mlp>("peft/lora_mlp_rslora");
    expectReadsPeftsFolder<Mlp>("peft/dora_mlp");
    expectReadsPeftsFolder<Convolutions>("peft/lora_conv");
}

} // namespace
} // namespace espalier::parity
