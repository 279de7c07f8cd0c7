#include "core/network/network_tree.h"
#include "tests/unit/network/hand_network.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>

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

TEST(NetworkTree, JsonGivesTheSameTreeBack)
{
    NetworkTree tree = hand::network();
    Module shown = hand::imageMap("drawn", ModuleKind::Block, 3, 5);
    shown.type = "CBS 3×3 /2";
    shown.part = "backbone.stage4";
    tree.add(0, shown);
    const auto parsed = parseJson(tree.toJson().dump(), "tree.json");
    ASSERT_TRUE(parsed.has_value());
    const auto back = NetworkTree::fromJson(*parsed);
    ASSERT_TRUE(back.has_value()) << describe(back.error());
    EXPECT_EQ(*back, tree);
    EXPECT_EQ(back->find("neck.out_layers.2"), tree.find("neck.out_layers.2"));
}

struct Damage {
    const char* what;
    std::function<void(Json&)> apply;
};

const std::vector<Damage>& damages()
{
    static constexpr auto kHuge = std::numeric_limits<std::int64_t>::max();
    static const std::vector<Damage> kDamages{
        {"another format", [](Json& j) { j["format"] = 2; }},
        {"no model", [](Json& j) { j.erase("model"); }},
        {"modules no list", [](Json& j) { j["modules"] = Json::object(); }},
        {"no modules", [](Json& j) { j["modules"] = Json::array(); }},
        {"edges no list", [](Json& j) { j["edges"] = 1; }},
        {"a module that is a number", [](Json& j) { j["modules"][3] = 7; }},
        {"a root with a parent", [](Json& j) { j["modules"][0]["parent"] = 0; }},
        {"a root with a name", [](Json& j) { j["modules"][0]["name"] = "x"; }},
        {"a second root", [](Json& j) { j["modules"][2]["parent"] = -1; }},
        {"a parent after its child", [](Json& j) { j["modules"][2]["parent"] = 5; }},
        {"its own parent", [](Json& j) { j["modules"][2]["parent"] = 2; }},
        {"a parent far out", [](Json& j) { j["modules"][2]["parent"] = kHuge; }},
        {"an unsigned parent", [](Json& j) { j["modules"][2]["parent"] = std::numeric_limits<std::uint64_t>::max(); }},
        {"a parent that is no whole number", [](Json& j) { j["modules"][2]["parent"] = 0.5; }},
        {"a name with a dot", [](Json& j) { j["modules"][2]["name"] = "a.b"; }},
        {"an empty name", [](Json& j) { j["modules"][2]["name"] = ""; }},
        {"a name of control characters", [](Json& j) { j["modules"][2]["name"] = "a\n"; }},
        {"two of one name", [](Json& j) { j["modules"][5]["name"] = "conv"; }},
        {"an endless name", [](Json& j) { j["modules"][2]["name"] = std::string(2000, 'a'); }},
        {"an unknown kind", [](Json& j) { j["modules"][2]["kind"] = "conv3d"; }},
        {"a type that is no text", [](Json& j) { j["modules"][2]["type"] = nullptr; }},
        {"negative channels", [](Json& j) { j["modules"][2]["inputs"] = -1; }},
        {"endless channels", [](Json& j) { j["modules"][2]["outputs"] = kHuge; }},
        {"an endless kernel", [](Json& j) { j["modules"][2]["kernel"] = 1'000'000; }},
        {"a flag that is a number", [](Json& j) { j["modules"][2]["graft"] = 1; }},
        {"tensors no list", [](Json& j) { j["modules"][4]["tensors"] = "weight"; }},
        {"a negative side",
         [](Json& j) {
             j["modules"][4]["tensors"][0]["shape"] = {3, -1};
         }},
        {"a side that is text", [](Json& j) { j["modules"][4]["tensors"][0]["shape"] = {"3"}; }},
        {"a product that overflows",
         [](Json& j) {
             j["modules"][4]["tensors"][0]["shape"] = {1 << 30, 1 << 30, 1 << 30};
         }},
        {"one huge side", [](Json& j) { j["modules"][4]["tensors"][0]["shape"] = {kHuge}; }},
        {"too many sides", [](Json& j) { j["modules"][4]["tensors"][0]["shape"] = std::vector<int>(100, 1); }},
        {"a tensor without a name", [](Json& j) { j["modules"][4]["tensors"][0]["name"] = ""; }},
        {"two tensors of one name", [](Json& j) { j["modules"][5]["tensors"][1]["name"] = "weight"; }},
        {"a buffer flag that is text", [](Json& j) { j["modules"][4]["tensors"][0]["buffer"] = "no"; }},
        {"an edge to nowhere", [](Json& j) { j["edges"][0][1] = 100'000; }},
        {"an edge from before", [](Json& j) { j["edges"][0][0] = -1; }},
        {"an edge of three", [](Json& j) { j["edges"][0].push_back(1); }},
        {"an edge that is a number", [](Json& j) { j["edges"][0] = 1; }},
    };
    return kDamages;
}

TEST(NetworkTree, DamagedJsonIsRefused)
{
    const Json whole = hand::network().toJson();
    ASSERT_EQ(whole["modules"][4]["name"], "conv");
    ASSERT_EQ(whole["modules"][5]["name"], "bn");
    for (const Damage& damage : damages()) {
        Json json = whole;
        damage.apply(json);
        const auto tree = NetworkTree::fromJson(json);
        ASSERT_FALSE(tree.has_value()) << damage.what;
        EXPECT_EQ(tree.error().code, ErrorCode::Unreadable) << damage.what;
        EXPECT_FALSE(tree.error().message.empty()) << damage.what;
    }
    for (const char* text : {"null", "[]", "3", "\"tree\"", "{}"}) {
        EXPECT_FALSE(NetworkTree::fromJson(*parseJson(text, "x")).has_value()) << text;
    }
}

TEST(NetworkTree, TheSumOfManyLegalTensorsCannotOverflow)
{
    Json json = hand::network().toJson();
    for (Json& module : json["modules"]) {
        for (Json& tensor : module["tensors"]) {
            tensor["shape"] = {std::int64_t{1} << 47};
        }
    }
    EXPECT_FALSE(NetworkTree::fromJson(json).has_value());
}

TEST(NetworkTree, ADeepChainIsRefusedBeforeItFillsTheMemory)
{
    NetworkTree tree("deep", "none");
    ModuleId last = tree.add(kNoModule, {});
    for (int i = 0; i < 600; ++i) {
        last = tree.add(last, hand::module("a", ModuleKind::Container));
    }
    EXPECT_FALSE(NetworkTree::fromJson(tree.toJson()).has_value());
}

} // namespace
} // namespace espalier::network
