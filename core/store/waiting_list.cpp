#include "core/store/waiting_list.h"

#include "core/store/connection.h"

#include <algorithm>

namespace espalier::store {

struct WaitingList::Impl {
    std::filesystem::path path;
    std::unique_ptr<SQLite::Database> database;

    /// Throws as SQLite does.
    [[nodiscard]] std::vector<WaitingExperiment> read() const
    {
        SQLite::Statement rows(
            *database, "SELECT id, name, yaml, file, only_if_stable, after_run FROM waiting ORDER BY place, id");
        std::vector<WaitingExperiment> found;
        while (rows.executeStep()) {
            found.push_back({rows.getColumn(0).getInt64(), rows.getColumn(1).getString(), rows.getColumn(2).getString(),
                             rows.getColumn(3).getString(), rows.getColumn(4).getInt() != 0,
                             rows.getColumn(5).getInt64()});
        }
        return found;
    }

    Status set(std::int64_t id, const char* change, std::int64_t value) const
    {
        return guarded(path, [&]() -> Status {
            SQLite::Statement statement(*database, change);
            statement.bind(1, value);
            statement.bind(2, id);
            if (statement.exec() == 0) {
                return fail(ErrorCode::NotFound, "the experiment does not wait any more");
            }
            return {};
        });
    }
};

WaitingList::WaitingList(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
WaitingList::~WaitingList() = default;

Result<std::unique_ptr<WaitingList>> WaitingList::open(const std::filesystem::path& store)
{
    auto database = connect(store);
    if (!database) {
        return fail(database.error());
    }
    auto impl = std::make_unique<Impl>();
    impl->path = store;
    impl->database = std::move(*database);
    return std::unique_ptr<WaitingList>(new WaitingList(std::move(impl)));
}

Result<std::vector<WaitingExperiment>> WaitingList::experiments()
{
    return guarded(m_impl->path, [&]() -> Result<std::vector<WaitingExperiment>> { return m_impl->read(); });
}

Result<std::int64_t> WaitingList::add(const WaitingExperiment& experiment)
{
    return guarded(m_impl->path, [&]() -> Result<std::int64_t> {
        SQLite::Statement insert(*m_impl->database,
                                 "INSERT INTO waiting (place, name, yaml, file, only_if_stable, after_run) "
                                 "SELECT COALESCE(MAX(place), 0) + 1, ?, ?, ?, ?, ? FROM waiting");
        insert.bind(1, experiment.name);
        insert.bind(2, experiment.yaml);
        insert.bind(3, experiment.file);
        insert.bind(4, experiment.onlyIfStable ? 1 : 0);
        insert.bind(5, experiment.after);
        insert.exec();
        return m_impl->database->getLastInsertRowid();
    });
}

Status WaitingList::move(std::int64_t id, int places)
{
    return guarded(m_impl->path, [&]() -> Status {
        SQLite::Transaction transaction(*m_impl->database, SQLite::TransactionBehavior::IMMEDIATE);
        std::vector<WaitingExperiment> all = m_impl->read();
        const auto found = std::ranges::find(all, id, &WaitingExperiment::id);
        if (found == all.end()) {
            return fail(ErrorCode::NotFound, "the experiment does not wait any more");
        }
        const auto from = found - all.begin();
        const auto to = std::clamp<std::ptrdiff_t>(from + places, 0, std::ssize(all) - 1);
        WaitingExperiment moved = std::move(*found);
        all.erase(found);
        all.insert(all.begin() + to, std::move(moved));
        SQLite::Statement change(*m_impl->database, "UPDATE waiting SET place = ? WHERE id = ?");
        for (std::size_t place = 0; place < all.size(); ++place) {
            change.bind(1, static_cast<std::int64_t>(place));
            change.bind(2, all[place].id);
            change.exec();
            change.reset();
        }
        transaction.commit();
        return {};
    });
}

Status WaitingList::setOnlyIfStable(std::int64_t id, bool onlyIfStable)
{
    return m_impl->set(id, "UPDATE waiting SET only_if_stable = ? WHERE id = ?", onlyIfStable ? 1 : 0);
}

Status WaitingList::setAfter(std::int64_t id, RunId run)
{
    return m_impl->set(id, "UPDATE waiting SET after_run = ? WHERE id = ?", run);
}

Result<bool> WaitingList::take(std::int64_t id)
{
    return guarded(m_impl->path, [&]() -> Result<bool> {
        SQLite::Statement remove(*m_impl->database, "DELETE FROM waiting WHERE id = ?");
        remove.bind(1, id);
        return remove.exec() > 0;
    });
}

} // namespace espalier::store
