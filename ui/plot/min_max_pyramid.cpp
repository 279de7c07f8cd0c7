#include "ui/plot/min_max_pyramid.h"

#include <algorithm>
#include <cmath>

namespace espalier::ui {

double MinMax::mean() const
{
    const double plain = sum / static_cast<double>(count);
    return std::isnan(plain) ? low / 2 + high / 2 : std::clamp(plain, low, high);
}

void MinMax::add(double value)
{
    if (!std::isfinite(value)) {
        return;
    }
    low = std::min(low, value);
    high = std::max(high, value);
    sum += value;
    ++count;
}

void MinMax::add(const MinMax& other)
{
    low = std::min(low, other.low);
    high = std::max(high, other.high);
    sum += other.sum;
    count += other.count;
}

void MinMaxPyramid::update(const std::vector<double>& values)
{
    if (values.size() < m_size) {
        *this = {};
    }
    if (values.size() == m_size) {
        return;
    }
    for (std::size_t i = m_size; i < values.size(); ++i) {
        if (!std::isfinite(values[i])) {
            m_nonFinite.push_back(i);
        }
    }
    std::size_t firstBin = m_size / kFan;
    std::size_t count = values.size();
    m_size = count;
    for (std::size_t level = 0; level == 0 || count > kFan; ++level) {
        const std::size_t below = count;
        count = (count + kFan - 1) / kFan;
        if (m_levels.size() <= level) {
            m_levels.emplace_back();
            firstBin = 0;
        }
        m_levels[level].resize(count);
        for (std::size_t bin = firstBin; bin < count; ++bin) {
            MinMax sum;
            for (std::size_t i = bin * kFan; i < std::min(below, (bin + 1) * kFan); ++i) {
                level == 0 ? sum.add(values[i]) : sum.add(m_levels[level - 1][i]);
            }
            m_levels[level][bin] = sum;
        }
        firstBin /= kFan;
    }
}

MinMax MinMaxPyramid::query(const std::vector<double>& values, std::size_t first, std::size_t last) const
{
    MinMax result;
    last = std::min(last, m_size);
    // Ragged ends at this level, whole bins one level up.
    for (; first < last && first % kFan != 0; ++first) {
        result.add(values[first]);
    }
    for (; last > first && last % kFan != 0; --last) {
        result.add(values[last - 1]);
    }
    first /= kFan;
    last /= kFan;
    for (std::size_t level = 0; first < last; ++level) {
        const std::vector<MinMax>& bins = m_levels[level];
        const bool isTop = level + 1 == m_levels.size();
        for (; first < last && (isTop || first % kFan != 0); ++first) {
            result.add(bins[first]);
        }
        for (; last > first && last % kFan != 0; --last) {
            result.add(bins[last - 1]);
        }
        first /= kFan;
        last /= kFan;
    }
    return result;
}

} // namespace espalier::ui
