// The parts of the loss alone: overlap, box coder, distribution focal loss, assigner.
#include "core/train/assigner.h"
#include "core/train/box_coder.h"
#include "core/train/detection_loss.h"
#include "core/train/overlap.h"
#include "tests/parity/goldens.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace espalier::parity {
namespace {

constexpr double kForward = 1e-5;
constexpr double kGradient = 1e-4;

TEST(Losses, CompleteIouAndItsGradient)
{
    const auto golden = openGolden("yolo_world/losses");
    if (!golden) {
        return;
    }
    const at::Tensor a = golden->at("box.a").requires_grad_(true);
    const at::Tensor overlap = train::completeIou(a, golden->at("box.b"));
    expectClose(overlap, golden->at("overlap.ciou"), kForward, "values: CIoU");
    overlap.sum().backward();
    expectClose(a.grad(), golden->at("overlap_grad_a.ciou"), kGradient, "gradients: CIoU");
    const at::Tensor loss = ((1 - overlap) * golden->at("iou_loss.weight").squeeze(-1)).sum() * 7.5;
    expectClose(loss, golden->at("iou_loss"), kForward, "values: weighted CIoU loss");
}

TEST(Losses, BoxCoderBothWays)
{
    const auto golden = openGolden("yolo_world/losses");
    if (!golden) {
        return;
    }
    const at::Tensor points = golden->at("coder.points");
    const at::Tensor priorsOf8 = at::cat({points, at::full({points.size(0), 1}, 8.0)}, 1);
    expectClose(train::decodeBoxes(golden->at("coder.dist"), priorsOf8), golden->at("coder.decode_stride8"), kForward,
                "values: decoded boxes");
    const at::Tensor priorsOf1 = at::cat({points, at::ones({points.size(0), 1})}, 1);
    expectClose(train::encodeBoxes(golden->at("coder.boxes"), priorsOf1, 16), golden->at("coder.encode_max15"),
                kForward, "values: encoded boxes");
}

TEST(Losses, DistributionFocalLossAndItsGradient)
{
    const auto golden = openGolden("yolo_world/losses");
    if (!golden) {
        return;
    }
    const at::Tensor logits = golden->at("dfl.pred").requires_grad_(true);
    const at::Tensor each =
        train::distributionFocalLoss(logits.unsqueeze(1), golden->at("dfl.target").unsqueeze(1)).squeeze(1);
    expectClose(each * 0.375, golden->at("dfl.none"), kForward, "values: distribution loss, each");
    // The case: weighted, divided by 7.3, times 0.375.
    const at::Tensor loss = (each * golden->at("dfl.weight")).sum() / 7.3 * 0.375;
    expectClose(loss, golden->at("dfl.loss"), kForward, "values: distribution loss");
    loss.backward();
    expectClose(logits.grad(), golden->at("dfl.grad"), kGradient, "gradients: distribution loss");
}

TEST(Assigner, GivesThePriorsOfTheReference)
{
    const auto golden = openGolden("yolo_world/assigner");
    if (!golden) {
        return;
    }
    const at::Tensor boxes = golden->at("in.gt_bboxes") * golden->at("in.pad_bbox_flag");
    const at::Tensor overlaps =
        train::completeIou(golden->at("in.pred_bboxes").unsqueeze(1), boxes.unsqueeze(2)).clamp_min(0);
    expectClose(overlaps * golden->at("in.pad_bbox_flag"), golden->at("mid.overlaps") * golden->at("in.pad_bbox_flag"),
                kForward, "values: overlaps");
    const train::Assignment assignment = train::assign(golden->at("in.pred_scores"), golden->at("in.pred_bboxes"),
                                                       golden->at("in.priors").narrow(1, 0, 3), boxes,
                                                       golden->at("in.gt_labels").squeeze(-1).to(at::kLong));
    const at::Tensor scores = golden->at("out.assigned_scores");
    expectClose(assignment.scores, scores, kForward, "values: scores");
    // A positive without a score carries no loss: which ones are picked is a matter of ties.
    const at::Tensor counts = scores.sum(-1) > 0;
    expectClose(assignment.isPositive & counts, golden->at("out.fg_mask_pre_prior").to(at::kBool) & counts, 0,
                "choices: positives");
    expectClose(assignment.scores.argmax(-1) * counts, golden->at("out.assigned_labels") * counts, 0,
                "choices: labels");
    const at::Tensor mask = counts.unsqueeze(-1);
    expectClose(assignment.boxes * mask, golden->at("out.assigned_bboxes") * mask, kForward, "values: boxes");
}

} // namespace
} // namespace espalier::parity
