// Breakdown: where a mean average precision comes from: class by class, confused with what, and in which image.
#pragma once

#include "core/metrics/detection.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace espalier::metrics {

/// When a detection is shown, and when it is taken to be of a truth box.
struct MatchRules {
    double score = 0.25;  ///< detections below are left out
    double overlap = 0.5; ///< least intersection over union
};

/// What became of a detection.
enum class Fate {
    BelowScore,  ///< left out
    Hit,         ///< of a truth box of its class
    Mislabelled, ///< of a truth box of another class: that box is missed, this one false
    Background,  ///< of no truth box
    Crowd,       ///< within a crowd of its class: neither right nor wrong
};

struct BoxMatches {
    std::vector<Fate> fates;                             ///< by detection
    std::vector<std::optional<std::size_t>> detectionOf; ///< by truth box: the detection that took it, whatever its
                                                         ///< class; crowds are never taken
};

/// Greedy, whatever the class: better scores choose first (equal ones in their order), each the free truth box of its
/// image that it overlaps most (of equal overlaps one of its own class, then the earlier).
[[nodiscard]] BoxMatches matchBoxes(std::span<const TruthBox> truth, std::span<const DetectedBox> detections,
                                    const MatchRules& rules);

/// Counts of boxes. Rows: the true class, last the background. Columns: the class said, last none (missed).
class ConfusionMatrix {
public:
    explicit ConfusionMatrix(std::size_t classes);

    [[nodiscard]] std::size_t classes() const { return m_side - 1; }
    [[nodiscard]] std::size_t background() const { return m_side - 1; } ///< row and column
    [[nodiscard]] std::int64_t at(std::size_t row, std::size_t column) const { return m_counts[row * m_side + column]; }
    void add(std::size_t row, std::size_t column) { ++m_counts[row * m_side + column]; }

private:
    std::size_t m_side;
    std::vector<std::int64_t> m_counts;
};

/// Boxes of a class outside 0 … classes - 1 are left out, crowds too.
[[nodiscard]] ConfusionMatrix confusionOf(std::span<const TruthBox> truth, std::span<const DetectedBox> detections,
                                          const BoxMatches& matches, std::size_t classes);

/// The score from which detections of a class are best kept: F1 is the harmonic mean of precision and recall.
struct Threshold {
    double score = std::numeric_limits<double>::quiet_NaN(); ///< keep this and above; NaN: nothing is ever right
    double f1 = 0;
    double precision = 0;
    double recall = 0;
};

/// Highest F1 over the scores that occur; of equal ones the highest score. `truth` and `detections` of one class.
/// Matched as `matchBoxes` does.
[[nodiscard]] Threshold bestThreshold(std::span<const TruthBox> truth, std::span<const DetectedBox> detections,
                                      double leastOverlap = 0.5);

/// NaN where there is no ground truth, as in DetectionScores.
struct ClassBreakdown {
    double ap = 0; ///< IoU 0.50:0.05:0.95
    double ap50 = 0;
    double ap75 = 0;
    double recall100 = 0;        ///< mean over the same overlaps, at most 100 detections an image
    std::int64_t truth = 0;      ///< boxes, crowds left out
    std::int64_t detections = 0; ///< of any score
    Threshold best;              ///< at the overlap of the rules
};

/// Boxes of one image by the rules; hits over an image set add up to the diagonal of the confusion matrix.
struct ImageBreakdown {
    std::int64_t image = 0;
    std::int64_t matched = 0; ///< truth boxes found, with the right class
    std::int64_t missed = 0;  ///< truth boxes not found, or found as another class
    std::int64_t falses = 0;  ///< detections of nothing, or of another class
    [[nodiscard]] std::int64_t disagreement() const { return missed + falses; }
    bool operator==(const ImageBreakdown&) const = default;
};

/// One entry an image that has a truth box (crowds left out) or a detection above the score, ascending by number.
[[nodiscard]] std::vector<ImageBreakdown> imagesOf(std::span<const TruthBox> truth,
                                                   std::span<const DetectedBox> detections, const BoxMatches& matches);

struct Breakdown {
    DetectionScores scores;
    std::vector<ClassBreakdown> classes; ///< by label
    ConfusionMatrix confusion{0};
    std::vector<ImageBreakdown> images;
};

/// Everything above in one value.
[[nodiscard]] Breakdown breakDown(std::span<const TruthBox> truth, std::span<const DetectedBox> detections,
                                  std::size_t classes, const MatchRules& rules = {});

} // namespace espalier::metrics
