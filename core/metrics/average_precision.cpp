#include "core/metrics/detection.h"
#include "core/metrics/overlap.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

namespace espalier::metrics {

namespace {

constexpr std::size_t kThresholds = PrecisionTable::kThresholds;
constexpr std::size_t kRecalls = PrecisionTable::kRecalls;
constexpr std::array<std::size_t, PrecisionTable::kLimits> kMost{1, 10, 100};
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct AreaRange {
    double low;
    double high;
};
constexpr std::array<AreaRange, PrecisionTable::kAreas> kAreas{
    {{0, 1e10}, {0, 32 * 32}, {32 * 32, 96 * 96}, {96 * 96, 1e10}}};

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

/// A class, an area range and a limit: one column of the table.
struct Column {
    std::size_t category = 0;
    std::size_t area = 0;
    std::size_t limit = 0;
};

std::size_t recallPlace(const PrecisionTable& table, std::size_t t, const Column& column)
{
    return ((t * table.categories + column.category) * kAreas.size() + column.area) * kMost.size() + column.limit;
}

std::size_t precisionPlace(const PrecisionTable& table, std::size_t t, std::size_t r, const Column& column)
{
    return recallPlace(table, t * kRecalls + r, column);
}

/// Interpolated precision at 101 recalls and the recall reached, for one threshold.
void accumulate(const std::vector<const Fate*>& fates, std::int64_t positives, std::size_t t, const Column& column,
                PrecisionTable& table)
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
    for (std::size_t r = 0; r < kRecalls; ++r) {
        const auto at = std::lower_bound(recalls.begin(), recalls.end(), recallAt(r));
        table.precision[precisionPlace(table, t, r, column)] =
            at == recalls.end() ? 0 : precisions[static_cast<std::size_t>(at - recalls.begin())];
    }
    table.recall[recallPlace(table, t, column)] = recalls.empty() ? 0 : recalls.back();
}

/// Mean of the values that are there; NaN when there are none.
class Mean {
public:
    void add(double value)
    {
        if (!std::isnan(value)) {
            m_sum += value;
            ++m_count;
        }
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

/// A column's precision over the thresholds from `first` on, `count` of them.
void addPrecision(Mean& mean, const PrecisionTable& table, const Column& column, std::size_t first = 0,
                  std::size_t count = kThresholds)
{
    for (std::size_t t = first; t < first + count; ++t) {
        for (std::size_t r = 0; r < kRecalls; ++r) {
            mean.add(table.precision[precisionPlace(table, t, r, column)]);
        }
    }
}

double meanPrecision(const PrecisionTable& table, std::size_t area, std::size_t first = 0,
                     std::size_t count = kThresholds)
{
    Mean mean;
    for (std::size_t category = 0; category < table.categories; ++category) {
        addPrecision(mean, table, {category, area, kMost.size() - 1}, first, count);
    }
    return mean.value();
}

double meanRecall(const PrecisionTable& table, std::size_t area, std::size_t limit)
{
    Mean mean;
    for (std::size_t t = 0; t < kThresholds; ++t) {
        for (std::size_t category = 0; category < table.categories; ++category) {
            mean.add(table.recall[recallPlace(table, t, {category, area, limit})]);
        }
    }
    return mean.value();
}

} // namespace

PrecisionTable tabulatePrecision(std::span<const TruthBox> truth, std::span<const DetectedBox> detections,
                                 int categories)
{
    const auto cells = sortIntoCells(truth, detections, static_cast<std::size_t>(std::max(0, categories)));
    PrecisionTable table;
    table.categories = cells.size();
    const std::size_t columns = cells.size() * kAreas.size() * kMost.size();
    table.precision.assign(kThresholds * kRecalls * columns, kNaN);
    table.recall.assign(kThresholds * columns, kNaN);
    for (std::size_t category = 0; category < cells.size(); ++category) {
        for (std::size_t area = 0; area < kAreas.size(); ++area) {
            Matches matches;
            for (const auto& [image, cell] : cells[category]) {
                match(cell, kAreas[area], matches);
            }
            for (std::size_t limit = 0; matches.positives > 0 && limit < kMost.size(); ++limit) {
                const auto fates = ranked(matches, kMost[limit]);
                for (std::size_t t = 0; t < kThresholds; ++t) {
                    accumulate(fates, matches.positives, t, {category, area, limit}, table);
                }
            }
        }
    }
    return table;
}

DetectionScores evaluateDetections(std::span<const TruthBox> truth, std::span<const DetectedBox> detections,
                                   int categories)
{
    const PrecisionTable table = tabulatePrecision(truth, detections, categories);
    DetectionScores scores;
    for (std::size_t category = 0; category < table.categories; ++category) {
        Mean ofThisClass;
        addPrecision(ofThisClass, table, {category, 0, kMost.size() - 1});
        scores.perClass.push_back(ofThisClass.value());
    }
    scores.map = meanPrecision(table, 0);
    scores.map50 = meanPrecision(table, 0, 0, 1);
    scores.map75 = meanPrecision(table, 0, 5, 1);
    scores.mapSmall = meanPrecision(table, 1);
    scores.mapMedium = meanPrecision(table, 2);
    scores.mapLarge = meanPrecision(table, 3);
    scores.recall1 = meanRecall(table, 0, 0);
    scores.recall10 = meanRecall(table, 0, 1);
    scores.recall100 = meanRecall(table, 0, 2);
    scores.recallSmall = meanRecall(table, 1, 2);
    scores.recallMedium = meanRecall(table, 2, 2);
    scores.recallLarge = meanRecall(table, 3, 2);
    return scores;
}

} // namespace espalier::metrics
