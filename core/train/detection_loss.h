// The detector's loss: classification, boxes, distributions of their sides.
#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

namespace espalier::train {

/// How the distribution loss reads the maps. `MixedCells` is a fault kept to reproduce the study: the memory of each
/// level's B×64×H×W is read as B×HW×64, so that bins of different cells and sides are taken for one distribution and
/// the part stays at chance.
enum class DistributionLayout { Cells, MixedCells };

/// Each part is weighted (0.5, 7.5, 0.375) and multiplied by the number of images, as the reference does: the
/// objective is their plain sum. Names as in a log.
struct DetectionLoss {
    at::Tensor loss_cls;
    at::Tensor loss_bbox;
    at::Tensor loss_dfl;
};

/// `logits` per level B×K×H×W, `distributions` per level B×(4·bins)×H×W, `boxes` B×M×4 in input pixels with rows of
/// zeros as padding, `labels` B×M int64.
[[nodiscard]] DetectionLoss detectionLoss(const std::vector<at::Tensor>& logits,
                                          const std::vector<at::Tensor>& distributions, const at::Tensor& boxes,
                                          const at::Tensor& labels,
                                          DistributionLayout layout = DistributionLayout::Cells);

/// Distribution focal loss (Li et al. 2020), cross entropy shared by the two bins beside each target, P×4×bins logits
/// against P×4 targets in bins → P×4.
[[nodiscard]] at::Tensor distributionFocalLoss(const at::Tensor& logits, const at::Tensor& targets);

} // namespace espalier::train
