#include "core/train/detection_loss.h"

#include "core/train/assigner.h"
#include "core/train/box_coder.h"
#include "core/train/overlap.h"

#include <ATen/ATen.h>

namespace espalier::train {

namespace {
constexpr double kClassWeight = 0.5;
constexpr double kBoxWeight = 7.5;
constexpr double kDistributionWeight = 1.5 / 4;

at::Tensor mixCells(const std::vector<at::Tensor>& levels)
{
    std::vector<at::Tensor> rows;
    for (const at::Tensor& level : levels) {
        rows.push_back(level.contiguous().view({level.size(0), -1, level.size(1)}));
    }
    return at::cat(rows, 1);
}
} // namespace

at::Tensor distributionFocalLoss(const at::Tensor& logits, const at::Tensor& targets)
{
    const at::Tensor logProbabilities = at::log_softmax(logits, -1);
    const at::Tensor lower = targets.floor();
    const at::Tensor upperShare = targets - lower;
    const at::Tensor bin = lower.to(at::kLong).unsqueeze(-1);
    const at::Tensor atLower = logProbabilities.gather(-1, bin).squeeze(-1);
    const at::Tensor atUpper = logProbabilities.gather(-1, bin + 1).squeeze(-1);
    return -(atLower * (1 - upperShare) + atUpper * upperShare);
}

DetectionLoss detectionLoss(const std::vector<at::Tensor>& logits, const std::vector<at::Tensor>& distributions,
                            const at::Tensor& boxes, const at::Tensor& labels, DistributionLayout layout)
{
    const at::Tensor priors = makePriors(logits);
    const at::Tensor allLogits = joinLevels(logits);
    const at::Tensor allDistributions = joinLevels(distributions);
    const auto images = static_cast<double>(allLogits.size(0));

    Assignment assignment;
    {
        const at::NoGradGuard noGradients;
        const at::Tensor predicted = decodeBoxes(expectedDistances(allDistributions), priors);
        assignment = assign(allLogits.sigmoid(), predicted, priors, boxes, labels);
    }
    const at::Tensor norm = assignment.scores.sum().clamp_min(1);
    DetectionLoss loss;
    loss.loss_cls = at::binary_cross_entropy_with_logits(allLogits, assignment.scores, {}, {}, at::Reduction::Sum) /
                    norm * (kClassWeight * images);

    // Only positives carry box losses: gradients are made for their rows alone.
    const at::Tensor rows = assignment.isPositive.reshape(-1).nonzero().squeeze(-1);
    if (rows.size(0) == 0) {
        loss.loss_bbox = allDistributions.sum() * 0;
        loss.loss_dfl = allDistributions.sum() * 0;
        return loss;
    }
    const std::int64_t width = allDistributions.size(-1);
    const at::Tensor distribution = allDistributions.reshape({-1, width}).index_select(0, rows);
    const at::Tensor prior = priors.index_select(0, rows.remainder(priors.size(0)));
    const at::Tensor stride = prior.narrow(-1, 2, 1);
    const at::Tensor target = assignment.boxes.reshape({-1, 4}).index_select(0, rows);
    const at::Tensor weight = assignment.scores.sum(-1).reshape(-1).index_select(0, rows);

    const at::Tensor decoded = decodeBoxes(expectedDistances(distribution), prior);
    loss.loss_bbox =
        ((1 - completeIou(decoded / stride, target / stride)) * weight).sum() / norm * (kBoxWeight * images);

    const std::int64_t bins = width / 4;
    const at::Tensor read = layout == DistributionLayout::Cells
                                ? distribution
                                : mixCells(distributions).reshape({-1, width}).index_select(0, rows);
    const at::Tensor sides = distributionFocalLoss(read.reshape({-1, 4, bins}), encodeBoxes(target, prior, bins));
    loss.loss_dfl = (sides.sum(-1) * weight).sum() / norm * (kDistributionWeight * images);
    return loss;
}

} // namespace espalier::train
