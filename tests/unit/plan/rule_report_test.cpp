#include "core/plan/resolved_plan.h"
#include "tests/unit/network/hand_network.h"

#include <gtest/gtest.h>

namespace espalier::plan {
namespace {

namespace hand = network::hand;

RuleReport lastOf(TuningPlan plan)
{
    static const network::NetworkTree kTree = hand::network();
    plan.freeze.insert(plan.freeze.begin(), "**");
    const auto resolved = resolve(kTree, plan);
    EXPECT_TRUE(resolved.has_value()) << describe(resolved.error());
    return resolved->rules.back();
}

RuleReport unfreeze(const char* pattern)
{
    return lastOf({{}, {}, {{pattern, 1.0, std::nullopt}}, {}, {}});
}

RuleReport graft(const char* pattern, const AdapterOptions& adapter)
{
    return lastOf({{}, {{pattern, adapter, 1.0, std::nullopt}}, {}, {}, {}});
}

TEST(RuleReport, CountsWhatARuleOpens)
{
    const RuleReport rule = unfreeze("top_down_layers");
    EXPECT_EQ(rule.modules, 1);
    EXPECT_EQ(rule.tensors, 12);
    EXPECT_EQ(rule.parameters, 236);
    EXPECT_EQ(rule.reason, "");
    EXPECT_EQ(rule.nearest, "");
    EXPECT_EQ(rule.matches.size(), 1);
}

TEST(RuleReport, CountsWhatARuleGrafts)
{
    const RuleReport rule = graft("top_down_layers", FeatureAdapterOptions{2});
    EXPECT_EQ(rule.modules, 2);
    EXPECT_EQ(rule.tensors, 4);
    EXPECT_EQ(rule.parameters, 2 * 2 * 8 * 2);
    EXPECT_EQ(rule.matches.size(), 1);
}

TEST(RuleReport, ANameThatIsNotThereLeadsToTheNearest)
{
    const RuleReport rule = unfreeze("top_down_layers.2");
    EXPECT_EQ(rule.parameters, 0);
    EXPECT_EQ(rule.reason, "no module has this name");
    EXPECT_EQ(rule.nearest, "neck.top_down_layers.1");
    EXPECT_EQ(unfreeze("re:top_down_layers.9").reason, "no module matches");
}

TEST(RuleReport, IdentitiesLeadToWhatTheyPassOn)
{
    const RuleReport rule = unfreeze("out_layers.2");
    EXPECT_EQ(rule.modules, 1);
    EXPECT_EQ(rule.parameters, 0);
    EXPECT_EQ(rule.reason, "matches 1 module that holds no parameters (an identity)");
    EXPECT_EQ(rule.nearest, "neck.bottom_up_layers.1");
    EXPECT_EQ(unfreeze("out_layers.*").reason, "matches 3 modules that hold no parameters (identities)");
    EXPECT_EQ(unfreeze("activate").reason.find("identit"), std::string::npos);
}

TEST(RuleReport, ExcludedMatchesAreSaidToBe)
{
    TuningPlan plan;
    plan.unfreeze = {{"neck", 1.0, std::nullopt}};
    plan.adapters = {{"neck", FeatureAdapterOptions{}, 1.0, std::nullopt}};
    plan.exclude = {"neck"};
    const auto resolved = resolve(hand::network(), plan);
    ASSERT_TRUE(resolved.has_value());
    EXPECT_EQ(resolved->rules[0].reason, "all matched modules are excluded");
    EXPECT_EQ(resolved->rules[1].reason, "all matched modules are excluded");
    EXPECT_EQ(resolved->rules[1].parameters, 0);
    EXPECT_EQ(resolved->rules[2].reason, "");
}

TEST(RuleReport, ExcludingIdentitiesIsNoMistake)
{
    EXPECT_EQ(lastOf({{}, {}, {}, {}, {"out_layers"}}).reason, "");
    EXPECT_EQ(lastOf({{}, {}, {}, {}, {"out_layers.9"}}).reason, "no module has this name");
}

TEST(RuleReport, AnAdapterWithoutASiteSaysWhy)
{
    const RuleReport onIdentity = graft("out_layers.1", LoraOptions{});
    EXPECT_EQ(onIdentity.reason, "matches 1 module that cannot carry LoRA");
    EXPECT_EQ(onIdentity.nearest, "neck.bottom_up_layers.0");
    const RuleReport onLinear = graft("guide_fc", FeatureAdapterOptions{});
    EXPECT_EQ(onLinear.reason, "matches 4 modules that cannot carry Feature adapter");
    EXPECT_EQ(graft("reduce_layer", FeatureAdapterOptions{}).nearest, "neck.reduce_layers")
        << "a feature adapter may sit where no parameters are";
    EXPECT_EQ(graft("text_model", LoraOptions{}).modules, 0);
}

TEST(RuleReport, AReplacedAdapterRuleSaysSo)
{
    TuningPlan plan;
    plan.adapters = {{"cls_preds.2", FeatureAdapterOptions{8}, 1.0, std::nullopt},
                     {"cls_preds", FeatureAdapterOptions{16}, 1.0, std::nullopt}};
    const auto resolved = resolve(hand::network(), plan);
    ASSERT_TRUE(resolved.has_value());
    EXPECT_EQ(resolved->rules[0].modules, 0);
    EXPECT_EQ(resolved->rules[0].reason, "a later rule grafts the same method on every site");
    EXPECT_EQ(resolved->rules[1].modules, 3);
}

TEST(RuleReport, ALearningRateScaleThatReachesNothingSaysSo)
{
    const RuleReport frozen = lastOf({{}, {}, {}, {{"neck", 0.5}}, {}});
    EXPECT_EQ(frozen.parameters, 0);
    EXPECT_EQ(frozen.reason, "nothing under the matched modules trains");
    const RuleReport onAdapter =
        lastOf({{}, {{"out_layers", FeatureAdapterOptions{}, 1.0, std::nullopt}}, {}, {{"neck", 0.5}}, {}});
    EXPECT_EQ(onAdapter.parameters, 3 * 2 * 8 * 16);
    EXPECT_EQ(onAdapter.reason, "");
}

} // namespace
} // namespace espalier::plan
