#include "app/wiring/services.h"

#include "app/wiring/environment.h"
#include "app/wiring/run_session.h"
#include "app/wiring/tree_cache.h"
#include "core/weights/families.h"
#include "core/weights/weights_file.h"

namespace espalier::wiring {

namespace {

class SessionRun final : public ui::LocalRun {
public:
    explicit SessionRun(std::unique_ptr<RunSession> session) : m_session(std::move(session))
    {
        m_first = m_session->log().reader(); // taken before the run begins: it misses nothing
        m_session->begin();
    }
    [[nodiscard]] store::RunId id() const override { return m_session->id(); }
    [[nodiscard]] std::unique_ptr<run::EventSource> events() override
    {
        return m_first ? std::move(m_first) : m_session->log().reader();
    }
    void post(run::Command command) override { m_session->commands().post(command); }
    [[nodiscard]] bool isOver() const override { return m_session->isOver(); }

private:
    std::unique_ptr<RunSession> m_session;
    std::unique_ptr<run::EventSource> m_first;
};

Result<experiment::ModelSettings> modelOf(const std::filesystem::path& file)
{
    constexpr int kClassesOfYoloV8 = 80;
    const auto opened = weights::WeightsFile::open(file);
    if (!opened) {
        return fail(opened.error());
    }
    const weights::RecognisedCheckpoint found = weights::recognise(opened->tensors());
    const bool isBase = found.family == weights::CheckpointFamily::YoloWorldV2 ||
                        (found.family == weights::CheckpointFamily::YoloV8 && !found.batchNormFolded);
    if (!isBase) {
        return fail(ErrorCode::InvalidInput, found.sentence, file.string());
    }
    experiment::ModelSettings model;
    model.checkpoint = file.string();
    if (found.size.size() == 1) {
        model.size = found.size;
    }
    if (found.family == weights::CheckpointFamily::YoloV8) {
        model.trainingClasses = kClassesOfYoloV8;
    }
    return model;
}

Result<std::unique_ptr<ui::LocalRun>> begun(Result<std::unique_ptr<RunSession>> session)
{
    if (!session) {
        return fail(session.error());
    }
    return std::unique_ptr<ui::LocalRun>(std::make_unique<SessionRun>(std::move(*session)));
}

} // namespace

ui::Services makeServices(run::RunQueue& queue, const std::filesystem::path& store)
{
    ui::Services services;
    services.storePath = store;
    services.memoryBytes = memoryBytes();
    services.describe = [](const experiment::ModelSettings& model) { return describeCached(model); };
    services.start = [&queue, store](const experiment::Experiment& experiment, const std::filesystem::path& file) {
        experiment::Experiment complete = experiment;
        applyEnvironment(complete);
        return begun(RunSession::create(queue, store, std::move(complete), file));
    };
    services.dryRun = [&queue](const experiment::Experiment& experiment, const std::filesystem::path& file,
                               run::DryRunWatch watch, std::function<void(Result<run::DryRun>)> done) {
        run::RunSpec spec;
        spec.experiment = experiment;
        spec.experimentFolder =
            file.has_parent_path() ? std::filesystem::absolute(file.parent_path()) : std::filesystem::current_path();
        applyEnvironment(spec.experiment);
        queue.enqueue([spec, watch = std::move(watch), done = std::move(done)](run::Engine* engine) {
            const bool isLate = engine == nullptr || watch.shouldStop();
            done(isLate ? fail(ErrorCode::Cancelled, "called off", "dry run") : engine->dryRun(spec, watch));
        });
    };
    services.resume = [&queue, store](store::RunId id) { return begun(RunSession::resume(queue, store, id)); };
    services.modelOf = modelOf;
    return services;
}

} // namespace espalier::wiring
