#include "core/plan/resolved_plan.h"
#include "tests/unit/network/hand_network.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace espalier::plan {
namespace {

namespace hand = network::hand;
using network::ModuleKind;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> sitesOf(const char* path, const AdapterOptions& adapter)
{
    const network::NetworkTree tree = hand::network();
    std::vector<std::string> paths;
    for (const network::ModuleId id : legalSites(tree, tree.find(path), adapter)) {
        paths.push_back(tree.module(id).path);
    }
    return paths;
}

TEST(Sites, LoraSitsOnConvolutionsAndLinearLayers)
{
    EXPECT_THAT(sitesOf("neck.top_down_layers.0", LoraOptions{}),
                ElementsAre("neck.top_down_layers.0.attn_block.guide_fc", "neck.top_down_layers.0.final_conv.conv"));
    EXPECT_THAT(sitesOf("backbone.text_model", LoraOptions{}), IsEmpty()) << "the running network has no site there";
    EXPECT_THAT(sitesOf("neck.out_layers", LoraOptions{}), IsEmpty());
}

TEST(Sites, AFeatureAdapterSitsOnTheNearestImageMaps)
{
    EXPECT_THAT(sitesOf("neck.top_down_layers", FeatureAdapterOptions{}),
                ElementsAre("neck.top_down_layers.0", "neck.top_down_layers.1"));
    EXPECT_THAT(sitesOf("neck.out_layers.2", FeatureAdapterOptions{}), ElementsAre("neck.out_layers.2"));
    EXPECT_THAT(sitesOf("neck.top_down_layers.0.attn_block.guide_fc", FeatureAdapterOptions{}), IsEmpty());
}

TEST(Sites, ParametersFollowTheMethodsFormulas)
{
    network::Module conv = hand::imageMap("conv", ModuleKind::Conv2d, 24, 40);
    conv.kernel = 3;
    EXPECT_EQ(graftParameters(conv, LoraOptions{8}), 8 * (9 * 24 + 40));
    EXPECT_EQ(graftParameters(conv, FeatureAdapterOptions{16}), 2 * 40 * 16);
    network::Module linear = hand::module("fc", ModuleKind::Linear);
    linear.inputs = 512;
    linear.outputs = 256;
    EXPECT_EQ(graftParameters(linear, LoraOptions{4}), 4 * (512 + 256));
    EXPECT_EQ(graftParameters(linear, FeatureAdapterOptions{4}), 0);
    conv.canGraft = false;
    EXPECT_EQ(graftParameters(conv, LoraOptions{8}), 0);
}

std::vector<std::string> namesOf(const network::Module& module, const AdapterOptions& adapter)
{
    std::vector<std::string> names;
    for (const GraftTensor& tensor : graftTensors(module, adapter, std::nullopt, {})) {
        names.push_back(tensor.name);
    }
    return names;
}

TEST(Sites, TwoMethodsOnOneSiteHaveDistinctTensors)
{
    network::Module conv = hand::imageMap("conv", ModuleKind::Conv2d, 24, 40);
    conv.kernel = 3;
    conv.path = "a.conv";
    EXPECT_THAT(namesOf(conv, LoraOptions{}), ElementsAre("a.conv.lora_A.weight", "a.conv.lora_B.weight"));
    EXPECT_THAT(namesOf(conv, FeatureAdapterOptions{}),
                ElementsAre("a.conv.feature_adapter.lora_A.weight", "a.conv.feature_adapter.lora_B.weight"));
}

} // namespace
} // namespace espalier::plan
