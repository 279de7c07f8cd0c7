#include "core/store/sparkline.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace espalier::store {

Sparkline sparklineOf(const std::vector<double>& values, int stretches)
{
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    const std::size_t count = std::min(values.size(), static_cast<std::size_t>(std::max(1, stretches)));
    Sparkline line;
    line.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        SparkPair pair{kInfinity, -kInfinity};
        bool isWhole = true;
        for (std::size_t at = i * values.size() / count; at < (i + 1) * values.size() / count; ++at) {
            if (std::isfinite(values[at])) {
                pair.low = std::min(pair.low, values[at]);
                pair.high = std::max(pair.high, values[at]);
            } else {
                isWhole = false;
            }
        }
        if (!isWhole) {
            pair = {std::isfinite(pair.low) ? pair.low : std::numeric_limits<double>::quiet_NaN(), kInfinity};
        }
        line.push_back(pair);
    }
    return line;
}

std::string sparklineBytes(const Sparkline& line)
{
    static_assert(sizeof(SparkPair) == 2 * sizeof(double));
    return {reinterpret_cast<const char*>(line.data()), line.size() * sizeof(SparkPair)};
}

Sparkline sparklineFromBytes(std::string_view bytes)
{
    if (bytes.size() % sizeof(SparkPair) != 0) {
        return {};
    }
    Sparkline line(bytes.size() / sizeof(SparkPair));
    if (!line.empty()) {
        std::memcpy(line.data(), bytes.data(), bytes.size());
    }
    return line;
}

} // namespace espalier::store
