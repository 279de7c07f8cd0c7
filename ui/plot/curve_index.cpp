#include "ui/plot/curve_index.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace espalier::ui {

namespace {

constexpr std::size_t kFewPoints = 360; // drawn one by one
constexpr std::size_t kPointsPerBin = 6;
constexpr double kFarApart = 4; // in usual distances: what lies between was not measured

RimKind rimKind(double value)
{
    return std::isnan(value) ? RimKind::NotANumber : value > 0 ? RimKind::PlusInfinity : RimKind::MinusInfinity;
}

} // namespace

void CurveIndex::update(const CurveView& view)
{
    const std::size_t size = view.size();
    if (view.y != m_view.y || size < m_size) {
        *this = {};
    }
    if (view.x != m_view.x) {
        m_starts.clear();
        m_size = 0;
        m_lowX = 0;
        m_highX = -1;
    }
    m_view = view;
    if (size == m_size) {
        return;
    }
    m_pyramid.update(*view.y);
    const std::vector<double>& x = *view.x;
    for (std::size_t i = m_size; i < size; ++i) {
        if (i == 0 || x[i] < x[i - 1]) {
            m_starts.push_back(i);
        }
        m_lowX = i == 0 ? x[i] : std::min(m_lowX, x[i]);
        m_highX = i == 0 ? x[i] : std::max(m_highX, x[i]);
    }
    m_size = size;
}

CurveIndex::Stretch CurveIndex::stretch(std::size_t number) const
{
    return {m_starts[number], number + 1 < m_starts.size() ? m_starts[number + 1] : m_size};
}

CurveIndex::Stretch CurveIndex::within(Stretch stretch, double from, double to) const
{
    const auto begin = m_view.x->begin();
    const auto at = [&](std::size_t i) { return begin + static_cast<std::ptrdiff_t>(i); };
    const auto low = std::lower_bound(at(stretch.first), at(stretch.last), from);
    const auto high = std::upper_bound(low, at(stretch.last), to);
    return {static_cast<std::size_t>(low - begin), static_cast<std::size_t>(high - begin)};
}

std::vector<Column> CurveIndex::columns(double from, double to, int pixels, int smoothing) const
{
    std::vector<Column> result;
    if (!(to > from) || pixels <= 0) {
        return result;
    }
    std::vector<Stretch> parts;
    std::size_t points = 0;
    for (std::size_t number = 0; number < m_starts.size(); ++number) {
        const Stretch whole = stretch(number);
        Stretch part = within(whole, from, to);
        // The line goes on to its neighbours beyond both edges.
        part.first -= part.first > whole.first ? 1 : 0;
        part.last += part.last < whole.last ? 1 : 0;
        points += part.last - part.first;
        parts.push_back(part);
    }
    const bool isSmooth = smoothing > 1;
    const auto most = static_cast<std::size_t>(std::max(1, pixels / std::max(1, smoothing)));
    const bool single = points <= (isSmooth ? most : kFewPoints);
    const std::size_t bins = isSmooth ? most : std::clamp<std::size_t>(points / kPointsPerBin, 1, most);
    // A power of two: bins stand still while the view pans or grows.
    const double power = std::log2((to - from) / static_cast<double>(bins));
    const double width = std::exp2(isSmooth ? std::ceil(power) : std::floor(power));
    for (const Stretch& part : parts) {
        single ? appendPoints(part, result) : appendBins(part, width, result);
    }
    return result;
}

void CurveIndex::appendPoints(Stretch points, std::vector<Column>& columns) const
{
    bool startsStroke = true;
    for (std::size_t i = points.first; i < points.last; ++i) {
        const double value = (*m_view.y)[i];
        if (std::isfinite(value)) {
            columns.push_back({(*m_view.x)[i], value, value, value, 1, startsStroke});
        }
        startsStroke = !std::isfinite(value);
    }
}

/// The first point from `first` + 1 on that is not below the edge. Parts are small against the stretch: gallop, then
/// bisect.
std::size_t CurveIndex::indexPast(std::size_t first, std::size_t last, double edge) const
{
    const std::vector<double>& x = *m_view.x;
    const auto at = [&](std::size_t i) { return x.begin() + static_cast<std::ptrdiff_t>(i); };
    std::size_t stride = 1;
    while (first + stride < last && x[first + stride] < edge) {
        stride *= 2;
    }
    const auto end = std::lower_bound(at(first + stride / 2), at(std::min(first + stride, last)), edge);
    return std::max(first + 1, static_cast<std::size_t>(end - x.begin()));
}

void CurveIndex::appendBins(Stretch points, double width, std::vector<Column>& columns) const
{
    const std::vector<double>& x = *m_view.x;
    bool startsStroke = true;
    for (std::size_t i = points.first; i < points.last;) {
        const double edge = (std::floor(x[i] / width) + 1) * width;
        const std::size_t next = indexPast(i, points.last, edge);
        const MinMax bin = m_pyramid.query(*m_view.y, i, next);
        if (!bin.isEmpty()) {
            columns.push_back({x[i] / 2 + x[next - 1] / 2, bin.low, bin.high, bin.mean(), bin.count, startsStroke});
        }
        startsStroke = bin.isEmpty();
        i = next;
    }
}

std::vector<Peak> CurveIndex::peaks(double from, double to, int pixels) const
{
    std::vector<Peak> result(static_cast<std::size_t>(std::max(pixels, 0)));
    if (to > from && !result.empty()) {
        for (std::size_t number = 0; number < m_starts.size(); ++number) {
            addPeaks(stretch(number), from, to, result);
        }
    }
    return result;
}

void CurveIndex::addPeaks(Stretch whole, double from, double to, std::vector<Peak>& peaks) const
{
    const std::vector<double>& x = *m_view.x;
    const double unit = (to - from) / static_cast<double>(peaks.size());
    const auto points = static_cast<double>(whole.last - whole.first);
    const double usual = points > 1 ? (x[whole.last - 1] - x[whole.first]) / (points - 1) : 1;
    const auto pixelAt = [&](double place) {
        return static_cast<std::size_t>(
            std::clamp(std::floor((place - from) / unit), 0.0, static_cast<double>(peaks.size() - 1)));
    };
    const auto add = [&](std::size_t pixel, const MinMax& values, bool isBad) {
        Peak& peak = peaks[pixel];
        if (!values.isEmpty()) {
            peak.high = peak.kind == Peak::Kind::Missing ? values.high : std::max(peak.high, values.high);
        }
        peak.kind = isBad || peak.kind == Peak::Kind::NonFinite ? Peak::Kind::NonFinite : Peak::Kind::Finite;
    };
    // Up to where the point shows itself: the next one, or one usual distance where that is far away.
    const auto holds = [&](std::size_t i) {
        const double next = i + 1 < whole.last ? x[i + 1] : x[i] + usual;
        return next - x[i] > kFarApart * usual ? x[i] + usual : next;
    };
    const auto addHeld = [&](std::size_t i, std::size_t first) {
        MinMax alone;
        alone.add((*m_view.y)[i]);
        const double until = holds(i);
        // The next point's own pixel is its alone: a maximum does not smear.
        const std::size_t end = i + 1 < whole.last && x[i + 1] <= to ? pixelAt(x[i + 1]) : peaks.size();
        for (std::size_t pixel = first; pixel < end && from + static_cast<double>(pixel) * unit < until; ++pixel) {
            add(pixel, alone, alone.isEmpty());
        }
    };
    const Stretch part = within(whole, from, to);
    if (part.first > whole.first && holds(part.first - 1) > from) {
        addHeld(part.first - 1, 0);
    }
    auto bad = std::ranges::lower_bound(m_pyramid.nonFinite(), part.first);
    for (std::size_t i = part.first; i < part.last;) {
        const std::size_t pixel = pixelAt(x[i]);
        const std::size_t next = indexPast(i, part.last, from + static_cast<double>(pixel + 1) * unit);
        const bool isBad = bad != m_pyramid.nonFinite().end() && *bad < next;
        while (bad != m_pyramid.nonFinite().end() && *bad < next) {
            ++bad;
        }
        add(pixel, m_pyramid.query(*m_view.y, i, next), isBad);
        addHeld(next - 1, pixel + 1);
        i = next;
    }
}

std::vector<RimMark> CurveIndex::rim() const
{
    std::vector<RimMark> marks;
    marks.reserve(m_pyramid.nonFinite().size());
    for (const std::size_t i : m_pyramid.nonFinite()) {
        if (i < m_size) {
            marks.push_back({(*m_view.x)[i], rimKind((*m_view.y)[i])});
        }
    }
    return marks;
}

bool CurveIndex::hasRim(RimKind kind) const
{
    return std::ranges::any_of(m_pyramid.nonFinite(),
                               [&](std::size_t i) { return i < m_size && rimKind((*m_view.y)[i]) == kind; });
}

std::optional<std::size_t> CurveIndex::nearest(double x) const
{
    std::optional<std::size_t> best;
    double bestDistance = std::numeric_limits<double>::infinity();
    for (std::size_t number = m_starts.size(); number-- > 0;) {
        const Stretch part = stretch(number);
        const std::size_t right = within(part, x, x).first;
        for (const std::size_t i :
             std::array{right > part.first ? right - 1 : part.first, std::min(right, part.last - 1)}) {
            const double distance = std::abs((*m_view.x)[i] - x);
            if (distance < bestDistance) {
                best = i;
                bestDistance = distance;
            }
        }
        if (best && (*m_view.x)[part.first] <= x && x <= (*m_view.x)[part.last - 1]) {
            break;
        }
    }
    return best;
}

MinMax CurveIndex::query(double from, double to) const
{
    MinMax result;
    for (std::size_t number = 0; number < m_starts.size(); ++number) {
        const Stretch part = within(stretch(number), from, to);
        result.add(m_pyramid.query(*m_view.y, part.first, part.last));
    }
    return result;
}

bool CurveIndex::hasNonFinite(double from, double to) const
{
    for (std::size_t number = 0; number < m_starts.size(); ++number) {
        const Stretch part = within(stretch(number), from, to);
        const auto found = std::ranges::lower_bound(m_pyramid.nonFinite(), part.first);
        if (found != m_pyramid.nonFinite().end() && *found < part.last) {
            return true;
        }
    }
    return false;
}

std::pair<double, double> CurveIndex::xRange() const
{
    return {m_lowX, m_highX};
}

} // namespace espalier::ui
