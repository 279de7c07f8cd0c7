// Course: what one series has been like so far, by order statistics of its logarithms: one wild value moves nothing.
#pragma once

#include <array>
#include <cstddef>

namespace espalier::monitor {

/// The last values of a series, kept in order. A value costs one move of at most kCapacity numbers.
class OrderedWindow {
public:
    static constexpr std::size_t kCapacity = 64;

    explicit OrderedWindow(std::size_t capacity = kCapacity) : m_capacity(capacity) {}

    void add(double value); ///< finite
    [[nodiscard]] std::size_t size() const { return m_size; }
    /// 0: the least, 1: the greatest, 0.5: the upper median. The window must not be empty.
    [[nodiscard]] double quantile(double share) const;

private:
    std::array<double, kCapacity> m_ordered{};
    std::array<double, kCapacity> m_arrived{};
    std::size_t m_capacity;
    std::size_t m_size = 0;
    std::size_t m_next = 0; ///< where the next value goes in m_arrived: the oldest one once the window is full
};

/// Heights are natural logarithms of values: a factor is a distance, whatever the scale of the series.
/// Values below a hundredth of the first ones count as that: what a loss does there is of no interest. A series that
/// showed zeros or negative values at its start has no factor to speak of; its floor is its own largest magnitude.
class Course {
public:
    static constexpr std::size_t kEarly = 8;       ///< so many values are no statistics yet
    static constexpr std::size_t kTail = 20;       ///< so many tell what the highest of them are like
    static constexpr std::size_t kShort = 5;       ///< values that make a level
    static constexpr std::size_t kSignWindow = 32; ///< values within which a sign shows what kind of series it is

    void add(double value); ///< finite
    [[nodiscard]] std::size_t count() const { return m_count; }
    /// Whether there is a scale to measure by.
    [[nodiscard]] bool isKnown() const { return m_count > 0 && m_floor > 0; }
    [[nodiscard]] double heightOf(double value) const;

    // All of these need isKnown().
    [[nodiscard]] double median() const { return aboveFloor(m_window.quantile(0.5)); }
    [[nodiscard]] double crest() const { return quantile(0.95); } ///< of the window: few of its values are higher
    [[nodiscard]] double spread() const;                          ///< deviation within the window
    [[nodiscard]] double noise() const; ///< the same of values about the level before them: a slope adds nothing to it
    [[nodiscard]] double level() const { return aboveFloor(m_short.quantile(0.5)); } ///< of the last kShort
    [[nodiscard]] double best() const { return aboveFloor(m_best); }                 ///< lowest level so far
    [[nodiscard]] double start() const { return aboveFloor(m_start); }               ///< median of the first kEarly
    /// The height above which a value is out of the ordinary: `ratio` above the best level and `deviations` of the
    /// noise above the last one; of few values, above all of them.
    [[nodiscard]] double reach(double ratio, double deviations) const;
    [[nodiscard]] double deviationsOf(double height) const { return (height - level()) / noise(); }

private:
    static constexpr double kFloorShare = 0.01;
    static constexpr double kSignedFloor = 0.01; ///< logs round to four digits: zeros and what is near them are noise

    /// The floor rises while the first values come: it is laid under what was kept before, too.
    [[nodiscard]] double aboveFloor(double height) const { return height > m_floorHeight ? height : m_floorHeight; }
    [[nodiscard]] double quantile(double share) const { return aboveFloor(m_window.quantile(share)); }

    OrderedWindow m_first{kEarly}; ///< magnitudes
    OrderedWindow m_window;
    OrderedWindow m_short{kShort};
    OrderedWindow m_residuals;
    std::size_t m_count = 0;
    double m_floor = 0;
    double m_floorHeight = 0; ///< its logarithm
    double m_largest = 0;
    double m_best = 0;
    double m_start = 0;
    bool m_isSigned = false;
};

} // namespace espalier::monitor
