#include "core/store/connection.h"
#include "core/store/liveness.h"
#include "core/store/store.h"

#include <cmath>
#include <iterator>
#include <map>
#include <mutex>
#include <thread>

namespace espalier::store {

namespace {

constexpr double kCommitSeconds = 0.25;
constexpr double kHeartbeatSeconds = 5;

} // namespace

struct RunRecorder::Impl {
    std::filesystem::path path;
    RunId id = 0;
    run::EventLog& log;
    run::CommandBox& commands;
    std::unique_ptr<SQLite::Database> database;
    std::unique_ptr<run::EventSource> source;
    std::map<std::string, std::int64_t> seriesIds;
    std::vector<run::Event> pending; ///< taken from the log, not yet committed
    std::int64_t lastSeq = 0;
    std::int64_t heartbeat = 0;

    mutable std::mutex mutex;
    std::optional<Error> firstError;
    std::thread thread;
    bool isFinished = false;

    Impl(run::EventLog& eventLog, run::CommandBox& box) : log(eventLog), commands(box) {}

    void remember(const Error& error)
    {
        const std::lock_guard lock(mutex);
        if (!firstError) {
            firstError = error;
        }
    }

    /// Somebody else's long transaction passes; anything else means that the run is not being recorded: it is asked to
    /// stop.
    void failed(const Error& error, bool isLast)
    {
        seriesIds.clear(); // what was rolled back has no number
        if (error.code == ErrorCode::Conflict && !isLast) {
            return;
        }
        remember(error);
        log.keepingFailed();
        commands.post({run::CommandKind::Stop, 0});
    }

    void work()
    {
        while (true) {
            log.waitPast(lastSeq, kCommitSeconds);
            const bool isLast = log.closed();
            std::vector<run::Event> events = source->take();
            if (!events.empty()) {
                lastSeq = events.back().seq;
            }
            pending.insert(pending.end(), std::make_move_iterator(events.begin()),
                           std::make_move_iterator(events.end()));
            const Status written = guarded(path, [&]() -> Status {
                write(pending);
                pending.clear();
                log.kept(lastSeq);
                takeCommands();
                return {};
            });
            if (!written) {
                failed(written.error(), isLast);
            }
            if (isLast && (events.empty() || !written)) {
                return;
            }
            // Steps come faster than they need be committed: gather them.
            if (!isLast) {
                log.waitWanted(kCommitSeconds);
            }
        }
    }

    void write(const std::vector<run::Event>& events)
    {
        const std::int64_t now = Clock().wallMicroseconds();
        const bool beats = static_cast<double>(now - heartbeat) / 1e6 > kHeartbeatSeconds;
        if (events.empty() && !beats) {
            return;
        }
        SQLite::Transaction transaction(*database, SQLite::TransactionBehavior::IMMEDIATE);
        for (const run::Event& event : events) {
            std::visit([&](const auto& body) { store(event, body); }, event.body);
        }
        SQLite::Statement beat(*database, "UPDATE runs SET heartbeat_us = ? WHERE id = ?");
        beat.bind(1, now);
        beat.bind(2, id);
        beat.exec();
        transaction.commit();
        heartbeat = now;
    }

    std::int64_t seriesId(const std::string& name)
    {
        const auto known = seriesIds.find(name);
        if (known != seriesIds.end()) {
            return known->second;
        }
        SQLite::Statement add(*database, "INSERT OR IGNORE INTO series (run, name) VALUES (?, ?)");
        add.bind(1, id);
        add.bind(2, name);
        add.exec();
        SQLite::Statement find(*database, "SELECT id FROM series WHERE run = ? AND name = ?");
        find.bind(1, id);
        find.bind(2, name);
        find.executeStep();
        return seriesIds[name] = find.getColumn(0).getInt64();
    }

    void storeMoment(const run::Event& event, bool isEvaluation, std::int64_t step, double epoch,
                     const std::vector<run::Sample>& samples, run::Stability stability, bool isSkipped)
    {
        SQLite::Statement moment(*database,
                                 "INSERT OR REPLACE INTO moments (run, seq, is_evaluation, step, epoch, seconds, "
                                 "wall_us, stability, is_skipped) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        moment.bind(1, id);
        moment.bind(2, event.seq);
        moment.bind(3, isEvaluation ? 1 : 0);
        moment.bind(4, step);
        moment.bind(5, epoch);
        moment.bind(6, event.seconds);
        moment.bind(7, event.wallMicroseconds);
        moment.bind(8, std::string(run::toText(stability)));
        moment.bind(9, isSkipped ? 1 : 0);
        moment.exec();
        SQLite::Statement point(*database,
                                "INSERT OR REPLACE INTO points (series, seq, value, kind) VALUES (?, ?, ?, ?)");
        for (const run::Sample& sample : samples) {
            point.bind(1, seriesId(sample.series));
            point.bind(2, event.seq);
            bindNumber(point, 3, 4, sample.value);
            point.exec();
            point.reset();
        }
    }

    void storeBody(const run::Event& event)
    {
        SQLite::Statement add(
            *database, "INSERT OR REPLACE INTO events (run, seq, wall_us, seconds, body) VALUES (?, ?, ?, ?, ?)");
        add.bind(1, id);
        add.bind(2, event.seq);
        add.bind(3, event.wallMicroseconds);
        add.bind(4, event.seconds);
        add.bind(5, jsonText(run::toJson(event.body)));
        add.exec();
    }

    void store(const run::Event& event, const run::StepDone& body)
    {
        storeMoment(event, false, body.step, body.epoch, body.samples, body.stability, body.skipped);
        SQLite::Statement update(*database,
                                 "UPDATE runs SET step = ?, epoch = ?, seconds = ?, stability = ? WHERE id = ?");
        update.bind(1, body.step);
        update.bind(2, body.epoch);
        update.bind(3, event.seconds);
        update.bind(4, std::string(run::toText(body.stability)));
        update.bind(5, id);
        update.exec();
    }

    void store(const run::Event& event, const run::EvalDone& body)
    {
        storeBody(event);
        storeMoment(event, true, body.step, body.epoch, body.metrics, run::Stability::Stable, false);
        SQLite::Statement time(*database, "UPDATE runs SET seconds = ? WHERE id = ?"); // validations take theirs, too
        time.bind(1, event.seconds);
        time.bind(2, id);
        time.exec();
        for (const run::Sample& metric : body.metrics) {
            if (metric.series == "mAP" && std::isfinite(metric.value)) {
                SQLite::Statement update(*database,
                                         "UPDATE runs SET best = MAX(COALESCE(best, ?1), ?1), last = ?1 WHERE id = ?2");
                update.bind(1, metric.value);
                update.bind(2, id);
                update.exec();
            }
        }
    }

    void store(const run::Event& event, const run::Started& body)
    {
        storeBody(event);
        SQLite::Statement update(
            *database, "UPDATE runs SET step = ?, total_steps = ?, epochs = ?, parameters = ?, trainable = ?, "
                       "adapter_parameters = ? WHERE id = ?");
        update.bind(1, body.firstStep);
        update.bind(2, body.totalSteps);
        update.bind(3, body.epochs);
        update.bind(4, body.parameters);
        update.bind(5, body.trainable);
        update.bind(6, body.adapterParameters);
        update.bind(7, id);
        update.exec();
        // A resumed run does again what came after its checkpoint: what it had said of it no longer holds.
        SQLite::Statement evaluations(*database,
                                      "DELETE FROM events WHERE run = ?1 AND seq IN "
                                      "(SELECT seq FROM moments WHERE run = ?1 AND step > ?2 AND is_evaluation = 1)");
        evaluations.bind(1, id);
        evaluations.bind(2, body.firstStep);
        evaluations.exec();
        SQLite::Statement points(*database,
                                 "DELETE FROM points WHERE series IN (SELECT id FROM series WHERE run = ?1) AND "
                                 "seq IN (SELECT seq FROM moments WHERE run = ?1 AND step > ?2)");
        points.bind(1, id);
        points.bind(2, body.firstStep);
        points.exec();
        SQLite::Statement moments(*database, "DELETE FROM moments WHERE run = ? AND step > ?");
        moments.bind(1, id);
        moments.bind(2, body.firstStep);
        moments.exec();
        SQLite::Statement metrics(
            *database, "WITH metric AS (SELECT p.value, p.seq FROM points p JOIN series s ON s.id = p.series "
                       "WHERE s.run = ?1 AND s.name = 'mAP' AND p.kind = 0) "
                       "UPDATE runs SET best = (SELECT MAX(value) FROM metric), "
                       "last = (SELECT value FROM metric ORDER BY seq DESC LIMIT 1) WHERE id = ?1");
        metrics.bind(1, id);
        metrics.exec();
        SQLite::Statement add(*database,
                              "INSERT OR REPLACE INTO environment (run, place, key, value) VALUES (?, ?, ?, ?)");
        for (std::size_t i = 0; i < body.environment.size(); ++i) {
            add.bind(1, id);
            add.bind(2, static_cast<std::int64_t>(i));
            add.bind(3, body.environment[i].first);
            add.bind(4, body.environment[i].second);
            add.exec();
            add.reset();
        }
    }

    void store(const run::Event& event, const run::StateChanged& body)
    {
        storeBody(event);
        setState(body.state);
    }

    void store(const run::Event& event, const run::CheckpointWritten& body)
    {
        storeBody(event);
        SQLite::Statement add(*database, "INSERT OR REPLACE INTO checkpoints (run, step, path) VALUES (?, ?, ?)");
        add.bind(1, id);
        add.bind(2, body.step);
        add.bind(3, body.path);
        add.exec();
        SQLite::Statement update(*database, "UPDATE runs SET checkpoint_step = ? WHERE id = ?");
        update.bind(1, body.step);
        update.bind(2, id);
        update.exec();
    }

    template <class Body>
    void store(const run::Event& event, const Body& /*body*/)
    {
        storeBody(event);
    }

    void setState(run::RunState state)
    {
        SQLite::Statement update(*database, "UPDATE runs SET state = ? WHERE id = ?");
        update.bind(1, std::string(run::toText(state)));
        update.bind(2, id);
        update.exec();
    }

    void takeCommands()
    {
        SQLite::Statement rows(*database, "SELECT id, kind, value FROM commands WHERE run = ? ORDER BY id");
        rows.bind(1, id);
        std::int64_t last = 0;
        std::vector<run::Command> found;
        while (rows.executeStep()) {
            last = rows.getColumn(0).getInt64();
            if (const auto kind = run::commandKindFromText(rows.getColumn(1).getString())) {
                found.push_back({*kind, rows.getColumn(2).getDouble()});
            }
        }
        if (last == 0) {
            return;
        }
        SQLite::Statement remove(*database, "DELETE FROM commands WHERE run = ? AND id <= ?");
        remove.bind(1, id);
        remove.bind(2, last);
        remove.exec();
        for (const run::Command& command : found) {
            commands.post(command);
        }
    }

    Status storeOutcome(const run::Outcome& outcome)
    {
        return guarded(path, [&]() -> Status {
            SQLite::Statement update(*database, "UPDATE runs SET state = ?, message = ? WHERE id = ?");
            update.bind(1, std::string(run::toText(outcome.state)));
            update.bind(2, outcome.message);
            update.bind(3, id);
            update.exec();
            return {};
        });
    }
};

RunRecorder::RunRecorder(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

Result<std::unique_ptr<RunRecorder>> RunRecorder::start(const std::filesystem::path& store, RunId id,
                                                        run::EventLog& log, run::CommandBox& commands)
{
    auto impl = std::make_unique<Impl>(log, commands);
    impl->path = store;
    impl->id = id;
    auto database = connect(store);
    if (!database) {
        return fail(database.error());
    }
    impl->database = std::move(*database);
    const Status claimed = guarded(store, [&]() -> Status {
        const ProcessMark own = thisProcess();
        SQLite::Transaction transaction(*impl->database, SQLite::TransactionBehavior::IMMEDIATE);
        SQLite::Statement holder(*impl->database,
                                 "SELECT state, host, boot, pid, pid_start, heartbeat_us FROM runs WHERE id = ?");
        holder.bind(1, id);
        if (holder.executeStep()) {
            const auto state = run::runStateFromText(holder.getColumn(0).getString());
            const ProcessMark writer{holder.getColumn(1).getString(), holder.getColumn(2).getString(),
                                     holder.getColumn(3).getInt64(), holder.getColumn(4).getString()};
            const auto silence = static_cast<double>(Clock().wallMicroseconds() - holder.getColumn(5).getInt64()) / 1e6;
            const bool isOwn = isOnThisMachine(writer) && writer.pid == own.pid && writer.pidStart == own.pidStart;
            if (state && !run::isOver(*state) && !isOwn && isAlive(writer, silence)) {
                return fail(ErrorCode::Conflict,
                            "is going on in process " + std::to_string(writer.pid) + " of " + writer.host,
                            "run " + std::to_string(id));
            }
        }
        holder.reset();
        SQLite::Statement claim(*impl->database,
                                "UPDATE runs SET host = ?, boot = ?, pid = ?, pid_start = ?, heartbeat_us = ?, "
                                "state = ?, message = '' WHERE id = ?");
        claim.bind(1, own.host);
        claim.bind(2, own.boot);
        claim.bind(3, own.pid);
        claim.bind(4, own.pidStart);
        claim.bind(5, Clock().wallMicroseconds());
        claim.bind(6, std::string(run::toText(run::RunState::Queued)));
        claim.bind(7, id);
        if (claim.exec() == 0) {
            return fail(ErrorCode::NotFound, "there is no run " + std::to_string(id), store.string());
        }
        // Left for a process that is gone.
        SQLite::Statement stale(*impl->database, "DELETE FROM commands WHERE run = ?");
        stale.bind(1, id);
        stale.exec();
        SQLite::Statement line(*impl->database, "DELETE FROM sparklines WHERE run = ?"); // a resumed run has another
        line.bind(1, id);
        line.exec();
        transaction.commit();
        return {};
    });
    if (!claimed) {
        return fail(claimed.error());
    }
    impl->source = log.reader();
    log.kept(0);
    auto recorder = std::unique_ptr<RunRecorder>(new RunRecorder(std::move(impl)));
    recorder->m_impl->thread = std::thread([raw = recorder->m_impl.get()] { raw->work(); });
    return recorder;
}

RunRecorder::~RunRecorder()
{
    if (!m_impl->isFinished) {
        run::Outcome outcome;
        outcome.state = run::RunState::Stopped;
        outcome.message = "ended before its outcome was known";
        (void)finish(outcome);
    }
}

Status RunRecorder::finish(const run::Outcome& outcome)
{
    if (m_impl->isFinished) {
        const auto known = error();
        return known ? Status(fail(*known)) : Status();
    }
    m_impl->log.close();
    m_impl->thread.join();
    m_impl->isFinished = true;
    if (const Status stored = m_impl->storeOutcome(outcome); !stored) {
        m_impl->remember(stored.error());
    }
    m_impl->source.reset();
    m_impl->database.reset();
    const auto first = error();
    return first ? Status(fail(*first)) : Status();
}

std::optional<Error> RunRecorder::error() const
{
    const std::lock_guard lock(m_impl->mutex);
    return m_impl->firstError;
}

} // namespace espalier::store
