// The operations that training samples go through, each with its random numbers as arguments.
#pragma once

#include "core/dataset/dataset.h"

#include <array>
#include <vector>

namespace espalier::dataset {

/// Multiply hue (of 180), saturation and value by `gains`, through 8-bit tables as the reference does.
void jitterColour(Image& image, const std::array<double, 3>& gains);

/// Row-major 3×3 without perspective.
using Matrix = std::array<float, 9>;
/// About the centre of the input: scaled, then shifted so that the centre lands on (x, y) shares of the output.
[[nodiscard]] Matrix scaleAndShift(int width, int height, double scale, double x, double y);
/// Linear interpolation, grey 114 outside.
[[nodiscard]] Image warp(const Image& image, const Matrix& matrix, int width, int height);

struct LabelledBoxes {
    std::vector<Box> boxes;
    std::vector<int> labels;
};
/// Boxes through `matrix`, clipped to the output; those that are left with 2 px or less, a tenth of their area or less
/// or an aspect of 100 or more are dropped.
[[nodiscard]] LabelledBoxes warpBoxes(const LabelledBoxes& boxes, const Matrix& matrix, double scale, int width,
                                      int height);

void flipHorizontally(Image& image, std::vector<Box>& boxes);

} // namespace espalier::dataset
