// Batch tensors: what the network and the loss get, from the samples of the light half.
#pragma once

#include "core/dataset/dataset.h"

#include <ATen/core/Tensor.h>

#include <span>

namespace espalier::train {

struct BatchTensors {
    at::Tensor images; ///< B×3×S×S, 0…1, RGB
    at::Tensor boxes;  ///< B×M×4, input pixels, rows beyond an image's own are zero
    at::Tensor labels; ///< B×M, int64
};

/// Samples of one side; at least one.
[[nodiscard]] BatchTensors toTensors(std::span<const dataset::Sample> samples);

} // namespace espalier::train
