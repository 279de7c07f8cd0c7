#include "core/metrics/detection.h"
#include "core/metrics/overlap.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

namespace espalier::metrics {

namespace {

constexpr std::size_t kThresholds = 10; ///< IoU 0.50:0.05:0.95
constexpr std::size_t kRecalls = 101;
constexpr std::array<std::size_t, 3> kMost{1, 10, 100};
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct AreaRange {
    double low;
    double high;
};
constexpr std::array<AreaRange, 4> kAreas{{{0, 1e10}, {0, 32 * 32}, {32 * 32, 96 * 96}, {96 * 96, 1e10}}};

/// A side of exactly 32 stays small although corners, not sides, are given.
constexpr double kAreaRounding = 1e-6;

bool isOutsideOf(const AreaRange& range, double area)
{
    return area < range.low - kAreaRounding || area > range.high + kAreaRounding;
}

/// With the reference's rounding, which decides where an overlap or a recall meets a threshold exactly.
double threshold(std::size_t index)
{
    return index + 1 == kThresholds ? 0.95 : static_cast<double>(index) * ((0.95 - 0.5) / 9) + 0.5;
}

double recallAt(std::size_t index)
{
    return static_cast<double>(index) * 0.01;
}

/// One image and class: its truth, and its best detections, best first.
struct Cell {
    std::vector<const TruthBox*> truth;
    std::vector<const DetectedBox*> detections;
    std::vector<std::vector<double>> overlaps; ///< by detection, truth
};

/// What became of one detection, threshold by threshold.
struct Fate {
    double score = 0;
    std::size_t rank = 0; ///< within its image
    std::array<bool, kThresholds> isMatched{};
    std::array<bool, kThresholds> isIgnored{};
};

struct Matches {
    std::vector<Fate> fates;
    std::int64_t positives = 0; ///< truth that counts
};

/// Greedy matching of one cell within an area range, as the protocol has it: better scores choose first, truth that
/// counts is preferred to truth that is ignored, a crowd may be chosen again.
void match(const Cell& cell, const AreaRange& range, Matches& matches)
{
    std::vector<std::size_t> order(cell.truth.size());
    std::iota(order.begin(), order.end(), 0U);
    std::vector<bool> ignored(cell.truth.size());
    for (std::size_t i = 0; i < cell.truth.size(); ++i) {
        const TruthBox& truth = *cell.truth[i];
        const double area = truth.area >= 0 ? truth.area : boxArea(truth.box);
        ignored[i] = truth.isCrowd || isOutsideOf(range, area);
        matches.positives += ignored[i] ? 0 : 1;
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return !ignored[a] && ignored[b]; });

    std::array<std::vector<bool>, kThresholds> isTaken;
    isTaken.fill(std::vector<bool>(cell.truth.size(), false));
    for (std::size_t d = 0; d < cell.detections.size(); ++d) {
        const bool isOutside = isOutsideOf(range, boxArea(cell.detections[d]->box));
        Fate fate{cell.detections[d]->score, d, {}, {}};
        for (std::size_t t = 0; t < kThresholds; ++t) {
            double best = std::min(threshold(t), 1 - 1e-10);
            std::ptrdiff_t chosen = -1;
            for (const std::size_t g : order) {
                if (isTaken[t][g] && !cell.truth[g]->isCrowd) {
                    continue;
                }
                if (chosen >= 0 && !ignored[static_cast<std::size_t>(chosen)] && ignored[g]) {
                    break;
                }
                if (cell.overlaps[d][g] < best) {
                    continue;
                }
                best = cell.overlaps[d][g];
                chosen = static_cast<std::ptrdiff_t>(g);
            }
            if (chosen >= 0) {
                isTaken[t][static_cast<std::size_t>(chosen)] = true;
                fate.isMatched[t] = true;
                fate.isIgnored[t] = ignored[static_cast<std::size_t>(chosen)];
            } else {
                fate.isIgnored[t] = isOutside;
            }
        }
        matches.fates.push_back(fate);
    }
}

struct Precision {
    double average = 0;
    double recall = 0;
};

/// Interpolated precision at 101 recalls and the recall reached, for one threshold.
Precision accumulate(const std::vector<const Fate*>& fates, std::int64_t positives, std::size_t t)
{
    std::vector<double> precisions;
    std::vector<double> recalls;
    double hits = 0;
    double misses = 0;
    for (const Fate* fate : fates) {
        hits += fate->isMatched[t] && !fate->isIgnored[t] ? 1 : 0;
        misses += !fate->isMatched[t] && !fate->isIgnored[t] ? 1 : 0;
        precisions.push_back(hits / (hits + misses + std::numeric_limits<double>::epsilon()));
        recalls.push_back(hits / static_cast<double>(positives));
    }
    for (std::size_t i = precisions.size(); i-- > 1;) {
        precisions[i - 1] = std::max(precisions[i - 1], precisions[i]);
    }
    double sum = 0;
    for (std::size_t r = 0; r < kRecalls; ++r) {
        const auto at = std::lower_bound(recalls.begin(), recalls.end(), recallAt(r));
        sum += at == recalls.end() ? 0 : precisions[static_cast<std::size_t>(at - recalls.begin())];
    }
    return {sum / kRecalls, recalls.empty() ? 0 : recalls.back()};
}

/// Mean of values; NaN when there are none.
class Mean {
public:
    void add(double value)
    {
        m_sum += value;
        ++m_count;
    }
    [[nodiscard]] double value() const { return m_count > 0 ? m_sum / static_cast<double>(m_count) : kNaN; }

private:
    double m_sum = 0;
    std::int64_t m_count = 0;
};

using Cells = std::map<std::int64_t, Cell>; ///< by image, one class

std::vector<Cells> sortIntoCells(std::span<const TruthBox> truth, std::span<const DetectedBox> detections,
                                 std::size_t categories)
{
    std::vector<Cells> cells(categories);
    const auto known = [&](int category) { return category >= 0 && static_cast<std::size_t>(category) < categories; };
    for (const TruthBox& box : truth) {
        if (known(box.category)) {
            cells[static_cast<std::size_t>(box.category)][box.image].truth.push_back(&box);
        }
    }
    for (const DetectedBox& box : detections) {
        if (known(box.category)) {
            cells[static_cast<std::size_t>(box.category)][box.image].detections.push_back(&box);
        }
    }
    for (Cells& ofClass : cells) {
        for (auto& [image, cell] : ofClass) {
            std::stable_sort(cell.detections.begin(), cell.detections.end(),
                             [](const DetectedBox* a, const DetectedBox* b) { return a->score > b->score; });
            cell.detections.resize(std::min(cell.detections.size(), kMost.back()));
            for (const DetectedBox* detection : cell.detections) {
                std::vector<double>& row = cell.overlaps.emplace_back();
                for (const TruthBox* box : cell.truth) {
                    row.push_back(overlap(detection->box, box->box, box->isCrowd));
                }
            }
        }
    }
    return cells;
}

/// The best `most` detections of each image, over all images, best first.
std::vector<const Fate*> ranked(const Matches& matches, std::size_t most)
{
    std::vector<const Fate*> fates;
    for (const Fate& fate : matches.fates) {
        if (fate.rank < most) {
            fates.push_back(&fate);
        }
    }
    std::stable_sort(fates.begin(), fates.end(), [](const Fate* a, const Fate* b) { return a->score > b->score; });
    return fates;
}

} // namespace

DetectionScores evaluateDetections(std::span<const TruthBox> truth, std::span<const DetectedBox> detections,
                                   int categories)
{
    const auto cells = sortIntoCells(truth, detections, static_cast<std::size_t>(std::max(0, categories)));
    std::array<Mean, kAreas.size()> precision;
    std::array<Mean, kAreas.size()> recallOfAll;
    std::array<Mean, 2> recallOfFew;
    Mean at50;
    Mean at75;
    DetectionScores scores;
    for (const Cells& ofClass : cells) {
        Mean ofThisClass;
        for (std::size_t area = 0; area < kAreas.size(); ++area) {
            Matches matches;
            for (const auto& [image, cell] : ofClass) {
                match(cell, kAreas[area], matches);
            }
            if (matches.positives == 0) {
                continue;
            }
            const auto fates = ranked(matches, kMost[2]);
            for (std::size_t t = 0; t < kThresholds; ++t) {
                const Precision result = accumulate(fates, matches.positives, t);
                precision[area].add(result.average);
                recallOfAll[area].add(result.recall);
                if (area == 0) {
                    ofThisClass.add(result.average);
                    if (t == 0) {
                        at50.add(result.average);
                    } else if (t == 5) {
                        at75.add(result.average);
                    }
                }
            }
            for (std::size_t few = 0; area == 0 && few < recallOfFew.size(); ++few) {
                const auto best = ranked(matches, kMost[few]);
                for (std::size_t t = 0; t < kThresholds; ++t) {
                    recallOfFew[few].add(accumulate(best, matches.positives, t).recall);
                }
            }
        }
        scores.perClass.push_back(ofThisClass.value());
    }
    scores.map = precision[0].value();
    scores.map50 = at50.value();
    scores.map75 = at75.value();
    scores.mapSmall = precision[1].value();
    scores.mapMedium = precision[2].value();
    scores.mapLarge = precision[3].value();
    scores.recall1 = recallOfFew[0].value();
    scores.recall10 = recallOfFew[1].value();
    scores.recall100 = recallOfAll[0].value();
    scores.recallSmall = recallOfAll[1].value();
    scores.recallMedium = recallOfAll[2].value();
    scores.recallLarge = recallOfAll[3].value();
    return scores;
}

} // namespace espalier::metrics
