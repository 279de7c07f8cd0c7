#include "core/model/fold_batch_norm.h"
#include "core/model/weights_binding.h"
#include "core/plan/presets.h"
#include "core/train/folding.h"
#include "core/train/training_network.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace espalier::train {
namespace {

const std::vector<std::string> kClasses{"defect", "dust", "discoloration", "coil"};
constexpr double kTolerance = 1e-5; ///< of the largest value

plan::AdapterRule featureRule(const std::string& pattern)
{
    return {pattern, plan::FeatureAdapterOptions{4, 8.0, 0.1}, 1.0, std::nullopt};
}

plan::AdapterRule loraRule(const std::string& pattern)
{
    return {pattern, plan::LoraOptions{4, 8.0, 0.1}, 1.0, std::nullopt};
}

/// The study's sixteen.
std::vector<plan::AdapterRule> sixteen()
{
    return plan::findPreset("step1")->make().adapters;
}

/// Nothing is left at the values that initialisation likes: a fold that forgets a shift or a scale must show.
void disturb(TrainingNetwork& network)
{
    const at::NoGradGuard noGradients;
    torch::manual_seed(7);
    for (auto& [name, tensor] : model::namedTensors(network.model())) {
        const bool isOfNorm = name.find(".bn.") != std::string::npos || name.find(".norm.") != std::string::npos;
        const auto endsWith = [&name = name](std::string_view end) {
            return name.size() > end.size() && name.compare(name.size() - end.size(), end.size(), end) == 0;
        };
        if (isOfNorm && (endsWith("weight") || endsWith("running_var"))) {
            tensor.uniform_(0.7, 1.3);
        } else if ((isOfNorm && !endsWith("num_batches_tracked")) || endsWith("bias")) {
            tensor.uniform_(-0.2, 0.2);
        } else if (tensor.dim() >= 2) {
            // As large as keeps a map's variance through the layers: in a network that fades nothing shows at its end.
            const double fanIn = static_cast<double>(tensor.numel() / tensor.size(0));
            const double bound = std::sqrt(6 / fanIn);
            tensor.uniform_(-bound, bound);
        }
    }
    for (const auto& [name, tensor] : network.trainable()) {
        if (name.find("lora_B") != std::string::npos) {
            at::Tensor(tensor).uniform_(-0.3, 0.3);
        }
    }
}

TrainingNetwork networkWith(const std::vector<plan::AdapterRule>& adapters)
{
    experiment::Experiment experiment;
    experiment.model.size = "n";
    experiment.plan.freeze = {"**"};
    experiment.plan.adapters = adapters;
    auto network = TrainingNetwork::build(experiment, kClasses, {});
    EXPECT_TRUE(network) << describe(network.error());
    disturb(*network);
    network->train(false);
    return std::move(*network);
}

at::Tensor images()
{
    torch::manual_seed(3);
    return at::rand({2, 3, 96, 96});
}

/// The neck's maps, then the head's.
std::vector<at::Tensor> outputsOf(TrainingNetwork& network)
{
    const at::NoGradGuard noGradients;
    const at::Tensor text = network.text().unsqueeze(0).expand({2, -1, -1});
    std::vector<at::Tensor> outputs = network.model().features(images(), text);
    const model::YoloWorld::Output head = network.model().head(outputs, text);
    outputs.insert(outputs.end(), head.logits.begin(), head.logits.end());
    outputs.insert(outputs.end(), head.distributions.begin(), head.distributions.end());
    return outputs;
}

double difference(const at::Tensor& actual, const at::Tensor& expected)
{
    return (actual - expected).abs().max().item<double>() / expected.abs().max().item<double>();
}

void expectClose(const std::vector<at::Tensor>& actual, const std::vector<at::Tensor>& expected, std::size_t first,
                 const std::string& what)
{
    for (std::size_t i = first; i < expected.size(); ++i) {
        ASSERT_EQ(actual[i].sizes(), expected[i].sizes());
        EXPECT_LT(difference(actual[i], expected[i]), kTolerance) << what << ", output " << i;
    }
}

bool hasGrafts(TrainingNetwork& network)
{
    for (const auto& module : network.model().modules(/*include_self=*/false)) {
        const auto* site = dynamic_cast<const kernel::Graftable*>(module.get());
        if (site != nullptr && site->hasGrafts()) {
            return true;
        }
    }
    return false;
}

std::set<std::string> namesOf(TrainingNetwork& network)
{
    std::set<std::string> names;
    for (const auto& [name, tensor] : model::namedTensors(network.model())) {
        names.insert(name);
    }
    return names;
}

/// Feature outputs 0 to 2 carry the adapters of `out_layers`, which act on what only the head reads: a network whose
/// maps the head alone sees is compared at the head.
constexpr std::size_t kHeadOutputs = 3;

void expectFoldsExactly(const std::vector<plan::AdapterRule>& adapters, std::size_t firstCompared,
                        const std::string& what)
{
    TrainingNetwork network = networkWith(adapters);
    const std::vector<at::Tensor> before = outputsOf(network);
    const std::set<std::string> names = namesOf(network);
    const Status folded = foldAdapters(network.model());
    ASSERT_TRUE(folded) << what << ": " << describe(folded.error());
    EXPECT_FALSE(hasGrafts(network)) << what;
    EXPECT_EQ(namesOf(network), names) << what;
    expectClose(outputsOf(network), before, firstCompared, what + " folded");
    model::foldBatchNorm(network.model());
    EXPECT_LT(namesOf(network).size(), names.size()) << "the norms are gone";
    expectClose(outputsOf(network), before, firstCompared, what + " and norms folded");
}

TEST(Folding, TheSixteenAdaptersOfTheStudyAndLoraOnEveryLayer)
{
    std::vector<plan::AdapterRule> adapters = sixteen();
    for (const char* pattern : {"conv", "guide_fc", "cls_preds.*.2", "reg_preds.*.2"}) {
        adapters.push_back(loraRule(pattern));
    }
    expectFoldsExactly(adapters, kHeadOutputs, "all");
}

TEST(Folding, ScalesAndShiftsGoIntoConvolutionsTheirNormsAndLinearLayers)
{
    const auto rule = [](const char* pattern, const plan::AdapterOptions& adapter) {
        return plan::AdapterRule{pattern, adapter, 1.0, std::nullopt};
    };
    const plan::RlrrOptions scaled{"both", true, "paper"};
    expectFoldsExactly({rule("conv", scaled), rule("conv", plan::SsfOptions{}), rule("bn", plan::SsfOptions{}),
                        rule("guide_fc", plan::DoraOptions{4, 8.0}), rule("reg_preds.*.2", scaled),
                        rule("reg_preds.*.2", plan::SsfOptions{})},
                       0, "scales and shifts");
}

TEST(Folding, AnOpenGateFoldsWhatItLetsThroughAndAClosedOneNothing)
{
    std::vector<plan::AdapterRule> gated{loraRule("cls_preds"), loraRule("reg_preds")};
    gated[0].gate = plan::GateOptions{0.1, 0.15, 0.1, 1.0};
    gated[1].gate = plan::GateOptions{0.1, 0.05, 0.1, 1.0};
    expectFoldsExactly(gated, 0, "gates");
    TrainingNetwork closed = networkWith({gated[1]});
    const auto weight = [&] { return closed.model().named_parameters()["bbox_head.head_module.reg_preds.0.2.weight"]; };
    const at::Tensor before = weight().clone();
    ASSERT_TRUE(foldAdapters(closed.model()));
    EXPECT_TRUE(weight().equal(before));
}

TEST(Folding, MapsOfTheNeckStayWhatTheyWereWhereNoAdapterActsOnThemLast)
{
    expectFoldsExactly({featureRule("reduce_layers"), featureRule("top_down_layers.0"), featureRule("cls_preds"),
                        featureRule("reg_preds"), loraRule("conv"), loraRule("guide_fc")},
                       0, "without the last maps");
}

/// One site at a time: no error can hide behind another, and each adapter is seen to do something before it is folded.
class Site : public testing::TestWithParam<const char*> {};

TEST_P(Site, FoldsAlone)
{
    TrainingNetwork bare = networkWith({featureRule(GetParam())});
    {
        const at::NoGradGuard noGradients;
        for (const auto& [name, tensor] : bare.trainable()) {
            if (name.find("lora_B") != std::string::npos) {
                at::Tensor(tensor).zero_();
            }
        }
    }
    TrainingNetwork network = networkWith({featureRule(GetParam())});
    const std::vector<at::Tensor> plain = outputsOf(bare);
    const std::vector<at::Tensor> grafted = outputsOf(network);
    double effect = 0;
    for (std::size_t i = kHeadOutputs; i < plain.size(); ++i) {
        effect = std::max(effect, difference(grafted[i], plain[i]));
    }
    EXPECT_GT(effect, 100 * kTolerance) << "an adapter that does nothing tests nothing";
    expectFoldsExactly({featureRule(GetParam())}, kHeadOutputs, GetParam());
}

INSTANTIATE_TEST_SUITE_P(Study, Site,
                         testing::Values("reduce_layers.0", "reduce_layers.1", "reduce_layers.2", "top_down_layers.0",
                                         "top_down_layers.1", "bottom_up_layers.0", "bottom_up_layers.1",
                                         "out_layers.0", "out_layers.1", "out_layers.2", "cls_preds.0", "cls_preds.1",
                                         "cls_preds.2", "reg_preds.0", "reg_preds.1", "reg_preds.2"));
INSTANTIATE_TEST_SUITE_P(Other, Site,
                         testing::Values("stem", "stage1.0", "stage2.1", "stage3.1.final_conv", "stage4.1", "stage4.2",
                                         "stage4.2.conv2", "stage3.1.blocks.0.conv1", "downsample_layers.0",
                                         "downsample_layers.1", "project_conv", "main_conv.conv", "cls_preds.1.0",
                                         "reg_preds.0.1", "cls_preds.2.2"));

TEST(Folding, RefusesAMapThatMoreThanConvolutionsReadAndLeavesTheNetworkAlone)
{
    for (const char* pattern : {"stage2.1.main_conv", "stage3.1.blocks.1.conv2", "stage4.2.conv1"}) {
        TrainingNetwork network = networkWith({featureRule("out_layers"), featureRule(pattern)});
        const std::vector<at::Tensor> before = outputsOf(network);
        const Status folded = foldAdapters(network.model());
        ASSERT_FALSE(folded) << pattern;
        EXPECT_EQ(folded.error().code, ErrorCode::Unsupported);
        EXPECT_NE(folded.error().where.find(pattern), std::string::npos) << folded.error().where;
        EXPECT_TRUE(hasGrafts(network));
        const std::vector<at::Tensor> after = outputsOf(network);
        for (std::size_t i = 0; i < before.size(); ++i) {
            EXPECT_TRUE(at::equal(before[i], after[i])) << pattern;
        }
    }
}

} // namespace
} // namespace espalier::train
