// The whole network: activations, outputs, losses, assignment, gradients and detections of complete small and real-size
// cases.
#include "core/model/yolo_world.h"
#include "core/train/assigner.h"
#include "core/train/box_coder.h"
#include "core/train/detection_loss.h"
#include "core/train/detections.h"
#include "tests/parity/goldens.h"
#include "tests/parity/reference_network.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace espalier::parity {
namespace {

constexpr double kForward = 1e-5;
constexpr double kDeepTrain = 1e-4;
constexpr double kDeepGradient = 1e-3;

void compareOutputs(const Golden& golden, const std::string& mode, const std::vector<at::Tensor>& features,
                    const model::YoloWorld::Output& output, double tolerance)
{
    for (std::size_t i = 0; i < 3; ++i) {
        const std::string level = "." + std::to_string(i);
        const auto compare = [&](const std::string& name, const at::Tensor& actual) {
            const std::string key = mode + "." + name + level;
            expectClose(actual, golden.at(key), tolerance, key, listedNoise(golden, key));
        };
        compare("neck", features[i]);
        compare("cls_logit", output.logits[i]);
        const at::Tensor& maps = output.distributions[i];
        const at::Tensor distances = train::expectedDistances(maps.permute({0, 2, 3, 1})).permute({0, 3, 1, 2});
        compare("bbox_pred", distances);
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
        for (const auto& detection : ours) {
            for (std::int64_t row = 0; row < scores.size(0); ++row) {
                const auto place = static_cast<std::size_t>(row);
                if (used[place] || labels[row].item<std::int64_t>() != detection.category ||
                    std::abs(scores[row].item<double>() - detection.score) > 1e-4) {
                    continue;
                }
                const at::Tensor box =
                    at::tensor({detection.box[0], detection.box[1], detection.box[2], detection.box[3]}, at::kDouble);
                if ((box - boxes[row]).abs().max().item<float>() < 5e-3F) {
                    used[place] = true;
                    ++matched;
                    break;
                }
            }
        }
        EXPECT_EQ(matched, ours.size()) << key;
    }
}

/// The last bias of a class branch: the contrast's BatchNorm takes it away again.
bool isBeforeBatchNorm(const std::string& name)
{
    return name.find(".cls_preds.") != std::string::npos && name.find(".2.bias") == name.size() - 7;
}

class Network : public testing::TestWithParam<const char*> {};

TEST_P(Network, AgreesInEvaluationAndTraining)
{
    const auto golden = openGolden(GetParam());
    if (!golden) {
        return;
    }
    const auto network = networkOf(*golden);
    const at::Tensor images = golden->at("in.image");
    const at::Tensor text = golden->at("in.text");
    {
        const at::NoGradGuard noGradients;
        network->eval();
        const auto features = network->features(images, text);
        const auto output = network->head(features, text);
        compareOutputs(*golden, "eval", features, output, kForward);
        compareDetections(*golden, output);
    }
    network->train();
    const auto features = network->features(images, text);
    const auto output = network->head(features, text);
    compareOutputs(*golden, "train", features, output, kDeepTrain);

    const Truth truth = truthOf(golden->at("in.gts"), images.size(0));
    const at::Tensor priors = train::makePriors(output.logits);
    expectClose(priors, golden->at("assign.priors").narrow(1, 0, 3), kForward, "priors");
    const at::Tensor decoded =
        train::decodeBoxes(train::expectedDistances(train::joinLevels(output.distributions)), priors);
    double noise = 0; // of the distances, in pixels
    for (std::size_t i = 0; i < 3; ++i) {
        noise = std::max(noise, listedNoise(*golden, "train.bbox_pred." + std::to_string(i)) *
                                    static_cast<double>(train::kStrides[i]));
    }
    expectClose(decoded, golden->at("assign.decoded_boxes"), kDeepTrain, "decoded boxes", noise);
    const train::Assignment assignment = train::assign(train::joinLevels(output.logits).sigmoid().detach(),
                                                       decoded.detach(), priors, truth.boxes, truth.labels);
    expectClose(assignment.scores, golden->at("assign.assigned_scores"), kDeepGradient, "assigned scores");

    const train::DetectionLoss loss =
        train::detectionLoss(output.logits, output.distributions, truth.boxes, truth.labels);
    expectClose(loss.loss_cls.item<double>(), golden->at("loss.loss_cls").item<double>(), kDeepTrain, "loss_cls");
    expectClose(loss.loss_bbox.item<double>(), golden->at("loss.loss_bbox").item<double>(), kDeepTrain, "loss_bbox");
    expectClose(loss.loss_dfl.item<double>(), golden->at("loss.loss_dfl").item<double>(), kDeepTrain, "loss_dfl");
    (loss.loss_cls + loss.loss_bbox + loss.loss_dfl).backward();
    int compared = 0;
    for (const auto& item : network->named_parameters()) {
        const std::string key = "grad." + item.key();
        if (golden->has(key)) {
            expectClose(item.value().grad(), golden->at(key), kDeepGradient, key, listedNoise(*golden, key));
            ++compared;
        }
    }
    EXPECT_GT(compared, 0) << "no gradient in the case";
    const double total = golden->json["total_grad_norm"].get<double>();
    for (const auto& item : network->named_parameters()) {
        const double norm = item.value().grad().norm().item<double>();
        const double expected = golden->json["grad_norms"][item.key()].get<double>();
        if (isBeforeBatchNorm(item.key())) {
            EXPECT_LT(norm, kForward * total) << item.key(); // zero in exact arithmetic, noise here and there
        } else {
            expectClose(norm, expected, kDeepGradient, "norm of " + item.key());
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Cases, Network,
                         testing::Values("yolo_world/tiny_a", "yolo_world/s_real_hashfill",
                                         "yolo_world/l_real_hashfill"));

} // namespace
} // namespace espalier::parity
