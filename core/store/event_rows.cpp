#include "core/store/event_rows.h"

#include <algorithm>
#include <utility>

namespace espalier::store {

namespace {

/// The values of each series stand in the order of their steps, and so do the steps: one walk along both.
void addSamples(SQLite::Database& database, RunId id, std::int64_t afterSeq, std::vector<run::Event>& steps)
{
    std::vector<std::pair<std::int64_t, std::string>> series;
    SQLite::Statement names(database, "SELECT id, name FROM series WHERE run = ? ORDER BY id");
    names.bind(1, id);
    while (names.executeStep()) {
        series.emplace_back(names.getColumn(0).getInt64(), names.getColumn(1).getString());
    }
    for (run::Event& step : steps) {
        std::get<run::StepDone>(step.body).samples.reserve(series.size());
    }
    SQLite::Statement points(database, "SELECT seq, value, kind FROM points WHERE series = ? AND seq > ? ORDER BY seq");
    for (const auto& [number, name] : series) {
        points.bind(1, number);
        points.bind(2, afterSeq);
        auto step = steps.begin();
        while (points.executeStep()) {
            const std::int64_t seq = points.getColumn(0).getInt64();
            while (step != steps.end() && step->seq < seq) {
                ++step;
            }
            if (step != steps.end() && step->seq == seq) { // an evaluation's values are in its event
                std::get<run::StepDone>(step->body).samples.push_back({name, numberAt(points, 1, 2)});
            }
        }
        points.reset();
    }
}

std::vector<run::Event> steps(SQLite::Database& database, RunId id, std::int64_t afterSeq)
{
    std::vector<run::Event> events;
    SQLite::Statement rows(database, "SELECT seq, wall_us, seconds, step, epoch, stability, is_skipped FROM moments "
                                     "WHERE run = ? AND seq > ? AND is_evaluation = 0 ORDER BY seq");
    rows.bind(1, id);
    rows.bind(2, afterSeq);
    while (rows.executeStep()) {
        run::StepDone step;
        step.step = rows.getColumn(3).getInt64();
        step.epoch = rows.getColumn(4).getDouble();
        step.stability = run::stabilityFromText(rows.getColumn(5).getString()).value_or(run::Stability::Stable);
        step.skipped = rows.getColumn(6).getInt() != 0;
        events.push_back({rows.getColumn(0).getInt64(), rows.getColumn(1).getInt64(), rows.getColumn(2).getDouble(),
                          std::move(step)});
    }
    if (!events.empty()) {
        addSamples(database, id, afterSeq, events);
    }
    return events;
}

} // namespace

std::vector<run::Event> eventsAfter(SQLite::Database& database, RunId id, std::int64_t afterSeq)
{
    std::vector<run::Event> events = steps(database, id, afterSeq);
    const auto middle = static_cast<std::ptrdiff_t>(events.size());
    SQLite::Statement rows(database,
                           "SELECT seq, wall_us, seconds, body FROM events WHERE run = ? AND seq > ? ORDER BY seq");
    rows.bind(1, id);
    rows.bind(2, afterSeq);
    while (rows.executeStep()) {
        const auto json = parseJson(rows.getColumn(3).getString(), "event");
        const auto body = json ? run::eventBodyFromJson(*json) : Result<run::EventBody>(fail(json.error()));
        if (body) { // one of a later Espalier says nothing to this one
            events.push_back(
                {rows.getColumn(0).getInt64(), rows.getColumn(1).getInt64(), rows.getColumn(2).getDouble(), *body});
        }
    }
    std::ranges::inplace_merge(events, events.begin() + middle, {}, &run::Event::seq);
    return events;
}

} // namespace espalier::store
