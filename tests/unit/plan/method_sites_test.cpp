#include "core/plan/method_sites.h"
#include "core/plan/resolved_plan.h"
#include "tests/unit/network/hand_network.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace espalier::plan {
namespace {

namespace hand = network::hand;
using network::ModuleKind;

network::Module linear(std::int64_t inputs, std::int64_t outputs)
{
    network::Module module = hand::module("fc", ModuleKind::Linear);
    module.inputs = inputs;
    module.outputs = outputs;
    module.tensors = {{"weight", {outputs, inputs}}, {"bias", {outputs}}};
    return module;
}

network::Module tokens(ModuleKind kind)
{
    network::Module module = hand::module("part", kind);
    module.inputs = module.outputs = 12;
    return module;
}

TEST(MethodSites, EveryMethodHasARowAndASentence)
{
    std::set<std::string_view> sentences;
    for (const AdapterOptions& method : adapterMethods()) {
        EXPECT_FALSE(methodSites(method).kinds.empty()) << adapterId(method);
        EXPECT_TRUE(sentences.insert(methodSites(method).sentence).second) << adapterId(method);
        network::Module container = hand::module("list", ModuleKind::Container);
        EXPECT_EQ(siteRefusal(container, method), SiteRefusal::WrongKind) << adapterId(method);
        EXPECT_EQ(sentenceOf(SiteRefusal::WrongKind, method), methodSites(method).sentence);
    }
    EXPECT_EQ(adapterMethods().size(), std::variant_size_v<AdapterOptions>);
}

TEST(MethodSites, PartsOfATransformerTakeTheirOwnMethods)
{
    const auto isLegal = [](ModuleKind kind, const AdapterOptions& method) {
        return siteRefusal(tokens(kind), method) == SiteRefusal::None;
    };
    EXPECT_TRUE(isLegal(ModuleKind::TransformerLayer, VptOptions{}));
    EXPECT_FALSE(isLegal(ModuleKind::Attention, VptOptions{}));
    EXPECT_TRUE(isLegal(ModuleKind::Attention, BottleneckOptions{}));
    EXPECT_TRUE(isLegal(ModuleKind::Perceptron, BottleneckOptions{}));
    EXPECT_TRUE(isLegal(ModuleKind::Perceptron, AdaptFormerOptions{}));
    EXPECT_FALSE(isLegal(ModuleKind::Attention, AdaptFormerOptions{}));
    EXPECT_TRUE(isLegal(ModuleKind::LayerNorm, ArcOptions{}));
    EXPECT_TRUE(isLegal(ModuleKind::LayerNorm, SsfOptions{}));
    EXPECT_FALSE(isLegal(ModuleKind::LayerNorm, LoraOptions{}));
    EXPECT_FALSE(isLegal(ModuleKind::TransformerLayer, FeatureAdapterOptions{}));
}

TEST(MethodSites, WhatStandsAgainstASiteIsTold)
{
    LoraOptions parts;
    parts.parts = "qv";
    EXPECT_EQ(siteRefusal(linear(8, 24), parts), SiteRefusal::None);
    EXPECT_EQ(siteRefusal(linear(8, 16), parts), SiteRefusal::NotFused);
    EXPECT_EQ(siteRefusal(linear(8, 32), FactOptions{}), SiteRefusal::None);
    EXPECT_EQ(siteRefusal(linear(32, 8), FactOptions{}), SiteRefusal::None);
    EXPECT_EQ(siteRefusal(linear(8, 12), FactOptions{}), SiteRefusal::NotSquare);
    network::Module bare = linear(8, 12);
    bare.tensors.pop_back();
    EXPECT_EQ(siteRefusal(linear(8, 12), BitfitOptions{}), SiteRefusal::None);
    EXPECT_EQ(siteRefusal(bare, BitfitOptions{}), SiteRefusal::NoBias);
    network::Module closed = linear(8, 12);
    closed.canGraft = false;
    EXPECT_EQ(siteRefusal(closed, LoraOptions{}), SiteRefusal::NotOpen);
    EXPECT_EQ(siteRefusal(linear(0, 12), LoraOptions{}), SiteRefusal::NoOutput);
    for (const SiteRefusal refusal : {SiteRefusal::NotFused, SiteRefusal::NotSquare, SiteRefusal::NoBias,
                                      SiteRefusal::NotOpen, SiteRefusal::NoOutput}) {
        EXPECT_FALSE(sentenceOf(refusal, LoraOptions{}).empty());
    }
    EXPECT_TRUE(sentenceOf(SiteRefusal::None, LoraOptions{}).empty());
}

TEST(MethodSites, WhatARuleSharesCountsOnce)
{
    network::NetworkTree tree("small", "small");
    const network::ModuleId root = tree.add(network::kNoModule, network::Module{});
    std::vector<network::ModuleId> sites;
    for (const char* name : {"a", "b", "c"}) {
        network::Module module = linear(8, name[0] == 'c' ? 32 : 8);
        module.name = name;
        sites.push_back(tree.add(root, std::move(module)));
    }
    const FactOptions tucker{4, "tk"};
    EXPECT_EQ(graftParameters(tree, sites, tucker), 2 * 8 * 4 + 4 * 4 * 4 + 6 * 4);
    const FactOptions train{4, "tt"};
    EXPECT_EQ(graftParameters(tree, sites, train), 2 * 8 * 4 + 6 * 4 * 4);
    TuningPlan plan;
    plan.freeze = {"**"};
    plan.adapters = {{"*", tucker, 1.0, std::nullopt}};
    EXPECT_EQ(resolve(tree, plan)->adapters, graftParameters(tree, sites, tucker));
    EXPECT_EQ(graftParameters(tree, sites, LoraOptions{2}), 2 * 2 * (8 + 8) + 2 * (8 + 32));
}

TEST(MethodSites, OfLoraAndDoraOnOneSiteTheLaterStands)
{
    network::NetworkTree tree("small", "small");
    const network::ModuleId root = tree.add(network::kNoModule, network::Module{});
    tree.add(root, linear(8, 8));
    TuningPlan plan;
    plan.adapters = {{"fc", LoraOptions{2}, 1.0, std::nullopt}, {"fc", DoraOptions{2}, 1.0, std::nullopt}};
    const auto resolved = resolve(tree, plan);
    ASSERT_EQ(resolved->grafts.size(), 1U);
    EXPECT_EQ(adapterId(resolved->grafts[0].adapter), "dora");
    EXPECT_EQ(resolved->adapters, 2 * (8 + 8) + 8);
}

} // namespace
} // namespace espalier::plan
