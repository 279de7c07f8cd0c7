#include "core/plan/presets.h"
#include "core/plan/resolved_plan.h"
#include "tests/unit/network/hand_network.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace espalier::plan {
namespace {

namespace hand = network::hand;
using testing::ElementsAre;

ResolvedPlan resolved(std::string_view id)
{
    static const network::NetworkTree kTree = hand::network();
    const Preset* preset = findPreset(id);
    EXPECT_NE(preset, nullptr) << id;
    return resolve(kTree, preset->make()).value();
}

std::vector<std::string> patternsThatSelectNothing(const ResolvedPlan& plan)
{
    std::vector<std::string> patterns;
    for (const RuleReport& rule : plan.rules) {
        if (!rule.reason.empty()) {
            patterns.push_back(rule.pattern);
        }
    }
    return patterns;
}

TEST(Presets, HaveDistinctIdsAndTitles)
{
    std::set<std::string_view> ids;
    std::set<std::string_view> titles;
    for (const Preset& preset : presets()) {
        EXPECT_TRUE(ids.insert(preset.id).second) << preset.id;
        EXPECT_TRUE(titles.insert(preset.title).second) << preset.title;
        EXPECT_FALSE(preset.help.empty());
        EXPECT_EQ(findPreset(preset.id), &preset);
    }
    EXPECT_EQ(ids, (std::set<std::string_view>{"full", "baseline", "linear_probe", "step1", "step2", "step3",
                                               "lora_convolutions"}));
    EXPECT_EQ(findPreset("step4"), nullptr);
}

TEST(Presets, FullTrainsEverythingAndBaselineAllButTheTextTower)
{
    EXPECT_EQ(resolved("full").trainable, hand::kTotal);
    const ResolvedPlan baseline = resolved("baseline");
    EXPECT_EQ(baseline.trainable, hand::kTotal - hand::kText);
    EXPECT_EQ(baseline.total, hand::kTotal);
    EXPECT_EQ(baseline.adapters, 0);
}

TEST(Presets, LinearProbeOpensTheLastLayersOfClassification)
{
    const ResolvedPlan plan = resolved("linear_probe");
    EXPECT_EQ(plan.trainable, 3 * (6 * 16 + 16) + 3 * 34);
    EXPECT_EQ(plan.movingBuffers, 3 * 3) << "the norms of the contrast head";
    EXPECT_THAT(patternsThatSelectNothing(plan), ElementsAre());
}

TEST(Presets, Step1IsSixteenAdaptersOnAFrozenNetwork)
{
    const ResolvedPlan plan = resolved("step1");
    EXPECT_EQ(plan.grafts.size(), 16);
    EXPECT_EQ(plan.unfrozen, 0);
    // 10 maps of 8 channels at rank 16; 3 of 16 and 3 of 4 channels at rank 32.
    EXPECT_EQ(plan.adapters, 10 * 2 * 8 * 16 + 3 * 2 * 16 * 32 + 3 * 2 * 4 * 32);
    EXPECT_EQ(plan.trainable, plan.adapters);
    EXPECT_EQ(plan.total, hand::kTotal + plan.adapters);
    EXPECT_EQ(plan.movingBuffers, 0);
    for (const Graft& graft : plan.grafts) {
        const auto options = std::get<FeatureAdapterOptions>(graft.adapter);
        EXPECT_EQ(options.alpha, 16.0);
        EXPECT_EQ(options.dropout, 0.1);
    }
}

TEST(Presets, Step2OpensOneLevelOfTheHead)
{
    const ResolvedPlan plan = resolved("step2");
    EXPECT_EQ(plan.unfrozen, 172 + 60);
    EXPECT_EQ(plan.grafts.size(), 16);
    EXPECT_THAT(patternsThatSelectNothing(plan), ElementsAre("out_layers.2"));
    ASSERT_EQ(plan.groups.size(), 2);
    EXPECT_EQ(plan.groups[1].label, "unfrozen ×0.5");
}

TEST(Presets, Step3ReportsTheStudysPatternsThatSelectNothing)
{
    const ResolvedPlan plan = resolved("step3");
    EXPECT_EQ(plan.unfrozen, 304 + 118 + 118 + 3 * 172 + 3 * 60);
    EXPECT_THAT(patternsThatSelectNothing(plan),
                ElementsAre("top_down_layers.2", "bottom_up_layers.2", "out_layers.1", "out_layers.2"));
    for (const Graft& graft : plan.grafts) {
        EXPECT_EQ(std::get<FeatureAdapterOptions>(graft.adapter).dropout, 0.0);
    }
    std::vector<std::string> labels;
    std::ranges::transform(plan.groups, std::back_inserter(labels), &ParameterGroup::label);
    EXPECT_THAT(labels, ElementsAre("adapters", "unfrozen ×0.1", "unfrozen", "unfrozen ×0.5"));
}

TEST(Presets, LoraOnAllConvolutionsIsOnAllAndOnNothingElse)
{
    const network::NetworkTree tree = hand::network();
    const ResolvedPlan plan = resolve(tree, findPreset("lora_convolutions")->make()).value();
    std::vector<network::ModuleId> convolutions;
    for (std::size_t i = 0; i < tree.size(); ++i) {
        if (tree.modules()[i].kind == network::ModuleKind::Conv2d) {
            convolutions.push_back(static_cast<network::ModuleId>(i));
        }
    }
    std::vector<network::ModuleId> sites;
    std::ranges::transform(plan.grafts, std::back_inserter(sites), &Graft::site);
    EXPECT_EQ(sites, convolutions);
    EXPECT_EQ(plan.unfrozen, 0);
}

} // namespace
} // namespace espalier::plan
