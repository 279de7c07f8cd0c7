// Course: what a run of the laboratory did, row by row, and what is to be read off it.
#pragma once

#include "core/monitor/ladder.h"
#include "core/monitor/verdict.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace espalier::lab {

struct Row {
    double loss = 0;
    double norm = 0;
    bool weightsAreFinite = true; ///< and statistics, after the step
    bool isScaleSearch = false;   ///< a norm that is not finite by design
    monitor::Condition condition = monitor::Condition::Stable;
    monitor::Action action = monitor::Action::None;
    std::string series;
};

struct Course {
    std::vector<Row> rows;
    bool isStopped = false; ///< by the ladder, before its end
    bool isLimping = false;
    int rewinds = 0;
    double guardSeconds = 0; ///< of computing, in all rows together
    std::string firstModule; ///< that the last autopsy to name one named; empty: none, or none was asked for
    std::string cause;       ///< the likeliest one of the last autopsy; empty: none, or none was asked for
};

/// Row of the first value from which a run did not come back: not finite to the end, or above three times its own best
/// level to the end. None: it healed, or nothing was the matter. What the detector says has no part in it.
[[nodiscard]] std::optional<std::int64_t> lostAt(const Course& course);
/// The first row, from `from` on, with anything that is not finite (a scale search is none), and `lost` at the latest.
[[nodiscard]] std::int64_t firstBadRow(const Course& course, std::int64_t lost, std::int64_t from);
/// The first row, from `from` on, with a condition of at least this one.
[[nodiscard]] std::optional<std::int64_t> firstRow(const Course& course, monitor::Condition condition,
                                                   std::int64_t from);
/// Rows at which an alarm begins.
[[nodiscard]] int beginnings(const Course& course, monitor::Condition from, monitor::Condition to);
/// Median loss of the last rows that have one.
[[nodiscard]] double endLevel(const Course& course);
/// It went on to its end with finite weights and did not get lost.
[[nodiscard]] bool endsHealthy(const Course& course, std::int64_t steps);

} // namespace espalier::lab
