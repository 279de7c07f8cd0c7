// A run's feed as curves, marks and guard spans of a plot.
#pragma once

#include "ui/bridge/run_feed.h"
#include "ui/plot/curve_set.h"

#include <memory>
#include <optional>
#include <string>

namespace espalier::ui {

/// The series of this name; empty while there is none.
[[nodiscard]] CurveView curveView(const std::shared_ptr<RunFeed>& feed, const std::string& series, XAxis axis);

/// Where a step stands on the axis; `seconds` serves the time axis.
[[nodiscard]] double positionOf(const RunFeed& feed, XAxis axis, double step, double seconds);
/// As above, the time looked up.
[[nodiscard]] double positionOfStep(const RunFeed& feed, XAxis axis, double step);

/// The step that was done last at a place of the axis; none before the first step.
[[nodiscard]] std::optional<double> stepAt(const RunFeed& feed, XAxis axis, double x);

/// Seconds of training at a place of the axis; those of the run where it has not come so far.
[[nodiscard]] double secondsAt(const RunFeed& feed, XAxis axis, double x);

/// Epochs over steps, one stretch more for each rewind; empty before the first step.
[[nodiscard]] std::vector<EpochStretch> epochStretches(const RunFeed& feed);

/// Marks of all events but state changes and autopsies; `key` is the index in feed.marks().
[[nodiscard]] std::vector<PlotMark> plotMarks(const RunFeed& feed, XAxis axis);
[[nodiscard]] std::vector<GuardSpan> guardSpans(const RunFeed& feed, XAxis axis);
/// Where the run will end on the axis; 0 when it cannot be known.
[[nodiscard]] double plannedEnd(const RunFeed& feed, XAxis axis);

} // namespace espalier::ui
