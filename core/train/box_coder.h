// Boxes and the head's numbers: priors, distances to the four sides, and the boxes they make.
#pragma once

#include <ATen/core/Tensor.h>

#include <array>
#include <cstdint>
#include <vector>

namespace espalier::train {

/// Input pixels per cell of each level, P3 to P5.
inline constexpr std::array<std::int64_t, 3> kStrides{8, 16, 32};

/// N×3: centre x, centre y, stride, in input pixels; ((column + 0.5) · stride, (row + 0.5) · stride), level by level,
/// rows first. `levels` are tensors whose last two sizes are H and W.
[[nodiscard]] at::Tensor makePriors(const std::vector<at::Tensor>& levels);

/// Levels of B×C×H×W as one B×N×C, in the order of the priors.
[[nodiscard]] at::Tensor joinLevels(const std::vector<at::Tensor>& levels);

/// Mean bin of each side's distribution: …×(4·bins) logits, side-major → …×4 in units of the stride.
[[nodiscard]] at::Tensor expectedDistances(const at::Tensor& distributions);

/// Distances l, t, r, b (…×N×4, in strides) around N priors → corners in input pixels.
[[nodiscard]] at::Tensor decodeBoxes(const at::Tensor& distances, const at::Tensor& priors);

/// The inverse, P×4 boxes of P priors → distances in strides, clamped to 0 … bins − 1 − 0.01.
[[nodiscard]] at::Tensor encodeBoxes(const at::Tensor& boxes, const at::Tensor& priors, std::int64_t bins);

} // namespace espalier::train
