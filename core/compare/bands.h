// Bands: the mean of runs that differ in seed alone, with the lowest and the highest of them.
#pragma once

#include "core/store/store.h"

#include <cstddef>
#include <span>
#include <vector>

namespace espalier::compare {

/// Places in `runs` of those with one recipe, in order of their first.
[[nodiscard]] std::vector<std::vector<std::size_t>> groupsByRecipe(std::span<const store::RunSummary> runs);

/// Columns of equal length.
struct Band {
    std::vector<double> step; ///< every step that any curve has, ascending
    std::vector<double> mean;
    std::vector<double> low;
    std::vector<double> high;
    std::vector<std::size_t> count; ///< curves with a finite value here; 0: the other columns are NaN
};

/// Curves of ascending step, each read between its points along a straight line. Beyond its ends, and beside a value
/// that is not finite, a curve says nothing, and `count` tells: an explosion is not averaged away unseen.
[[nodiscard]] Band bandOf(std::span<const std::vector<store::SeriesPoint>> curves);

} // namespace espalier::compare
