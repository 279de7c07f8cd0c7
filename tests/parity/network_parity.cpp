// The whole network: activations, outputs, losses, assignment, gradients and detections of complete small and real-size
// cases.
#include "core/model/yolo_world.h"
#include "core/train/assigner.h"
#include "core/train/box_coder.h"
#include "core/train/detection_loss.h"
#include "core/train/detections.h"
#include "tests/parity/activations.h"
#include "tests/parity/goldens.h"
#include "tests/parity/record.h"
#include "tests/parity/reference_network.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace espalier::parity {
namespace {

constexpr double kForward = 1e-5;
constexpr double kDeepTrain = 1e-4;
constexpr double kDeepGradient = 1e-3;
constexpr double kScore = 1e-4;
constexpr double kCorner = 5e-3; ///< px

/// Logits of masked texts are one number, far below all others: compared apart, or its size would hide any error.
void compareLogits(const at::Tensor& actual, const at::Tensor& expected, double tolerance, const std::string& what,
                   double noise)
{
    ASSERT_EQ(actual.sizes(), expected.sizes()) << what;
    const at::Tensor isMasked = expected == model::kMaskedLogit;
    expectClose(actual.masked_select(isMasked), expected.masked_select(isMasked), 0, what);
    expectClose(actual.masked_select(isMasked.logical_not()), expected.masked_select(isMasked.logical_not()), tolerance,
                what, noise);
}

void compareOutputs(const Golden& golden, const std::string& mode, const std::vector<at::Tensor>& features,
                    const model::YoloWorld::Output& output, double tolerance)
{
    const std::string subject = mode + " outputs: ";
    for (std::size_t i = 0; i < 3; ++i) {
        const std::string level = "." + std::to_string(i);
        const auto compare = [&](const std::string& name, const at::Tensor& actual) {
            const std::string key = mode + "." + name + level;
            expectClose(actual, golden.at(key), tolerance, subject + name + level, listedNoise(golden, key));
        };
        compare("neck", features[i]);
        const std::string logits = mode + ".cls_logit" + level;
        compareLogits(output.logits[i], golden.at(logits), tolerance, subject + "cls_logit" + level,
                      listedNoise(golden, logits));
        const at::Tensor maps = output.distributions[i].permute({0, 2, 3, 1});
        compare("bbox_pred", train::expectedDistances(maps).permute({0, 3, 1, 2}));
        if (golden.has(mode + ".bbox_dist_pred" + level)) {
            compare("bbox_dist_pred", maps.reshape({maps.size(0), maps.size(1) * maps.size(2), 4, -1}));
        }
    }
}

/// Names of the case's activations, the same in both modes.
std::vector<std::string> activationsOf(const Golden& golden)
{
    std::vector<std::string> names;
    for (const auto& [name, tensor] : golden.under("eval.act.")) {
        names.push_back(name);
    }
    return names;
}

void compareActivations(const Golden& golden, const std::string& mode, const Activations& activations, double tolerance)
{
    for (const std::string& name : activationsOf(golden)) {
        const std::string key = mode + ".act." + name;
        expectClose(activations.at(name), golden.at(key), tolerance, mode + " activations: " + name,
                    listedNoise(golden, key));
    }
}

void compareDetections(const Golden& golden, const model::YoloWorld::Output& output)
{
    const Json& meta = golden.json["img_metas"];
    std::vector<dataset::Sample> samples;
    for (const Json& row : meta) {
        dataset::Sample sample;
        sample.imageId = static_cast<std::int64_t>(samples.size());
        sample.originalHeight = row["ori_shape"][0].get<int>();
        sample.originalWidth = row["ori_shape"][1].get<int>();
        samples.push_back(sample);
    }
    const auto found = train::detect(output.logits, output.distributions, samples);
    for (std::size_t image = 0; image < samples.size(); ++image) {
        const std::string key = "det." + std::to_string(image);
        std::vector<metrics::DetectedBox> ours;
        for (const auto& detection : found) {
            if (detection.image == static_cast<std::int64_t>(image)) {
                ours.push_back(detection);
            }
        }
        const at::Tensor scores = golden.at(key + ".scores");
        const at::Tensor boxes = golden.at(key + ".bboxes");
        const at::Tensor labels = golden.at(key + ".labels");
        ASSERT_EQ(static_cast<std::int64_t>(ours.size()), scores.size(0)) << key;
        // Scores closer than the tolerance may swap: each of ours must have a partner of its own.
        std::vector<bool> used(ours.size(), false);
        std::size_t matched = 0;
        double worstScore = 0;
        double worstBox = 0;
        for (const auto& detection : ours) {
            for (std::int64_t row = 0; row < scores.size(0); ++row) {
                const auto place = static_cast<std::size_t>(row);
                const double score = std::abs(scores[row].item<double>() - detection.score);
                if (used[place] || labels[row].item<std::int64_t>() != detection.category || score > kScore) {
                    continue;
                }
                const at::Tensor box =
                    at::tensor({detection.box[0], detection.box[1], detection.box[2], detection.box[3]}, at::kDouble);
                const double corner = (box - boxes[row]).abs().max().item<double>();
                if (corner < kCorner) {
                    used[place] = true;
                    worstScore = std::max(worstScore, score);
                    worstBox = std::max(worstBox, corner);
                    ++matched;
                    break;
                }
            }
        }
        EXPECT_EQ(matched, ours.size()) << key;
        record({"detections' scores: " + key, kScore, worstScore, kScore, "of 1"});
        record({"detections' boxes: " + key, kCorner, worstBox, kCorner, "px"});
    }
}

/// The last bias of a class branch: the contrast's BatchNorm takes it away again.
bool isBeforeBatchNorm(const std::string& name)
{
    return name.find(".cls_preds.") != std::string::npos && name.find(".2.bias") == name.size() - 7;
}

/// Scores, and of every prior that carries a score: object, label, and that it is positive. One without a score carries
/// no loss; which of those are picked is a matter of ties.
void compareAssignment(const Golden& golden, const train::Assignment& assignment)
{
    const at::Tensor expected = golden.at("assign.assigned_scores");
    expectClose(assignment.scores, expected, kDeepGradient, "assignment: scores",
                listedNoise(golden, "assign.assigned_scores"));
    const at::Tensor counts = expected.sum(-1) > 0;
    expectClose(assignment.isPositive & counts, golden.at("assign.fg_mask_pre_prior").to(at::kBool) & counts, 0,
                "assignment: positives");
    expectClose(assignment.scores.argmax(-1) * counts, golden.at("assign.assigned_labels") * counts, 0,
                "assignment: labels");
    const at::Tensor mask = counts.unsqueeze(-1);
    expectClose(assignment.boxes * mask, golden.at("assign.assigned_bboxes") * mask, kForward, "assignment: boxes");
}

void compareGradients(const Golden& golden, const model::YoloWorld& network)
{
    int compared = 0;
    double squares = 0;
    const double total = golden.json["total_grad_norm"].get<double>();
    for (const auto& item : network.named_parameters()) {
        const at::Tensor& gradient = item.value().grad();
        const std::string key = "grad." + item.key();
        if (golden.has(key)) {
            expectClose(gradient, golden.at(key), kDeepGradient, "gradients: " + item.key(), listedNoise(golden, key));
            ++compared;
        }
        const double norm = gradient.norm().item<double>();
        squares += norm * norm;
        if (isBeforeBatchNorm(item.key())) {
            EXPECT_LT(norm, kForward * total) << item.key(); // zero in exact arithmetic, noise here and there
        } else {
            expectClose(norm, golden.json["grad_norms"][item.key()].get<double>(), kDeepGradient,
                        "norm of every gradient: " + item.key());
        }
    }
    EXPECT_GT(compared, 0) << "no gradient in the case";
    expectClose(std::sqrt(squares), total, kDeepGradient, "norm of every gradient: all");
}

class Network : public testing::TestWithParam<const char*> {};

TEST_P(Network, AgreesInEvaluationAndTraining)
{
    const auto golden = openGolden(GetParam());
    if (!golden) {
        return;
    }
    const auto network = networkOf(*golden);
    const Activations activations(*network, activationsOf(*golden));
    const at::Tensor images = golden->at("in.image");
    const at::Tensor text = golden->at("in.text");
    const at::Tensor textMask = golden->has("in.text_mask") ? golden->at("in.text_mask").to(at::kBool) : at::Tensor();
    {
        const at::NoGradGuard noGradients;
        network->eval();
        const auto features = network->features(images, text);
        const auto output = network->head(features, text, textMask);
        compareOutputs(*golden, "eval", features, output, kForward);
        compareActivations(*golden, "eval", activations, kForward);
        compareDetections(*golden, output);
    }
    network->train();
    const auto features = network->features(images, text);
    const auto output = network->head(features, text, textMask);
    compareOutputs(*golden, "train", features, output, kDeepTrain);
    compareActivations(*golden, "train", activations, kDeepTrain);

    const Truth truth = truthOf(golden->at("in.gts"), images.size(0));
    const at::Tensor priors = train::makePriors(output.logits);
    expectClose(at::cat({priors, priors.narrow(1, 2, 1)}, 1), golden->at("assign.priors"), kForward,
                "assignment: priors");
    const at::Tensor decoded =
        train::decodeBoxes(train::expectedDistances(train::joinLevels(output.distributions)), priors);
    double noise = 0; // of the distances, in pixels
    for (std::size_t i = 0; i < 3; ++i) {
        noise = std::max(noise, listedNoise(*golden, "train.bbox_pred." + std::to_string(i)) *
                                    static_cast<double>(train::kStrides[i]));
    }
    expectClose(decoded, golden->at("assign.decoded_boxes"), kDeepTrain, "assignment: decoded boxes", noise);
    compareAssignment(*golden, train::assign(train::joinLevels(output.logits).sigmoid().detach(), decoded.detach(),
                                             priors, truth.boxes, truth.labels));

    const train::DetectionLoss loss =
        train::detectionLoss(output.logits, output.distributions, truth.boxes, truth.labels);
    const at::Tensor objective = loss.loss_cls + loss.loss_bbox + loss.loss_dfl;
    for (const auto& [name, part] : {std::pair("loss_cls", loss.loss_cls), std::pair("loss_bbox", loss.loss_bbox),
                                     std::pair("loss_dfl", loss.loss_dfl), std::pair("total", objective)}) {
        const std::string key = std::string("loss.") + name;
        expectClose(part.item<double>(), golden->at(key).item<double>(), kDeepTrain, std::string("losses: ") + name);
    }
    objective.backward();
    compareGradients(*golden, *network);
}

INSTANTIATE_TEST_SUITE_P(Cases, Network,
                         testing::Values("yolo_world/tiny_a", "yolo_world/tiny_mask", "yolo_world/s_real_hashfill",
                                         "yolo_world/l_real_hashfill"));

} // namespace
} // namespace espalier::parity
