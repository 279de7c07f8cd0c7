#include "core/plan/resolved_plan.h"
#include "tests/unit/network/hand_network.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace espalier::plan {
namespace {

namespace hand = network::hand;
using testing::ElementsAre;
using testing::IsEmpty;

class Resolved : public testing::Test {
protected:
    ResolvedPlan resolvePlan()
    {
        auto plan = resolve(m_tree, m_plan);
        EXPECT_TRUE(plan.has_value()) << describe(plan.error());
        return *plan;
    }
    [[nodiscard]] std::size_t at(const char* path) const { return static_cast<std::size_t>(m_tree.find(path)); }
    [[nodiscard]] std::vector<std::string> sitesOf(const ResolvedPlan& plan) const
    {
        std::vector<std::string> paths;
        for (const Graft& graft : plan.grafts) {
            paths.push_back(m_tree.module(graft.site).path);
        }
        return paths;
    }

    network::NetworkTree m_tree = hand::network();
    TuningPlan m_plan;
};

TEST_F(Resolved, AnEmptyPlanTrainsEverything)
{
    const ResolvedPlan plan = resolvePlan();
    EXPECT_EQ(plan.networkParameters, hand::kTotal);
    EXPECT_EQ(plan.total, hand::kTotal);
    EXPECT_EQ(plan.trainable, hand::kTotal);
    EXPECT_EQ(plan.unfrozen, hand::kTotal);
    EXPECT_EQ(plan.trainableTensors, m_tree.subtreeTotals().front().parameterTensors);
    EXPECT_EQ(plan.movingBuffers, m_tree.subtreeTotals().front().bufferTensors) << "all buffers are those of norms";
    EXPECT_EQ(plan.subtree.front(), TrainState::Unfrozen);
    EXPECT_THAT(plan.rules, IsEmpty());
    EXPECT_THAT(plan.grafts, IsEmpty());
    ASSERT_EQ(plan.groups.size(), 1);
    EXPECT_EQ(plan.groups[0].label, "unfrozen");
    EXPECT_EQ(plan.groups[0].tensors.front(), "backbone.image_model.stem.conv.weight");
    EXPECT_EQ(static_cast<std::int64_t>(plan.groups[0].tensors.size()), plan.trainableTensors);
    EXPECT_EQ(plan.actingRule[at("neck")], -1);
}

TEST_F(Resolved, LaterUnfreezeRulesWin)
{
    m_plan.freeze = {"**"};
    m_plan.unfreeze = {{"neck", 0.5, 0.01}, {"top_down_layers.1", 2.0, std::nullopt}};
    const ResolvedPlan plan = resolvePlan();
    EXPECT_EQ(plan.unfrozen, hand::kNeck);
    EXPECT_EQ(plan.lrScale[at("neck.top_down_layers.0.attn_block")], 0.5);
    EXPECT_EQ(plan.lrScale[at("neck.top_down_layers.1.attn_block")], 2.0);
    EXPECT_EQ(plan.lrScale[at("backbone.image_model.stem")], 1.0);
    EXPECT_EQ(plan.rules[static_cast<std::size_t>(plan.actingRule[at("neck.top_down_layers.1")])].pattern,
              "top_down_layers.1");
    EXPECT_EQ(plan.rules[static_cast<std::size_t>(plan.actingRule[at("backbone")])].kind, RuleKind::Freeze);
    ASSERT_EQ(plan.groups.size(), 2);
    EXPECT_EQ(plan.groups[0].label, "unfrozen ×0.5, decay 0.01");
    EXPECT_EQ(plan.groups[0].weightDecay, 0.01);
    EXPECT_EQ(plan.groups[1].label, "unfrozen ×2");
    EXPECT_THAT(
        plan.groups[1].tensors,
        ElementsAre("neck.top_down_layers.1.attn_block.bias", "neck.top_down_layers.1.attn_block.guide_fc.weight",
                    "neck.top_down_layers.1.attn_block.guide_fc.bias", "neck.top_down_layers.1.final_conv.conv.weight",
                    "neck.top_down_layers.1.final_conv.bn.weight", "neck.top_down_layers.1.final_conv.bn.bias"));
}

TEST_F(Resolved, ExcludeClosesForGoodAdaptersIncluded)
{
    m_plan.unfreeze = {{"neck", 1.0, std::nullopt}};
    m_plan.adapters = {{"top_down_layers", FeatureAdapterOptions{}, 1.0, std::nullopt}};
    m_plan.exclude = {"top_down_layers.0"};
    const ResolvedPlan plan = resolvePlan();
    EXPECT_EQ(plan.unfrozen, hand::kTotal - 118);
    EXPECT_THAT(sitesOf(plan), ElementsAre("neck.top_down_layers.1"));
    EXPECT_EQ(plan.own[at("neck.top_down_layers.0.attn_block")], TrainState::Excluded);
    EXPECT_EQ(plan.subtree[at("neck.top_down_layers.0")], TrainState::Excluded);
    EXPECT_EQ(plan.trainableUnder[at("neck.top_down_layers.0")], 0);
    EXPECT_EQ(plan.rules.back().parameters, 118);
}

TEST_F(Resolved, StatesOfSubtreesComeFromThoseWhoHoldParameters)
{
    m_plan.freeze = {"**"};
    m_plan.unfreeze = {{"cls_preds.2", 1.0, std::nullopt}, {"attn_block", 1.0, std::nullopt}};
    const ResolvedPlan plan = resolvePlan();
    EXPECT_EQ(plan.subtree.front(), TrainState::Mixed);
    EXPECT_EQ(plan.subtree[at("bbox_head.head_module.cls_preds")], TrainState::Mixed);
    EXPECT_EQ(plan.subtree[at("bbox_head.head_module.cls_preds.2")], TrainState::Unfrozen);
    EXPECT_EQ(plan.subtree[at("bbox_head.head_module.cls_preds.2.0.activate")], TrainState::Unfrozen)
        << "its parent's, as it holds none";
    EXPECT_EQ(plan.subtree[at("backbone.image_model.stem.activate")], TrainState::Frozen);
    EXPECT_EQ(plan.subtree[at("backbone")], TrainState::Frozen);
    EXPECT_EQ(plan.subtree[at("neck.top_down_layers.0")], TrainState::Mixed);
    EXPECT_EQ(plan.subtree[at("neck.top_down_layers.0.attn_block")], TrainState::Unfrozen);
    EXPECT_EQ(plan.own[at("neck.top_down_layers.0.attn_block")], TrainState::Unfrozen);
    EXPECT_EQ(plan.own[at("neck.top_down_layers.0.final_conv.bn")], TrainState::Frozen);
}

TEST_F(Resolved, SumsUnderAModuleHoldItsAdapters)
{
    m_plan.freeze = {"**"};
    m_plan.adapters = {{"out_layers.2", FeatureAdapterOptions{4}, 1.0, std::nullopt}};
    m_plan.unfreeze = {{"bottom_up_layers.1", 1.0, std::nullopt}};
    const ResolvedPlan plan = resolvePlan();
    EXPECT_EQ(plan.adapters, 2 * 8 * 4);
    EXPECT_EQ(plan.trainableUnder[at("neck.out_layers.2")], 64);
    EXPECT_EQ(plan.parametersUnder[at("neck.out_layers")], 64);
    EXPECT_EQ(plan.trainableUnder[at("neck")], 64 + 118);
    EXPECT_EQ(plan.parametersUnder[at("neck")], 64 + hand::kNeck);
    EXPECT_EQ(plan.trainableUnder.front(), plan.trainable);
    EXPECT_EQ(plan.parametersUnder.front(), plan.total);
    EXPECT_EQ(plan.trainableTensors, 2 + 6);
    EXPECT_EQ(plan.movingBuffers, 3);
}

TEST_F(Resolved, GraftsHaveTheShapesOfTheirSites)
{
    m_plan.adapters = {{"stem", LoraOptions{2}, 1.0, std::nullopt},
                       {"top_down_layers.0.attn_block.guide_fc", LoraOptions{2}, 1.0, std::nullopt},
                       {"reg_preds.1", FeatureAdapterOptions{2}, 1.0, std::nullopt}};
    const ResolvedPlan plan = resolvePlan();
    ASSERT_THAT(sitesOf(plan),
                ElementsAre("backbone.image_model.stem.conv", "neck.top_down_layers.0.attn_block.guide_fc",
                            "bbox_head.head_module.reg_preds.1"));
    const auto shape = [](const Graft& graft) {
        return std::tuple(graft.inputs, graft.outputs, graft.kernel, graft.parameters);
    };
    EXPECT_EQ(shape(plan.grafts[0]), std::tuple(3, 4, 3, 2 * (9 * 3 + 4)));
    EXPECT_EQ(shape(plan.grafts[1]), std::tuple(8, 4, 0, 2 * (8 + 4)));
    EXPECT_EQ(shape(plan.grafts[2]), std::tuple(4, 4, 1, 2 * 2 * 4));
}

TEST_F(Resolved, OfOneMethodOnOneSiteTheLaterRuleStands)
{
    m_plan.freeze = {"**"};
    m_plan.adapters = {{"cls_preds", FeatureAdapterOptions{16}, 1.0, std::nullopt},
                       {"cls_preds.1", FeatureAdapterOptions{32}, 3.0, 0.0},
                       {"cls_preds.1", LoraOptions{4}, 1.0, std::nullopt}};
    const ResolvedPlan plan = resolvePlan();
    ASSERT_THAT(sitesOf(plan), ElementsAre("bbox_head.head_module.cls_preds.0", "bbox_head.head_module.cls_preds.1",
                                           "bbox_head.head_module.cls_preds.1.0.conv",
                                           "bbox_head.head_module.cls_preds.1.2", "bbox_head.head_module.cls_preds.2"));
    EXPECT_EQ(adapterRank(plan.grafts[1].adapter), 32);
    EXPECT_EQ(plan.rules[1].modules, 2);
    EXPECT_EQ(plan.rules[1].parameters, 2 * 2 * 16 * 16);
    EXPECT_EQ(plan.rules[2].modules, 1);
    EXPECT_EQ(plan.rules[3].modules, 2);
    ASSERT_EQ(plan.groups.size(), 2);
    EXPECT_EQ(plan.groups[0].label, "adapters");
    EXPECT_EQ(plan.groups[1].label, "adapters ×3, decay 0");
    EXPECT_THAT(plan.groups[1].tensors, ElementsAre("bbox_head.head_module.cls_preds.1.feature_adapter.lora_A.weight",
                                                    "bbox_head.head_module.cls_preds.1.feature_adapter.lora_B.weight"));
}

TEST_F(Resolved, TwoMethodsShareASite)
{
    m_plan.adapters = {{"cls_preds.1.2", LoraOptions{4}, 1.0, std::nullopt},
                       {"cls_preds.1.2", FeatureAdapterOptions{4}, 1.0, std::nullopt}};
    const ResolvedPlan plan = resolvePlan();
    ASSERT_EQ(plan.grafts.size(), 2);
    EXPECT_EQ(plan.grafts[0].site, plan.grafts[1].site);
    EXPECT_EQ(plan.grafts[0].rule, 0) << "in the order of the rules";
}

TEST_F(Resolved, LearningRateScalesMultiplyWhatTrains)
{
    m_plan.freeze = {"**"};
    m_plan.adapters = {{"cls_preds.2", FeatureAdapterOptions{}, 2.0, std::nullopt}};
    m_plan.unfreeze = {{"cls_preds.2", 0.5, std::nullopt}, {"reg_preds.2", 1.0, std::nullopt}};
    m_plan.lrScale = {{"bbox_head", 0.5}, {"cls_preds", 0.5}};
    const ResolvedPlan plan = resolvePlan();
    EXPECT_EQ(plan.lrScale[at("bbox_head.head_module.cls_preds.2.2")], 0.125);
    EXPECT_EQ(plan.lrScale[at("bbox_head.head_module.reg_preds.2.2")], 0.5);
    EXPECT_EQ(plan.lrScale[at("bbox_head.head_module.cls_preds.1.2")], 1.0) << "frozen";
    EXPECT_EQ(plan.grafts.at(0).lrScale, 0.5);
    std::vector<std::string> labels;
    std::ranges::transform(plan.groups, std::back_inserter(labels), &ParameterGroup::label);
    EXPECT_THAT(labels, ElementsAre("adapters ×0.5", "unfrozen ×0.125", "unfrozen ×0.5"));
    const RuleReport& head = plan.rules[4];
    EXPECT_EQ(head.kind, RuleKind::LearningRateScale);
    EXPECT_EQ(head.parameters, 172 + 60 + plan.adapters);
}

TEST_F(Resolved, EveryTrainableTensorIsInExactlyOneGroup)
{
    m_plan.freeze = {"backbone"};
    m_plan.adapters = {{"stem", LoraOptions{}, 1.0, std::nullopt}, {"neck", FeatureAdapterOptions{}, 2.0, 0.0}};
    m_plan.unfreeze = {{"stage4", 0.1, std::nullopt}, {"bn", 1.0, 0.0}};
    m_plan.lrScale = {{"neck", 0.25}};
    m_plan.exclude = {"cls_contrasts"};
    const ResolvedPlan plan = resolvePlan();
    std::vector<std::string> names;
    for (const ParameterGroup& group : plan.groups) {
        EXPECT_THAT(group.tensors, testing::Not(IsEmpty()));
        names.insert(names.end(), group.tensors.begin(), group.tensors.end());
    }
    EXPECT_EQ(static_cast<std::int64_t>(names.size()), plan.trainableTensors);
    std::ranges::sort(names);
    EXPECT_EQ(std::ranges::adjacent_find(names), names.end());
    EXPECT_EQ(plan.trainable, plan.unfrozen + plan.adapters);
    EXPECT_EQ(plan.trainable, plan.trainableUnder.front());
}

TEST_F(Resolved, RulesComeInTheOrderOfEffect)
{
    m_plan = {{"**"},
              {{"stem", LoraOptions{}, 1.0, std::nullopt}},
              {{"neck", 1.0, std::nullopt}},
              {{"neck", 0.5}},
              {"text_model"}};
    std::vector<std::string_view> kinds;
    for (const RuleReport& rule : resolvePlan().rules) {
        kinds.push_back(toText(rule.kind));
    }
    EXPECT_THAT(kinds, ElementsAre("freeze", "adapter", "unfreeze", "lr_scale", "exclude"));
}

TEST_F(Resolved, APatternThatCannotBeReadNamesItsPlace)
{
    const auto whereOf = [this] {
        const auto plan = resolve(m_tree, m_plan);
        EXPECT_FALSE(plan.has_value());
        return plan ? std::string() : plan.error().where;
    };
    m_plan.exclude = {"a", "re:("};
    EXPECT_EQ(whereOf(), "plan.exclude[1]");
    m_plan.lrScale = {{"", 1.0}};
    EXPECT_EQ(whereOf(), "plan.lr_scale[0]");
    m_plan.unfreeze = {{"a..b", 1.0, std::nullopt}};
    EXPECT_EQ(whereOf(), "plan.unfreeze[0]");
    m_plan.adapters = {{"re:[", LoraOptions{}, 1.0, std::nullopt}};
    EXPECT_EQ(whereOf(), "plan.adapters[0]");
    m_plan.freeze = {"sub:"};
    EXPECT_EQ(whereOf(), "plan.freeze[0]");
}

TEST_F(Resolved, ANetworkWithoutModulesHasNothing)
{
    m_tree = network::NetworkTree{};
    m_plan.freeze = {"**"};
    const ResolvedPlan plan = resolvePlan();
    EXPECT_EQ(plan.total, 0);
    EXPECT_FALSE(plan.rules.at(0).reason.empty());
}

} // namespace
} // namespace espalier::plan
