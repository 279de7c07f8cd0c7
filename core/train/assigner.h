// Task-aligned assigner (Feng et al. 2021, TOOD): which priors answer for which object, and how well each should score.
#pragma once

#include <ATen/core/Tensor.h>

namespace espalier::train {

struct Assignment {
    at::Tensor scores;     ///< B×N×K target scores, 0…1
    at::Tensor boxes;      ///< B×N×4, of the object given to each prior; of any object where `isPositive` is false
    at::Tensor isPositive; ///< B×N bool
};

/// Top 10 priors an object by σ(logit)^0.5 · CIoU^6 among those whose centre lies inside; a prior claimed twice goes to
/// the object of greatest CIoU. `scores` B×N×K are probabilities, `predicted` B×N×4, `priors` N×3, `boxes` B×M×4 with
/// rows of zeros as padding, `labels` B×M. No gradient enters.
[[nodiscard]] Assignment assign(const at::Tensor& scores, const at::Tensor& predicted, const at::Tensor& priors,
                                const at::Tensor& boxes, const at::Tensor& labels);

} // namespace espalier::train
