#include "core/store/history.h"

#include "core/store/event_rows.h"

namespace espalier::store {

struct History::Impl {
    std::filesystem::path path;
    std::unique_ptr<SQLite::Database> database;
};

History::History(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
History::~History() = default;

Result<std::unique_ptr<History>> History::open(const std::filesystem::path& path)
{
    auto database = connect(path);
    if (!database) {
        return fail(database.error());
    }
    return std::unique_ptr<History>(new History(std::make_unique<Impl>(Impl{path, std::move(*database)})));
}

Result<std::vector<run::Event>> History::events(RunId id, std::int64_t afterSeq)
{
    return guarded(m_impl->path, [&]() -> Result<std::vector<run::Event>> {
        SQLite::Transaction transaction(*m_impl->database);
        std::vector<run::Event> events = eventsAfter(*m_impl->database, id, afterSeq);
        transaction.commit();
        return events;
    });
}

} // namespace espalier::store
