#include "ui/plot/run_curves.h"

#include "ui/plot/run_text.h"

#include <algorithm>

namespace espalier::ui {

namespace {

const Curve* clockOf(const RunFeed& feed)
{
    const auto found = feed.curves().find("loss");
    return found == feed.curves().end() || found->second.step.empty() ? nullptr : &found->second;
}

MarkKind kindOf(const run::Event& event)
{
    if (const auto* guarded = std::get_if<run::Guarded>(&event.body)) {
        return guarded->action == "rewind"                      ? MarkKind::Rewind
               : guarded->stability == run::Stability::Exploded ? MarkKind::Exploded
               : guarded->stability == run::Stability::Warning  ? MarkKind::Warning
                                                                : MarkKind::Recovered;
    }
    return std::holds_alternative<run::CheckpointWritten>(event.body) ? MarkKind::Checkpoint
           : std::holds_alternative<run::EvalDone>(event.body)        ? MarkKind::Evaluation
           : std::holds_alternative<run::CommandApplied>(event.body)  ? MarkKind::Command
                                                                      : MarkKind::Note;
}

} // namespace

CurveView curveView(const std::shared_ptr<RunFeed>& feed, const std::string& series, XAxis axis)
{
    const auto found = feed->curves().find(series);
    if (found == feed->curves().end()) {
        return {};
    }
    return {feed, &found->second.x(static_cast<int>(axis)), &found->second.value};
}

double positionOf(const RunFeed& feed, XAxis axis, double step, double seconds)
{
    return axis == XAxis::Time ? seconds : positionOfStep(feed, axis, step);
}

double positionOfStep(const RunFeed& feed, XAxis axis, double step)
{
    if (axis == XAxis::Step) {
        return step;
    }
    const Curve* clock = clockOf(feed);
    if (!clock) {
        return 0;
    }
    const auto at = std::lower_bound(clock->step.begin(), clock->step.end(), step);
    const auto index = static_cast<std::size_t>(
        std::min<std::ptrdiff_t>(at - clock->step.begin(), static_cast<std::ptrdiff_t>(clock->step.size()) - 1));
    return clock->x(static_cast<int>(axis))[index];
}

std::vector<PlotMark> plotMarks(const RunFeed& feed, XAxis axis)
{
    std::vector<PlotMark> marks;
    for (std::size_t index = 0; index < feed.marks().size(); ++index) {
        const run::Event& event = feed.marks()[index];
        const auto step = eventStep(event);
        if (!step || std::holds_alternative<run::Started>(event.body)) {
            continue;
        }
        marks.push_back({positionOf(feed, axis, static_cast<double>(*step), event.seconds), kindOf(event),
                         eventText(event), static_cast<qint64>(index)});
    }
    return marks;
}

std::vector<GuardSpan> guardSpans(const RunFeed& feed, XAxis axis)
{
    std::vector<GuardSpan> spans;
    const auto& changes = feed.stabilitySpans();
    for (std::size_t index = 0; index < changes.size(); ++index) {
        const double end = index + 1 < changes.size() ? changes[index + 1].first : static_cast<double>(feed.step());
        const run::Stability state = changes[index].second;
        spans.push_back({positionOfStep(feed, axis, changes[index].first), positionOfStep(feed, axis, end),
                         state == run::Stability::Stable    ? GuardState::Stable
                         : state == run::Stability::Warning ? GuardState::Warning
                                                            : GuardState::Exploded});
    }
    if (feed.state() == run::RunState::Lost && !spans.empty()) {
        const double end = plannedEnd(feed, axis);
        if (end > spans.back().to) {
            spans.push_back({spans.back().to, end, GuardState::Unknown});
        }
    }
    return spans;
}

double plannedEnd(const RunFeed& feed, XAxis axis)
{
    const store::RunSummary& summary = feed.detail().summary;
    return axis == XAxis::Step    ? static_cast<double>(summary.totalSteps)
           : axis == XAxis::Epoch ? static_cast<double>(summary.epochs)
                                  : 0.0;
}

} // namespace espalier::ui
