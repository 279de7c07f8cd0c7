#include "core/network/pattern.h"
#include "tests/unit/network/hand_network.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace espalier::network {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> selected(std::string_view text)
{
    static const NetworkTree kTree = hand::network();
    const auto pattern = Pattern::parse(text);
    EXPECT_TRUE(pattern.has_value()) << text;
    std::vector<std::string> paths;
    for (const ModuleId id : pattern->select(kTree)) {
        EXPECT_TRUE(pattern->matches(kTree.module(id).path));
        paths.push_back(kTree.module(id).path);
    }
    return paths;
}

bool matches(std::string_view text, std::string_view path)
{
    const auto pattern = Pattern::parse(text);
    EXPECT_TRUE(pattern.has_value()) << text;
    return pattern && pattern->matches(path);
}

TEST(Pattern, ANameIsARunOfWholeSegments)
{
    EXPECT_THAT(selected("cls_preds.2"), ElementsAre("bbox_head.head_module.cls_preds.2"));
    EXPECT_THAT(selected("neck"), ElementsAre("neck"));
    EXPECT_THAT(selected("image_model.stage4"), ElementsAre("backbone.image_model.stage4"));
    EXPECT_THAT(selected("attn_block"),
                ElementsAre("neck.top_down_layers.0.attn_block", "neck.top_down_layers.1.attn_block",
                            "neck.bottom_up_layers.0.attn_block", "neck.bottom_up_layers.1.attn_block"));
    EXPECT_THAT(selected("preds.2"), IsEmpty()) << "half a segment is no segment";
    EXPECT_THAT(selected("cls_preds.2.2.weight"), IsEmpty()) << "tensors are no modules";
    EXPECT_THAT(selected("neck.1"), IsEmpty()) << "a run has no gaps";
    EXPECT_FALSE(matches("a.b", "xa.b"));
    EXPECT_TRUE(matches("a.b", "a.b"));
    EXPECT_FALSE(matches("a.b", "a.b.c")) << "what is below belongs to the match, and is none itself";
}

TEST(Pattern, OnlyTheTopmostMatchesCount)
{
    EXPECT_THAT(selected("0"),
                ElementsAre("backbone.image_model.stage4.0", "neck.reduce_layers.0", "neck.top_down_layers.0",
                            "neck.bottom_up_layers.0", "neck.out_layers.0", "bbox_head.head_module.cls_preds.0",
                            "bbox_head.head_module.cls_preds.1.0", "bbox_head.head_module.cls_preds.2.0",
                            "bbox_head.head_module.reg_preds.0", "bbox_head.head_module.reg_preds.1.0",
                            "bbox_head.head_module.reg_preds.2.0", "bbox_head.head_module.cls_contrasts.0"));
}

TEST(Pattern, AStarStaysWithinItsSegment)
{
    EXPECT_THAT(selected("cls_preds.*"),
                ElementsAre("bbox_head.head_module.cls_preds.0", "bbox_head.head_module.cls_preds.1",
                            "bbox_head.head_module.cls_preds.2"));
    EXPECT_THAT(selected("*_preds"), ElementsAre("bbox_head.head_module.cls_preds", "bbox_head.head_module.reg_preds"));
    EXPECT_THAT(selected("cls_preds.*.2"),
                ElementsAre("bbox_head.head_module.cls_preds.0.2", "bbox_head.head_module.cls_preds.1.2",
                            "bbox_head.head_module.cls_preds.2.2"));
    EXPECT_THAT(selected("stage?"), ElementsAre("backbone.image_model.stage4"));
    EXPECT_THAT(selected("neck.*.final_conv"), IsEmpty());
    EXPECT_THAT(selected("*"), ElementsAre("backbone", "neck", "bbox_head")) << "the root has no segment";
}

TEST(Pattern, TwoStarsCrossSegments)
{
    EXPECT_THAT(selected("**"), ElementsAre(""));
    EXPECT_THAT(selected("neck.**"), ElementsAre("neck"));
    EXPECT_THAT(selected("neck.**.guide_fc"),
                ElementsAre("neck.top_down_layers.0.attn_block.guide_fc", "neck.top_down_layers.1.attn_block.guide_fc",
                            "neck.bottom_up_layers.0.attn_block.guide_fc",
                            "neck.bottom_up_layers.1.attn_block.guide_fc"));
    EXPECT_THAT(selected("stem.**.conv"), ElementsAre("backbone.image_model.stem.conv"));
    EXPECT_EQ(selected("**.conv"), selected("conv"));
    EXPECT_EQ(selected("**.**.conv"), selected("conv"));
    EXPECT_TRUE(matches("a.**.b.*.c", "x.a.b.1.b.b.2.c"));
    EXPECT_FALSE(matches("a.**.b.*.c", "x.a.b.1.2.c"));
}

TEST(Pattern, HostileGlobsEnd)
{
    const std::string segment(900, 'a');
    EXPECT_FALSE(matches("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b", segment));
    std::string path;
    for (int i = 0; i < 400; ++i) {
        path += "a.";
    }
    EXPECT_FALSE(matches("b.**.a.**.a.**.a.**.a.**.a.**.a.**.a", path + "a"));
}

TEST(Pattern, RegularExpressionsAreFoundAnywhere)
{
    EXPECT_THAT(selected("re:(cls|reg)_preds\\.2$"),
                ElementsAre("bbox_head.head_module.cls_preds.2", "bbox_head.head_module.reg_preds.2"));
    EXPECT_THAT(selected("re:stage\\d"), ElementsAre("backbone.image_model.stage4"));
    EXPECT_THAT(selected("re:^$"), ElementsAre(""));
    EXPECT_THAT(selected("re:nothing"), IsEmpty());
}

TEST(Pattern, TheStudysFormIsASubstring)
{
    EXPECT_THAT(selected("sub:preds.2"),
                ElementsAre("bbox_head.head_module.cls_preds.2", "bbox_head.head_module.reg_preds.2"));
    EXPECT_THAT(selected("sub:layers.2"), ElementsAre("neck.reduce_layers.2", "neck.out_layers.2"));
}

TEST(Pattern, WhatCannotBeReadIsRefusedWithItsReason)
{
    for (const char* text : {"", "re:", "sub:", ".", "a.", ".a", "a..b", "re:(", "re:[a", "re:a{2,1}", "re:*", "re:\\",
                             "re:(?<=a*)b", "re:\\1"}) {
        const auto pattern = Pattern::parse(text);
        ASSERT_FALSE(pattern.has_value()) << text;
        EXPECT_EQ(pattern.error().code, ErrorCode::InvalidInput) << text;
    }
    EXPECT_THAT(Pattern::parse("re:ab(c").error().message, testing::HasSubstr("has no partner"));
    EXPECT_FALSE(Pattern::parse(std::string(1001, 'a')).has_value());
    EXPECT_TRUE(Pattern::parse("re:\xff\xfe").has_value()) << "bytes that are no text match nothing";
}

TEST(Pattern, AnExponentialExpressionGivesUp)
{
    NetworkTree tree("long", "none");
    tree.add(kNoModule, {});
    for (char last = 'b'; last < 'z'; ++last) {
        tree.add(0, hand::module(std::string(60, 'a') + last, ModuleKind::Container));
    }
    const auto pattern = Pattern::parse("re:^(a+)+$");
    ASSERT_TRUE(pattern.has_value());
    const auto result = pattern->tryToSelect(tree);
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().code, ErrorCode::InvalidInput);
    EXPECT_THAT(pattern->select(tree), IsEmpty());
    EXPECT_FALSE(pattern->matches(tree.module(1).path));
}

TEST(Pattern, AListIsCutAtCommas)
{
    EXPECT_THAT(splitPatternList(" neck , cls_preds.2,,\t, sub:a b ,"), ElementsAre("neck", "cls_preds.2", "sub:a b"));
    EXPECT_THAT(splitPatternList("re:a{1,2}[,],neck"), ElementsAre("re:a{1,2}[,]", "neck"));
    EXPECT_THAT(splitPatternList("re:\\[,neck"), ElementsAre("re:\\[", "neck")) << "an escaped bracket opens nothing";
    EXPECT_THAT(splitPatternList("re:\\"), ElementsAre("re:\\"));
    EXPECT_THAT(splitPatternList(" ,, "), IsEmpty());
    EXPECT_THAT(splitPatternList(""), IsEmpty());
}

TEST(NearestPath, IsTheSameStemWithTheNextIndex)
{
    const NetworkTree tree = hand::network();
    EXPECT_EQ(nearestPath(tree, "top_down_layers.2"), "neck.top_down_layers.1");
    EXPECT_EQ(nearestPath(tree, "neck.bottom_up_layers.7"), "neck.bottom_up_layers.1");
    EXPECT_EQ(nearestPath(tree, "stage3"), "backbone.image_model.stage4");
}

TEST(NearestPath, ForgivesSlips)
{
    const NetworkTree tree = hand::network();
    EXPECT_EQ(nearestPath(tree, "cls_pred"), "bbox_head.head_module.cls_preds");
    EXPECT_EQ(nearestPath(tree, "backbone.stem"), "backbone.image_model.stem") << "a forgotten segment";
    EXPECT_EQ(nearestPath(tree, "sub:topdown_layers.1"), "neck.top_down_layers.1");
    EXPECT_EQ(nearestPath(tree, "atn_block.*"), "neck.top_down_layers.0.attn_block.guide_fc");
}

TEST(NearestPath, LeadsFromAnIdentityToWhatItPassesOn)
{
    const NetworkTree tree = hand::network();
    EXPECT_EQ(nearestPath(tree, "out_layers.2"), "neck.bottom_up_layers.1");
    EXPECT_EQ(nearestPath(tree, "out_layers.0"), "neck.top_down_layers.1");
}

TEST(NearestPath, IsEmptyWhereNothingIsNearOrNothingIsWrong)
{
    const NetworkTree tree = hand::network();
    EXPECT_EQ(nearestPath(tree, "transformer.h.11"), "");
    EXPECT_EQ(nearestPath(tree, "neck"), "");
    EXPECT_EQ(nearestPath(tree, "re:nothing"), "");
    EXPECT_EQ(nearestPath(tree, ""), "");
    EXPECT_EQ(nearestPath(NetworkTree{}, "neck"), "");
    EXPECT_EQ(nearestPath(tree, std::string(999, 'x')), "");
}

TEST(NearestPath, ChoosesAmongWhatIsWanted)
{
    const NetworkTree tree = hand::network();
    std::vector<bool> wanted(tree.size(), false);
    wanted[static_cast<std::size_t>(tree.find("neck.reduce_layers"))] = true;
    EXPECT_EQ(nearestPath(tree, "reduce_layer", wanted), "neck.reduce_layers");
    EXPECT_EQ(nearestPath(tree, "reduce_layer"), "") << "identities hold no parameters";
}

TEST(NearestPath, CyclesOfDataEnd)
{
    NetworkTree tree("cycle", "none");
    tree.add(kNoModule, {});
    const ModuleId a = tree.add(0, hand::module("first", ModuleKind::Identity));
    const ModuleId b = tree.add(0, hand::module("second", ModuleKind::Identity));
    tree.connect(a, b);
    tree.connect(b, a);
    EXPECT_EQ(nearestPath(tree, "first"), "");
}

} // namespace
} // namespace espalier::network
