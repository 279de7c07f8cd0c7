#include "core/compare/report_chart.h"

#include "core/compare/text_cells.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>

namespace espalier::compare {

namespace {

using Points = std::span<const store::SeriesPoint>;

constexpr double kWidth = 760;
constexpr double kHeight = 250;
constexpr double kLeft = 66;
constexpr double kRight = 12;
constexpr double kTop = 16;
constexpr double kBottom = 26;
constexpr double kPlotWidth = kWidth - kLeft - kRight;
constexpr double kPlotHeight = kHeight - kTop - kBottom;
constexpr double kRim = 7; ///< kept free above and below for what is not finite
constexpr double kDecadesForLog = 3;
constexpr double kTicks = 5;

std::string coordinate(double value)
{
    return fixedNumber(value, 1);
}

/// From a range of values to a share of the axis. Halves, since high - low may be beyond the largest double.
class Scale {
public:
    Scale(double low, double high, bool isLog) : m_low(low), m_high(high), m_isLog(isLog) {}
    [[nodiscard]] double share(double value) const
    {
        const double from = transformed(m_low);
        const double to = transformed(m_high);
        const double at = m_isLog && value <= m_low ? from : transformed(value);
        return std::clamp((at - from) / (to - from), 0.0, 1.0);
    }
    [[nodiscard]] std::vector<double> ticks() const { return m_isLog ? decades() : steps(); }

private:
    [[nodiscard]] double transformed(double value) const { return m_isLog ? std::log10(value) : value / 2; }

    [[nodiscard]] std::vector<double> decades() const
    {
        const int first = static_cast<int>(std::ceil(std::log10(m_low) - 1e-9));
        const int last = static_cast<int>(std::floor(std::log10(m_high) + 1e-9));
        const int stride = std::max(1, static_cast<int>(std::ceil((last - first) / kTicks)));
        std::vector<double> answer;
        for (int decade = first; decade <= last; decade += stride) {
            answer.push_back(std::pow(10.0, decade));
        }
        return answer;
    }

    /// Round numbers: 1, 2 or 5 times a power of ten apart.
    [[nodiscard]] std::vector<double> steps() const
    {
        const double rough = (m_high / 2 - m_low / 2) / kTicks * 2;
        const double power = std::pow(10.0, std::floor(std::log10(rough)));
        const double factor = rough / power;
        const double step = power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
        std::vector<double> answer;
        if (!std::isfinite(step) || step <= 0 || m_low + step == m_low) {
            return {m_low, m_high};
        }
        const double first = std::ceil(m_low / step - 1e-9);
        for (int i = 0; i <= 2 * static_cast<int>(kTicks); ++i) {
            if (const double tick = (first + i) * step; tick <= m_high + step * 1e-9) {
                answer.push_back(std::abs(tick) < step * 1e-9 ? 0 : tick);
            }
        }
        return answer;
    }

    double m_low;
    double m_high;
    bool m_isLog;
};

Scale scaleOfSteps(const Chart& chart)
{
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const ChartLine& line : chart.lines) {
        if (!line.points.empty()) {
            low = std::min(low, static_cast<double>(line.points.front().step));
            high = std::max(high, static_cast<double>(line.points.back().step));
        }
    }
    return low < high ? Scale(low, high, false)
                      : Scale(std::isfinite(low) ? low - 1 : 0, std::isfinite(low) ? low + 1 : 1, false);
}

struct ValueRange {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();
    double leastPositive = std::numeric_limits<double>::infinity();
    [[nodiscard]] bool isEmpty() const { return low > high; }
};

ValueRange rangeOf(const Chart& chart)
{
    ValueRange range;
    for (const ChartLine& line : chart.lines) {
        for (const store::SeriesPoint& point : line.points) {
            if (std::isfinite(point.value)) {
                range.low = std::min(range.low, point.value);
                range.high = std::max(range.high, point.value);
                range.leastPositive =
                    point.value > 0 ? std::min(range.leastPositive, point.value) : range.leastPositive;
            }
        }
    }
    return range;
}

bool isLogarithmic(const ValueRange& range)
{
    return !range.isEmpty() && range.low >= 0 && range.high > 0 &&
           std::log10(range.high) - std::log10(range.leastPositive) > kDecadesForLog;
}

Scale scaleOfValues(const ValueRange& range)
{
    if (range.isEmpty()) {
        return {0, 1, false};
    }
    if (isLogarithmic(range)) {
        return {range.leastPositive, range.high, true};
    }
    if (range.low < range.high) {
        return {range.low, range.high, false};
    }
    constexpr double kMost = std::numeric_limits<double>::max();
    const double margin = std::max(std::abs(range.low) * 0.1, 1e-3);
    return {std::max(range.low - margin, -kMost), std::min(range.high + margin, kMost), false};
}

struct Axes {
    Scale steps;
    Scale values;
    [[nodiscard]] double x(double step) const { return kLeft + kPlotWidth * steps.share(step); }
    [[nodiscard]] double y(double value) const
    {
        return kTop + kRim + (kPlotHeight - 2 * kRim) * (1 - values.share(value));
    }
};

/// Points of one pixel column that must be seen: where the curve enters and leaves it, how far it goes up and down.
class Column {
public:
    void take(Points points, std::size_t i)
    {
        if (m_isEmpty) {
            m_kept = {i, i, i, i};
            m_isEmpty = false;
            return;
        }
        auto& [first, low, high, last] = m_kept;
        low = points[i].value < points[low].value ? i : low;
        high = points[i].value > points[high].value ? i : high;
        last = i;
    }
    [[nodiscard]] std::set<std::size_t> kept() const
    {
        return m_isEmpty ? std::set<std::size_t>() : std::set<std::size_t>(m_kept.begin(), m_kept.end());
    }

private:
    bool m_isEmpty = true;
    std::array<std::size_t, 4> m_kept{};
};

/// The path of the finite values; it is broken where one is not.
std::string pathOf(Points points, const Axes& axes)
{
    std::string path;
    Column column;
    long current = -1;
    bool isBroken = true;
    bool isGap = true;
    const auto draw = [&] {
        bool isFirst = true;
        for (const std::size_t i : column.kept()) {
            const bool isMove = isFirst && isBroken;
            path += (isMove ? "M" : "L") + coordinate(axes.x(static_cast<double>(points[i].step))) + " " +
                    coordinate(axes.y(points[i].value)) + (isMove ? "h0" : ""); // a lone point is a dot
            isFirst = false;
        }
        column = {};
    };
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (!std::isfinite(points[i].value)) {
            isGap = true;
            continue;
        }
        const long place = std::lround(axes.x(static_cast<double>(points[i].step)));
        if (place != current) {
            draw();
            current = place;
            isBroken = isGap;
        }
        isGap = false;
        column.take(points, i);
    }
    draw();
    return path;
}

/// Marks at the rim, one a pixel column and kind.
std::string rimPath(Points points, const Axes& axes)
{
    std::set<long> above;
    std::set<long> below;
    std::set<long> unknown;
    for (const store::SeriesPoint& point : points) {
        if (!std::isfinite(point.value)) {
            auto& marks = std::isnan(point.value) ? unknown : point.value > 0 ? above : below;
            marks.insert(std::lround(axes.x(static_cast<double>(point.step))));
        }
    }
    const auto top = static_cast<long>(kTop);
    const auto bottom = static_cast<long>(kTop + kPlotHeight);
    std::string path;
    const auto start = [&](long x, long y) { path += "M" + std::to_string(x) + " " + std::to_string(y); };
    for (const long x : above) {
        start(x - 3, top + 6);
        path += "h6l-3 -6z";
    }
    for (const long x : below) {
        start(x - 3, bottom - 6);
        path += "h6l-3 6z";
    }
    for (const long x : unknown) {
        start(x - 3, top);
        path += "l6 6m0 -6l-6 6";
    }
    return path;
}

std::string rimTitle(const ChartLine& line)
{
    const auto isOdd = [](const store::SeriesPoint& point) { return !std::isfinite(point.value); };
    const auto first = std::find_if(line.points.begin(), line.points.end(), isOdd);
    return line.name + ": " + std::to_string(std::count_if(line.points.begin(), line.points.end(), isOdd)) +
           " values not finite, the first at step " + std::to_string(first->step);
}

std::string drawLine(const ChartLine& line, const Axes& axes)
{
    std::string svg;
    const std::string classes = classesOf(line.look);
    if (const std::string path = pathOf(line.points, axes); !path.empty()) {
        svg += "<path class=\"line " + classes + "\" d=\"" + path + "\"><title>" + htmlText(line.name) +
               "</title></path>\n";
    }
    if (const std::string path = rimPath(line.points, axes); !path.empty()) {
        svg += "<path class=\"rim " + classes + "\" d=\"" + path + "\"><title>" + htmlText(rimTitle(line)) +
               "</title></path>\n";
    }
    return svg;
}

std::string label(double x, double y, const char* anchor, const std::string& text)
{
    return "<text x=\"" + coordinate(x) + "\" y=\"" + coordinate(y) + "\" text-anchor=\"" + anchor + "\">" + text +
           "</text>\n";
}

std::string drawAxes(const Axes& axes)
{
    std::string grid;
    std::string labels;
    for (const double tick : axes.values.ticks()) {
        const double y = axes.y(tick);
        grid += "M" + coordinate(kLeft) + " " + coordinate(y) + "h" + coordinate(kPlotWidth);
        labels += label(kLeft - 6, y + 4, "end", shortNumber(tick, 4));
    }
    for (const double tick : axes.steps.ticks()) {
        const double x = axes.x(tick);
        grid += "M" + coordinate(x) + " " + coordinate(kTop) + "v" + coordinate(kPlotHeight);
        labels += label(x, kHeight - 8, "middle", shortNumber(tick, 7));
    }
    return "<path class=\"grid\" d=\"" + grid + "\"/>\n<path class=\"frame\" d=\"M" + coordinate(kLeft) + " " +
           coordinate(kTop) + "h" + coordinate(kPlotWidth) + "v" + coordinate(kPlotHeight) + "h-" +
           coordinate(kPlotWidth) + "z\"/>\n" + labels;
}

} // namespace

std::string classesOf(std::size_t look)
{
    return "run run" + std::to_string(look % kColours) + " dash" + std::to_string(look / kColours % kDashes);
}

std::string toSvg(const Chart& chart)
{
    const ValueRange range = rangeOf(chart);
    const Axes axes{scaleOfSteps(chart), scaleOfValues(range)};
    const std::string title = chart.title + " over step" + (isLogarithmic(range) ? ", logarithmic" : "");
    std::string svg = "<svg viewBox=\"0 0 " + coordinate(kWidth) + " " + coordinate(kHeight) +
                      "\" role=\"img\" aria-label=\"" + htmlText(title) + "\">\n" + drawAxes(axes);
    for (const ChartLine& line : chart.lines) {
        svg += drawLine(line, axes);
    }
    if (range.isEmpty()) {
        svg += label(kLeft + kPlotWidth / 2, kTop + kPlotHeight / 2, "middle", "no finite value");
    }
    return svg + "</svg>\n";
}

} // namespace espalier::compare
