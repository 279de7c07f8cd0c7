#include "core/weights/families.h"

#include <gtest/gtest.h>

namespace espalier::weights {
namespace {

using Tensors = std::map<std::string, TensorView>;

Tensors named(std::initializer_list<std::pair<const char*, std::vector<std::int64_t>>> rows)
{
    Tensors tensors;
    for (const auto& [name, shape] : rows) {
        tensors[name].shape = shape;
    }
    return tensors;
}

Tensors yoloWorldV2(std::int64_t stem)
{
    return named({{"backbone.image_model.stem.conv.weight", {stem, 3, 3, 3}},
                  {"bbox_head.head_module.cls_contrasts.0.bias", {1}},
                  {"bbox_head.head_module.cls_contrasts.0.norm.weight", {512}},
                  {"backbone.text_model.model.text_model.embeddings.token_embedding.weight", {49408, 512}}});
}

TEST(Families, TellsYoloWorldAndItsSize)
{
    const std::vector<std::pair<std::int64_t, std::string>> sizes{{32, "s"}, {48, "m"},  {64, "l"},
                                                                  {80, "x"}, {96, "xl"}, {17, ""}};
    for (const auto& [channels, size] : sizes) {
        const RecognisedCheckpoint found = recognise(yoloWorldV2(channels));
        EXPECT_EQ(found.family, CheckpointFamily::YoloWorldV2);
        EXPECT_EQ(found.size, size);
        EXPECT_TRUE(found.textTower);
    }
    Tensors tuned = yoloWorldV2(64);
    tuned.erase("backbone.text_model.model.text_model.embeddings.token_embedding.weight");
    EXPECT_FALSE(recognise(tuned).textTower);
    tuned["embeddings"].shape = {4, 512};
    EXPECT_NE(recognise(tuned).sentence.find("prompt-tuned"), std::string::npos);
}

TEST(Families, TellsTheFirstVersionByItsHeadAndByItsNeck)
{
    Tensors head = yoloWorldV2(64);
    head.erase("bbox_head.head_module.cls_contrasts.0.norm.weight");
    EXPECT_EQ(recognise(head).family, CheckpointFamily::YoloWorldV1);
    EXPECT_NE(recognise(head).sentence.find("the contrast head has no BatchNorm; take a v2 file"), std::string::npos);
    Tensors neck = yoloWorldV2(64);
    neck["neck.text_enhancer.query.0.weight"].shape = {512};
    EXPECT_EQ(recognise(neck).family, CheckpointFamily::YoloWorldV1);
}

TEST(Families, TellsYoloV8FoldedOrNot)
{
    Tensors tensors = named({{"model.0.conv.weight", {16, 3, 3, 3}},
                             {"model.0.bn.weight", {16}},
                             {"model.2.cv1.conv.weight", {32, 32, 1, 1}},
                             {"model.2.m.0.cv1.conv.weight", {16, 16, 3, 3}},
                             {"model.22.cv2.0.0.conv.weight", {64, 64, 3, 3}}});
    EXPECT_EQ(recognise(tensors).family, CheckpointFamily::YoloV8);
    EXPECT_EQ(recognise(tensors).size, "n");
    EXPECT_FALSE(recognise(tensors).batchNormFolded);
    tensors.erase("model.0.bn.weight");
    tensors["model.0.conv.bias"].shape = {16};
    EXPECT_TRUE(recognise(tensors).batchNormFolded);
    tensors["model.2.cv3.conv.weight"].shape = {32, 32, 1, 1}; // YOLOv5
    EXPECT_EQ(recognise(tensors).family, CheckpointFamily::Unknown);
}

TEST(Families, TellsATextTowerWithOrWithoutItsPrefix)
{
    const std::string name = "text_model.embeddings.token_embedding.weight";
    for (const std::string& prefix : {std::string(), std::string("backbone.text_model.model.")}) {
        Tensors tensors;
        tensors[prefix + name].shape = {49408, 512};
        EXPECT_EQ(recognise(tensors).family, CheckpointFamily::ClipText);
    }
}

TEST(Families, NamesWhatItDoesNotKnow)
{
    EXPECT_EQ(recognise({}).family, CheckpointFamily::Unknown);
    EXPECT_NE(recognise(named({{"fc.weight", {1}}})).sentence.find("`fc.weight`"), std::string::npos);
}

} // namespace
} // namespace espalier::weights
