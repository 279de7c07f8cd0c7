// Detector rows: what the tests of the detector feed it with.
#pragma once

#include "core/monitor/detector.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>

namespace espalier::monitor {

/// A row of a log that says neither parts nor precision.
inline Observation logged(double loss, std::optional<double> norm = std::nullopt)
{
    Observation row;
    row.loss = loss;
    row.gradientNorm = norm;
    row.isPrecisionUnknown = true;
    return row;
}

/// Uniform in [1 - share, 1 + share).
class Noise {
public:
    explicit Noise(double share) : m_share(share) {}
    double operator()()
    {
        m_state = m_state * 6364136223846793005ULL + 1442695040888963407ULL;
        return 1 + m_share * (static_cast<double>(m_state >> 11) / 4503599627370496.0 - 1);
    }

private:
    double m_share;
    std::uint64_t m_state = 7;
};

/// The worst that is said of so many rows.
inline Condition worstOf(Detector& detector, int rows, const std::function<Observation(int)>& rowAt)
{
    Condition worst = Condition::Stable;
    for (int i = 0; i < rows; ++i) {
        worst = std::max(worst, detector.observe(rowAt(i)).condition);
    }
    return worst;
}

} // namespace espalier::monitor
