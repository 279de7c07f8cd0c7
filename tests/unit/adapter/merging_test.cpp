#include "tests/unit/adapter/grafting.h"

namespace espalier::adapter {
namespace {

using plan::AdapterOptions;

constexpr double kTolerance = 1e-5;

plan::AdapterRule everywhere(const AdapterOptions& adapter)
{
    return {"layer", adapter, 1.0, std::nullopt};
}

kernel::LinearMap mergedInto(kernel::Graftable& site, kernel::LinearMap map)
{
    for (const auto& graft : site.grafts()) {
        const auto next = graft->merged(map);
        EXPECT_TRUE(next);
        map = *next;
    }
    site.removeGrafts();
    return map;
}

/// What grafts make of a layer is what a layer with the merged tensors makes. `again` runs that one.
template <class Network, class Again>
void expectMerges(Network& network, const AdapterOptions& adapter, const at::Tensor& input, Again again)
{
    const at::NoGradGuard noGradients;
    const at::Tensor before = network.forward(input);
    Planted planted = plant(network, {everywhere(adapter)});
    const double begins = apart(network.forward(input), before);
    if (plan::beginsAsBase(adapter)) {
        EXPECT_LT(begins, kTolerance) << plan::adapterTitle(adapter);
    } else {
        EXPECT_GT(begins, 1e-3) << plan::adapterTitle(adapter);
    }
    stir(planted);
    const at::Tensor grafted = network.forward(input);
    EXPECT_GT(apart(grafted, before), 1e-3);
    const kernel::LinearMap map = mergedInto(network.layer(), network.layer().map());
    EXPECT_LT(apart(again(map), grafted), kTolerance) << plan::adapterTitle(adapter);
}

std::vector<AdapterOptions> onMatrices()
{
    std::vector<AdapterOptions> all{plan::LoraOptions{3, 6, 0.1}, plan::LoraOptions{4, 6, 0.1, true},
                                    plan::DoraOptions{3, 6, 0.1}, plan::SsfOptions{}, plan::SsfOptions{"identity"}};
    for (const char* sides : {"both", "left", "right"}) {
        for (const bool residual : {true, false}) {
            for (const char* init : {"identity", "paper"}) {
                all.push_back(plan::RlrrOptions{sides, residual, init});
            }
        }
    }
    return all;
}

TEST(Merging, OnALinearLayer)
{
    const at::Tensor input = at::randn({4, 3, 12});
    for (const bool withBias : {true, false}) {
        for (const AdapterOptions& adapter : onMatrices()) {
            One<model::Linear, int, int, bool> network(12, 8, withBias);
            fillWithNumbers(network, 1);
            expectMerges(network, adapter, input,
                         [&](const kernel::LinearMap& map) { return at::linear(input, map.weight, map.bias); });
        }
    }
    for (const char* form : {"tt", "tk"}) {
        for (const int outputs : {6, 18, 24}) {
            for (const bool isWide : {true, false}) {
                One<model::Linear, int, int, bool> network(isWide ? outputs : 6, isWide ? 6 : outputs, true);
                fillWithNumbers(network, 2);
                const at::Tensor tokens = at::randn({2, 5, isWide ? outputs : 6});
                expectMerges(network, plan::FactOptions{4, form, 0.5, 0.1}, tokens,
                             [&](const kernel::LinearMap& map) { return at::linear(tokens, map.weight, map.bias); });
            }
        }
    }
}

TEST(Merging, InTheOrderInWhichTheyAct)
{
    const at::NoGradGuard noGradients;
    const at::Tensor input = at::randn({4, 3, 12});
    const std::vector<std::vector<AdapterOptions>> stacks{
        {plan::SsfOptions{}, plan::RlrrOptions{}},
        {plan::RlrrOptions{}, plan::SsfOptions{}},
        {plan::SsfOptions{}, plan::DoraOptions{3}},
        {plan::BitfitOptions{}, plan::DoraOptions{3}, plan::SsfOptions{}},
        {plan::LoraOptions{3}, plan::RlrrOptions{"left", false}, plan::BitfitOptions{}},
    };
    for (std::size_t i = 0; i < 2 * stacks.size(); ++i) {
        const std::vector<AdapterOptions>& stack = stacks[i / 2];
        const bool hasBias = i % 2 == 0;
        if (!hasBias && std::ranges::any_of(stack, [](const AdapterOptions& adapter) {
                return std::holds_alternative<plan::BitfitOptions>(adapter);
            })) {
            continue; // which has nothing to add to there
        }
        One<model::Linear, int, int, bool> network(12, 8, hasBias);
        fillWithNumbers(network, 9);
        std::vector<plan::AdapterRule> rules;
        for (const AdapterOptions& adapter : stack) {
            rules.push_back(everywhere(adapter));
        }
        Planted planted = plant(network, rules);
        ASSERT_EQ(planted.plan.grafts.size(), stack.size());
        stir(planted);
        const at::Tensor grafted = network.forward(input);
        kernel::LinearMap own = network.layer().map();
        if (!hasBias) {
            own.bias = at::zeros({8}); // what a norm behind it would take
        }
        const kernel::LinearMap map = mergedInto(network.layer(), own);
        EXPECT_LT(apart(at::linear(input, map.weight, map.bias), grafted), kTolerance)
            << plan::adapterTitle(stack.front()) << " first of " << stack.size() << (hasBias ? "" : ", no bias");
    }
}

TEST(Merging, OnPartsOfAFusedLayer)
{
    const at::Tensor input = at::randn({4, 3, 10});
    for (const char* parts : {"q", "v", "qv", "qkv"}) {
        One<model::Linear, int, int, bool> network(10, 30, true);
        fillWithNumbers(network, 3);
        plan::LoraOptions options{2};
        options.parts = parts;
        expectMerges(network, options, input,
                     [&](const kernel::LinearMap& map) { return at::linear(input, map.weight, map.bias); });
    }
    One<model::Linear, int, int, bool> network(10, 30, true);
    fillWithNumbers(network, 3);
    plan::LoraOptions options{2};
    options.parts = "qv";
    Planted planted = plant(network, {everywhere(options)});
    EXPECT_EQ(planted.plan.adapters, 2 * 2 * (10 + 10));
    const at::Tensor before = at::linear(input, network.layer().map().weight, network.layer().map().bias);
    stir(planted);
    const auto after = network.forward(input).chunk(3, -1);
    EXPECT_EQ(apart(after[1], before.chunk(3, -1)[1]), 0) << "keys have no update";
    EXPECT_GT(apart(after[2], before.chunk(3, -1)[2]), 1e-3);
}

TEST(Merging, OnAConvolution)
{
    const at::Tensor input = at::randn({2, 5, 9, 7});
    for (const int kernel : {1, 3}) {
        for (const int stride : {1, 2}) {
            for (const AdapterOptions& adapter : onMatrices()) {
                One<model::Conv2d, int, int, int, int, bool> network(5, 6, kernel, stride, true);
                fillWithNumbers(network, 4);
                expectMerges(network, adapter, input, [&](const kernel::LinearMap& map) {
                    return at::conv2d(input, map.weight, map.bias, stride, (kernel - 1) / 2);
                });
            }
        }
    }
}

TEST(Merging, OnAnEmbedding)
{
    const at::Tensor ids = at::randint(0, 20, {3, 6}, at::kLong);
    for (const AdapterOptions& adapter : std::vector<AdapterOptions>{plan::LoraOptions{4, 8}, plan::SsfOptions{}}) {
        One<model::Embedding, int, int> network(20, 6);
        fillWithNumbers(network, 5);
        expectMerges(network, adapter, ids,
                     [&](const kernel::LinearMap& map) { return at::embedding(map.weight, ids); });
    }
}

TEST(Merging, OnNorms)
{
    const at::Tensor tokens = at::randn({4, 3, 8});
    const at::Tensor map4 = at::randn({2, 8, 5, 8}); // as wide as it has channels
    for (const AdapterOptions& adapter :
         std::vector<AdapterOptions>{plan::SsfOptions{}, plan::SsfOptions{"identity"}, plan::BitfitOptions{}}) {
        One<model::LayerNorm, int> layerNorm(8);
        fillWithNumbers(layerNorm, 6);
        expectMerges(layerNorm, adapter, tokens, [&](const kernel::LinearMap& map) {
            return at::layer_norm(tokens, {8}, map.weight, map.bias, model::kLayerNormEpsilon);
        });
        One<model::BatchNorm2d, int> batchNorm(8);
        fillWithNumbers(batchNorm, 7);
        const auto buffers = batchNorm.named_buffers();
        expectMerges(batchNorm, adapter, map4, [&](const kernel::LinearMap& map) {
            return at::batch_norm(map4, map.weight, map.bias, buffers["layer.running_mean"],
                                  buffers["layer.running_var"], false, 0, model::kBatchNormEpsilon, false);
        });
    }
}

TEST(Merging, ArcGoesIntoTheLayersThatReadTheNorm)
{
    const at::NoGradGuard noGradients;
    const at::Tensor tokens = at::randn({4, 3, 8});
    One<model::LayerNorm, int> network(8);
    fillWithNumbers(network, 8);
    const at::Tensor normed = network.forward(tokens);
    Planted planted = plant(network, {everywhere(plan::ArcOptions{3, 0.1})});
    EXPECT_LT(apart(network.forward(tokens), normed), kTolerance) << "begins as the base";
    stir(planted);
    const at::Tensor projection = planted.tensors.at("arc.0.8.projection");
    const at::Tensor scale = planted.tensors.at("layer.arc.scale");
    const at::Tensor bias = planted.tensors.at("layer.arc.bias");
    const at::Tensor expected = normed + ((normed.matmul(projection)) * scale).matmul(projection.t()) + bias;
    EXPECT_LT(apart(network.forward(tokens), expected), kTolerance);
    const auto map = network.layer().grafts().front()->merged({at::eye(8), {}});
    ASSERT_TRUE(map);
    EXPECT_LT(apart(at::linear(normed, map->weight, map->bias), expected), kTolerance);
    EXPECT_FALSE(network.layer().grafts().front()->merged(network.layer().map()))
        << "a norm has only a number a channel";
}

} // namespace
} // namespace espalier::adapter
