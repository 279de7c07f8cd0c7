// From the head's numbers to boxes: threshold, order, NMS, rescaling.
#include "core/train/box_coder.h"
#include "core/train/detections.h"
#include "tests/parity/goldens.h"
#include "tests/parity/record.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace espalier::parity {
namespace {

constexpr double kScore = 1e-5;
constexpr double kBox = 1e-3; ///< pixels

TEST(Postprocess, KeepsTheReferencesBoxes)
{
    const auto golden = openGolden("yolo_world/postprocess");
    if (!golden) {
        return;
    }
    std::vector<at::Tensor> logits;
    std::vector<at::Tensor> distances;
    for (const char* level : {"0", "1", "2"}) {
        logits.push_back(golden->at(std::string("in.cls_logit.") + level));
        distances.push_back(golden->at(std::string("in.bbox_pred.") + level));
    }
    const at::Tensor scores = train::joinLevels(logits).sigmoid();
    const at::Tensor priors = train::makePriors(logits);
    const at::Tensor expectedPriors =
        at::cat({golden->at("priors.0"), golden->at("priors.1"), golden->at("priors.2")}, 0);
    expectClose(at::cat({priors, priors.narrow(1, 2, 1)}, 1), expectedPriors, 1e-5, "values: priors");
    const at::Tensor boxes = train::decodeBoxes(train::joinLevels(distances), priors);
    expectClose(boxes, golden->at("decoded_all"), 1e-5, "values: decoded boxes");

    for (const auto& [name, about] : golden->json["cases"].items()) {
        const Json& config = about["test_cfg"];
        const train::DetectionRules rules{config["score_thr"].get<double>(), config["nms_pre"].get<std::int64_t>(),
                                          config["nms"]["iou_threshold"].get<double>(),
                                          config["max_per_img"].get<std::size_t>(), config["multi_label"].get<bool>()};
        for (std::int64_t image = 0; image < scores.size(0); ++image) {
            const std::string key = name + "." + std::to_string(image);
            SCOPED_TRACE(key);
            const Json& meta = about["img_metas"][static_cast<std::size_t>(image)];
            at::Tensor original = boxes[image];
            if (meta.contains("pad_param")) {
                const double top = meta["pad_param"][0].get<double>(), left = meta["pad_param"][2].get<double>();
                original = original - at::tensor({left, top, left, top}).to(at::kFloat);
            }
            const double x = meta["scale_factor"][0].get<double>(), y = meta["scale_factor"][1].get<double>();
            original = original / at::tensor({x, y, x, y}).to(at::kFloat);
            const auto kept = train::selectDetections(scores[image], original, rules);
            const at::Tensor expected = golden->at(key + ".bboxes");
            const at::Tensor expectedScores = golden->at(key + ".scores");
            const at::Tensor expectedLabels = golden->at(key + ".labels");
            ASSERT_EQ(static_cast<std::int64_t>(kept.size()), expected.size(0));
            const double width = meta["ori_shape"][1].get<double>(), height = meta["ori_shape"][0].get<double>();
            double worstScore = 0;
            double worstBox = 0;
            for (std::size_t i = 0; i < kept.size(); ++i) {
                const auto row = static_cast<std::int64_t>(i);
                const double score = std::abs(kept[i].score - expectedScores[row].item<float>());
                ASSERT_LE(score, kScore) << i;
                worstScore = std::max(worstScore, score);
                ASSERT_EQ(kept[i].label, expectedLabels[row].item<int>()) << i;
                for (std::size_t corner = 0; corner < 4; ++corner) {
                    const double clipped = std::clamp<double>(kept[i].box[corner], 0, corner % 2 == 0 ? width : height);
                    const double apart =
                        std::abs(clipped - expected[row][static_cast<std::int64_t>(corner)].item<double>());
                    ASSERT_LE(apart, kBox) << i;
                    worstBox = std::max(worstBox, apart);
                }
            }
            record({"kept boxes' scores: " + key, kScore, worstScore, kScore, "of 1"});
            record({"kept boxes: " + key, kBox, worstBox, kBox, "px"});
        }
    }
}

} // namespace
} // namespace espalier::parity
