// Single blocks: output, gradients of inputs and of every parameter.
#include "core/model/blocks.h"
#include "core/model/weights_binding.h"
#include "tests/parity/goldens.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <functional>
#include <iostream>
#include <memory>

namespace espalier::parity {
namespace {

constexpr double kForward = 1e-5;
constexpr double kGradient = 1e-4;

struct Block {
    std::shared_ptr<torch::nn::Module> module;
    std::function<at::Tensor(const at::Tensor&, const at::Tensor&)> forward;
};

template <class Module, class... Arguments>
Block make(Arguments... arguments)
{
    auto module = std::make_shared<Module>(arguments..., at::Device(at::kCPU));
    return {module, [module](const at::Tensor& x, const at::Tensor& text) { return module->forward(x, text); }};
}

/// The block that a case's weights describe; none for kinds that this network has not (the head of version 1).
std::optional<Block> blockOf(const Golden& golden, const std::string& name, const std::string& kind)
{
    const auto shape = [&](const std::string& weight) { return golden.at(name + ".w." + weight).sizes().vec(); };
    if (kind == "BNContrastiveHead") {
        return make<model::BatchNormContrast>(shape("norm.weight")[0]);
    }
    if (kind == "MaxSigmoidAttnBlock") {
        const auto project = shape("project_conv.conv.weight");
        const auto guide = shape("guide_fc.weight");
        return make<model::MaxSigmoidAttention>(project[1], project[0], guide[1], guide[0], shape("bias")[0]);
    }
    if (kind == "MaxSigmoidCSPLayerWithTwoConv") {
        const auto guide = shape("attn_block.guide_fc.weight");
        int blocks = 0;
        while (golden.has(name + ".w.blocks." + std::to_string(blocks) + ".conv1.conv.weight")) {
            ++blocks;
        }
        return make<model::TextCspLayer>(shape("main_conv.conv.weight")[1], shape("final_conv.conv.weight")[0], blocks,
                                         guide[1], guide[0], shape("attn_block.bias")[0]);
    }
    return std::nullopt;
}

TEST(Blocks, OutputsAndGradients)
{
    const auto golden = openGolden("yolo_world/blocks");
    if (!golden) {
        return;
    }
    int compared = 0;
    for (const auto& [name, about] : golden->json["cases"].items()) {
        SCOPED_TRACE(name);
        const std::string kind = about["module"].get<std::string>();
        auto block = blockOf(*golden, name, kind);
        if (!block) {
            std::cout << name << ": " << kind << " is not part of version 2: not compared\n";
            continue;
        }
        {
            const at::NoGradGuard noGradients;
            for (auto& [weight, tensor] : model::namedTensors(*block->module)) {
                tensor.copy_(golden->at(name + ".w." + weight));
            }
        }
        block->module->train(about["mode"] == "train");
        const at::Tensor x = golden->at(name + ".in0").requires_grad_(true);
        const at::Tensor text = golden->at(name + ".in1").requires_grad_(true);
        const at::Tensor y = block->forward(x, text);
        expectClose(y, golden->at(name + ".out"), kForward, "outputs: " + name);
        y.backward(golden->at(name + ".dy"));
        expectClose(x.grad(), golden->at(name + ".grad_in0"), kGradient, "gradients: " + name + ", of the map");
        expectClose(text.grad(), golden->at(name + ".grad_in1"), kGradient, "gradients: " + name + ", of the text");
        const auto parameters = block->module->named_parameters();
        for (const auto& item : parameters) {
            expectClose(item.value().grad(), golden->at(name + ".grad." + item.key()), kGradient,
                        "gradients: " + name + ", of " + item.key());
        }
        EXPECT_EQ(parameters.size(), golden->under(name + ".grad.").size()) << "gradients that the network has not";
        ++compared;
    }
    EXPECT_EQ(compared, 6) << "every case but the head of version 1";
}

} // namespace
} // namespace espalier::parity
