#include "app/cli/commands.h"
#include "app/wiring/tree_cache.h"
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/compare/autopsy_report.h"
#include "core/monitor/history.h"
#include "core/monitor/setup.h"
#include "core/store/store.h"

#include <cstdio>

namespace espalier::cli {

namespace {

struct Found {
    monitor::Autopsy autopsy;
    std::filesystem::path folder; ///< empty: from the curves alone
};

std::filesystem::path folderOf(const store::RunDetail& detail, std::int64_t step)
{
    return detail.runFolder / monitor::kAutopsiesFolder / monitor::autopsyFolderName(step);
}

/// The last that a run wrote of an explosion, or without one the last that it wrote; when asked for a step, the last
/// at or before it. 0: none.
Result<std::int64_t> writtenStep(store::Store& store, store::RunId run, std::int64_t asked)
{
    const auto events = store.events(run);
    if (!events) {
        return fail(events.error());
    }
    std::int64_t chosen = 0;
    std::int64_t exploded = 0;
    for (const run::Event& event : *events) {
        if (const auto* written = std::get_if<run::AutopsyWritten>(&event.body)) {
            chosen = asked == 0 || written->step <= asked ? written->step : chosen;
        } else if (const auto* guarded = std::get_if<run::Guarded>(&event.body)) {
            exploded = guarded->stability == run::Stability::Exploded ? guarded->step : exploded;
        }
    }
    if (asked == 0 && exploded > 0) {
        for (const run::Event& event : *events) {
            const auto* written = std::get_if<run::AutopsyWritten>(&event.body);
            chosen = written != nullptr && written->step <= exploded ? written->step : chosen;
        }
    }
    return chosen;
}

Result<monitor::Autopsy> fromCurves(const Common& common, const store::RunDetail& detail, std::int64_t step)
{
    const auto tree = wiring::describeCached(detail.experiment.model);
    if (!tree) {
        return fail(tree.error());
    }
    const auto plan = plan::resolve(*tree, detail.experiment.plan);
    if (!plan) {
        return fail(plan.error());
    }
    auto source = store::tail(common.store, detail.summary.id);
    if (!source) {
        return fail(source.error());
    }
    return monitor::autopsyFromEvents((*source)->take(), monitor::setupOf(detail.experiment, *tree, *plan), step);
}

Result<Found> find(const Common& common, store::Store& store, const store::RunDetail& detail, std::int64_t asked)
{
    const auto step = writtenStep(store, detail.summary.id, asked);
    if (!step) {
        return fail(step.error());
    }
    if (*step > 0) {
        if (asked > 0 && *step != asked) {
            std::fprintf(stderr, "espalier-cli: no autopsy was made of step %lld; this is the last before it\n",
                         static_cast<long long>(asked));
        }
        const std::filesystem::path folder = folderOf(detail, *step);
        auto autopsy = monitor::readAutopsy(folder / monitor::kAutopsyFileName);
        if (autopsy) {
            return Found{std::move(*autopsy), folder};
        }
        std::fprintf(stderr, "espalier-cli: %s; what follows is from the curves alone\n",
                     describe(autopsy.error()).c_str());
    }
    auto autopsy = fromCurves(common, detail, *step > 0 ? *step : asked);
    if (!autopsy) {
        return fail(autopsy.error());
    }
    return Found{std::move(*autopsy), {}};
}

} // namespace

int autopsy(const Common& common, const AutopsyArguments& arguments)
{
    auto opened = store::Store::open(common.store);
    if (!opened) {
        return report(common, opened.error());
    }
    const auto detail = (*opened)->runDetail(arguments.run);
    if (!detail) {
        return report(common, detail.error());
    }
    const auto found = find(common, **opened, *detail, arguments.step);
    if (!found) {
        return report(common, found.error());
    }
    const std::string title = "Run " + std::to_string(arguments.run) + ": " + detail->summary.name +
                              (found->folder.empty() ? " (from its curves alone)" : "");
    const bool isAsked = !arguments.markdown.empty() || !arguments.html.empty();
    if (!arguments.markdown.empty()) {
        if (const Status written = writeFileAtomically(arguments.markdown, compare::toMarkdown(found->autopsy, title));
            !written) {
            return report(common, written.error());
        }
    }
    if (!arguments.html.empty()) {
        if (const Status written =
                writeFileAtomically(arguments.html, compare::toHtml(found->autopsy, title, found->folder));
            !written) {
            return report(common, written.error());
        }
    }
    if (common.json) {
        Json json = monitor::toJson(found->autopsy);
        json["run"] = arguments.run;
        json["folder"] = found->folder.string();
        std::printf("%s\n", jsonText(json).c_str());
    } else if (!isAsked) {
        std::printf("%s", compare::toMarkdown(found->autopsy, title).c_str());
    }
    return kFinished;
}

} // namespace espalier::cli
