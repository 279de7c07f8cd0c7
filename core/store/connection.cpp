#include "core/store/connection.h"

#include "core/base/files.h"
#include "core/store/run_facts.h"

#include <sqlite3.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <thread>

namespace espalier::store {

namespace {

constexpr int kBusyMilliseconds = 10000;   ///< another process may be in the middle of a transaction
constexpr int kApplicationId = 0x4573706C; ///< "Espl"
constexpr int kSwitchAttempts = 500;
constexpr std::chrono::milliseconds kSwitchPause(20);

int integerOf(SQLite::Database& database, const char* question)
{
    return database.execAndGet(question).getInt();
}

/// A file of another program, or of a later Espalier, is left as it is.
Status checkOwner(SQLite::Database& database, const std::filesystem::path& path)
{
    const SQLite::Transaction oneMoment(database); // another process may be making it
    const int version = integerOf(database, "PRAGMA user_version");
    const int application = integerOf(database, "PRAGMA application_id");
    const int newest = static_cast<int>(schemaSteps().size());
    const bool isEmpty =
        version == 0 && application == 0 && integerOf(database, "SELECT COUNT(*) FROM sqlite_master") == 0;
    // Espalier's first stores carry no application id, but its tables.
    const bool isOurs =
        application == kApplicationId ||
        (application == 0 && version > 0 &&
         integerOf(database, "SELECT COUNT(*) FROM sqlite_master WHERE name IN ('runs', 'moments')") == 2);
    if (!isEmpty && !isOurs) {
        return fail(ErrorCode::Unreadable, "is a database of another program: name another file with --store",
                    path.string());
    }
    if (version > newest || version < 0) {
        return fail(ErrorCode::Unsupported,
                    "was written by a newer Espalier (schema " + std::to_string(version) + ", this one knows " +
                        std::to_string(newest) + "): update Espalier or name another --store",
                    path.string());
    }
    return {};
}

/// SQLite's own waiting does not cover the switch of a new file, which two processes may try at once.
void switchToWriteAheadLog(SQLite::Database& database)
{
    for (int attempt = 1;; ++attempt) {
        try {
            database.exec("PRAGMA journal_mode = WAL");
            return;
        } catch (const SQLite::Exception& exception) {
            if (exception.getErrorCode() != SQLITE_BUSY || attempt == kSwitchAttempts) {
                throw;
            }
            std::this_thread::sleep_for(kSwitchPause);
        }
    }
}

/// Runs of before the list knew what their experiments are about; one that cannot be read says nothing.
void tellFacts(SQLite::Database& database)
{
    SQLite::Statement rows(database, "SELECT runs.id, yaml FROM runs JOIN experiments ON experiments.id = experiment");
    SQLite::Statement tell(database, "UPDATE runs SET model = ?, data = ?, methods = ?, is_leaked = ? WHERE id = ?");
    while (rows.executeStep()) {
        const auto experiment = experiment::parseYaml(rows.getColumn(1).getString(), "store");
        if (!experiment) {
            continue;
        }
        const RunFacts facts = runFacts(*experiment);
        tell.bind(1, facts.model);
        tell.bind(2, facts.data);
        tell.bind(3, facts.methods);
        tell.bind(4, facts.isLeaked ? 1 : 0);
        tell.bind(5, rows.getColumn(0).getInt64());
        tell.exec();
        tell.reset();
    }
}

/// One process at a time brings the schema up to date; the others find it done.
void migrate(SQLite::Database& database)
{
    const auto steps = schemaSteps();
    const int newest = static_cast<int>(steps.size());
    if (integerOf(database, "PRAGMA user_version") == newest) {
        return;
    }
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    const int found = integerOf(database, "PRAGMA user_version");
    if (found >= newest) { // another process was faster
        return;
    }
    for (int step = found; step < newest; ++step) {
        database.exec(steps[static_cast<std::size_t>(step)]);
    }
    constexpr int kListStep = 2;
    if (found > 0 && found < kListStep) {
        tellFacts(database);
    }
    database.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
    database.exec("PRAGMA user_version = " + std::to_string(newest));
    transaction.commit();
}

} // namespace

Error errorOf(const SQLite::Exception& exception, const std::filesystem::path& path)
{
    const std::string where = path.string();
    switch (exception.getErrorCode() & 0xff) {
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
        // A connection is used by one thread at a time: without a lock a column, a long list is read twice as fast.
        auto database = std::make_unique<SQLite::Database>(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE |
                                                                              SQLite::OPEN_NOMUTEX);
        database->setBusyTimeout(kBusyMilliseconds);
        if (Status ours = checkOwner(*database, path); !ours) {
            return fail(ours.error());
        }
        switchToWriteAheadLog(*database);
        database->exec("PRAGMA synchronous = NORMAL");
        database->exec("PRAGMA foreign_keys = ON");
        migrate(*database);
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
