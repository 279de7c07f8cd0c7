#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "core/base/json.h"
#include "core/compare/difference.h"
#include "core/store/store.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace espalier::cli {

namespace {

Json optionalNumber(const std::optional<double>& value)
{
    return value ? jsonNumber(*value) : Json();
}

std::string optionalText(const std::optional<double>& value)
{
    return value ? shortNumber(*value) : "–";
}

Json toJson(const store::RunSummary& run)
{
    return {{"run", run.id},
            {"name", run.name},
            {"state", run::toText(run.state)},
            {"stability", run::toText(run.stability)},
            {"step", run.step},
            {"total_steps", run.totalSteps},
            {"epoch", run.epoch},
            {"epochs", run.epochs},
            {"parameters", run.parameters},
            {"trainable", run.trainable},
            {"adapter_parameters", run.adapterParameters},
            {"best", optionalNumber(run.bestMetric)},
            {"last", optionalNumber(run.lastMetric)},
            {"seconds", run.seconds},
            {"created", run.createdMicroseconds},
            {"experiment_file", run.experimentFile},
            {"recipe", run.recipeHash},
            {"message", run.message},
            {"tags", run.tags},
            {"note", run.note},
            {"leaked", run.facts.isLeaked}};
}

std::vector<std::string> tableRow(const store::RunSummary& run)
{
    return {std::to_string(run.id),
            run.name,
            std::string(run::toText(run.state)),
            grouped(run.trainable),
            optionalText(run.bestMetric) + (run.bestMetric && run.facts.isLeaked ? " leaked" : ""),
            std::to_string(run.step) + "/" + std::to_string(run.totalSteps),
            duration(run.seconds),
            localTime(run.createdMicroseconds)};
}

const std::vector<std::string> kTableHead{"run", "name", "state", "trainable", "best mAP", "steps", "time", "created"};
const std::vector<bool> kTableAlignment{true, false, false, true, true, true, true, false};

} // namespace

int runs(const Common& common, const RunsArguments& arguments)
{
    auto opened = store::Store::open(common.store);
    if (!opened) {
        return report(common, opened.error());
    }
    auto list = (*opened)->runs(arguments.deleted);
    if (!list) {
        return report(common, list.error());
    }
    if (arguments.limit > 0 && list->size() > static_cast<std::size_t>(arguments.limit)) {
        list->resize(static_cast<std::size_t>(arguments.limit));
    }
    if (common.json) {
        for (const store::RunSummary& run : *list) {
            std::printf("%s\n", jsonText(toJson(run)).c_str());
        }
        return kFinished;
    }
    if (list->empty()) {
        std::printf("no runs in %s\n", common.store.c_str());
        return kFinished;
    }
    std::vector<std::vector<std::string>> rows{kTableHead};
    std::transform(list->begin(), list->end(), std::back_inserter(rows), tableRow);
    printTable(rows, kTableAlignment);
    return kFinished;
}

int show(const Common& common, std::int64_t id)
{
    auto opened = store::Store::open(common.store);
    if (!opened) {
        return report(common, opened.error());
    }
    const auto detail = (*opened)->runDetail(id);
    if (!detail) {
        return report(common, detail.error());
    }
    const auto settings = experiment::settings(detail->experiment);
    if (common.json) {
        Json object = toJson(detail->summary);
        object["settings"] = Json::object();
        for (const auto& [key, value] : settings) {
            object["settings"][key] = value;
        }
        object["environment"] = Json::object();
        for (const auto& [key, value] : detail->environment) {
            object["environment"][key] = value;
        }
        object["series"] = detail->series;
        object["checkpoint"] = detail->lastCheckpoint.string();
        std::printf("%s\n", jsonText(object).c_str());
        return kFinished;
    }
    printTable({kTableHead, tableRow(detail->summary)}, kTableAlignment);
    if (!detail->summary.message.empty()) {
        std::printf("\n%s\n", detail->summary.message.c_str());
    }
    std::vector<std::vector<std::string>> rows;
    for (const std::string& name : detail->series) {
        const auto points = (*opened)->series(id, name);
        if (!points) {
            return report(common, points.error());
        }
        const auto nonFinite = std::count_if(points->begin(), points->end(),
                                             [](const store::SeriesPoint& p) { return !std::isfinite(p.value); });
        rows.push_back({name, std::to_string(points->size()) + " values",
                        points->empty() ? "–" : "last " + shortNumber(points->back().value),
                        nonFinite > 0 ? std::to_string(nonFinite) + " not finite" : ""});
    }
    std::printf("\n");
    printTable(rows, {false, true, false, false});
    std::printf("\n%s", detail->experimentYaml.c_str());
    std::printf("\n");
    rows.clear();
    for (const auto& [key, value] : detail->environment) {
        rows.push_back({key, value});
    }
    printTable(rows, {});
    return kFinished;
}

int compare(const Common& common, const std::vector<std::int64_t>& ids)
{
    auto opened = store::Store::open(common.store);
    if (!opened) {
        return report(common, opened.error());
    }
    std::vector<store::RunDetail> details;
    std::vector<experiment::Experiment> experiments;
    for (const std::int64_t id : ids) {
        auto detail = (*opened)->runDetail(id);
        if (!detail) {
            return report(common, detail.error());
        }
        experiments.push_back(detail->experiment);
        details.push_back(std::move(*detail));
    }
    const auto differences = compare::differences(experiments);
    if (common.json) {
        Json object{{"runs", Json::array()}, {"differences", Json::array()}};
        for (const store::RunDetail& detail : details) {
            object["runs"].push_back(toJson(detail.summary));
        }
        for (const compare::Difference& difference : differences) {
            object["differences"].push_back({{"key", difference.key}, {"values", difference.values}});
        }
        std::printf("%s\n", jsonText(object).c_str());
        return kFinished;
    }
    std::vector<std::vector<std::string>> rows{kTableHead};
    for (const store::RunDetail& detail : details) {
        rows.push_back(tableRow(detail.summary));
    }
    printTable(rows, kTableAlignment);
    rows.assign(1, {"setting"});
    for (const store::RunDetail& detail : details) {
        rows.front().push_back("run " + std::to_string(detail.summary.id));
    }
    for (const compare::Difference& difference : differences) {
        rows.push_back({difference.key});
        rows.back().insert(rows.back().end(), difference.values.begin(), difference.values.end());
    }
    std::printf("\n");
    if (differences.empty()) {
        std::printf("no setting differs\n");
    } else {
        printTable(rows, {});
    }
    return kFinished;
}

} // namespace espalier::cli
