// Chart: curves of several runs as one SVG, to stand in a page.
#pragma once

#include "core/store/store.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace espalier::compare {

struct ChartLine {
    std::string name;
    std::size_t look = 0;                       ///< colour and dash: equal for repeats of one recipe
    std::span<const store::SeriesPoint> points; ///< ascending step
};

struct Chart {
    std::string title;
    std::vector<ChartLine> lines;
};

inline constexpr std::size_t kColours = 8;
inline constexpr std::size_t kDashes = 4; ///< a dash a round of colours
/// `run run3 dash1`: classes of the page's style sheet.
[[nodiscard]] std::string classesOf(std::size_t look);

/// `value` over step. Logarithmic where values ≥ 0 span more than three decades. However many points there are, each
/// pixel column keeps its lowest and its highest, so that no spike is lost; values that are not finite stand as marks
/// at the rim: above ▲ +∞ and × NaN, below ▼ −∞.
[[nodiscard]] std::string toSvg(const Chart& chart);

} // namespace espalier::compare
