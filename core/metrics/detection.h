// Detection metrics: COCO average precision from boxes, numbers in, numbers out.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace espalier::metrics {

/// Corners in pixels of the original image: x1, y1, x2, y2.
using Box = std::array<double, 4>;

struct TruthBox {
    std::int64_t image = 0;
    int category = 0; ///< label index
    Box box{};
    double area = -1;     ///< of the object, for the size ranges; negative: of the box
    bool isCrowd = false; ///< matched by any number of detections, counted as neither
};

struct DetectedBox {
    std::int64_t image = 0;
    int category = 0;
    Box box{};
    double score = 0;
};

/// NaN where there is no ground truth (COCO's -1).
struct DetectionScores {
    double map = 0; ///< mean over IoU 0.50:0.05:0.95, classes with ground truth
    double map50 = 0;
    double map75 = 0;
    double mapSmall = 0, mapMedium = 0, mapLarge = 0; ///< area below 32², to 96², above
    double recall1 = 0, recall10 = 0, recall100 = 0;  ///< mean maximum recall at 1, 10, 100 detections an image
    double recallSmall = 0, recallMedium = 0, recallLarge = 0;
    std::vector<double> perClass; ///< AP .50:.95 by label
};

/// What those figures are means of. NaN where there is no ground truth.
struct PrecisionTable {
    static constexpr std::size_t kThresholds = 10; ///< IoU 0.50:0.05:0.95
    static constexpr std::size_t kRecalls = 101;   ///< 0:0.01:1
    static constexpr std::size_t kAreas = 4;       ///< all, small, medium, large
    static constexpr std::size_t kLimits = 3;      ///< the best 1, 10, 100 detections of an image and class
    std::size_t categories = 0;
    std::vector<double> precision; ///< thresholds × recalls × categories × areas × limits, interpolated
    std::vector<double> recall;    ///< thresholds × categories × areas × limits
};
[[nodiscard]] PrecisionTable tabulatePrecision(std::span<const TruthBox> truth, std::span<const DetectedBox> detections,
                                               int categories);

/// The COCO protocol (pycocotools' bbox evaluation): 101 recall points, at most 100 detections an image and class,
/// score order stable, ignored ground truth as there.
[[nodiscard]] DetectionScores evaluateDetections(std::span<const TruthBox> truth,
                                                 std::span<const DetectedBox> detections, int categories);

} // namespace espalier::metrics
