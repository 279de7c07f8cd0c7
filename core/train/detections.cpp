#include "core/train/detections.h"

#include "core/train/box_coder.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <numeric>

namespace espalier::train {

namespace {

double area(const metrics::Box& box)
{
    return (box[2] - box[0]) * (box[3] - box[1]);
}

bool overlapsMoreThan(const metrics::Box& a, const metrics::Box& b, double threshold)
{
    const double width = std::min(a[2], b[2]) - std::max(a[0], b[0]);
    const double height = std::min(a[3], b[3]) - std::max(a[1], b[1]);
    if (width <= 0 || height <= 0) {
        return false;
    }
    const double shared = width * height;
    return shared > threshold * (area(a) + area(b) - shared);
}

/// Rows over the threshold, best first, equal scores in row order.
std::vector<Detection> candidates(const at::Tensor& scores, const at::Tensor& boxes, const DetectionRules& rules)
{
    const at::Tensor flatScores = scores.contiguous();
    const at::Tensor flatBoxes = boxes.contiguous();
    const auto* score = flatScores.data_ptr<float>();
    const auto* corner = flatBoxes.data_ptr<float>();
    const std::int64_t classes = scores.size(1);
    std::vector<Detection> found;
    for (std::int64_t row = 0; row < scores.size(0); ++row, score += classes, corner += 4) {
        const auto add = [&](std::int64_t label) {
            if (score[label] > rules.scoreThreshold) {
                found.push_back({{corner[0], corner[1], corner[2], corner[3]}, static_cast<int>(label), score[label]});
            }
        };
        if (rules.multiLabel) {
            for (std::int64_t label = 0; label < classes; ++label) {
                add(label);
            }
        } else {
            add(std::max_element(score, score + classes) - score);
        }
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Detection& a, const Detection& b) { return a.score > b.score; });
    if (found.size() > static_cast<std::size_t>(rules.mostCandidates)) {
        found.resize(static_cast<std::size_t>(rules.mostCandidates));
    }
    return found;
}

} // namespace

std::vector<Detection> selectDetections(const at::Tensor& scores, const at::Tensor& boxes, const DetectionRules& rules)
{
    std::vector<Detection> kept;
    for (const Detection& candidate : candidates(scores, boxes, rules)) {
        const bool isCovered = std::any_of(kept.begin(), kept.end(), [&](const Detection& better) {
            return better.label == candidate.label &&
                   overlapsMoreThan(better.box, candidate.box, rules.overlapThreshold);
        });
        if (!isCovered) {
            kept.push_back(candidate);
            if (kept.size() == rules.most) {
                break;
            }
        }
    }
    return kept;
}

std::vector<metrics::DetectedBox> detect(const std::vector<at::Tensor>& logits,
                                         const std::vector<at::Tensor>& distributions,
                                         std::span<const dataset::Sample> samples, const DetectionRules& rules)
{
    const at::NoGradGuard noGradients;
    const at::Tensor scores = joinLevels(logits).sigmoid();
    const at::Tensor boxes = decodeBoxes(expectedDistances(joinLevels(distributions)), makePriors(logits));
    std::vector<metrics::DetectedBox> detected;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const dataset::Sample& sample = samples[i];
        const auto index = static_cast<std::int64_t>(i);
        const at::Tensor shift = at::tensor({sample.padLeft, sample.padTop, sample.padLeft, sample.padTop});
        const at::Tensor scale = at::tensor({sample.scaleX, sample.scaleY, sample.scaleX, sample.scaleY});
        const double width = sample.originalWidth;
        const double height = sample.originalHeight;
        for (Detection& found : selectDetections(scores[index], (boxes[index] - shift) / scale, rules)) {
            for (const std::size_t corner : {0U, 2U}) {
                found.box[corner] = std::clamp(found.box[corner], 0.0, width);
                found.box[corner + 1] = std::clamp(found.box[corner + 1], 0.0, height);
            }
            detected.push_back({sample.imageId, found.label, found.box, found.score});
        }
    }
    return detected;
}

} // namespace espalier::train
