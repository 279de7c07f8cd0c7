#include "core/store/connection.h"
#include "core/store/event_rows.h"

#include <limits>

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
            events = eventsAfter(*m_database, m_id, m_seq);
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
