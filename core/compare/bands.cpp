#include "core/compare/bands.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <string>

namespace espalier::compare {

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

double valueAt(const std::vector<store::SeriesPoint>& curve, std::int64_t step)
{
    const auto right =
        std::lower_bound(curve.begin(), curve.end(), step,
                         [](const store::SeriesPoint& point, std::int64_t at) { return point.step < at; });
    if (right == curve.end()) {
        return kNan;
    }
    if (right->step == step) {
        return right->value;
    }
    if (right == curve.begin()) {
        return kNan;
    }
    const auto left = std::prev(right);
    const double share = static_cast<double>(step - left->step) / static_cast<double>(right->step - left->step);
    return left->value + share * (right->value - left->value);
}

void append(Band& band, std::int64_t step, const std::vector<double>& values)
{
    double sum = 0;
    for (const double value : values) {
        sum += value;
    }
    const bool isEmpty = values.empty();
    band.step.push_back(static_cast<double>(step));
    band.count.push_back(values.size());
    band.mean.push_back(isEmpty ? kNan : sum / static_cast<double>(values.size()));
    band.low.push_back(isEmpty ? kNan : *std::min_element(values.begin(), values.end()));
    band.high.push_back(isEmpty ? kNan : *std::max_element(values.begin(), values.end()));
}

} // namespace

std::vector<std::vector<std::size_t>> groupsByRecipe(std::span<const store::RunSummary> runs)
{
    std::vector<std::vector<std::size_t>> groups;
    std::map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const auto [place, isNew] = places.emplace(runs[i].recipeHash, groups.size());
        if (isNew) {
            groups.emplace_back();
        }
        groups[place->second].push_back(i);
    }
    return groups;
}

Band bandOf(std::span<const std::vector<store::SeriesPoint>> curves)
{
    std::set<std::int64_t> steps;
    for (const auto& curve : curves) {
        for (const store::SeriesPoint& point : curve) {
            steps.insert(point.step);
        }
    }
    Band band;
    for (const std::int64_t step : steps) {
        std::vector<double> values;
        for (const auto& curve : curves) {
            if (const double value = valueAt(curve, step); std::isfinite(value)) {
                values.push_back(value);
            }
        }
        append(band, step, values);
    }
    return band;
}

} // namespace espalier::compare
