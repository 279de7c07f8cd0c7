#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/output.h"
#include "app/wiring/engine.h"
#include "app/wiring/run_session.h"
#include "core/base/json.h"
#include "core/preflight/preflight.h"

#include <cmath>
#include <cstdio>

namespace espalier::cli {

namespace {

void addSamples(Json& line, const std::vector<run::Sample>& samples)
{
    for (const run::Sample& sample : samples) {
        line[sample.series] = jsonNumber(sample.value);
    }
}

/// The line of one event under --json; nothing for events that are of no use to a script.
std::optional<Json> jsonLine(const run::Event& event)
{
    if (const auto* step = std::get_if<run::StepDone>(&event.body)) {
        Json line{{"event", "step"}, {"step", step->step}, {"epoch", step->epoch}};
        addSamples(line, step->samples);
        line["state"] = run::toText(step->stability);
        if (step->skipped) {
            line["skipped"] = true;
        }
        return line;
    }
    if (const auto* eval = std::get_if<run::EvalDone>(&event.body)) {
        Json line{{"event", "eval"}, {"step", eval->step}, {"epoch", eval->epoch}};
        addSamples(line, eval->metrics);
        return line;
    }
    if (const auto* guarded = std::get_if<run::Guarded>(&event.body)) {
        return Json{{"event", "guard"},
                    {"step", guarded->step},
                    {"state", run::toText(guarded->stability)},
                    {"reason", guarded->reason},
                    {"series", guarded->series},
                    {"value", jsonNumber(guarded->value)},
                    {"action", guarded->action},
                    {"rewind_step", guarded->rewindStep}};
    }
    if (const auto* started = std::get_if<run::Started>(&event.body)) {
        return Json{{"event", "started"},
                    {"first_step", started->firstStep},
                    {"total_steps", started->totalSteps},
                    {"parameters", started->parameters},
                    {"trainable", started->trainable},
                    {"train_images", started->trainImages},
                    {"val_images", started->valImages},
                    {"classes", started->classes}};
    }
    if (const auto* checkpoint = std::get_if<run::CheckpointWritten>(&event.body)) {
        return Json{{"event", "checkpoint"}, {"step", checkpoint->step}, {"path", checkpoint->path}};
    }
    if (const auto* autopsy = std::get_if<run::AutopsyWritten>(&event.body)) {
        return Json{{"event", "autopsy"}, {"step", autopsy->step}, {"path", autopsy->path}};
    }
    if (const auto* note = std::get_if<run::Note>(&event.body)) {
        return Json{{"event", "note"},
                    {"severity", run::toText(note->severity)},
                    {"message", note->message},
                    {"where", note->where}};
    }
    return std::nullopt;
}

void printEvent(const run::Event& event, ProgressLine& progress)
{
    if (const auto* started = std::get_if<run::Started>(&event.body)) {
        progress.started(*started);
        std::printf("%s parameters, %s train; %lld training and %lld validation images; %lld steps\n",
                    grouped(started->parameters).c_str(), grouped(started->trainable).c_str(),
                    static_cast<long long>(started->trainImages), static_cast<long long>(started->valImages),
                    static_cast<long long>(started->totalSteps));
    } else if (const auto* step = std::get_if<run::StepDone>(&event.body)) {
        progress.step(*step, event.seconds);
    } else if (const auto* eval = std::get_if<run::EvalDone>(&event.body)) {
        progress.clear();
        std::printf("epoch %.0f:", eval->epoch);
        for (const run::Sample& metric : eval->metrics) {
            std::printf("  %s %s", metric.series.c_str(), shortNumber(metric.value).c_str());
        }
        std::printf("\n");
    } else if (const auto* guarded = std::get_if<run::Guarded>(&event.body)) {
        progress.clear();
        std::printf("guard: step %lld %s: %s %s %s%s%s\n", static_cast<long long>(guarded->step),
                    std::string(run::toText(guarded->stability)).c_str(), guarded->reason.c_str(),
                    guarded->series.c_str(), shortNumber(guarded->value).c_str(), guarded->action == "none" ? "" : ", ",
                    guarded->action == "none" ? "" : guarded->action.c_str());
    } else if (const auto* autopsy = std::get_if<run::AutopsyWritten>(&event.body)) {
        progress.clear();
        std::printf("autopsy of step %lld: %s\n", static_cast<long long>(autopsy->step), autopsy->path.c_str());
    } else if (const auto* note = std::get_if<run::Note>(&event.body)) {
        progress.clear();
        std::printf("%s%s%s\n", note->where.c_str(), note->where.empty() ? "" : ": ", note->message.c_str());
    }
    std::fflush(stdout);
}

int exitCodeOf(const Common& common, const run::Outcome& outcome)
{
    switch (outcome.state) {
    case run::RunState::Finished:
        return kFinished;
    case run::RunState::Exploded:
        return kExploded;
    case run::RunState::Stopped:
        return kCancelled;
    default:
        return outcome.error ? report({common.store, false}, *outcome.error) : static_cast<int>(kFault);
    }
}

void printOutcome(const Common& common, store::RunId id, const run::Outcome& outcome)
{
    if (common.json) {
        std::printf("%s\n", jsonText({{"event", "outcome"},
                                      {"outcome", run::toText(outcome.state)},
                                      {"run", id},
                                      {"message", outcome.message},
                                      {"best", outcome.best ? jsonNumber(*outcome.best) : Json()}})
                                .c_str());
        return;
    }
    std::printf("run %lld %s%s%s%s\n", static_cast<long long>(id), std::string(run::toText(outcome.state)).c_str(),
                outcome.message.empty() ? "" : ": ", outcome.message.c_str(),
                outcome.best ? ("; best mAP " + shortNumber(*outcome.best)).c_str() : "");
}

/// Drive the session to its end, printing on the way.
int watch(const Common& common, wiring::RunSession& session)
{
    constexpr double kPollSeconds = 0.1;
    const auto reader = session.log().reader();
    ProgressLine progress;
    std::int64_t last = 0;
    int asked = interrupts();
    const InterruptGuard guard;
    session.begin();
    for (bool closed = false; !closed;) {
        closed = session.log().closed();
        for (const run::Event& event : reader->take()) {
            last = event.seq;
            if (!common.json) {
                printEvent(event, progress);
            } else if (const auto line = jsonLine(event)) {
                std::printf("%s\n", jsonText(*line).c_str());
                std::fflush(stdout);
            }
        }
        if (interrupts() > asked) {
            asked = interrupts();
            session.commands().post({run::CommandKind::Stop, 0});
            progress.clear();
            std::fprintf(stderr, "stopping after this step; a checkpoint will be written\n");
        }
        session.log().waitPast(last, kPollSeconds);
    }
    progress.clear();
    const run::Outcome outcome = session.wait();
    printOutcome(common, session.id(), outcome);
    return exitCodeOf(common, outcome);
}

int execute(const Common& common, const std::filesystem::path& folder, int threads,
            const std::function<Result<std::unique_ptr<wiring::RunSession>>(run::RunQueue&)>& make)
{
    wiring::setComputeThreads(threads);
    const auto engine = wiring::makeEngine(wiring::environmentFacts(folder));
    run::RunQueue queue(*engine);
    auto session = make(queue);
    if (!session) {
        return report(common, session.error());
    }
    return watch(common, **session);
}

} // namespace

int run(const Common& common, const RunArguments& arguments)
{
    auto experiment = experiment::load(arguments.experiment, arguments.sets);
    if (!experiment) {
        return report(common, experiment.error());
    }
    experiment->accept.insert(experiment->accept.end(), arguments.accept.begin(), arguments.accept.end());
    if (const Status known = preflight::checkAccepted(*experiment); !known) {
        return report(common, known.error());
    }
    wiring::applyEnvironment(*experiment);
    return execute(common, arguments.experiment.parent_path(), experiment->train.threads, [&](run::RunQueue& queue) {
        return wiring::RunSession::create(queue, common.store, *experiment, arguments.experiment);
    });
}

int resume(const Common& common, std::int64_t id)
{
    int threads = 0;
    std::filesystem::path folder;
    {
        auto opened = store::Store::open(common.store);
        if (!opened) {
            return report(common, opened.error());
        }
        const auto detail = (*opened)->runDetail(id);
        if (!detail) {
            return report(common, detail.error());
        }
        threads = detail->experiment.train.threads;
        folder = detail->experimentFolder;
    }
    return execute(common, folder, threads,
                   [&](run::RunQueue& queue) { return wiring::RunSession::resume(queue, common.store, id); });
}

} // namespace espalier::cli
