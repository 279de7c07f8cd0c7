#include "ui/plot/run_curves.h"

#include "ui/plot/run_text.h"

#include <algorithm>
#include <map>

namespace espalier::ui {

namespace {

const Curve* clockOf(const RunFeed& feed)
{
    const auto found = feed.curves().find("loss");
    return found == feed.curves().end() || found->second.step.empty() ? nullptr : &found->second;
}

GuardState plainState(run::Stability stability)
{
    return stability == run::Stability::Stable    ? GuardState::Stable
           : stability == run::Stability::Warning ? GuardState::Warning
                                                  : GuardState::Exploded;
}

GuardState stateOf(const run::Guarded& guarded)
{
    static const std::map<std::string, GuardState> kReasons{{"diverged", GuardState::Divergence},
                                                            {"spike", GuardState::LoneSpike},
                                                            {"drift", GuardState::Drift},
                                                            {"loss_rises", GuardState::Drift},
                                                            {"loss_above_start", GuardState::Drift},
                                                            {"norm_rises", GuardState::Drift},
                                                            {"negative_rate", GuardState::Drift},
                                                            {"limping", GuardState::Drift},
                                                            {"chance_level", GuardState::ChanceLevel},
                                                            {"loss_scale_search", GuardState::LossScaleSearch},
                                                            {"recovered", GuardState::Stable}};
    if (const auto known = kReasons.find(guarded.reason); known != kReasons.end()) {
        return known->second;
    }
    // These begin as a warning and may become more.
    const bool isAlarm = guarded.stability == run::Stability::Exploded;
    if (guarded.reason == "loss_vanished" || guarded.reason == "skips_persist") {
        return isAlarm ? GuardState::Divergence : GuardState::Drift;
    }
    return plainState(guarded.stability);
}

bool earlier(const std::pair<double, GuardState>& left, const std::pair<double, GuardState>& right)
{
    return left.first < right.first;
}

MarkKind kindOf(const run::Event& event)
{
    if (const auto* guarded = std::get_if<run::Guarded>(&event.body)) {
        static const std::map<std::string, MarkKind> kActions{{"rewind", MarkKind::Rewind},
                                                              {"stop", MarkKind::Stop},
                                                              {"skip", MarkKind::Skip},
                                                              {"clip", MarkKind::Clip},
                                                              {"lower_rate", MarkKind::LowerRate},
                                                              {"freeze_branch", MarkKind::FreezeBranch}};
        if (const auto action = kActions.find(guarded->action); action != kActions.end()) {
            return action->second;
        }
        return guarded->reason == "limping"                     ? MarkKind::Limping
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
        // An autopsy stands beside the mark of what it explains.
        if (!step || std::holds_alternative<run::Started>(event.body) ||
            std::holds_alternative<run::AutopsyWritten>(event.body)) {
            continue;
        }
        marks.push_back({positionOf(feed, axis, static_cast<double>(*step), event.seconds), kindOf(event),
                         eventText(event), static_cast<qint64>(index)});
    }
    return marks;
}

std::vector<GuardSpan> guardSpans(const RunFeed& feed, XAxis axis)
{
    // What the steps say, made precise by what the guard said at that step.
    std::vector<std::pair<double, GuardState>> changes;
    for (const auto& [step, stability] : feed.stabilitySpans()) {
        changes.emplace_back(step, plainState(stability));
    }
    const auto plain = static_cast<std::ptrdiff_t>(changes.size());
    for (const run::Event& event : feed.marks()) {
        if (const auto* guarded = std::get_if<run::Guarded>(&event.body)) {
            changes.emplace_back(static_cast<double>(guarded->step), stateOf(*guarded));
        }
    }
    std::stable_sort(changes.begin() + plain, changes.end(), earlier);
    std::inplace_merge(changes.begin(), changes.begin() + plain, changes.end(), earlier);
    std::vector<GuardSpan> spans;
    const auto last = static_cast<double>(feed.step());
    for (std::size_t index = 0; index < changes.size(); ++index) {
        const auto& [step, state] = changes[index];
        const double end = index + 1 < changes.size() ? changes[index + 1].first : std::max(last, step);
        if (index + 1 < changes.size() && end == step) {
            continue; // said more precisely by the next
        }
        // A step that is told from its neighbours is a step wide.
        const double until = std::max(end, step + (state > GuardState::Stable ? 1 : 0));
        spans.push_back({positionOfStep(feed, axis, step), positionOfStep(feed, axis, until), state});
        if (spans.size() > 1 && spans[spans.size() - 2].state == state) {
            spans[spans.size() - 2].to = spans.back().to;
            spans.pop_back();
        }
    }
    if (feed.state() == run::RunState::Lost && !spans.empty()) {
        const double end = plannedEnd(feed, axis);
        if (end > spans.back().to) {
            spans.push_back({spans.back().to, end, GuardState::Unknown});
        }
    }
    return spans;
}

std::optional<double> stepAt(const RunFeed& feed, XAxis axis, double x)
{
    const Curve* clock = clockOf(feed);
    if (!clock) {
        return std::nullopt;
    }
    const std::vector<double>& places = clock->x(static_cast<int>(axis));
    // By epoch a rewind makes a place occur twice: the newest one counts.
    for (std::size_t last = places.size(); last > 0;) {
        std::size_t first = last - 1;
        while (first > 0 && places[first - 1] <= places[first]) {
            --first;
        }
        if (places[first] <= x || first == 0) {
            const auto begin = places.begin() + static_cast<std::ptrdiff_t>(first);
            const auto end = places.begin() + static_cast<std::ptrdiff_t>(last);
            const auto past = std::upper_bound(begin, end, x);
            return clock->step[static_cast<std::size_t>((past == begin ? begin : past - 1) - places.begin())];
        }
        last = first;
    }
    return std::nullopt;
}

double secondsAt(const RunFeed& feed, XAxis axis, double x)
{
    if (axis == XAxis::Time) {
        return std::min(x, feed.seconds());
    }
    const Curve* clock = clockOf(feed);
    const auto step = stepAt(feed, axis, x);
    if (!clock || !step) {
        return 0;
    }
    const auto at = std::ranges::lower_bound(clock->step, *step) - clock->step.begin();
    return at + 1 < static_cast<std::ptrdiff_t>(clock->step.size()) ? clock->seconds[static_cast<std::size_t>(at)]
                                                                    : feed.seconds();
}

std::vector<EpochStretch> epochStretches(const RunFeed& feed)
{
    std::vector<EpochStretch> stretches;
    const Curve* clock = clockOf(feed);
    if (!clock) {
        return stretches;
    }
    std::size_t first = 0;
    double slope = 0;
    for (std::size_t next = 1; next <= clock->step.size(); ++next) {
        if (next < clock->step.size() && clock->epoch[next] >= clock->epoch[next - 1]) {
            continue;
        }
        const double steps = clock->step[next - 1] - clock->step[first];
        const double epochs = clock->epoch[next - 1] - clock->epoch[first];
        slope = steps > 0 && epochs > 0 ? epochs / steps : slope; // a single step is as long as those before
        if (slope > 0) {
            stretches.push_back({clock->step[first], clock->epoch[first], slope});
        }
        first = next;
    }
    return stretches;
}

double plannedEnd(const RunFeed& feed, XAxis axis)
{
    const store::RunSummary& summary = feed.detail().summary;
    return axis == XAxis::Step    ? static_cast<double>(summary.totalSteps)
           : axis == XAxis::Epoch ? static_cast<double>(summary.epochs)
                                  : 0.0;
}

} // namespace espalier::ui
