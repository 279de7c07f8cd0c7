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
    expectClose(overlap, golden->at("overlap.ciou"), kForward, "overlap");
    overlap.sum().backward();
    expectClose(a.grad(), golden->at("overlap_grad_a.ciou"), kGradient, "gradient");
    const at::Tensor loss = ((1 - overlap) * golden->at("iou_loss.weight").squeeze(-1)).sum() * 7.5;
    expectClose(loss, golden->at("iou_loss"), kForward, "weighted loss");
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
                "decode");
    const at::Tensor priorsOf1 = at::cat({points, at::ones({points.size(0), 1})}, 1);
    expectClose(train::encodeBoxes(golden->at("coder.boxes"), priorsOf1, 16), golden->at("coder.encode_max15"),
                kForward, "encode");
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
    // The case: weighted, divided by 7.3, times 0.375.
    const at::Tensor loss = (each * golden->at("dfl.weight")).sum() / 7.3 * 0.375;
    expectClose(loss, golden->at("dfl.loss"), kForward, "loss");
    loss.backward();
    expectClose(logits.grad(), golden->at("dfl.grad"), kGradient, "gradient");
}

TEST(Assigner, GivesThePriorsOfTheReference)
{
    const auto golden = openGolden("yolo_world/assigner");
    if (!golden) {
        return;
    }
    const at::Tensor boxes = golden->at("in.gt_bboxes") * golden->at("in.pad_bbox_flag");
    const train::Assignment assignment = train::assign(golden->at("in.pred_scores"), golden->at("in.pred_bboxes"),
                                                       golden->at("in.priors").narrow(1, 0, 3), boxes,
                                                       golden->at("in.gt_labels").squeeze(-1).to(at::kLong));
    const at::Tensor scores = golden->at("out.assigned_scores");
    expectClose(assignment.scores, scores, kForward, "scores");
    // A positive without a score carries no loss: which ones are picked is a matter of ties.
    const at::Tensor counts = scores.sum(-1) > 0;
    expectClose(assignment.isPositive & counts, golden->at("out.fg_mask_pre_prior").to(at::kBool) & counts, 0,
                "positives");
    const at::Tensor mask = counts.unsqueeze(-1);
    expectClose(assignment.boxes * mask, golden->at("out.assigned_bboxes") * mask, kForward, "boxes");
}

} // namespace
} // namespace espalier::parity
