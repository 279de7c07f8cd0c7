#include "core/weights/families.h"

#include <algorithm>
#include <array>
#include <utility>

namespace espalier::weights {

namespace {

using Tensors = std::map<std::string, TensorView>;

bool holdsPrefix(const Tensors& tensors, const std::string& prefix)
{
    const auto found = tensors.lower_bound(prefix);
    return found != tensors.end() && found->first.starts_with(prefix);
}

/// 64 channels times the width of the size (specifications of YOLOv8 and YOLO-World: 0.25, 0.5, 0.75, 1, 1.25, 1.5).
std::string sizeOfStem(const Tensors& tensors, const std::string& stem)
{
    constexpr std::array<std::pair<std::int64_t, const char*>, 6> kSizes{
        {{16, "n"}, {32, "s"}, {48, "m"}, {64, "l"}, {80, "x"}, {96, "xl"}}};
    const auto found = tensors.find(stem);
    if (found == tensors.end() || found->second.shape.size() != 4) {
        return {};
    }
    const auto row = std::find_if(kSizes.begin(), kSizes.end(),
                                  [&](const auto& each) { return each.first == found->second.shape.front(); });
    return row == kSizes.end() ? std::string() : row->second;
}

std::string named(const std::string& family, const std::string& size)
{
    return family + (size.empty() ? " of unknown size" : ", size " + size);
}

RecognisedCheckpoint yoloWorld(const Tensors& tensors, bool textTower)
{
    RecognisedCheckpoint result;
    result.size = sizeOfStem(tensors, "backbone.image_model.stem.conv.weight");
    result.textTower = textTower;
    const std::string contrast = "bbox_head.head_module.cls_contrasts.";
    const bool enhancer = holdsPrefix(tensors, "neck.text_enhancer.");
    const bool norm = holdsPrefix(tensors, contrast + "0.norm.");
    if (enhancer || (holdsPrefix(tensors, contrast) && !norm)) {
        result.family = CheckpointFamily::YoloWorldV1;
        result.sentence = named("YOLO-World v1", result.size) +
                          (norm ? ": v1 weights: the neck updates the text by the image; take a v2 file"
                                : ": v1 weights: the contrast head has no BatchNorm; take a v2 file");
        return result;
    }
    result.family = CheckpointFamily::YoloWorldV2;
    const char* text = textTower                        ? ", with its text tower"
                       : tensors.contains("embeddings") ? ", with prompt-tuned embeddings instead of a text tower"
                                                        : ", without a text tower";
    result.sentence = named("YOLO-World v2", result.size) + text;
    return result;
}

/// `model.0.conv.weight`, or with the name of the object that held it once more in front.
RecognisedCheckpoint yoloV8(const Tensors& tensors, const std::string& prefix)
{
    RecognisedCheckpoint result;
    result.family = CheckpointFamily::YoloV8;
    result.size = sizeOfStem(tensors, prefix + "0.conv.weight");
    result.batchNormFolded = tensors.contains(prefix + "0.conv.bias") && !holdsPrefix(tensors, prefix + "0.bn.");
    result.sentence =
        named("YOLOv8", result.size) + (result.batchNormFolded ? ", batch norm folded into its convolutions" : "");
    return result;
}

} // namespace

std::string_view toText(CheckpointFamily family)
{
    switch (family) {
    case CheckpointFamily::YoloWorldV2:
        return "yolo_world_v2";
    case CheckpointFamily::YoloWorldV1:
        return "yolo_world_v1";
    case CheckpointFamily::YoloV8:
        return "yolov8";
    case CheckpointFamily::ClipText:
        return "clip_text";
    case CheckpointFamily::Unknown:
        break;
    }
    return "unknown";
}

RecognisedCheckpoint recognise(const std::map<std::string, TensorView>& tensors)
{
    const std::string tower = "text_model.embeddings.token_embedding.weight";
    const bool towerInside = tensors.contains("backbone.text_model.model." + tower);
    if (holdsPrefix(tensors, "backbone.image_model.")) {
        return yoloWorld(tensors, towerInside);
    }
    for (const char* prefix : {"model.", "model.model."}) {
        // C2f blocks (two convolutions around, none beside) and the head at place 22 tell YOLOv8 from its kin.
        const std::string start(prefix);
        const bool block = tensors.contains(start + "2.cv1.conv.weight") &&
                           tensors.contains(start + "2.m.0.cv1.conv.weight") &&
                           !tensors.contains(start + "2.cv3.conv.weight");
        if (block && tensors.contains(start + "22.cv2.0.0.conv.weight")) {
            return yoloV8(tensors, prefix);
        }
    }
    RecognisedCheckpoint result;
    if (towerInside || tensors.contains(tower)) {
        result.family = CheckpointFamily::ClipText;
        result.textTower = true;
        result.sentence = "CLIP text tower";
        return result;
    }
    result.sentence = "weights of a network that is not known: " + std::to_string(tensors.size()) + " tensors";
    if (!tensors.empty()) {
        result.sentence += ", the first is `" + tensors.begin()->first.substr(0, 120) + "`";
    }
    return result;
}

} // namespace espalier::weights
