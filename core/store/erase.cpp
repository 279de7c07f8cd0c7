#include "core/store/connection.h"
#include "core/store/store.h"

namespace espalier::store {

namespace {

/// Children before parents: foreign keys are on.
constexpr const char* kErasures[] = {
    "DELETE FROM points WHERE series IN (SELECT id FROM series WHERE run = ?)",
    "DELETE FROM series WHERE run = ?",
    "DELETE FROM moments WHERE run = ?",
    "DELETE FROM events WHERE run = ?",
    "DELETE FROM checkpoints WHERE run = ?",
    "DELETE FROM environment WHERE run = ?",
    "DELETE FROM commands WHERE run = ?",
    "DELETE FROM tags WHERE run = ?",
    "DELETE FROM sparklines WHERE run = ?",
    "DELETE FROM runs WHERE id = ?",
};

} // namespace

Result<int> eraseDeleted(const std::filesystem::path& path, std::int64_t beforeMicroseconds)
{
    auto store = Store::open(path); // knows which runs are still being written
    if (!store) {
        return fail(store.error());
    }
    const auto runs = (*store)->runs(true);
    auto database = connect(path);
    if (!runs || !database) {
        return fail(runs ? database.error() : runs.error());
    }
    int erased = 0;
    for (const RunSummary& run : *runs) {
        if (!run.isDeleted || run.deletedMicroseconds >= beforeMicroseconds || !run::isOver(run.state)) {
            continue;
        }
        bool isStill = false; // another window may have brought it back in the meantime
        const Status done = guarded(path, [&]() -> Status {
            SQLite::Transaction transaction(**database, SQLite::TransactionBehavior::IMMEDIATE);
            SQLite::Statement now(**database,
                                  "SELECT 1 FROM runs WHERE id = ? AND is_deleted AND deleted_us < ? AND state = ?");
            now.bind(1, run.id);
            now.bind(2, beforeMicroseconds);
            now.bind(3, std::string(run::toText(run.state)));
            isStill = now.executeStep();
            if (!isStill) {
                return {};
            }
            now.reset();
            for (const char* erasure : kErasures) {
                SQLite::Statement statement(**database, erasure);
                statement.bind(1, run.id);
                statement.exec();
            }
            transaction.commit();
            return {};
        });
        if (!done) {
            return fail(done.error());
        }
        if (!isStill) {
            continue;
        }
        std::error_code ignored; // what is left lies in nobody's way
        std::filesystem::remove_all(path.string() + ".runs/" + std::to_string(run.id), ignored);
        ++erased;
    }
    return erased;
}

} // namespace espalier::store
