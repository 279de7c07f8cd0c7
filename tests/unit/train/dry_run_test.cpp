// A step measured: every figure has a module, frozen parts hold nothing for the way back, and it can be called off.
#include "core/train/dry_run.h"
#include "core/train/step_meter.h"
#include "core/train/torch_engine.h"
#include "core/train/training_network.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>
#include <set>

namespace espalier::train {
namespace {

run::RunSpec spec()
{
    run::RunSpec made;
    made.experiment.data.kind = "inspection";
    made.experiment.data.trainImages = 6;
    made.experiment.data.valImages = 2;
    made.experiment.data.imageSize = 64;
    made.experiment.model.classes = {"defect", "dust", "discoloration", "coil"};
    made.experiment.plan.freeze = {"**"};
    made.experiment.plan.unfreeze = {{"cls_preds.2", 1.0, std::nullopt, false}};
    made.experiment.plan.adapters = {{"top_down_layers", plan::FeatureAdapterOptions{}, 1.0, std::nullopt, false}};
    made.experiment.train.epochs = 3;
    made.experiment.train.batch = 2;
    return made;
}

std::int64_t keptUnder(const run::DryRun& step, const std::string& path)
{
    std::int64_t bytes = 0;
    for (const run::ModuleCost& cost : step.modules) {
        bytes += cost.module.starts_with(path) ? cost.kept : 0;
    }
    return bytes;
}

TEST(DryRun, MeasuresEveryPartOfAStep)
{
    const run::RunSpec wanted = spec();
    std::set<run::DryRunStage> stages;
    run::DryRunWatch watch;
    watch.progress = [&](run::DryRunStage stage, std::string_view) { stages.insert(stage); };
    watch.shouldStop = [] { return false; };
    TorchEngine engine({{}, {}, 0, {}});
    const auto step = engine.dryRun(wanted, watch);
    ASSERT_TRUE(step.has_value()) << describe(step.error());
    EXPECT_EQ(stages.size(), 5U);
    EXPECT_EQ(step->images, 2);
    EXPECT_EQ(step->steps, 9);

    const auto planned = planNetwork(wanted.experiment, wanted.experiment.model.classes);
    ASSERT_TRUE(planned.has_value());
    double forward = 0;
    double backward = 0;
    std::int64_t kept = 0;
    std::set<std::string> seen;
    for (const run::ModuleCost& cost : step->modules) {
        EXPECT_TRUE(cost.module.empty() || planned->tree.find(cost.module) != network::kNoModule) << cost.module;
        EXPECT_TRUE(seen.insert(cost.module).second) << cost.module;
        EXPECT_TRUE(cost.forward >= 0 && cost.backward >= 0 && cost.kept >= 0) << cost.module;
        forward += cost.forward;
        backward += cost.backward;
        kept += cost.kept;
    }
    EXPECT_GT(forward, 0);
    EXPECT_LE(forward, step->forward);
    EXPECT_GT(backward, 0);
    EXPECT_LE(backward, step->backward);
    EXPECT_EQ(kept, step->kept);
    for (const char* part : {"backbone.image_model", "neck", "bbox_head"}) {
        EXPECT_TRUE(std::ranges::any_of(seen, [&](const std::string& path) { return path.starts_with(part); })) << part;
    }
    // Below the first adapter nothing trains, so nothing is held there; where a branch trains its maps are.
    EXPECT_EQ(keptUnder(*step, "backbone.image_model.stage1"), 0);
    EXPECT_GT(keptUnder(*step, "bbox_head.head_module.cls_preds.2"), 0);
    for (const run::ModuleCost& cost : step->modules) {
        EXPECT_TRUE(!cost.module.starts_with("backbone.image_model") || cost.backward == 0) << cost.module;
    }

    constexpr std::int64_t kFloat = sizeof(float);
    EXPECT_EQ(step->gradients, planned->plan.trainable * kFloat);
    EXPECT_GE(step->optimizer, 2 * planned->plan.trainable * kFloat);
    EXPECT_GE(step->peak, step->weights + step->optimizer + step->kept);
}

TEST(DryRun, EndsWhenItIsCalledOff)
{
    for (const auto last : {run::DryRunStage::Data, run::DryRunStage::Network, run::DryRunStage::Forward,
                            run::DryRunStage::Backward, run::DryRunStage::Update}) {
        bool isOff = false;
        run::DryRunWatch watch;
        watch.progress = [&](run::DryRunStage stage, std::string_view) { isOff = isOff || stage == last; };
        watch.shouldStop = [&] { return isOff; };
        const auto step = dryRun(spec(), {{}, {}, 0, {}}, watch);
        ASSERT_FALSE(step.has_value());
        EXPECT_EQ(step.error().code, ErrorCode::Cancelled);
    }
}

TEST(DryRun, SaysWhatARunWouldSay)
{
    run::RunSpec wanted = spec();
    wanted.experiment.plan.unfreeze.clear();
    wanted.experiment.plan.adapters.clear();
    TorchEngine engine({{}, {}, 0, {}});
    EXPECT_FALSE(engine.dryRun(wanted, {}).has_value()); // nothing trains
    wanted = spec();
    wanted.experiment.model.checkpoint = "none.safetensors";
    EXPECT_FALSE(engine.dryRun(wanted, {}).has_value());
}

TEST(StepMeter, GivesOperationsToTheModuleOfTheirWeights)
{
    const at::Tensor first = torch::randn({64, 32}, torch::requires_grad());
    const at::Tensor second = torch::randn({8, 64}, torch::requires_grad());
    const at::Tensor input = torch::randn({16, 32});
    const StepMeter meter({{"a", first}, {"b", second}});
    at::Tensor hidden;
    const MeteredPass pass = meter.pass([&] { hidden = at::relu(input.matmul(first.t())).matmul(second.t()); },
                                        [&] { return hidden.square().sum(); }, {}, [] { return true; });
    std::vector<std::string> order;
    for (const run::ModuleCost& cost : pass.modules) {
        order.push_back(cost.module);
    }
    EXPECT_EQ(order, (std::vector<std::string>{"a", "b", ""}));
    // The product and its rectified copy, 16 × 64 floats each, are a's; 16 × 8 are b's.
    EXPECT_GE(pass.modules[0].kept, 16 * 64 * 4);
    EXPECT_LE(pass.modules[0].kept, 2 * 16 * 64 * 4 + 1024);
    EXPECT_GE(pass.modules[1].kept, 16 * 8 * 4);
    EXPECT_GT(pass.modules[0].backward, 0);
    EXPECT_GT(pass.modules[1].backward, 0);
    EXPECT_TRUE(first.grad().defined() && second.grad().defined());
    EXPECT_GE(pass.peak, pass.kept);
}

} // namespace
} // namespace espalier::train
