#include "app/wiring/run_session.h"

#include "core/experiment/experiment_faults.h"

#include <algorithm>
#include <condition_variable>
#include <cstdlib>
#include <mutex>

namespace espalier::wiring {

namespace {

/// Of a run that goes on: what its guard and an autopsy look back to.
constexpr std::int64_t kPastEvents = 1024;

} // namespace

struct RunSession::Impl {
    explicit Impl(run::RunQueue& runQueue) : queue(runQueue), log(clock) {}

    run::RunQueue& queue;
    Clock clock;
    run::EventLog log;
    run::CommandBox commands;
    std::unique_ptr<store::RunRecorder> recorder;
    run::RunSpec spec;
    store::RunId id = 0;

    mutable std::mutex mutex;
    std::condition_variable ended;
    std::optional<run::Outcome> outcome;
    bool begun = false;

    /// On the trainer thread, after the engine's last event.
    void finish(run::Outcome result)
    {
        log.close();
        if (const Status written = recorder->finish(result); !written) {
            result.state = run::RunState::Failed;
            result.error = written.error();
            result.message = describe(written.error());
        }
        const std::lock_guard lock(mutex);
        outcome = std::move(result);
        ended.notify_all();
    }
};

RunSession::RunSession(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

RunSession::~RunSession()
{
    if (m_impl->begun && !isOver()) {
        m_impl->commands.post({run::CommandKind::Stop, 0});
        (void)wait();
    }
}

Result<std::unique_ptr<RunSession>> RunSession::create(run::RunQueue& queue, const std::filesystem::path& storePath,
                                                       experiment::Experiment experiment,
                                                       const std::filesystem::path& file)
{
    auto store = store::Store::open(storePath);
    if (!store) {
        return fail(store.error());
    }
    if (const auto fault = experiment::faultOf(experiment)) { // else the store could not read it back
        return fail(ErrorCode::InvalidInput, fault->message, file.string());
    }
    auto impl = std::make_unique<Impl>(queue);
    const std::filesystem::path folder =
        file.has_parent_path() ? std::filesystem::absolute(file.parent_path()) : std::filesystem::current_path();
    const auto id = (*store)->createRun({experiment, experiment::toYaml(experiment), folder.string(), file.string()});
    if (!id) {
        return fail(id.error());
    }
    const auto detail = (*store)->runDetail(*id);
    if (!detail) {
        return fail(detail.error());
    }
    impl->id = *id;
    impl->spec = {std::move(experiment), folder, detail->runFolder, {}, {}};
    auto recorder = store::RunRecorder::start(storePath, *id, impl->log, impl->commands);
    if (!recorder) {
        return fail(recorder.error());
    }
    impl->recorder = std::move(*recorder);
    return std::unique_ptr<RunSession>(new RunSession(std::move(impl)));
}

Result<std::unique_ptr<RunSession>> RunSession::resume(run::RunQueue& queue, const std::filesystem::path& storePath,
                                                       store::RunId id)
{
    auto store = store::Store::open(storePath);
    if (!store) {
        return fail(store.error());
    }
    auto detail = (*store)->runDetail(id);
    if (!detail) {
        return fail(detail.error());
    }
    if (detail->summary.state == run::RunState::Finished) {
        return fail(ErrorCode::Conflict, "has finished: there is nothing left to do; raise train.epochs in a new run",
                    "run " + std::to_string(id));
    }
    if (detail->summary.isDeleted) {
        return fail(ErrorCode::Conflict, "is deleted: bring it back in Runs first", "run " + std::to_string(id));
    }
    if (!run::isOver(detail->summary.state)) {
        return fail(ErrorCode::Conflict, "is still going", "run " + std::to_string(id));
    }
    auto impl = std::make_unique<Impl>(queue);
    impl->id = id;
    impl->spec = {detail->experiment, detail->experimentFolder, detail->runFolder, detail->lastCheckpoint, {}};
    const auto events = (*store)->lastSeq(id);
    if (!events) {
        return fail(events.error());
    }
    auto past = store::tail(storePath, id, std::max<std::int64_t>(0, *events - kPastEvents));
    if (!past) {
        return fail(past.error());
    }
    for (run::Event& event : (*past)->take()) {
        impl->spec.past.push_back(std::move(event.body));
    }
    impl->log.startAfter(*events);
    auto recorder = store::RunRecorder::start(storePath, id, impl->log, impl->commands);
    if (!recorder) {
        return fail(recorder.error());
    }
    impl->recorder = std::move(*recorder);
    return std::unique_ptr<RunSession>(new RunSession(std::move(impl)));
}

store::RunId RunSession::id() const
{
    return m_impl->id;
}

run::EventLog& RunSession::log()
{
    return m_impl->log;
}

run::CommandBox& RunSession::commands()
{
    return m_impl->commands;
}

void RunSession::begin()
{
    m_impl->begun = true;
    m_impl->queue.enqueue(m_impl->spec, m_impl->log, m_impl->commands,
                          [impl = m_impl.get()](run::Outcome outcome) { impl->finish(std::move(outcome)); });
}

bool RunSession::isOver() const
{
    const std::lock_guard lock(m_impl->mutex);
    return m_impl->outcome.has_value();
}

run::Outcome RunSession::wait()
{
    std::unique_lock lock(m_impl->mutex);
    m_impl->ended.wait(lock, [this] { return m_impl->outcome.has_value(); });
    return *m_impl->outcome;
}

void applyEnvironment(experiment::Experiment& experiment)
{
    const char* data = std::getenv("ESPALIER_DATA");
    if (experiment.data.kind == "coco" && experiment.data.root.empty() && data != nullptr) {
        // Relative to where the user stands, not to the experiment's folder.
        experiment.data.root = std::filesystem::absolute(data).string();
    }
}

} // namespace espalier::wiring
