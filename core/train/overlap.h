// Overlap of boxes: complete IoU.
#pragma once

#include <ATen/core/Tensor.h>

namespace espalier::train {

/// CIoU (Zheng et al. 2020), IoU − ρ² / c² − α v, clamped to [−1, 1]. Boxes …×4 (corners), broadcast against each
/// other; α takes no gradient. eps 1e-7.
[[nodiscard]] at::Tensor completeIou(const at::Tensor& predicted, const at::Tensor& target);

} // namespace espalier::train
