// Adapters in a vision transformer: LoRA, RLRR, SSF, AdaptFormer and FacT against the programs of their authors.
#include "core/model/transformer_layer.h"
#include "core/model/vit.h"
#include "tests/parity/goldens.h"
#include "tests/parity/grafted.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <memory>

namespace espalier::parity {

using model::Vit;
using model::VitOptions;
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

constexpr double kForward = 1e-5;
constexpr double kGradient = 1e-4;

/// timm's names of our tensors.
const Pairs kTimm{{"self_attn.qkv", "attn.qkv"}, {"self_attn.out_proj", "attn.proj"}, {"layer_norm", "norm"}};

VitOptions fused(std::int64_t heads, std::int64_t hidden, std::int64_t classes)
{
    VitOptions options;
    options.imageSize = 16;
    options.patch = 8;
    options.transformer = {24, hidden, heads, /*quickGelu=*/false, /*isMasked=*/false, /*isFused=*/true, 1e-6};
    options.layers = 2;
    options.classes = classes;
    return options;
}

plan::TuningPlan frozenButFor(std::vector<plan::AdapterRule> adapters, const std::vector<std::string>& open)
{
    plan::TuningPlan plan;
    plan.freeze = {"**"};
    plan.adapters = std::move(adapters);
    for (const std::string& pattern : open) {
        plan.unfreeze.push_back({pattern, 1.0, std::nullopt});
    }
    return plan;
}

void expectMerged(const Golden& golden, const Grafted& grafted, const Pairs& toOurs)
{
    std::size_t compared = 0;
    for (const auto& [name, expected] : golden.under("merged.")) {
        if (name.starts_with("head.")) {
            continue; // trains itself
        }
        const std::string ours = replaced(name, toOurs);
        const kernel::LinearMap map = grafted.merged(moduleOf(ours));
        expectClose(ours.ends_with(".bias") ? map.bias : map.weight, expected, kForward, "merged: " + name);
        ++compared;
    }
    EXPECT_GT(compared, 7U);
}

/// Outputs, loss, gradients and steps of a network of one batch.
void expectAsCase(const Golden& golden, Grafted& grafted, const std::function<at::Tensor()>& run,
                  const Grafted::Rename& gradientKey)
{
    EXPECT_EQ(grafted.plan().trainable, golden.json["trainable_count"].get<std::int64_t>());
    const at::Tensor output = run();
    expectClose(output, golden.at("out.logits"), kForward, "outputs: logits", listedNoise(golden, "out.logits"));
    const auto lossOf = [&](const at::Tensor& logits) {
        return at::cross_entropy_loss(logits, golden.at("in.target"));
    };
    const at::Tensor loss = lossOf(output);
    expectClose(loss.item<double>(), golden.at("loss").item<double>(), kForward, "losses: loss");
    loss.backward();
    grafted.expectGradients(golden, gradientKey, kGradient);
    grafted.expectTrajectory(golden, [&](std::int64_t) { return lossOf(run()); });
}

TEST(TransformerAdapters, LoraOnFusedProjectionsPerceptronsAndPatches)
{
    const auto golden = openGolden("peft/lora_vit");
    if (!golden) {
        return;
    }
    Vit network(fused(2, 48, 5), at::kCPU);
    fillNetwork(network, *golden, [](const std::string& ours) { return "base." + replaced(ours, kTimm); });
    const auto options = plan::LoraOptions{4, 16, 0};
    std::vector<plan::AdapterRule> rules;
    for (const char* pattern : {"fc1", "fc2", "qkv", "out_proj", "patch_embed.proj"}) {
        rules.push_back({pattern, options, 1.0, std::nullopt});
    }
    Grafted grafted(network, frozenButFor(rules, {"head"}));
    EXPECT_EQ(grafted.plan().trainable, golden->json["trainable_count"].get<std::int64_t>());
    const auto keyOf = [](const char* start) {
        return [start](const std::string& ours) { return start + ("base_model.model." + replaced(ours, kTimm)); };
    };
    grafted.fill(*golden, keyOf("adapter."));
    const at::Tensor output = network.forward(golden->at("in.x"));
    expectClose(output, golden->at("out.adapter"), kForward, "outputs: with adapter");
    at::cross_entropy_loss(output, golden->at("in.target")).backward();
    grafted.expectGradients(
        *golden, [](const std::string& ours) { return peftGradientKey(replaced(ours, kTimm)); }, kGradient);
    expectMerged(*golden, grafted, {{"attn.qkv", "self_attn.qkv"}, {"attn.proj", "self_attn.out_proj"}});
    grafted.fill(*golden, keyOf("adapter_init."));
    grafted.expectTrajectory(*golden, [&](std::int64_t step) {
        return at::cross_entropy_loss(network.forward(golden->at("traj.x")[step % 4]),
                                      golden->at("traj.target")[step % 4]);
    });
}

TEST(TransformerAdapters, SsfAfterEveryLayerAndNorm)
{
    const auto golden = openGolden("ssf/ssf_vit_tiny");
    if (!golden) {
        return;
    }
    Vit network(fused(3, 48, 6), at::kCPU);
    fillNetwork(network, *golden, [](const std::string& ours) { return "w." + replaced(ours, kTimm); });
    plan::TuningPlan plan = frozenButFor({{"patch_embed", plan::SsfOptions{}, 1.0, std::nullopt},
                                          {"blocks", plan::SsfOptions{}, 1.0, std::nullopt},
                                          {"norm", plan::SsfOptions{}, 1.0, std::nullopt}},
                                         {"head"});
    Grafted grafted(network, plan);
    // The case numbers the places within each module.
    const Pairs pairs{{"self_attn.qkv.ssf.scale", "attn.ssf_scale_1"},
                      {"self_attn.qkv.ssf.shift", "attn.ssf_shift_1"},
                      {"self_attn.out_proj.ssf.scale", "attn.ssf_scale_2"},
                      {"self_attn.out_proj.ssf.shift", "attn.ssf_shift_2"},
                      {"mlp.fc1.ssf.scale", "mlp.ssf_scale_1"},
                      {"mlp.fc1.ssf.shift", "mlp.ssf_shift_1"},
                      {"mlp.fc2.ssf.scale", "mlp.ssf_scale_2"},
                      {"mlp.fc2.ssf.shift", "mlp.ssf_shift_2"},
                      {"layer_norm1.ssf.scale", "ssf_scale_1"},
                      {"layer_norm1.ssf.shift", "ssf_shift_1"},
                      {"layer_norm2.ssf.scale", "ssf_scale_2"},
                      {"layer_norm2.ssf.shift", "ssf_shift_2"},
                      {"patch_embed.proj.ssf.scale", "patch_embed.ssf_scale_1"},
                      {"patch_embed.proj.ssf.shift", "patch_embed.ssf_shift_1"},
                      {"norm.ssf.scale", "ssf_scale_1"},
                      {"norm.ssf.shift", "ssf_shift_1"}};
    const auto keyOf = [&](const char* start) {
        return [start, &pairs](const std::string& ours) { return start + replaced(ours, pairs); };
    };
    grafted.fill(*golden, keyOf("w."));
    expectMerged(*golden, grafted, {{"attn.qkv", "self_attn.qkv"}, {"attn.proj", "self_attn.out_proj"}});
    expectAsCase(
        *golden, grafted, [&] { return network.forward(golden->at("in.x")); }, keyOf("grad."));
}

TEST(Rlrr, OnOneLinearLayer)
{
    const auto golden = openGolden("rlrr/rlrr_linear");
    if (!golden) {
        return;
    }
    const auto layer = std::make_shared<model::Linear>(7, 5, true, at::kCPU);
    torch::nn::Module network;
    network.register_module("mlp", layer);
    fillNetwork(network, *golden, [](const std::string& ours) { return "w." + ours; });
    Grafted grafted(network, frozenButFor({{"mlp", plan::RlrrOptions{"both", true, "paper"}, 1.0, std::nullopt}}, {}));
    for (const plan::GraftTensor& tensor : grafted.plan().grafts.at(0).holds) {
        const std::string name = replaced(tensor.name, {{"mlp.rlrr.", ""}});
        const Json& bounds = golden->json["init_bounds"];
        EXPECT_NEAR(tensor.beginning.value, bounds.value(name, 0.0), 1e-12) << name << " begins as the authors' does";
        EXPECT_EQ(golden->at("init." + name).sizes().vec(), tensor.shape) << name;
    }
    const auto keyOf = [](const char* start) {
        return [start](const std::string& ours) { return start + replaced(ours, {{"mlp.rlrr.", ""}}); };
    };
    grafted.fill(*golden, keyOf("w."));
    at::Tensor input = golden->at("in.x").clone().set_requires_grad(true);
    const at::Tensor output = layer->forward(input);
    expectClose(output, golden->at("out.y"), kForward, "outputs: y");
    output.backward(golden->at("in.dy"));
    grafted.expectGradients(*golden, keyOf("grad."), kGradient);
    expectClose(input.grad(), golden->at("grad.x"), kGradient, "gradients: x");
    const kernel::LinearMap map = grafted.merged("mlp");
    expectClose(map.weight, golden->at("merged.weight"), kForward, "merged: weight");
    expectClose(map.bias, golden->at("merged.bias"), kForward, "merged: bias");
}

TEST(TransformerAdapters, RlrrOnLinearLayersWithSsfOnNorms)
{
    const auto golden = openGolden("rlrr/rlrr_vit_tiny");
    if (!golden) {
        return;
    }
    VitOptions options = fused(3, 48, 6);
    options.transformer.isFused = false;
    Vit network(options, at::kCPU);
    const Pairs layers{{"blocks.", "transformer.encoder.layer."},
                       {"self_attn.", "attn."},
                       {"q_proj", "query"},
                       {"k_proj", "key"},
                       {"v_proj", "value"},
                       {"out_proj", "out"},
                       {"layer_norm1", "attention_norm"},
                       {"layer_norm2", "ffn_norm"},
                       {"mlp.fc", "ffn.fc"},
                       {"patch_embed.proj", "transformer.embeddings.patch_embeddings"},
                       {"cls_token", "transformer.embeddings.cls_token"},
                       {"pos_embed", "transformer.embeddings.position_embeddings"}};
    const auto networkKey = [&](const std::string& start, const std::string& ours) {
        std::string name = replaced(ours, layers);
        if (name.starts_with("norm.")) {
            name = "transformer.encoder.encoder_" + name;
        }
        const bool isLayer =
            start == "w." && (name.find(".attn.") != std::string::npos || name.find(".ffn.") != std::string::npos);
        return start + (isLayer ? moduleOf(name) + ".mlp" + name.substr(name.rfind('.')) : name);
    };
    fillNetwork(network, *golden, [&](const std::string& ours) { return networkKey("w.", ours); });
    {
        // The reference's scale and shift of the patches do not train: they are part of the frozen network.
        const at::NoGradGuard noGradients;
        const at::Tensor scale = golden->at("w.transformer.embeddings.ssf_scale_patch");
        auto parameters = network.named_parameters();
        parameters["patch_embed.proj.weight"].mul_(scale.view({-1, 1, 1, 1}));
        parameters["patch_embed.proj.bias"].mul_(scale).add_(golden->at("w.transformer.embeddings.ssf_shift_patch"));
    }
    plan::TuningPlan plan = frozenButFor({{"self_attn", plan::RlrrOptions{}, 1.0, std::nullopt},
                                          {"mlp", plan::RlrrOptions{}, 1.0, std::nullopt},
                                          {"layer_norm*", plan::SsfOptions{}, 1.0, std::nullopt},
                                          {"norm", plan::SsfOptions{}, 1.0, std::nullopt}},
                                         {"layer_norm*", "norm", "head"});
    Grafted grafted(network, plan);
    const auto keyOf = [&](const std::string& start) {
        return [&networkKey, &layers, start](const std::string& ours) {
            if (ours.find(".rlrr.") != std::string::npos) {
                return start + replaced(replaced(ours, {{".rlrr.", "."}}), layers);
            }
            if (ours.find(".ssf.") != std::string::npos) {
                return start + replaced(ours, {{"blocks.", "transformer.encoder.layer."},
                                               {"layer_norm1.ssf.scale", "ssf_scale_attn_norm"},
                                               {"layer_norm1.ssf.shift", "ssf_shift_attn_norm"},
                                               {"layer_norm2.ssf.scale", "ssf_scale_ffn_norm"},
                                               {"layer_norm2.ssf.shift", "ssf_shift_ffn_norm"},
                                               {"norm.ssf.scale", "transformer.encoder.ssf_scale_enc_norm"},
                                               {"norm.ssf.shift", "transformer.encoder.ssf_shift_enc_norm"}});
            }
            return networkKey(start, ours);
        };
    };
    grafted.fill(*golden, keyOf("w."));
    expectMerged(*golden, grafted,
                 {{"transformer.encoder.layer.", "blocks."},
                  {"attn.query", "self_attn.q_proj"},
                  {"attn.key", "self_attn.k_proj"},
                  {"attn.value", "self_attn.v_proj"},
                  {"attn.out", "self_attn.out_proj"},
                  {"ffn.fc", "mlp.fc"}});
    expectAsCase(
        *golden, grafted, [&] { return network.forward(golden->at("in.x")); }, keyOf("grad."));
}

TEST(TransformerAdapters, AdaptFormerBesideThePerceptrons)
{
    const auto golden = openGolden("adaptformer/adaptformer_parallel");
    if (!golden) {
        return;
    }
    VitOptions options = fused(3, 48, 6);
    options.transformer.isFused = false;
    Vit network(options, at::kCPU);
    const Pairs pairs{{"self_attn.out_proj", "attn.proj"},
                      {"self_attn.", "attn."},
                      {"layer_norm", "norm"},
                      {"mlp.adaptmlp", "adaptmlp"},
                      {"mlp.fc", "fc"}};
    {
        const at::NoGradGuard noGradients;
        for (const auto& item : network.named_parameters()) {
            const std::string key = "w." + replaced(item.key(), pairs);
            if (golden->has(key)) { // the case begins with tokens
                at::Tensor(item.value()).copy_(golden->at(key));
            }
        }
    }
    Grafted grafted(
        network, frozenButFor({{"blocks.*.mlp", plan::AdaptFormerOptions{8, 0.1, 0.1}, 1.0, std::nullopt}}, {"head"}));
    const auto keyOf = [&](const char* start) {
        return [start, &pairs](const std::string& ours) { return start + replaced(ours, pairs); };
    };
    grafted.fill(*golden, keyOf("w."));
    expectAsCase(
        *golden, grafted,
        [&] { return network.head().forward(network.norm().forward(network.through(golden->at("in.x"))).mean(1)); },
        keyOf("grad."));
}

class Factors : public testing::TestWithParam<const char*> {};

TEST_P(Factors, FactOverAWholeNetwork)
{
    const std::string form = GetParam();
    const auto golden = openGolden("fact/fact_" + form);
    if (!golden) {
        return;
    }
    Vit network(fused(3, 96, 6), at::kCPU);
    fillNetwork(network, *golden, [](const std::string& ours) { return "w." + replaced(ours, kTimm); });
    Grafted grafted(network,
                    frozenButFor({{"blocks", plan::FactOptions{4, form, 1.0, 0.1}, 1.0, std::nullopt}}, {"head"}));
    const Pairs pairs{{"fact.0.24.", ""},
                      {"self_attn.out_proj.FacTs", "attn.proj_FacTs"},
                      {"mlp.fc1.FacTs", "mlp.fc1_FacTs"},
                      {"mlp.fc2.FacTs", "mlp.fc2_FacTs"}};
    // Query, key and value have cores of their own in the case.
    Golden joined = *golden;
    for (const std::string start : {"w.", "grad."}) {
        for (int block = 0; block < 2 && form == "tt"; ++block) {
            const std::string path = start + "blocks." + std::to_string(block) + ".attn.";
            joined.tensors[start + "blocks." + std::to_string(block) + ".self_attn.qkv.FacTs.weight"] =
                at::cat({golden->at(path + "q_FacTs.weight"), golden->at(path + "k_FacTs.weight"),
                         golden->at(path + "v_FacTs.weight")},
                        0);
        }
    }
    const auto keyOf = [&](const char* start) {
        return [start, &pairs](const std::string& ours) { return start + replaced(ours, pairs); };
    };
    grafted.fill(joined, keyOf("w."));
    {
        // Merged into the weights, without the grafts, the network answers the same.
        const at::NoGradGuard noGradients;
        Vit plain(fused(3, 96, 6), at::kCPU);
        auto parameters = plain.named_parameters();
        for (const auto& item : network.named_parameters()) {
            parameters[item.key()].copy_(item.value());
        }
        for (const std::string block : {"blocks.0.", "blocks.1."}) {
            for (const std::string layer : {"self_attn.qkv", "self_attn.out_proj", "mlp.fc1", "mlp.fc2"}) {
                parameters[block + layer + ".weight"].copy_(grafted.merged(block + layer).weight);
            }
        }
        expectClose(plain.forward(golden->at("in.x")), golden->at("out.logits"), kForward, "merged: logits",
                    listedNoise(*golden, "out.logits"));
    }
    expectAsCase(
        joined, grafted, [&] { return network.forward(golden->at("in.x")); }, keyOf("grad."));
}

INSTANTIATE_TEST_SUITE_P(TransformerAdapters, Factors, testing::Values("tt", "tk"));

} // namespace
} // namespace espalier::parity
