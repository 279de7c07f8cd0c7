// Vision transformers as timm has them: answers, gradients, positions for other grids, counts, and the weights of HF's
// folder under its own names.
#include "core/model/describe.h"
#include "core/model/vit.h"
#include "core/model/vit_weights.h"
#include "tests/parity/goldens.h"
#include "tests/parity/reference_network.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <string>

namespace espalier::parity {
namespace {

using model::Vit;
using model::VitOptions;

constexpr double kForward = 1e-5;
constexpr double kGradient = 1e-4;

void compare(const Golden& golden, const at::Tensor& actual, const std::string& key, double tolerance = kForward)
{
    expectClose(actual, golden.at(key), tolerance, key, listedNoise(golden, key));
}

VitOptions optionsOf(const Json& config)
{
    VitOptions options;
    options.imageSize = config["img_size"][0].get<std::int64_t>();
    options.imageWidth = config["img_size"][1].get<std::int64_t>();
    options.patch = config["patch_size"].get<std::int64_t>();
    const auto width = config["embed_dim"].get<std::int64_t>();
    options.transformer = {width, 4 * width,        config["num_heads"].get<std::int64_t>(), false, false, true,
                           1e-6,  model::kTimmNames};
    options.layers = config["depth"].get<int>();
    options.classes = config["num_classes"].get<std::int64_t>();
    return options;
}

void fill(Vit& network, const Golden& golden)
{
    const at::NoGradGuard noGradients;
    for (auto& [name, tensor] : model::namedTensors(network)) {
        tensor.copy_(golden.at("w." + name));
    }
}

void compareAnswers(const Golden& golden, Vit& network, const std::string& input)
{
    const at::Tensor tokens = network.through(network.embed(golden.at("in." + input)));
    compare(golden, network.norm().forward(tokens), input + ".features");
    compare(golden, network.forward(golden.at("in." + input)), input + ".logits");
}

void comparePositions(const Golden& golden, const Vit& network)
{
    int compared = 0;
    for (const auto& [grid, expected] : golden.under("posembed_resampled.")) {
        const auto cross = grid.find('x');
        const at::Tensor resampled =
            network.positions(std::stoll(grid.substr(0, cross)), std::stoll(grid.substr(cross + 1)));
        expectClose(resampled, expected, kForward, "posembed_resampled: " + grid);
        ++compared;
    }
    EXPECT_GE(compared, 2);
}

void compareGradients(const Golden& golden, Vit& network)
{
    network.zero_grad();
    const at::Tensor loss =
        at::cross_entropy_loss(network.forward(golden.at("in.x0")), golden.at("in.target").to(at::kLong));
    compare(golden, loss, "loss");
    loss.backward();
    int compared = 0;
    for (const auto& item : network.named_parameters()) {
        const double expected = golden.json["grad_norms"][item.key()].get<double>();
        expectClose(item.value().grad().norm().item<double>(), expected, kGradient, "gradient norms: " + item.key());
        if (golden.has("grad." + item.key())) {
            compare(golden, item.value().grad(), "grad." + item.key(), kGradient);
            ++compared;
        }
    }
    EXPECT_EQ(compared, 8);
}

TEST(Vit, AgreesInAnswersGradientsAndPositions)
{
    for (const char* name : {"timm/vit_tiny", "timm/vit_dynamic_size"}) {
        const auto golden = openGolden(name);
        if (!golden) {
            return;
        }
        Vit network(optionsOf(golden->json["config"]), at::kCPU);
        fill(network, *golden);
        compareAnswers(*golden, network, "x0");
        for (const char* other : {"x1", "x2"}) {
            if (golden->has(std::string(other) + ".logits")) {
                compareAnswers(*golden, network, other); // another grid
            }
        }
        comparePositions(*golden, network);
        compareGradients(*golden, network);
    }
}

TEST(Vit, AgreesAtItsRealSize)
{
    const auto golden = openGolden("timm/vit_base_hashfill");
    if (!golden) {
        return;
    }
    const at::NoGradGuard noGradients;
    const auto options = model::vitOptions("base_patch16_224", 10);
    ASSERT_TRUE(options);
    Vit network(*options, at::kCPU);
    for (auto& [name, tensor] : model::namedTensors(network)) {
        hashfill(name, tensor, golden->json["hashfill"]);
    }
    const at::Tensor features =
        network.norm().forward(network.through(network.embed(golden->at("in.x_f16").to(at::kFloat))));
    compare(*golden, features.narrow(1, 0, 3), "out.features_first_tokens");
    compare(*golden, features.select(1, 0), "out.pre_logits");
    compare(*golden, network.head().forward(features.select(1, 0)), "out.logits");
}

TEST(Vit, HasTheNamesShapesAndCountsOfTimm)
{
    const auto golden = openGolden("timm/param_counts");
    if (!golden) {
        return;
    }
    int compared = 0;
    for (const char* size :
         {"small_patch16_224", "base_patch32_224", "base_patch16_224", "large_patch16_224", "huge_patch14_224"}) {
        const std::string name = "vit_" + std::string(size);
        ASSERT_TRUE(golden->json.contains(name)) << name;
        const Json& row = golden->json[name];
        const bool hasHead = row["total"] != row["without_head"];
        auto options = model::vitOptions(size, hasHead ? 1000 : 0);
        ASSERT_TRUE(options);
        const network::NetworkTree tree = model::describe(*options);
        EXPECT_EQ(tree.model(), name);
        EXPECT_EQ(tree.subtreeTotals().front().parameters, row["total"].get<std::int64_t>()) << name;
        const Vit network(*options, at::kMeta);
        for (const auto& item : network.named_parameters()) {
            if (row.contains("params")) {
                EXPECT_EQ(Json(item.value().sizes().vec()), row["params"][item.key()]) << item.key();
                ++compared;
            }
        }
    }
    EXPECT_GT(compared, 150);
}

TEST(Vit, IsDescribedInPartsOneAfterTheOther)
{
    const auto options = model::vitOptions("tiny_patch4_28", 10);
    ASSERT_TRUE(options);
    const network::NetworkTree tree = model::describe(*options);
    EXPECT_EQ(tree.family(), "vit");
    for (const char* part : {"patch_embed", "blocks.0", "blocks.5", "norm", "head"}) {
        const network::ModuleId id = tree.find(part);
        ASSERT_NE(id, network::kNoModule) << part;
        EXPECT_EQ(tree.module(id).part, part);
    }
    EXPECT_EQ(tree.edges().size(), 8U);
    EXPECT_FALSE(model::vitOptions("n", 10));
}

/// A file's tensors under the names that `nameOf` gives; query, key and value apart.
struct NamedFile {
    std::deque<at::Tensor> kept;
    std::map<std::string, weights::TensorView> tensors;
    void add(const std::string& name, const at::Tensor& tensor)
    {
        kept.push_back(tensor.detach().clone().contiguous());
        const weights::TensorToWrite row = model::toWrite(name, kept.back());
        weights::TensorView view;
        view.type = row.type;
        view.shape = row.shape;
        view.bytes = row.bytes;
        tensors.emplace(name, view);
    }
};

void expectSame(const Vit& one, const Vit& other)
{
    const auto ours = model::namedTensors(one);
    const auto theirs = model::namedTensors(other);
    for (std::size_t i = 0; i < ours.size(); ++i) {
        EXPECT_TRUE(at::equal(ours[i].second, theirs[i].second)) << ours[i].first;
    }
}

TEST(VitWeights, ComeFromTimmFromHfAndFromARunOfOurOwn)
{
    auto options = *model::vitOptions("tiny_patch4_28", 10);
    Vit given(options, at::kCPU);
    model::initialise(given, 7);
    NamedFile timm;
    NamedFile own;
    NamedFile hf;
    for (const auto& [name, tensor] : model::namedTensors(given)) {
        timm.add(name, tensor);
        own.add("param." + name, tensor);
        if (name.find(".qkv.") == std::string::npos) {
            hf.add((name.starts_with("head.") ? "" : "vit.") + model::nameInHf(name), tensor);
            continue;
        }
        const std::int64_t rows = tensor.size(0) / 3;
        for (int part = 0; part < 3; ++part) {
            hf.add("vit." + model::nameInHf(name, part), tensor.narrow(0, part * rows, rows));
        }
    }
    hf.add("vit.pooler.dense.bias", at::zeros({64}));
    EXPECT_TRUE(hf.tensors.contains("vit.encoder.layer.5.attention.attention.value.bias"));
    EXPECT_TRUE(hf.tensors.contains("vit.embeddings.patch_embeddings.projection.weight"));
    for (const NamedFile* file : {&timm, &own, &hf}) {
        Vit taken(options, at::kCPU);
        model::initialise(taken, 8);
        const model::Binding binding = model::bindVit(taken, file->tensors);
        EXPECT_TRUE(binding.isComplete());
        EXPECT_TRUE(binding.unexpected.empty());
        EXPECT_TRUE(binding.initialised.empty());
        expectSame(taken, given);
    }
    options.classes = 3;
    Vit smaller(options, at::kCPU);
    model::initialise(smaller, 8);
    const at::Tensor head = smaller.head().parameters().front().clone();
    const model::Binding binding = model::bindVit(smaller, timm.tensors);
    EXPECT_TRUE(binding.isComplete());
    EXPECT_EQ(binding.initialised, (std::vector<std::string>{"head.weight", "head.bias"}));
    EXPECT_TRUE(at::equal(head, smaller.head().parameters().front()));
    timm.tensors.erase("blocks.3.mlp.fc1.bias");
    EXPECT_EQ(model::bindVit(smaller, timm.tensors).missing, std::vector<std::string>{"blocks.3.mlp.fc1.bias"});
}

} // namespace
} // namespace espalier::parity
