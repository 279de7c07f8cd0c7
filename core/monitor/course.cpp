#include "core/monitor/course.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace espalier::monitor {

namespace {

constexpr double kLeastSpread = 0.05;

/// From the quartiles, or from how far the highest values stand out where that is more: noise of small batches has a
/// long tail. Up to a twentieth of the window may be anything.
template <class Quantile>
double deviationOf(std::size_t count, Quantile quantile)
{
    constexpr double kQuartilesPerDeviation = 1.349; // of a normal distribution
    constexpr double kTailPerDeviation = 1.645;
    const double middle = (quantile(0.75) - quantile(0.25)) / kQuartilesPerDeviation;
    const double tail = count < Course::kTail ? 0 : (quantile(0.95) - quantile(0.5)) / kTailPerDeviation;
    return std::max({middle, tail, kLeastSpread});
}

} // namespace

void OrderedWindow::add(double value)
{
    auto end = m_ordered.begin() + static_cast<std::ptrdiff_t>(m_size);
    if (m_size == m_capacity) {
        const auto leaving = std::lower_bound(m_ordered.begin(), end, m_arrived[m_next]);
        std::move(leaving + 1, end, leaving);
        --end;
    } else {
        ++m_size;
    }
    const auto place = std::upper_bound(m_ordered.begin(), end, value);
    std::move_backward(place, end, end + 1);
    *place = value;
    m_arrived[m_next] = value;
    m_next = (m_next + 1) % m_capacity;
}

double OrderedWindow::quantile(double share) const
{
    const auto place = static_cast<std::size_t>(share * static_cast<double>(m_size));
    return m_ordered[std::min(place, m_size - 1)];
}

double Course::heightOf(double value) const
{
    return value > m_floor ? std::log(value) : m_floorHeight;
}

void Course::add(double value)
{
    const double magnitude = std::abs(value);
    if (m_count < kSignWindow) {
        m_isSigned = m_isSigned || value <= 0;
        m_largest = std::max(m_largest, magnitude);
        if (m_first.size() < kEarly) {
            m_first.add(magnitude);
        }
        m_floor = m_isSigned ? std::max(m_largest, kSignedFloor) : kFloorShare * m_first.quantile(0.5);
        m_floorHeight = std::log(std::max(m_floor, std::numeric_limits<double>::min()));
    }
    const double height = heightOf(value);
    if (m_count > 0) {
        m_residuals.add(height - level());
    }
    m_window.add(height);
    m_short.add(height);
    ++m_count;
    // A level of one or two values is an accident: until there are enough, the best is what stands.
    m_best = m_count <= kShort ? level() : std::min(m_best, level());
    if (m_count <= kEarly) {
        m_start = median();
    }
}

double Course::spread() const
{
    return deviationOf(m_window.size(), [this](double share) { return quantile(share); });
}

double Course::noise() const
{
    return m_residuals.size() == 0
               ? kLeastSpread
               : deviationOf(m_residuals.size(), [this](double share) { return m_residuals.quantile(share); });
}

double Course::reach(double ratio, double deviations) const
{
    if (m_count < kEarly) {
        const double greatest = quantile(1);
        return std::max(median() + ratio, greatest + (greatest - quantile(0)) / 2);
    }
    return std::max(m_best + ratio, level() + deviations * noise());
}

} // namespace espalier::monitor
