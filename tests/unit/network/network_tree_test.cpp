#include "core/network/network_tree.h"
#include "tests/unit/network/hand_network.h"

#include <gtest/gtest.h>

namespace espalier::network {
namespace {

TEST(NetworkTree, PathsAndChildrenFollowFromAdding)
{
    const NetworkTree tree = hand::network();
    EXPECT_EQ(tree.module(0).path, "");
    EXPECT_EQ(tree.module(0).parent, kNoModule);
    const ModuleId gate = tree.find("neck.top_down_layers.1.attn_block");
    ASSERT_NE(gate, kNoModule);
    EXPECT_EQ(tree.module(gate).name, "attn_block");
    EXPECT_EQ(tree.module(tree.module(gate).children.at(0)).path, "neck.top_down_layers.1.attn_block.guide_fc");
    EXPECT_EQ(tree.find("neck.nothing"), kNoModule);
    EXPECT_EQ(tree.find(""), 0);
    for (std::size_t i = 1; i < tree.size(); ++i) {
        EXPECT_LT(tree.modules()[i].parent, static_cast<ModuleId>(i));
    }
}

TEST(NetworkTree, WithinIsItselfAndEverythingAbove)
{
    const NetworkTree tree = hand::network();
    const ModuleId neck = tree.find("neck");
    const ModuleId conv = tree.find("neck.top_down_layers.0.final_conv.conv");
    EXPECT_TRUE(tree.isWithin(conv, neck));
    EXPECT_TRUE(tree.isWithin(conv, 0));
    EXPECT_TRUE(tree.isWithin(neck, neck));
    EXPECT_FALSE(tree.isWithin(neck, conv));
    EXPECT_FALSE(tree.isWithin(tree.find("backbone"), neck));
}

TEST(NetworkTree, TotalsCountParametersAndBuffersApart)
{
    const NetworkTree tree = hand::network();
    const auto totals = tree.subtreeTotals();
    const auto of = [&](const char* path) { return totals[static_cast<std::size_t>(tree.find(path))]; };
    EXPECT_EQ(totals.front().parameters, hand::kTotal);
    EXPECT_EQ(of("backbone.text_model").parameters, hand::kText);
    EXPECT_EQ(of("backbone.image_model.stem"), (Totals{116, 3, 3}));
    EXPECT_EQ(of("neck.top_down_layers.0"), (Totals{118, 6, 3}));
    EXPECT_EQ(of("neck.out_layers"), (Totals{0, 0, 0}));
    EXPECT_EQ(of("bbox_head.head_module.cls_contrasts.1"), (Totals{34, 4, 3}));
}

TEST(NetworkTree, TensorsAreNamedAsInACheckpoint)
{
    const NetworkTree tree = hand::network();
    const ModuleId stem = tree.find("backbone.image_model.stem.conv");
    EXPECT_EQ(tree.tensorName(stem, tree.module(stem).tensors.at(0)), "backbone.image_model.stem.conv.weight");
    EXPECT_EQ(tree.tensorName(0, Tensor{"scale", {}}), "scale");
    EXPECT_EQ((Tensor{"scale", {}}.count()), 1);
    EXPECT_EQ((Tensor{"empty", {4, 0}}.count()), 0);
}

TEST(NetworkTree, KindsHaveTexts)
{
    for (const ModuleKind kind :
         {ModuleKind::Container, ModuleKind::Block, ModuleKind::Conv2d, ModuleKind::Linear, ModuleKind::BatchNorm2d,
          ModuleKind::LayerNorm, ModuleKind::Embedding, ModuleKind::Identity, ModuleKind::Other}) {
        EXPECT_EQ(moduleKindFromText(toText(kind)), kind);
    }
    EXPECT_EQ(moduleKindFromText("Conv2d"), std::nullopt);
}

} // namespace
} // namespace espalier::network
