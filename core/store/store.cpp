#include "core/store/store.h"

#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/store/connection.h"
#include "core/store/liveness.h"

#include <algorithm>
#include <cmath>

namespace espalier::store {

namespace {

constexpr const char* kSummaryColumns =
    "id, name, file, recipe, state, stability, created_us, seconds, step, total_steps, epoch, epochs, parameters, "
    "trainable, adapter_parameters, best, last, checkpoint_step, message, is_deleted, host, boot, pid, pid_start, "
    "heartbeat_us, note, deleted_us, model, data, methods, is_leaked";

double secondsSince(std::int64_t microseconds)
{
    return static_cast<double>(Clock().wallMicroseconds() - microseconds) / 1e6;
}

std::optional<double> optionalAt(SQLite::Statement& row, int column)
{
    return row.getColumn(column).isNull() ? std::nullopt : std::optional(row.getColumn(column).getDouble());
}

RunSummary summaryAt(SQLite::Statement& row)
{
    RunSummary run;
    run.id = row.getColumn(0).getInt64();
    run.name = row.getColumn(1).getString();
    run.experimentFile = row.getColumn(2).getString();
    run.recipeHash = row.getColumn(3).getString();
    run.state = run::runStateFromText(row.getColumn(4).getString()).value_or(run::RunState::Failed);
    run.stability = run::stabilityFromText(row.getColumn(5).getString()).value_or(run::Stability::Stable);
    run.createdMicroseconds = row.getColumn(6).getInt64();
    run.seconds = row.getColumn(7).getDouble();
    run.step = row.getColumn(8).getInt64();
    run.totalSteps = row.getColumn(9).getInt64();
    run.epoch = row.getColumn(10).getDouble();
    run.epochs = row.getColumn(11).getInt();
    run.parameters = row.getColumn(12).getInt64();
    run.trainable = row.getColumn(13).getInt64();
    run.adapterParameters = row.getColumn(14).getInt64();
    run.bestMetric = optionalAt(row, 15);
    run.lastMetric = optionalAt(row, 16);
    run.lastCheckpointStep = row.getColumn(17).getInt64();
    run.message = row.getColumn(18).getString();
    run.isDeleted = row.getColumn(19).getInt() != 0;
    run.note = row.getColumn(25).getString();
    run.deletedMicroseconds = row.getColumn(26).getInt64();
    run.facts = {row.getColumn(27).getString(), row.getColumn(28).getString(), row.getColumn(29).getString(),
                 row.getColumn(30).getInt() != 0};
    const ProcessMark writer{row.getColumn(20).getString(), row.getColumn(21).getString(), row.getColumn(22).getInt64(),
                             row.getColumn(23).getString()};
    if (!run::isOver(run.state)) {
        if (isAlive(writer, secondsSince(row.getColumn(24).getInt64()))) {
            run.isLocal = isOnThisMachine(writer);
        } else {
            run.state = run::RunState::Lost;
        }
    }
    return run;
}

tl::unexpected<Error> noSuchRun(RunId id)
{
    return fail(ErrorCode::NotFound, "there is no run " + std::to_string(id) + "; `espalier-cli runs` lists them");
}

} // namespace

std::filesystem::path defaultStorePath()
{
    return dataFolder() / "espalier.db";
}

struct Store::Impl {
    std::filesystem::path path;
    std::unique_ptr<SQLite::Database> database;

    [[nodiscard]] std::filesystem::path runFolder(RunId id) const
    {
        return path.string() + ".runs/" + std::to_string(id);
    }
    /// Throws as SQLite does.
    [[nodiscard]] Result<RunSummary> summary(RunId id) const
    {
        SQLite::Statement row(*database, std::string("SELECT ") + kSummaryColumns + " FROM runs WHERE id = ?");
        row.bind(1, id);
        if (!row.executeStep()) {
            return noSuchRun(id);
        }
        RunSummary found = summaryAt(row);
        SQLite::Statement tags(*database, "SELECT tag FROM tags WHERE run = ? ORDER BY tag");
        tags.bind(1, id);
        while (tags.executeStep()) {
            found.tags.push_back(tags.getColumn(0).getString());
        }
        return found;
    }
    /// An update of one run's row; NotFound when there is none.
    Status update(RunId id, SQLite::Statement& statement) const
    {
        return guarded(path, [&]() -> Status {
            if (statement.exec() == 0) {
                return noSuchRun(id);
            }
            return {};
        });
    }
};

Store::Store(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const std::filesystem::path& path)
{
    auto impl = std::make_unique<Impl>();
    impl->path = path;
    auto database = connect(path);
    if (!database) {
        return fail(database.error());
    }
    impl->database = std::move(*database);
    return std::unique_ptr<Store>(new Store(std::move(impl)));
}

const std::filesystem::path& Store::path() const
{
    return m_impl->path;
}

Result<RunId> Store::createRun(const NewRun& run)
{
    auto id = guarded(m_impl->path, [&]() -> Result<RunId> {
        SQLite::Database& database = *m_impl->database;
        const std::string hash = hexDigits(fnv1a64(run.experimentYaml));
        SQLite::Transaction transaction(database);
        SQLite::Statement keep(database, "INSERT OR IGNORE INTO experiments (hash, yaml) VALUES (?, ?)");
        keep.bind(1, hash);
        keep.bind(2, run.experimentYaml);
        keep.exec();
        SQLite::Statement add(
            database, "INSERT INTO runs (experiment, name, file, folder, recipe, created_us, state, host, boot, "
                      "pid, pid_start, heartbeat_us, model, data, methods, is_leaked) "
                      "SELECT id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM experiments WHERE hash = ?");
        const RunFacts facts = runFacts(run.experiment);
        const ProcessMark own = thisProcess();
        const std::int64_t now = Clock().wallMicroseconds();
        add.bind(1, run.experiment.name.empty() ? "run" : run.experiment.name);
        add.bind(2, run.experimentFile);
        add.bind(3, run.experimentFolder);
        add.bind(4, experiment::recipeHash(run.experiment));
        add.bind(5, now);
        add.bind(6, std::string(run::toText(run::RunState::Queued)));
        add.bind(7, own.host);
        add.bind(8, own.boot);
        add.bind(9, own.pid);
        add.bind(10, own.pidStart);
        add.bind(11, now);
        add.bind(12, facts.model);
        add.bind(13, facts.data);
        add.bind(14, facts.methods);
        add.bind(15, facts.isLeaked ? 1 : 0);
        add.bind(16, hash);
        add.exec();
        const RunId created = database.getLastInsertRowid();
        transaction.commit();
        return created;
    });
    if (!id) {
        return id;
    }
    if (Status made = createFolder(m_impl->runFolder(*id)); !made) {
        return fail(made.error());
    }
    return id;
}

Result<std::vector<RunSummary>> Store::runs(bool withDeleted)
{
    return guarded(m_impl->path, [&]() -> Result<std::vector<RunSummary>> {
        SQLite::Statement rows(*m_impl->database, std::string("SELECT ") + kSummaryColumns +
                                                      " FROM runs WHERE is_deleted <= ? ORDER BY id DESC");
        rows.bind(1, withDeleted ? 1 : 0);
        std::vector<RunSummary> found;
        const std::int64_t newest =
            m_impl->database->execAndGet("SELECT COALESCE(MAX(id), 0) FROM runs").getInt64(); // no lookup of all
        constexpr std::int64_t kMost = 1 << 16; // whatever the numbers are
        found.reserve(static_cast<std::size_t>(std::clamp<std::int64_t>(newest, 0, kMost)));
        while (rows.executeStep()) {
            found.push_back(summaryAt(rows));
        }
        SQLite::Statement tags(*m_impl->database, "SELECT run, tag FROM tags ORDER BY run DESC, tag");
        auto run = found.begin(); // newest first, too
        while (tags.executeStep()) {
            const RunId id = tags.getColumn(0).getInt64();
            run = std::find_if(run, found.end(), [id](const RunSummary& one) { return one.id <= id; });
            if (run != found.end() && run->id == id) {
                run->tags.push_back(tags.getColumn(1).getString());
            }
        }
        return found;
    });
}

Result<RunDetail> Store::runDetail(RunId id)
{
    return guarded(m_impl->path, [&]() -> Result<RunDetail> {
        SQLite::Database& database = *m_impl->database;
        auto summary = m_impl->summary(id);
        if (!summary) {
            return fail(summary.error());
        }
        RunDetail detail;
        detail.summary = std::move(*summary);
        SQLite::Statement text(
            database,
            "SELECT yaml, folder FROM runs JOIN experiments ON experiments.id = experiment WHERE runs.id = ?");
        text.bind(1, id);
        if (text.executeStep()) {
            detail.experimentYaml = text.getColumn(0).getString();
            detail.experimentFolder = text.getColumn(1).getString();
        }
        auto experiment = experiment::parseYaml(detail.experimentYaml, "run " + std::to_string(id));
        if (!experiment) {
            return fail(experiment.error());
        }
        detail.experiment = std::move(*experiment);
        detail.runFolder = m_impl->runFolder(id);
        SQLite::Statement environment(database, "SELECT key, value FROM environment WHERE run = ? ORDER BY place");
        environment.bind(1, id);
        while (environment.executeStep()) {
            detail.environment.emplace_back(environment.getColumn(0).getString(), environment.getColumn(1).getString());
        }
        SQLite::Statement series(database, "SELECT name FROM series WHERE run = ? ORDER BY id");
        series.bind(1, id);
        while (series.executeStep()) {
            detail.series.push_back(series.getColumn(0).getString());
        }
        SQLite::Statement checkpoint(database, "SELECT path FROM checkpoints WHERE run = ? ORDER BY step DESC");
        checkpoint.bind(1, id);
        while (detail.lastCheckpoint.empty() && checkpoint.executeStep()) {
            const std::filesystem::path file = checkpoint.getColumn(0).getString();
            std::error_code error;
            if (std::filesystem::exists(file, error)) { // the newest one may have been tidied away
                detail.lastCheckpoint = file;
            }
        }
        return detail;
    });
}

Result<std::vector<SeriesPoint>> Store::series(RunId id, const std::string& name, std::int64_t* afterRow)
{
    return guarded(m_impl->path, [&]() -> Result<std::vector<SeriesPoint>> {
        SQLite::Statement rows(*m_impl->database,
                               "SELECT m.step, m.epoch, m.seconds, p.value, p.kind, p.seq FROM series s "
                               "JOIN points p ON p.series = s.id JOIN moments m ON m.run = s.run AND m.seq = p.seq "
                               "WHERE s.run = ? AND s.name = ? AND p.seq > ? ORDER BY p.seq");
        rows.bind(1, id);
        rows.bind(2, name);
        rows.bind(3, afterRow != nullptr ? *afterRow : 0);
        std::vector<SeriesPoint> points;
        while (rows.executeStep()) {
            points.push_back({rows.getColumn(0).getInt64(), rows.getColumn(1).getDouble(),
                              rows.getColumn(2).getDouble(), numberAt(rows, 3, 4)});
            if (afterRow != nullptr) {
                *afterRow = rows.getColumn(5).getInt64();
            }
        }
        return points;
    });
}

Result<std::vector<run::Event>> Store::events(RunId id, std::int64_t afterSeq)
{
    return guarded(m_impl->path, [&]() -> Result<std::vector<run::Event>> {
        SQLite::Statement rows(*m_impl->database,
                               "SELECT seq, wall_us, seconds, body FROM events WHERE run = ? AND seq > ? ORDER BY seq");
        rows.bind(1, id);
        rows.bind(2, afterSeq);
        std::vector<run::Event> events;
        while (rows.executeStep()) {
            const auto json = parseJson(rows.getColumn(3).getString(), "event of run " + std::to_string(id));
            const auto body = json ? run::eventBodyFromJson(*json) : Result<run::EventBody>(fail(json.error()));
            if (body) { // one of a later Espalier says nothing to this one
                events.push_back(
                    {rows.getColumn(0).getInt64(), rows.getColumn(1).getInt64(), rows.getColumn(2).getDouble(), *body});
            }
        }
        return events;
    });
}

Result<std::int64_t> Store::lastSeq(RunId id)
{
    return guarded(m_impl->path, [&]() -> Result<std::int64_t> {
        SQLite::Statement row(*m_impl->database,
                              "SELECT MAX(COALESCE((SELECT MAX(seq) FROM moments WHERE run = ?1), 0), "
                              "COALESCE((SELECT MAX(seq) FROM events WHERE run = ?1), 0))");
        row.bind(1, id);
        return row.executeStep() ? row.getColumn(0).getInt64() : 0;
    });
}

Result<Sparkline> Store::sparkline(RunId id, const std::string& name, int stretches)
{
    return guarded(m_impl->path, [&]() -> Result<Sparkline> {
        SQLite::Database& database = *m_impl->database;
        const auto run = m_impl->summary(id);
        if (!run) {
            return fail(run.error());
        }
        SQLite::Statement kept(database, "SELECT pairs FROM sparklines WHERE run = ? AND series = ? AND stretches = ? "
                                         "AND step = ?");
        kept.bind(1, id);
        kept.bind(2, name);
        kept.bind(3, stretches);
        kept.bind(4, run->step);
        if (kept.executeStep()) {
            return sparklineFromBytes(kept.getColumn(0).getString());
        }
        SQLite::Statement rows(database, "SELECT value, kind FROM points WHERE series = "
                                         "(SELECT id FROM series WHERE run = ? AND name = ?) ORDER BY seq");
        rows.bind(1, id);
        rows.bind(2, name);
        std::vector<double> values;
        while (rows.executeStep()) {
            values.push_back(numberAt(rows, 0, 1));
        }
        Sparkline line = sparklineOf(values, stretches);
        if (run::isOver(run->state)) {
            const std::string bytes = sparklineBytes(line);
            SQLite::Statement keep(database, "INSERT OR REPLACE INTO sparklines (run, series, stretches, step, pairs) "
                                             "VALUES (?, ?, ?, ?, ?)");
            keep.bind(1, id);
            keep.bind(2, name);
            keep.bind(3, stretches);
            keep.bind(4, run->step);
            keep.bind(5, bytes.data(), static_cast<int>(bytes.size()));
            (void)keep.tryExecuteStep(); // a store that is busy or full: read again next time
        }
        return line;
    });
}

Status Store::rename(RunId id, const std::string& name)
{
    return guarded(m_impl->path, [&]() -> Status {
        SQLite::Statement change(*m_impl->database, "UPDATE runs SET name = ? WHERE id = ?");
        change.bind(1, name);
        change.bind(2, id);
        return m_impl->update(id, change);
    });
}

Status Store::setNote(RunId id, const std::string& note)
{
    return guarded(m_impl->path, [&]() -> Status {
        SQLite::Statement change(*m_impl->database, "UPDATE runs SET note = ? WHERE id = ?");
        change.bind(1, note);
        change.bind(2, id);
        return m_impl->update(id, change);
    });
}

Status Store::setTags(RunId id, const std::vector<std::string>& tags)
{
    return guarded(m_impl->path, [&]() -> Status {
        SQLite::Transaction transaction(*m_impl->database, SQLite::TransactionBehavior::IMMEDIATE);
        if (const auto run = m_impl->summary(id); !run) {
            return fail(run.error());
        }
        SQLite::Statement remove(*m_impl->database, "DELETE FROM tags WHERE run = ?");
        remove.bind(1, id);
        remove.exec();
        SQLite::Statement add(*m_impl->database, "INSERT OR IGNORE INTO tags (run, tag) VALUES (?, ?)");
        for (const std::string& tag : tags) {
            add.bind(1, id);
            add.bind(2, tag);
            add.exec();
            add.reset();
        }
        transaction.commit();
        return {};
    });
}

Status Store::setDeleted(RunId id, bool deleted)
{
    return guarded(m_impl->path, [&]() -> Status {
        SQLite::Statement change(*m_impl->database, "UPDATE runs SET is_deleted = ?, deleted_us = ? WHERE id = ?");
        change.bind(1, deleted ? 1 : 0);
        change.bind(2, deleted ? Clock().wallMicroseconds() : 0);
        change.bind(3, id);
        return m_impl->update(id, change);
    });
}

Status Store::postCommand(RunId id, run::Command command)
{
    return guarded(m_impl->path, [&]() -> Status {
        SQLite::Transaction transaction(*m_impl->database, SQLite::TransactionBehavior::IMMEDIATE);
        const auto run = m_impl->summary(id);
        if (!run) {
            return fail(run.error());
        }
        if (run::isOver(run->state)) {
            return fail(ErrorCode::Conflict, "is over and takes no commands", "run " + std::to_string(id));
        }
        SQLite::Statement add(*m_impl->database,
                              "INSERT INTO commands (run, kind, value) SELECT id, ?, ? FROM runs WHERE id = ?");
        add.bind(1, std::string(run::toText(command.kind)));
        add.bind(2, std::isfinite(command.value) ? command.value : 0.0);
        add.bind(3, id);
        add.exec();
        transaction.commit();
        return {};
    });
}

std::int64_t Store::dataVersion()
{
    try {
        return m_impl->database->execAndGet("PRAGMA data_version").getInt64();
    } catch (const SQLite::Exception&) {
        return 0;
    }
}

} // namespace espalier::store
