#include "core/base/files.h"
#include "core/model/initialise.h"
#include "core/model/layers.h"
#include "core/model/weights_binding.h"
#include "core/model/yolov8_import.h"
#include "core/train/base_weights.h"
#include "core/train/norm_statistics.h"
#include "tests/unit/weights/archive_writer.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <torch/torch.h>
#include <unistd.h>

#include <set>

namespace espalier::train {
namespace {

using Named = std::map<std::string, at::Tensor>;
namespace pickled = weights::testing::pickled;

model::YoloWorld networkN(int classes = 80, std::uint64_t seed = 3)
{
    auto options = model::yoloWorldOptions("n", classes);
    options->withTextTower = false;
    model::YoloWorld network(*options, at::kCPU);
    model::initialise(network, 4, seed);
    network.eval();
    return network;
}

Named copied(const torch::nn::Module& network)
{
    Named tensors;
    for (const auto& [name, tensor] : model::namedTensors(network)) {
        tensors.emplace(name, tensor.detach().clone());
    }
    return tensors;
}

void addConvolution(Named& file, const std::string& name, std::int64_t outputs, std::int64_t inputs,
                    std::int64_t kernel)
{
    file[name + ".conv.weight"] = at::randn({outputs, inputs, kernel, kernel}) / static_cast<double>(kernel * kernel);
    file[name + ".bn.weight"] = at::rand({outputs}) + 0.5;
    file[name + ".bn.bias"] = at::randn({outputs});
    file[name + ".bn.running_mean"] = at::randn({outputs});
    file[name + ".bn.running_var"] = at::rand({outputs}) + 0.5;
}

/// Two convolutions around n bottlenecks.
void addC2f(Named& file, const std::string& name, std::int64_t inputs, std::int64_t outputs, int blocks)
{
    const std::int64_t middle = outputs / 2;
    addConvolution(file, name + ".cv1", outputs, inputs, 1);
    addConvolution(file, name + ".cv2", outputs, (2 + blocks) * middle, 1);
    for (int i = 0; i < blocks; ++i) {
        addConvolution(file, name + ".m." + std::to_string(i) + ".cv1", middle, middle, 3);
        addConvolution(file, name + ".m." + std::to_string(i) + ".cv2", middle, middle, 3);
    }
}

/// A YOLOv8n of 80 classes with random weights, as its own program names and shapes them.
Named yoloV8n()
{
    torch::manual_seed(1);
    Named file;
    addConvolution(file, "model.0", 16, 3, 3);
    addConvolution(file, "model.1", 32, 16, 3);
    addC2f(file, "model.2", 32, 32, 1);
    addConvolution(file, "model.3", 64, 32, 3);
    addC2f(file, "model.4", 64, 64, 2);
    addConvolution(file, "model.5", 128, 64, 3);
    addC2f(file, "model.6", 128, 128, 2);
    addConvolution(file, "model.7", 256, 128, 3);
    addC2f(file, "model.8", 256, 256, 1);
    addConvolution(file, "model.9.cv1", 128, 256, 1);
    addConvolution(file, "model.9.cv2", 256, 512, 1);
    addC2f(file, "model.12", 384, 128, 1);
    addC2f(file, "model.15", 192, 64, 1);
    addConvolution(file, "model.16", 64, 64, 3);
    addC2f(file, "model.18", 192, 128, 1);
    addConvolution(file, "model.19", 128, 128, 3);
    addC2f(file, "model.21", 384, 256, 1);
    for (std::int64_t i = 0; i < 3; ++i) {
        const std::int64_t inputs = 64 << i;
        const std::string level = std::to_string(i);
        for (const auto& [branch, width, outputs] :
             {std::tuple{"model.22.cv2.", 64, 64}, std::tuple{"model.22.cv3.", 80, 80}}) {
            addConvolution(file, branch + level + ".0", width, inputs, 3);
            addConvolution(file, branch + level + ".1", width, width, 3);
            file[branch + level + ".2.weight"] = at::randn({outputs, width, 1, 1});
            file[branch + level + ".2.bias"] = at::randn({outputs});
        }
    }
    file["model.22.dfl.conv.weight"] = at::arange(16, at::kFloat).view({1, 16, 1, 1});
    return file;
}

/// Each norm folded into its convolution, as an exported detector has it.
Named folded(const Named& file)
{
    Named answer;
    for (const auto& [name, tensor] : file) {
        const auto at = name.find(".conv.weight");
        const std::string module = name.substr(0, at);
        if (at != std::string::npos && file.contains(module + ".bn.weight")) {
            const at::Tensor scale = (file.at(module + ".bn.weight").to(at::kDouble) /
                                      (file.at(module + ".bn.running_var").to(at::kDouble) + 1e-3).sqrt());
            answer[name] = (tensor.to(at::kDouble) * scale.view({-1, 1, 1, 1})).to(at::kFloat);
            answer[module + ".conv.bias"] = (file.at(module + ".bn.bias").to(at::kDouble) -
                                             file.at(module + ".bn.running_mean").to(at::kDouble) * scale)
                                                .to(at::kFloat);
        } else if (name.find(".bn.") == std::string::npos) {
            answer[name] = tensor;
        }
    }
    return answer;
}

class BaseWeights : public testing::Test {
protected:
    void SetUp() override
    {
        m_folder = std::filesystem::temp_directory_path() / ("base_weights_" + std::to_string(::getpid()));
        std::filesystem::create_directories(m_folder);
    }
    void TearDown() override { std::filesystem::remove_all(m_folder); }

    /// The tensors in a safetensors file.
    std::filesystem::path written(const Named& tensors)
    {
        std::vector<at::Tensor> kept;
        std::vector<weights::TensorToWrite> rows;
        for (const auto& [name, tensor] : tensors) {
            kept.push_back(tensor.contiguous());
            rows.push_back(model::toWrite(name, kept.back()));
        }
        const auto file = m_folder / "base.safetensors";
        EXPECT_TRUE(weights::writeSafetensors(file, rows));
        return file;
    }

    /// The sentence of the refusal, or nothing.
    std::string refusal(const Named& tensors, int classes = 80)
    {
        model::YoloWorld network = networkN(classes);
        const auto loaded = loadBaseWeights(network, written(tensors), 4, 0);
        return loaded ? std::string() : describe(loaded.error());
    }

    std::filesystem::path m_folder;
};

void expectEqual(const Named& actual, const Named& expected)
{
    for (const auto& [name, tensor] : expected) {
        EXPECT_TRUE(at::equal(actual.at(name), tensor)) << name;
    }
}

TEST_F(BaseWeights, ASafetensorsFileFillsEveryTensorAlsoBehindAWrapper)
{
    const Named expected = copied(networkN(80, 11));
    Named wrapped;
    for (const auto& [name, tensor] : expected) {
        wrapped["module." + name] = tensor;
    }
    for (const Named& tensors : {expected, wrapped}) {
        model::YoloWorld network = networkN();
        const auto notes = loadBaseWeights(network, written(tensors), 4, 0);
        ASSERT_TRUE(notes) << describe(notes.error());
        EXPECT_TRUE(notes->empty());
        expectEqual(copied(network), expected);
    }
}

TEST_F(BaseWeights, AnArchiveOfTorchSaveFillsTheSame)
{
    const Named expected = copied(networkN(80, 11));
    std::vector<std::pair<std::string, std::string>> rows;
    std::vector<std::pair<std::string, std::string>> storages;
    for (const auto& [name, tensor] : expected) {
        const std::string key = std::to_string(storages.size());
        const bool isCounter = tensor.scalar_type() == at::kLong;
        rows.emplace_back(name, pickled::tensor({key, isCounter ? "LongStorage" : "FloatStorage", tensor.numel(), 0,
                                                 tensor.sizes().vec(), tensor.strides().vec()}));
        const at::Tensor bytes = tensor.contiguous();
        storages.emplace_back(key, std::string(static_cast<const char*>(bytes.data_ptr()), bytes.nbytes()));
    }
    const std::string pickle =
        pickled::whole(pickled::dict({{"meta", pickled::mmengineMeta()}, {"state_dict", pickled::orderedDict(rows)}}));
    const auto file = m_folder / "best.pth";
    ASSERT_TRUE(writeFileAtomically(file, weights::testing::torchArchive(pickle, storages)));
    model::YoloWorld network = networkN();
    const auto notes = loadBaseWeights(network, file, 4, 0);
    ASSERT_TRUE(notes) << describe(notes.error());
    expectEqual(copied(network), expected);
}

TEST_F(BaseWeights, WithoutAFileTheSeedDecides)
{
    model::YoloWorld network = networkN(80, 11);
    ASSERT_TRUE(loadBaseWeights(network, {}, 4, 5));
    expectEqual(copied(network), copied(networkN(80, 5)));
    EXPECT_FLOAT_EQ(copied(network).at("bbox_head.head_module.cls_contrasts.0.bias").item<float>(),
                    static_cast<float>(std::log(5.0 / 4 / (80.0 * 80.0))));
}

TEST_F(BaseWeights, WhatDoesNotFitIsCountedAndNamed)
{
    Named tensors = copied(networkN());
    tensors.erase("neck.downsample_layers.0.conv.weight");
    tensors["backbone.image_model.stage1.0.conv.weight"] = at::zeros({4, 3});
    const std::string both = refusal(tensors);
    EXPECT_NE(both.find("model.checkpoint: base.safetensors does not fit yolo_world_v2_n: 1 tensor missing, 1 tensor "
                        "of another shape: `neck.downsample_layers.0.conv.weight`, "
                        "`backbone.image_model.stage1.0.conv.weight: file 4×3, network 32×16×3×3`"),
              std::string::npos)
        << both;

    tensors = copied(networkN());
    tensors["neck.downsample_layers.0.bn.bias"].fill_(std::nan(""));
    EXPECT_NE(refusal(tensors).find("not finite in `neck.downsample_layers.0.bn.bias`"), std::string::npos);
    tensors["neck.downsample_layers.0.bn.bias"] = at::zeros({64}, at::kLong);
    EXPECT_NE(refusal(tensors).find("whole numbers"), std::string::npos);

    EXPECT_NE(refusal(copied(networkN(80)), 4).find("80 wide, the network's 64: set model.training_classes to 80"),
              std::string::npos);
}

TEST_F(BaseWeights, AnotherFamilyOrSizeIsSaidInOneSentence)
{
    Named first = copied(networkN());
    for (int i = 0; i < 3; ++i) {
        for (const char* name :
             {".norm.weight", ".norm.bias", ".norm.running_mean", ".norm.running_var", ".norm.num_batches_tracked"}) {
            first.erase("bbox_head.head_module.cls_contrasts." + std::to_string(i) + name);
        }
    }
    EXPECT_NE(refusal(first).find("holds YOLO-World v1, size n: v1 weights: the contrast head has no BatchNorm; take a "
                                  "v2 file"),
              std::string::npos)
        << refusal(first);

    Named larger = copied(networkN());
    larger["backbone.image_model.stem.conv.weight"] = at::zeros({32, 3, 3, 3});
    EXPECT_NE(refusal(larger).find("does not fit yolo_world_v2_n: set model.size to s"), std::string::npos);

    const Named tower{{"text_model.embeddings.token_embedding.weight", at::zeros({2, 2})}};
    EXPECT_NE(refusal(tower).find("name it as model.text_weights"), std::string::npos);
    EXPECT_NE(refusal({{"fc.weight", at::zeros({2, 2})}}).find("network that is not known"), std::string::npos);
}

TEST_F(BaseWeights, ExtrasAreToldAndTheTextTowerIsNone)
{
    Named tensors = copied(networkN());
    tensors["backbone.text_model.model.text_model.embeddings.position_ids"] = at::zeros({1, 77}, at::kLong);
    tensors["embeddings"] = at::zeros({7, 512});
    tensors["ema.steps"] = at::zeros({1}, at::kLong);
    model::YoloWorld network = networkN();
    const auto notes = loadBaseWeights(network, written(tensors), 4, 0);
    ASSERT_TRUE(notes) << describe(notes.error());
    ASSERT_EQ(notes->size(), 2U);
    EXPECT_NE((*notes)[0].find("prompt-tuned embeddings of 7 classes"), std::string::npos);
    EXPECT_NE((*notes)[1].find("`ema.steps`"), std::string::npos);
}

TEST_F(BaseWeights, EveryTensorOfAYoloV8IsUsedOrExplained)
{
    const Named file = folded(yoloV8n());
    ASSERT_EQ(file.size(), 127U) << "as the published detector";
    model::YoloWorld network = networkN();
    const auto fit = fitBaseWeights(network, written(file), 4, 9);
    ASSERT_TRUE(fit) << describe(fit.error());
    EXPECT_EQ(fit->refusal, "");
    EXPECT_TRUE(fit->checkpoint.batchNormFolded);
    const std::vector<std::string> withoutPlace{
        "model.22.cv3.0.2.bias", "model.22.cv3.0.2.weight", "model.22.cv3.1.2.bias",   "model.22.cv3.1.2.weight",
        "model.22.cv3.2.2.bias", "model.22.cv3.2.2.weight", "model.22.dfl.conv.weight"};
    EXPECT_EQ(fit->binding.unexpected, withoutPlace);
    EXPECT_EQ(fit->used, 120U);
    const Named random = copied(networkN(80, 9));
    const Named filled = copied(network);
    std::set<std::string> initialised(fit->binding.initialised.begin(), fit->binding.initialised.end());
    for (const auto& [name, tensor] : filled) {
        const auto holds = [&text = name](const char* part) { return text.find(part) != std::string::npos; };
        const bool isOwn = holds("attn_block") || holds("cls_contrasts") ||
                           (holds("cls_preds") && (holds(".2.weight") || holds(".2.bias")));
        if (!model::isBatchCounter(name)) {
            EXPECT_EQ(initialised.contains(name), isOwn) << name;
        }
        if (isOwn) {
            EXPECT_TRUE(at::equal(tensor, random.at(name))) << name << " comes from the seed";
        }
    }
    const at::Tensor joined = filled.at("neck.top_down_layers.1.final_conv.conv.weight");
    EXPECT_TRUE(at::equal(joined.narrow(1, 0, 96), file.at("model.15.cv2.conv.weight")));
    EXPECT_EQ(joined.narrow(1, 96, 32).abs().max().item<float>(), 0.F) << "the gated slice";
}

TEST_F(BaseWeights, FoldedOrNotAYoloV8GivesTheSameNetwork)
{
    const at::NoGradGuard noGradients;
    const Named file = yoloV8n();
    const at::Tensor images = at::rand({1, 3, 64, 64});
    const at::Tensor text = at::randn({1, 4, 512});
    std::vector<model::YoloWorld::Output> outputs;
    for (const Named& tensors : {file, folded(file)}) {
        model::YoloWorld network = networkN();
        ASSERT_TRUE(loadBaseWeights(network, written(tensors), 4, 9));
        outputs.push_back(network.forward(images, text));
    }
    for (std::size_t i = 0; i < 3; ++i) {
        const at::Tensor expected = outputs[0].distributions[i];
        EXPECT_LT((outputs[1].distributions[i] - expected).abs().max().item<float>(),
                  1e-4F * expected.abs().max().item<float>());
        EXPECT_LT((outputs[1].logits[i] - outputs[0].logits[i]).abs().max().item<float>(),
                  1e-4F * outputs[0].logits[i].abs().max().item<float>());
    }
}

TEST_F(BaseWeights, AYoloV8WithAnotherClassBranchLeavesItToTheSeed)
{
    model::YoloWorld network = networkN(4);
    const auto fit = fitBaseWeights(network, written(folded(yoloV8n())), 4, 9);
    ASSERT_TRUE(fit);
    EXPECT_EQ(fit->refusal, "");
    EXPECT_NE(fit->notes.back().find("set model.training_classes to 80"), std::string::npos);
    expectEqual({{"w", copied(network).at("bbox_head.head_module.cls_preds.0.0.conv.weight")}},
                {{"w", copied(networkN(4, 9)).at("bbox_head.head_module.cls_preds.0.0.conv.weight")}});
}

TEST_F(BaseWeights, ADamagedYoloV8IsRefused)
{
    Named file = folded(yoloV8n());
    file.erase("model.6.m.1.cv2.conv.bias");
    file["model.9.cv1.conv.weight"] = at::zeros({128, 255, 1, 1});
    const std::string sentence = refusal(file);
    EXPECT_NE(sentence.find("model.6.m.1.cv2"), std::string::npos) << sentence;
    EXPECT_NE(sentence.find("model.9.cv1.conv.weight: file 128×255×1×1, network 128×256×1×1"), std::string::npos);
}

TEST(YoloV8Names, FollowTheNetworksBlocks)
{
    using model::yoloV8Module;
    EXPECT_EQ(yoloV8Module("backbone.image_model.stem"), "0");
    EXPECT_EQ(yoloV8Module("backbone.image_model.stage2.1.blocks.1.conv2"), "4.m.1.cv2");
    EXPECT_EQ(yoloV8Module("backbone.image_model.stage4.2.conv1"), "9.cv1");
    EXPECT_EQ(yoloV8Module("neck.bottom_up_layers.0.final_conv"), "18.cv2");
    EXPECT_EQ(yoloV8Module("bbox_head.head_module.reg_preds.2.2"), "22.cv2.2.2");
    EXPECT_EQ(yoloV8Module("bbox_head.head_module.cls_preds.2.1"), "22.cv3.2.1");
    EXPECT_EQ(yoloV8Module("bbox_head.head_module.cls_preds.2.2"), "");
    EXPECT_EQ(yoloV8Module("neck.bottom_up_layers.0.attn_block.project_conv"), "");
    EXPECT_EQ(yoloV8Module(""), "");
}

TEST(MeasuredStatistics, LeaveEvaluationAndGiveTrainingItsScale)
{
    torch::manual_seed(2);
    const at::NoGradGuard noGradients;
    model::BatchNorm2d norm(3, at::kCPU);
    for (auto& [name, tensor] : model::namedTensors(norm)) {
        if (name != "num_batches_tracked") {
            tensor.fill_(name == "running_var" ? 1 - model::kBatchNormEpsilon : name == "weight" ? 1 : 0);
        }
    }
    EXPECT_TRUE(norm.lacksStatistics());
    const at::Tensor input = 5 + 3 * at::randn({8, 3, 16, 16});
    norm.eval();
    const at::Tensor before = norm.forward(input);
    norm.startMeasuring();
    EXPECT_TRUE(at::equal(norm.forward(input), before));
    norm.adoptMeasured();
    EXPECT_FALSE(norm.lacksStatistics());
    EXPECT_LT((norm.forward(input) - before).abs().max().item<float>(), 1e-4F);
    norm.train();
    EXPECT_LT((norm.forward(input) - before).abs().max().item<float>(), 1e-3F) << "the batch is like what was measured";
}

} // namespace
} // namespace espalier::train
