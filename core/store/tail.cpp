#include "core/store/connection.h"
#include "core/store/store.h"

#include <algorithm>
#include <limits>
#include <map>

namespace espalier::store {

namespace {

class Tail final : public run::EventSource {
public:
    Tail(std::unique_ptr<SQLite::Database> database, RunId id, std::int64_t afterSeq)
        : m_database(std::move(database)), m_id(id), m_seq(afterSeq)
    {
    }

    std::vector<run::Event> take() override
    {
        std::vector<run::Event> events;
        try {
            // Counts what other connections commit, and this one commits nothing.
            const std::int64_t version = m_database->execAndGet("PRAGMA data_version").getInt64();
            if (version == m_version) {
                return {};
            }
            // One snapshot: steps and events of the same moment.
            SQLite::Transaction transaction(*m_database);
            events = read();
            transaction.commit();
            m_version = version;
        } catch (const SQLite::Exception&) {
            return {}; // busy, or gone: asked again soon
        }
        if (!events.empty()) {
            m_seq = events.back().seq;
        }
        return events;
    }

private:
    std::vector<run::Event> read()
    {
        std::vector<run::Event> events = steps();
        SQLite::Statement rows(*m_database,
                               "SELECT seq, wall_us, seconds, body FROM events WHERE run = ? AND seq > ? ORDER BY seq");
        rows.bind(1, m_id);
        rows.bind(2, m_seq);
        while (rows.executeStep()) {
            const auto json = parseJson(rows.getColumn(3).getString(), "event");
            const auto body = json ? run::eventBodyFromJson(*json) : Result<run::EventBody>(fail(json.error()));
            if (body) {
                events.push_back(
                    {rows.getColumn(0).getInt64(), rows.getColumn(1).getInt64(), rows.getColumn(2).getDouble(), *body});
            }
        }
        std::sort(events.begin(), events.end(), [](const run::Event& a, const run::Event& b) { return a.seq < b.seq; });
        return events;
    }

    std::vector<run::Event> steps()
    {
        std::vector<run::Event> events;
        std::map<std::int64_t, std::size_t> place;
        SQLite::Statement rows(*m_database,
                               "SELECT seq, wall_us, seconds, step, epoch, stability, is_skipped FROM moments "
                               "WHERE run = ? AND seq > ? AND is_evaluation = 0 ORDER BY seq");
        rows.bind(1, m_id);
        rows.bind(2, m_seq);
        while (rows.executeStep()) {
            run::StepDone step;
            step.step = rows.getColumn(3).getInt64();
            step.epoch = rows.getColumn(4).getDouble();
            step.stability = run::stabilityFromText(rows.getColumn(5).getString()).value_or(run::Stability::Stable);
            step.skipped = rows.getColumn(6).getInt() != 0;
            place.emplace(rows.getColumn(0).getInt64(), events.size());
            events.push_back({rows.getColumn(0).getInt64(), rows.getColumn(1).getInt64(), rows.getColumn(2).getDouble(),
                              std::move(step)});
        }
        if (events.empty()) {
            return events;
        }
        SQLite::Statement names(*m_database, "SELECT id, name FROM series WHERE run = ? ORDER BY id");
        names.bind(1, m_id);
        SQLite::Statement points(*m_database,
                                 "SELECT seq, value, kind FROM points WHERE series = ? AND seq > ? ORDER BY seq");
        while (names.executeStep()) {
            const std::string name = names.getColumn(1).getString();
            points.bind(1, names.getColumn(0).getInt64());
            points.bind(2, m_seq);
            while (points.executeStep()) {
                const auto found = place.find(points.getColumn(0).getInt64());
                if (found != place.end()) {
                    std::get<run::StepDone>(events[found->second].body)
                        .samples.push_back({name, numberAt(points, 1, 2)});
                }
            }
            points.reset();
        }
        return events;
    }

    std::unique_ptr<SQLite::Database> m_database;
    RunId m_id;
    std::int64_t m_seq;
    std::int64_t m_version = std::numeric_limits<std::int64_t>::min();
};

} // namespace

Result<std::unique_ptr<run::EventSource>> tail(const std::filesystem::path& path, RunId id, std::int64_t afterSeq)
{
    auto database = connect(path);
    if (!database) {
        return fail(database.error());
    }
    return std::make_unique<Tail>(std::move(*database), id, afterSeq);
}

} // namespace espalier::store
