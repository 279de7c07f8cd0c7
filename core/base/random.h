// Random: one seeded stream with a state that can be saved. The same numbers on every platform, which the
// distributions of <random> do not promise.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <utility>

namespace espalier {

class Random {
public:
    explicit Random(std::uint64_t seed) : m_engine(seed) {}

    /// Uniform in [0, 1), 53 bits.
    [[nodiscard]] double uniform() { return static_cast<double>(m_engine() >> 11) * 0x1.0p-53; }
    [[nodiscard]] double uniform(double low, double high) { return low + (high - low) * uniform(); }
    /// Uniform in 0 … count - 1; count > 0.
    [[nodiscard]] std::int64_t below(std::int64_t count)
    {
        return static_cast<std::int64_t>(uniform() * static_cast<double>(count));
    }
    /// Normal with mean 0 and deviation 1 (Box and Muller 1958).
    [[nodiscard]] double normal();
    [[nodiscard]] bool chance(double probability) { return uniform() < probability; }

    template <class T>
    void shuffle(std::span<T> items)
    {
        for (std::size_t i = items.size(); i > 1; --i) {
            std::swap(items[i - 1], items[static_cast<std::size_t>(below(static_cast<std::int64_t>(i)))]);
        }
    }

    [[nodiscard]] std::string state() const;
    Status setState(const std::string& state);

private:
    std::mt19937_64 m_engine;
};

} // namespace espalier
