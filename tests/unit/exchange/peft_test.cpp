#include "core/base/files.h"
#include "core/exchange/peft.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>

namespace espalier::exchange {
namespace {

using network::Module;
using network::ModuleKind;
using testing::HasSubstr;

Module linear(const char* name, std::int64_t inputs, std::int64_t outputs)
{
    Module module;
    module.name = name;
    module.kind = ModuleKind::Linear;
    module.inputs = inputs;
    module.outputs = outputs;
    module.canGraft = true;
    module.tensors = {{"weight", {outputs, inputs}}, {"bias", {outputs}}};
    return module;
}

/// qkv 4→12, fc 4→8, head 8→2.
network::NetworkTree small()
{
    network::NetworkTree tree("small", "small");
    const network::ModuleId root = tree.add(network::kNoModule, Module{});
    Module block;
    block.name = "block";
    const network::ModuleId inside = tree.add(root, block);
    tree.add(inside, linear("qkv", 4, 12));
    tree.add(inside, linear("fc", 4, 8));
    tree.add(root, linear("head", 8, 2));
    return tree;
}

/// Every trained tensor of a plan, each number its place.
TensorValues numbered(const network::NetworkTree& tree, const plan::ResolvedPlan& plan)
{
    TensorValues values;
    const auto add = [&](const std::string& name, const std::vector<std::int64_t>& shape) {
        Values& one = values[name];
        one.shape = shape;
        std::int64_t count = 1;
        for (const std::int64_t side : shape) {
            count *= side;
        }
        for (std::int64_t i = 0; i < count; ++i) {
            one.numbers.push_back(static_cast<float>(i + 1));
        }
    };
    for (const plan::Graft& graft : plan.grafts) {
        for (const plan::GraftTensor& tensor : graft.holds) {
            add(tensor.name, tensor.shape);
        }
    }
    for (std::size_t i = 0; i < tree.size(); ++i) {
        for (const network::Tensor& tensor : tree.modules()[i].tensors) {
            if (plan.own[i] == plan::TrainState::Unfrozen) {
                add(tree.tensorName(static_cast<network::ModuleId>(i), tensor), tensor.shape);
            }
        }
    }
    return values;
}

struct Trained {
    network::NetworkTree tree = small();
    plan::ResolvedPlan plan;
    TensorValues values;

    explicit Trained(std::vector<plan::AdapterRule> rules, std::vector<plan::UnfreezeRule> open = {})
    {
        plan::TuningPlan asked;
        asked.freeze = {"**"};
        asked.adapters = std::move(rules);
        asked.unfreeze = std::move(open);
        plan = *plan::resolve(tree, asked);
        values = numbered(tree, plan);
    }
    [[nodiscard]] Result<PeftAdapter> exported() const { return toPeft(tree, plan, values); }
};

plan::AdapterRule rule(const char* pattern, const plan::AdapterOptions& adapter)
{
    return {pattern, adapter, 1.0, std::nullopt};
}

std::string refusal(const Result<Imported>& imported)
{
    return imported ? std::string() : imported.error().message;
}

TEST(Peft, WhatIsWrittenIsReadBackTheSame)
{
    const Trained trained({rule("fc", plan::LoraOptions{2, 8, 0.1}), rule("qkv", plan::LoraOptions{3, 8, 0.1})},
                          {{"head", 1.0, std::nullopt}});
    const auto adapter = trained.exported();
    ASSERT_TRUE(adapter) << describe(adapter.error());
    EXPECT_EQ(adapter->config["target_modules"], Json({"block.qkv", "block.fc"}));
    EXPECT_EQ(adapter->config["modules_to_save"], Json({"head"}));
    EXPECT_EQ(adapter->config["r"], 3);
    EXPECT_EQ(adapter->config["rank_pattern"], Json({{"block.fc", 2}}));
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("espalier_peft_" + std::to_string(::getpid()));
    const Status written = writePeft(folder, *adapter);
    ASSERT_TRUE(written) << describe(written.error());
    const auto read = readPeft(folder);
    ASSERT_TRUE(read) << describe(read.error());
    std::filesystem::remove_all(folder);
    EXPECT_EQ(read->config, adapter->config);
    const auto imported = fromPeft(trained.tree, *read);
    ASSERT_TRUE(imported) << describe(imported.error());
    ASSERT_EQ(imported->plan.adapters.size(), 2U);
    EXPECT_EQ(imported->plan.adapters[1].adapter, plan::AdapterOptions(plan::LoraOptions{2, 8, 0.1}));
    EXPECT_EQ(imported->plan.unfreeze.at(0).pattern, "head");
    ASSERT_EQ(imported->tensors.size(), trained.values.size());
    for (const auto& [name, values] : trained.values) {
        EXPECT_EQ(imported->tensors.at(name).numbers, values.numbers) << name;
    }
}

TEST(Peft, PartsOfAFusedLayerBecomeOneUpdateOfIt)
{
    for (const bool isStable : {false, true}) {
        plan::LoraOptions options{2, 8};
        options.parts = "qv";
        options.useRslora = isStable;
        const auto adapter = Trained({rule("qkv", options)}).exported();
        ASSERT_TRUE(adapter) << describe(adapter.error());
        EXPECT_EQ(adapter->config["r"], 4);
        EXPECT_NEAR(adapter->config["lora_alpha"].get<double>(), isStable ? 8 * std::sqrt(2.0) : 16, 1e-12);
        const Values& down = adapter->tensors.at("base_model.model.block.qkv.lora_A.weight");
        const Values& up = adapter->tensors.at("base_model.model.block.qkv.lora_B.weight");
        EXPECT_EQ(down.shape, (std::vector<std::int64_t>{4, 4}));
        ASSERT_EQ(up.shape, (std::vector<std::int64_t>{12, 4}));
        for (std::size_t row = 0; row < 12; ++row) {
            for (std::size_t column = 0; column < 4; ++column) {
                const bool isQuery = row < 4 && column < 2;
                const bool isValue = row >= 8 && column >= 2;
                const double expected = isQuery   ? static_cast<double>(row * 2 + column + 1)
                                        : isValue ? static_cast<double>((row - 4) * 2 + column - 2 + 1)
                                                  : 0.0;
                EXPECT_EQ(up.numbers[row * 4 + column], expected) << row << ", " << column;
            }
        }
    }
}

TEST(Peft, BlocksBehindAClosedGateAreLeftOut)
{
    plan::AdapterRule gated = rule("block", plan::LoraOptions{2, 8});
    gated.gate = plan::GateOptions{};
    Trained trained({gated});
    trained.values.at("block.fc.lora_gate.score").numbers = {0.09F};
    const auto adapter = trained.exported();
    ASSERT_TRUE(adapter) << describe(adapter.error());
    EXPECT_EQ(adapter->config["target_modules"], Json({"block.qkv"}));
    EXPECT_EQ(adapter->tensors.size(), 2U);
    trained.values.at("block.qkv.lora_gate.score").numbers = {0.0F};
    EXPECT_EQ(trained.exported().error().code, ErrorCode::Unsupported) << "nothing is left";
}

TEST(Peft, TwoWaysOfScalingBecomeOne)
{
    const auto adapter =
        Trained({rule("fc", plan::LoraOptions{4, 8, 0, true}), rule("qkv", plan::LoraOptions{4, 8, 0, false})})
            .exported();
    ASSERT_TRUE(adapter) << describe(adapter.error());
    EXPECT_EQ(adapter->config["use_rslora"], false);
    EXPECT_EQ(adapter->config["lora_alpha"], 8.0);
    EXPECT_EQ(adapter->config["alpha_pattern"], Json({{"block.fc", 16.0}}));
}

TEST(Peft, WhatItCannotHoldIsRefused)
{
    EXPECT_EQ(Trained({rule("fc", plan::SsfOptions{})}).exported().error().code, ErrorCode::Unsupported);
    EXPECT_THAT(Trained({rule("fc", plan::LoraOptions{}), rule("qkv", plan::DoraOptions{})}).exported().error().message,
                HasSubstr("throughout"));
    Trained lacking({rule("fc", plan::LoraOptions{})});
    lacking.values.erase("block.fc.lora_B.weight");
    EXPECT_EQ(lacking.exported().error().where, "block.fc.lora_B.weight");
}

TEST(Peft, NothingIsPassedOverWhenItIsRead)
{
    const Trained trained({rule("fc", plan::LoraOptions{2, 8})});
    const PeftAdapter good = *trained.exported();
    const auto with = [&](const auto& change) {
        PeftAdapter adapter = good;
        change(adapter);
        return refusal(fromPeft(trained.tree, adapter));
    };
    EXPECT_EQ(with([](PeftAdapter&) {}), "");
    EXPECT_THAT(with([](PeftAdapter& a) {
                    a.tensors["base_model.model.model.block.fc.lora_A.weight"] = {{1}, {1}};
                }),
                HasSubstr("base_model.model.model.block.fc.lora_A.weight"));
    EXPECT_THAT(with([](PeftAdapter& a) { a.config["target_modules"] = {"fc", "qkv"}; }), HasSubstr("block.qkv"));
    EXPECT_THAT(with([](PeftAdapter& a) { a.tensors.erase("base_model.model.block.fc.lora_B.weight"); }),
                HasSubstr("missing"));
    EXPECT_THAT(with([](PeftAdapter& a) {
                    a.tensors["base_model.model.block.fc.lora_B.weight"].shape = {4, 4};
                }),
                HasSubstr("shape"));
    EXPECT_THAT(with([](PeftAdapter& a) { a.config["peft_type"] = "VERA"; }), HasSubstr("VERA"));
    EXPECT_THAT(with([](PeftAdapter& a) { a.config["init_lora_weights"] = "pissa"; }), HasSubstr("pissa"));
    EXPECT_THAT(with([](PeftAdapter& a) { a.config["bias"] = "all"; }), HasSubstr("biases"));
    EXPECT_THAT(with([](PeftAdapter& a) { a.config["use_qalora"] = true; }), HasSubstr("use_qalora"));
    EXPECT_THAT(with([](PeftAdapter& a) { a.config["lora_alpha"] = "much"; }), HasSubstr("lora_alpha"));
    EXPECT_EQ(with([](PeftAdapter& a) { a.config["target_modules"] = ".*fc"; }), "") << "a text is a whole expression";
    EXPECT_EQ(with([](PeftAdapter& a) { a.config["target_modules"] = "fc"; }), "") << "which this one is not";
}

} // namespace
} // namespace espalier::exchange
