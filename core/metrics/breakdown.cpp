#include "core/metrics/breakdown.h"

#include "core/metrics/overlap.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <unordered_map>

namespace espalier::metrics {

namespace {

using Places = std::vector<std::size_t>;

std::unordered_map<std::int64_t, Places> truthByImage(std::span<const TruthBox> truth)
{
    std::unordered_map<std::int64_t, Places> places;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        places[truth[i].image].push_back(i);
    }
    return places;
}

Places bestFirst(std::span<const DetectedBox> detections)
{
    Places order(detections.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return detections[a].score > detections[b].score; });
    return order;
}

/// The free truth box that a detection takes.
std::optional<std::size_t> choose(const DetectedBox& detection, std::span<const TruthBox> truth, const Places& places,
                                  const BoxMatches& matches, double least)
{
    std::optional<std::size_t> chosen;
    double best = least;
    for (const std::size_t place : places) {
        const TruthBox& box = truth[place];
        if (box.isCrowd || matches.detectionOf[place]) {
            continue;
        }
        const double shared = overlap(detection.box, box.box);
        const bool isOwn = box.category == detection.category;
        const bool wins =
            chosen ? shared > best || (shared == best && isOwn && truth[*chosen].category != detection.category)
                   : shared >= best && shared > 0;
        if (wins) {
            chosen = place;
            best = shared;
        }
    }
    return chosen;
}

bool isInCrowd(const DetectedBox& detection, std::span<const TruthBox> truth, const Places& places, double least)
{
    return std::any_of(places.begin(), places.end(), [&](std::size_t place) {
        const TruthBox& box = truth[place];
        return box.isCrowd && box.category == detection.category &&
               overlap(detection.box, box.box, true) >= std::max(least, 1e-12);
    });
}

bool isKnown(int category, std::size_t classes)
{
    return category >= 0 && static_cast<std::size_t>(category) < classes;
}

} // namespace

BoxMatches matchBoxes(std::span<const TruthBox> truth, std::span<const DetectedBox> detections, const MatchRules& rules)
{
    BoxMatches matches;
    matches.fates.assign(detections.size(), Fate::BelowScore);
    matches.detectionOf.assign(truth.size(), std::nullopt);
    const auto byImage = truthByImage(truth);
    static const Places kNone;
    for (const std::size_t place : bestFirst(detections)) {
        const DetectedBox& detection = detections[place];
        if (!(detection.score >= rules.score)) {
            continue;
        }
        const auto found = byImage.find(detection.image);
        const Places& places = found == byImage.end() ? kNone : found->second;
        if (const auto chosen = choose(detection, truth, places, matches, rules.overlap)) {
            matches.detectionOf[*chosen] = place;
            matches.fates[place] = truth[*chosen].category == detection.category ? Fate::Hit : Fate::Mislabelled;
        } else {
            matches.fates[place] = isInCrowd(detection, truth, places, rules.overlap) ? Fate::Crowd : Fate::Background;
        }
    }
    return matches;
}

ConfusionMatrix::ConfusionMatrix(std::size_t classes) : m_side(classes + 1), m_counts(m_side * m_side, 0) {}

ConfusionMatrix confusionOf(std::span<const TruthBox> truth, std::span<const DetectedBox> detections,
                            const BoxMatches& matches, std::size_t classes)
{
    ConfusionMatrix matrix(classes);
    for (std::size_t i = 0; i < truth.size(); ++i) {
        if (truth[i].isCrowd || !isKnown(truth[i].category, classes)) {
            continue;
        }
        const auto taker = matches.detectionOf[i];
        const bool isSaid = taker && isKnown(detections[*taker].category, classes);
        matrix.add(static_cast<std::size_t>(truth[i].category),
                   isSaid ? static_cast<std::size_t>(detections[*taker].category) : matrix.background());
    }
    for (std::size_t i = 0; i < detections.size(); ++i) {
        if (matches.fates[i] == Fate::Background && isKnown(detections[i].category, classes)) {
            matrix.add(matrix.background(), static_cast<std::size_t>(detections[i].category));
        }
    }
    return matrix;
}

Threshold bestThreshold(std::span<const TruthBox> truth, std::span<const DetectedBox> detections, double leastOverlap)
{
    const auto matches = matchBoxes(truth, detections, {-std::numeric_limits<double>::infinity(), leastOverlap});
    const auto positives = static_cast<double>(
        std::count_if(truth.begin(), truth.end(), [](const TruthBox& box) { return !box.isCrowd; }));
    const Places order = bestFirst(detections);
    Threshold best;
    double hits = 0;
    double said = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const Fate fate = matches.fates[order[i]];
        hits += fate == Fate::Hit ? 1 : 0;
        said += fate == Fate::Hit || fate == Fate::Background ? 1 : 0;
        const double score = detections[order[i]].score;
        if (i + 1 < order.size() && detections[order[i + 1]].score == score) {
            continue; // a threshold cannot part equal scores
        }
        if (const double f1 = 2 * hits / (said + positives); hits > 0 && f1 > best.f1) {
            best = {score, f1, hits / said, hits / positives};
        }
    }
    return best;
}

std::vector<ImageBreakdown> imagesOf(std::span<const TruthBox> truth, std::span<const DetectedBox> detections,
                                     const BoxMatches& matches)
{
    std::map<std::int64_t, ImageBreakdown> images;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        if (truth[i].isCrowd) {
            continue;
        }
        const auto taker = matches.detectionOf[i];
        const bool isFound = taker && matches.fates[*taker] == Fate::Hit;
        ImageBreakdown& image = images[truth[i].image];
        ++(isFound ? image.matched : image.missed);
    }
    for (std::size_t i = 0; i < detections.size(); ++i) {
        if (matches.fates[i] == Fate::BelowScore) {
            continue;
        }
        ImageBreakdown& image = images[detections[i].image];
        image.falses += matches.fates[i] == Fate::Mislabelled || matches.fates[i] == Fate::Background ? 1 : 0;
    }
    std::vector<ImageBreakdown> answer;
    for (auto& [number, image] : images) {
        image.image = number;
        answer.push_back(image);
    }
    return answer;
}

namespace {

/// Boxes of each class, all of them labelled 0.
template <class Box>
std::vector<std::vector<Box>> byClass(std::span<const Box> boxes, std::size_t classes)
{
    std::vector<std::vector<Box>> answer(classes);
    for (const Box& box : boxes) {
        if (isKnown(box.category, classes)) {
            answer[static_cast<std::size_t>(box.category)].push_back(box);
            answer[static_cast<std::size_t>(box.category)].back().category = 0;
        }
    }
    return answer;
}

ClassBreakdown breakDownClass(std::span<const TruthBox> truth, std::span<const DetectedBox> detections,
                              double leastOverlap)
{
    const DetectionScores scores = evaluateDetections(truth, detections, 1);
    ClassBreakdown answer;
    answer.ap = scores.map;
    answer.ap50 = scores.map50;
    answer.ap75 = scores.map75;
    answer.recall100 = scores.recall100;
    answer.truth = std::count_if(truth.begin(), truth.end(), [](const TruthBox& box) { return !box.isCrowd; });
    answer.detections = static_cast<std::int64_t>(detections.size());
    answer.best = bestThreshold(truth, detections, leastOverlap);
    return answer;
}

} // namespace

Breakdown breakDown(std::span<const TruthBox> truth, std::span<const DetectedBox> detections, std::size_t classes,
                    const MatchRules& rules)
{
    Breakdown answer;
    answer.scores = evaluateDetections(truth, detections, static_cast<int>(classes));
    const auto truthOf = byClass(truth, classes);
    const auto detectionsOf = byClass(detections, classes);
    for (std::size_t i = 0; i < classes; ++i) {
        answer.classes.push_back(breakDownClass(truthOf[i], detectionsOf[i], rules.overlap));
    }
    const BoxMatches matches = matchBoxes(truth, detections, rules);
    answer.confusion = confusionOf(truth, detections, matches, classes);
    answer.images = imagesOf(truth, detections, matches);
    return answer;
}

} // namespace espalier::metrics
