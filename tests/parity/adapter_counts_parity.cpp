// Parameter counts of the adapters on vision transformers of three sizes, without head: the published tables and what
// the methods' formulas give.
#include "core/model/describe.h"
#include "core/model/vit.h"
#include "core/plan/resolved_plan.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace espalier::parity {

using model::Vit;
using model::VitOptions;
namespace {

network::NetworkTree vit(std::int64_t width, std::int64_t heads, int layers, std::int64_t patch)
{
    VitOptions options;
    options.transformer = {width, 4 * width, heads, false, false, /*isFused=*/false, 1e-6};
    options.layers = layers;
    options.patch = patch;
    options.classes = 0;
    return model::describe(Vit(options, at::kMeta), "vit", "vit");
}

const std::array<network::NetworkTree, 3>& sizes()
{
    static const std::array kSizes{vit(768, 12, 12, 16), vit(1024, 16, 24, 16), vit(1280, 16, 32, 14)};
    return kSizes;
}

std::int64_t added(const network::NetworkTree& tree, const std::vector<plan::AdapterRule>& rules)
{
    plan::TuningPlan plan;
    plan.freeze = {"**"};
    plan.adapters = rules;
    const auto resolved = plan::resolve(tree, plan);
    EXPECT_TRUE(resolved) << (resolved ? "" : describe(resolved.error()));
    return resolved ? resolved->trainable : 0;
}

plan::AdapterRule on(const char* pattern, const plan::AdapterOptions& adapter)
{
    return {pattern, adapter, 1.0, std::nullopt};
}

/// Scale and shift on what is no linear layer of a block: norms and patches.
std::vector<plan::AdapterRule> rlrr(const char* sides)
{
    plan::RlrrOptions options;
    options.sides = sides;
    std::vector<plan::AdapterRule> rules{on("self_attn", options), on("mlp", options)};
    for (const char* pattern : {"layer_norm*", "norm", "patch_embed"}) {
        rules.push_back(on(pattern, plan::SsfOptions{}));
    }
    return rules;
}

struct Row {
    const char* name;
    std::vector<plan::AdapterRule> rules;
    std::array<std::int64_t, 3> counts; ///< B/16, L/16, H/14; 0: not told
};

TEST(AdapterCounts, OfTheBackbones)
{
    const std::array<std::int64_t, 3> expected{85'798'656, 303'301'632, 630'764'800};
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(sizes()[i].subtreeTotals().front().parameters, expected[i]);
    }
}

TEST(AdapterCounts, AsPublishedWithoutHead)
{
    plan::FactOptions tensorTrain{16, "tt"};
    plan::FactOptions tucker{32, "tk"};
    plan::VptOptions prompts;
    prompts.tokens = 50;
    const std::vector<Row> rows{
        {"RLRR, both sides", rlrr("both"), {288'768, 765'952, 1'274'880}},
        {"RLRR, left", rlrr("left"), {205'824, 544'768, 906'240}},
        {"RLRR, right", rlrr("right"), {205'824, 544'768, 906'240}},
        {"SSF", {on("**", plan::SsfOptions{})}, {205'824, 544'768, 906'240}},
        {"BitFit", {on("**", plan::BitfitOptions{})}, {102'912, 272'384, 453'120}},
        {"LoRA, rank 8",
         {on("q_proj", plan::LoraOptions{8}), on("v_proj", plan::LoraOptions{8})},
         {294'912, 786'432, 1'310'720}},
        {"LoRA, rank 16",
         {on("q_proj", plan::LoraOptions{16}), on("v_proj", plan::LoraOptions{16})},
         {589'824, 1'572'864, 2'621'440}},
        {"ARC",
         {on("layer_norm1", plan::ArcOptions{50}), on("layer_norm2", plan::ArcOptions{50})},
         {96'432, 153'952, 213'120}},
        {"ARC on attention", {on("layer_norm1", plan::ArcOptions{50})}, {48'216, 76'976, 106'560}},
        {"FacT-TT", {on("blocks", tensorTrain)}, {61'440, 0, 0}},
        {"FacT-TK", {on("blocks", tucker)}, {86'528, 0, 0}},
        {"AdaptFormer, 64", {on("mlp", plan::AdaptFormerOptions{64})}, {1'189'632, 3'171'840, 5'285'888}},
        {"AdaptFormer, 8", {on("mlp", plan::AdaptFormerOptions{8})}, {156'768, 417'984, 696'576}},
        {"VPT, deep", {on("blocks", prompts)}, {460'800, 1'228'800, 2'048'000}},
    };
    for (const Row& row : rows) {
        for (std::size_t i = 0; i < 3; ++i) {
            if (row.counts[i] != 0) {
                EXPECT_EQ(added(sizes()[i], row.rules), row.counts[i]) << row.name << ", size " << i;
            }
        }
    }
}

} // namespace
} // namespace espalier::parity
