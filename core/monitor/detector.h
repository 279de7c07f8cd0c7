// Detector: the guard's judgement. Pure, causal, one pass: rows in, verdicts out; no torch, no clock.
#pragma once

#include "core/monitor/course.h"
#include "core/monitor/verdict.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace espalier::monitor {

/// Fed once a row: between `backward` and the optimizer's step, or from a log. It knows nothing of scale or of how many
/// steps a row spans: a loss is measured against its own best level and its own noise, a norm against its own window.
/// Non-finite values never enter its statistics, and neither do values that it takes for a divergence.
///
/// - Exploded: a loss that is not finite; a norm that is not where no loss scale excuses it.
/// - Divergence: a loss above kRatio times its best level for so many rows (the further, the fewer), or kHopeless times
///   above it twice in a row. It stands until the loss is back.
/// - Drift: such a loss before it has lasted; a level that rises; a norm far above its window for some rows; a learning
///   rate below zero; a loss that falls to exactly zero in one row; skips that do not end.
/// - LossScaleSearch: a non-finite norm with finite losses at the start of mixed precision, or now and then later.
class Detector {
public:
    static constexpr double kRatio = 3.0;       ///< above its own best level a loss has left its course
    static constexpr double kHopeless = 1000.0; ///< finite by luck: weights thrown so far do not come back
    static constexpr int kPatience = 16;        ///< rows above kRatio that make a divergence; fewer when further out
    static constexpr int kCalmRows = 16;        ///< quiet rows after which a warning is over

    /// `sensitivity` 0 to 1: at 0 every distance counts half (in logarithms), at 1 twice.
    explicit Detector(double sensitivity = 0.5);

    [[nodiscard]] Verdict observe(const Observation& observation);
    /// After a rewind: what came since the healthy state is not held against the run.
    void rewound();
    /// `grad_norm/<branch>` of the one branch that is kLoud times above its own course and further than any other by
    /// kApart; none when several are, or none is. Of the observation that was judged last.
    static constexpr double kLoud = 10.0;
    static constexpr double kApart = 3.0;
    [[nodiscard]] std::optional<std::string> loudestBranch(const Observation& observation) const;
    /// True when nothing has been out of the ordinary for kCalmRows: a good moment to keep a state.
    [[nodiscard]] bool isCalm() const { return m_quietRows >= kCalmRows; }

private:
    struct Series {
        std::string name;
        Course course;
        int farRows = 0; ///< in a row, far above its window
    };
    using Family = std::vector<Series>;

    [[nodiscard]] Verdict judge(const Observation& observation);
    [[nodiscard]] std::optional<Verdict> judgeFinite(const Observation& observation) const;
    [[nodiscard]] std::optional<Verdict> judgeNorm(const Observation& observation);
    [[nodiscard]] Verdict judgeTotal(const Observation& observation);
    [[nodiscard]] Verdict judgeFar(double loss, double height);
    [[nodiscard]] Verdict judgeLevel(double loss);
    [[nodiscard]] Verdict judgeParts(const Observation& observation);
    [[nodiscard]] Verdict judgeNorms(const Observation& observation);
    [[nodiscard]] bool isNormRising() const;
    [[nodiscard]] Verdict judgeChance(const Observation& observation) const;
    void remember(const Observation& observation);
    void forgetCourse();

    double m_width; ///< of every bound, from the sensitivity
    Course m_total;
    Family m_parts;
    Series m_norm{"grad_norm", {}, 0};
    Family m_branches;

    // The excursion of the total that is going on.
    OrderedWindow m_recent{Course::kShort}; ///< heights of the last finite totals, those far out too
    int m_farRows = 0;
    int m_highRows = 0; ///< in a row with a level, rather than a value, above kRatio
    int m_hopelessRows = 0;
    int m_nearRows = 0;  ///< in a row back at the course
    int m_crestRows = 0; ///< in a row above nearly all of the window
    double m_farLow = 0;
    double m_farHigh = 0;
    bool m_isLost = false;
    bool m_isTotalFar = false; ///< this row
    int m_vanishedRows = 0;

    double m_bestSeen = std::numeric_limits<double>::infinity();
    double m_normAtBest = 0; ///< level of the norm when the loss was at its best for the last time

    // Non-finite norms.
    bool m_hasSearched = false;
    int m_skippedRows = 0; ///< in a row
    double m_levelBeforeSkips = 0;
    std::int64_t m_stepBeforeSkips = 0;

    std::optional<double> m_learningRate;
    int m_rowsOfGrace = 0; ///< in which a level may rise, after a jump of the learning rate
    double m_reference = std::numeric_limits<double>::infinity(); ///< lowest level since then
    std::optional<std::int64_t> m_step;

    std::int64_t m_row = 0; ///< of the next observation
    Condition m_condition = Condition::Stable;
    std::int64_t m_since = 0;
    int m_quietRows = kCalmRows;
    bool m_isRecovering = false;
};

} // namespace espalier::monitor
