// MinMaxPyramid: minimum, maximum and mean of any stretch of an append-only column in logarithmic time.
#pragma once

#include <cstddef>
#include <limits>
#include <vector>

namespace espalier::ui {

/// Of the finite values of a stretch.
struct MinMax {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();
    double sum = 0;
    std::size_t count = 0; ///< finite values

    [[nodiscard]] bool isEmpty() const { return count == 0; }
    [[nodiscard]] double mean() const; ///< within [low, high] even where the sum overflows
    void add(double value);            ///< non-finite values are passed over
    void add(const MinMax& other);
};

/// Appending costs only what is new. Every extreme survives any zoom, every non-finite value is listed.
class MinMaxPyramid {
public:
    static constexpr std::size_t kFan = 8; ///< values a bin, bins a bin of the next level

    /// Take what `values` has gained since the last call. A column that shrank is read anew.
    void update(const std::vector<double>& values);
    /// Of values[first, last), which must be the column last given to update().
    [[nodiscard]] MinMax query(const std::vector<double>& values, std::size_t first, std::size_t last) const;
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] const std::vector<std::size_t>& nonFinite() const { return m_nonFinite; } ///< ascending indices

private:
    std::vector<std::vector<MinMax>> m_levels; ///< [0]: bins of kFan values; the last level has at most kFan bins
    std::vector<std::size_t> m_nonFinite;
    std::size_t m_size = 0;
};

} // namespace espalier::ui
