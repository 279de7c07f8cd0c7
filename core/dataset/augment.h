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
/// Between squares, about the centre of the input: scaled, then shifted so that the centre lands on (x, y) shares of
/// the output.
[[nodiscard]] Matrix scaleAndShift(int inputSide, int outputSide, double scale, double x, double y);
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

struct LabelledImage {
    Image image;
    LabelledBoxes boxes; ///< in pixels of the image
};
/// Four images around the corner (centreX, centreY) that they share, on a grey canvas of twice `side` (spec 5.2): top
/// left, top right, bottom left, bottom right; each is resized (linear) to fit a square of `side` and cut at the
/// canvas. One without pixels leaves its place grey. Boxes are cut likewise; those outside are dropped.
[[nodiscard]] LabelledImage mosaic(const std::array<LabelledImage, 4>& parts, int side, int centreX, int centreY);

/// `share` of the image and the rest of `other`, of the same size; the fraction is cut off as the reference does.
void mixIn(Image& image, const Image& other, double share);

} // namespace espalier::dataset
