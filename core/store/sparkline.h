// Sparkline: a whole curve in a few dozen stretches; no extreme is lost, and none that is not finite.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace espalier::store {

/// One stretch of steps. Where a value was not finite, `high` is +inf; where none was finite, `low` is NaN.
struct SparkPair {
    double low = 0;
    double high = 0;
};
using Sparkline = std::vector<SparkPair>;

/// At most `stretches` pairs of `values`, which are in order of time.
[[nodiscard]] Sparkline sparklineOf(const std::vector<double>& values, int stretches);

/// As bytes, and back; what sparklineBytes() did not write gives an empty line.
[[nodiscard]] std::string sparklineBytes(const Sparkline& line);
[[nodiscard]] Sparkline sparklineFromBytes(std::string_view bytes);

} // namespace espalier::store
