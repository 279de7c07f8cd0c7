// Detector rules: what the files of the detector share; for nobody else.
#pragma once

#include "core/monitor/detector.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace espalier::monitor::rules {

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();
inline constexpr double kDeviations = 6; ///< beyond which a value is none of its window
inline constexpr double kNormFactor = 10;
inline constexpr int kNormRows = 3; ///< a spike of the norm that lasts so long is none

inline constexpr std::size_t kSeriesLimit = 512;

[[nodiscard]] inline const run::Sample* firstNonFinite(const std::vector<run::Sample>& samples)
{
    const auto found =
        std::find_if(samples.begin(), samples.end(), [](const run::Sample& s) { return !std::isfinite(s.value); });
    return found == samples.end() ? nullptr : &*found;
}

[[nodiscard]] inline Verdict said(Condition condition, double score, std::string series, double value,
                                  std::string reason)
{
    return {condition, score, std::move(series), value, 0, std::move(reason)};
}

/// The series of that name, made when it is new. Rows name their series in the same order most of the time.
/// Past the limit a series of another name comes back: compare.
template <class Family>
[[nodiscard]] auto& seriesOf(Family& family, const std::string& name, std::size_t expectedPlace)
{
    if (expectedPlace < family.size() && family[expectedPlace].name == name) {
        return family[expectedPlace];
    }
    const auto found = std::find_if(family.begin(), family.end(), [&](const auto& s) { return s.name == name; });
    if (found != family.end()) {
        return *found;
    }
    if (family.size() < kSeriesLimit) {
        family.push_back({name, {}, 0});
    }
    return family.back();
}

} // namespace espalier::monitor::rules
