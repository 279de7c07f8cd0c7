#include "core/monitor/course.h"

#include <algorithm>
#include <cmath>

namespace espalier::monitor {

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
    return std::log(std::max(value, m_floor));
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
    }
    const double height = heightOf(value);
    if (m_count > 0) {
        m_differences.add(std::abs(height - m_last));
    }
    m_last = height;
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
    constexpr double kQuartilesPerDeviation = 1.349;
    return std::max((m_window.quantile(0.75) - m_window.quantile(0.25)) / kQuartilesPerDeviation, kLeastSpread);
}

double Course::noise() const
{
    constexpr double kMedianPerDeviation = 0.954; // of the difference of two values
    return m_differences.size() == 0 ? kLeastSpread
                                     : std::max(m_differences.quantile(0.5) / kMedianPerDeviation, kLeastSpread);
}

double Course::reach(double ratio, double deviations) const
{
    if (m_count < kEarly) {
        const double greatest = m_window.quantile(1);
        return std::max(median() + ratio, greatest + (greatest - m_window.quantile(0)) / 2);
    }
    return std::max(m_best + ratio, median() + deviations * spread());
}

} // namespace espalier::monitor
