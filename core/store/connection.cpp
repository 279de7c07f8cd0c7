#include "core/store/connection.h"

#include "core/base/files.h"

#include <sqlite3.h>

#include <array>
#include <cmath>
#include <limits>

namespace espalier::store {

namespace {

constexpr int kBusyMilliseconds = 10000; ///< another process may be in the middle of a transaction

/// One process at a time brings the schema up to date; the others find it done.
Status migrate(SQLite::Database& database, const std::filesystem::path& path)
{
    const auto version = [&] { return database.execAndGet("PRAGMA user_version").getInt(); };
    const int newest = static_cast<int>(schemaSteps().size());
    if (version() == newest) {
        return {};
    }
    database.exec("BEGIN IMMEDIATE");
    const int found = version();
    if (found > newest || found < 0) {
        database.exec("ROLLBACK");
        return fail(ErrorCode::Unsupported,
                    "was written by a newer Espalier (schema " + std::to_string(found) + ", this one knows " +
                        std::to_string(newest) + "): update Espalier or name another --store",
                    path.string());
    }
    for (int step = found; step < newest; ++step) {
        database.exec(schemaSteps()[static_cast<std::size_t>(step)]);
    }
    database.exec("PRAGMA user_version = " + std::to_string(newest));
    database.exec("COMMIT");
    return {};
}

} // namespace

Error errorOf(const SQLite::Exception& exception, const std::filesystem::path& path)
{
    const std::string where = path.string();
    switch (exception.getErrorCode()) {
    case SQLITE_FULL:
        return {ErrorCode::DiskFull, "the disk is full: make room, or name another place with --store", where};
    case SQLITE_CANTOPEN:
        return {ErrorCode::Io, "cannot be opened or made: check that its folder exists and may be written to", where};
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        return {ErrorCode::Unreadable, "is no store of Espalier, or is damaged: name another with --store", where};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return {ErrorCode::Io, "may not be written to: name another place with --store", where};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {ErrorCode::Conflict, "is held by another process: try again in a moment", where};
    case SQLITE_NOMEM:
        return {ErrorCode::OutOfMemory, "not enough memory", where};
    case SQLITE_IOERR:
        return {ErrorCode::Io, "could not be read or written: the disk may be full or failing", where};
    default:
        return {ErrorCode::Io, std::string("store failed: ") + exception.what(), where};
    }
}

Result<std::unique_ptr<SQLite::Database>> connect(const std::filesystem::path& path)
{
    std::error_code error;
    if (std::filesystem::exists(path, error) && !std::filesystem::is_regular_file(path, error)) {
        return fail(ErrorCode::InvalidInput, "is no file that can hold a store", path.string());
    }
    if (path.has_parent_path()) {
        if (Status made = createFolder(path.parent_path()); !made) {
            return fail(made.error());
        }
    }
    try {
        auto database = std::make_unique<SQLite::Database>(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        database->setBusyTimeout(kBusyMilliseconds);
        database->exec("PRAGMA journal_mode = WAL");
        database->exec("PRAGMA synchronous = NORMAL");
        database->exec("PRAGMA foreign_keys = ON");
        if (Status done = migrate(*database, path); !done) {
            return fail(done.error());
        }
        return database;
    } catch (const SQLite::Exception& exception) {
        return fail(errorOf(exception, path));
    }
}

void bindNumber(SQLite::Statement& statement, int valueIndex, int kindIndex, double value)
{
    if (std::isfinite(value)) {
        statement.bind(valueIndex, value);
        statement.bind(kindIndex, 0);
    } else {
        statement.bind(valueIndex);
        statement.bind(kindIndex, std::isnan(value) ? 1 : value > 0 ? 2 : 3);
    }
}

double numberAt(SQLite::Statement& statement, int valueColumn, int kindColumn)
{
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    switch (statement.getColumn(kindColumn).getInt()) {
    case 0:
        return statement.getColumn(valueColumn).getDouble();
    case 2:
        return kInfinity;
    case 3:
        return -kInfinity;
    default:
        return std::numeric_limits<double>::quiet_NaN();
    }
}

} // namespace espalier::store
