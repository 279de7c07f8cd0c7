#include "core/compare/report.h"

namespace espalier::compare {

namespace {

Json toJson(const Spread& spread)
{
    return {{"n", spread.count},
            {"mean", jsonNumber(spread.mean)},
            {"low", jsonNumber(spread.low)},
            {"high", jsonNumber(spread.high)}};
}

Json optionalNumber(const std::optional<double>& value)
{
    return value ? jsonNumber(*value) : Json();
}

Json toJson(const ReportRun& run)
{
    const ResultRow& result = run.result;
    Json classes = Json::object();
    for (const auto& [name, value] : result.classes) {
        classes[name] = jsonNumber(value);
    }
    return {{"run", result.run},
            {"name", result.name},
            {"recipe", run.recipe},
            {"seed", run.seed},
            {"state", run::toText(result.state)},
            {"parameters", run.parameters},
            {"trainable", result.trainable},
            {"adapter_parameters", result.adapterParameters},
            {"seconds", result.seconds},
            {"step_seconds", optionalNumber(run.stepMedian)},
            {"step_seconds_p95", optionalNumber(run.stepP95)},
            {"peak_memory_bytes", optionalNumber(run.peakMemory)},
            {"best", optionalNumber(result.best)},
            {"best_epoch", result.bestEpoch},
            {"last", optionalNumber(result.last)},
            {"best_ap50", optionalNumber(result.best50)},
            {"best_ap75", optionalNumber(result.best75)},
            {"classes", std::move(classes)},
            {"exploded_step", result.explodedStep ? Json(*result.explodedStep) : Json()}};
}

Json toJson(const StudyReport& report, const ReportGroup& group)
{
    Json runs = Json::array();
    for (const std::size_t place : group.runs) {
        runs.push_back(report.runs[place].result.run);
    }
    Json classes = Json::object();
    for (std::size_t i = 0; i < report.classes.size(); ++i) {
        classes[report.classes[i]] = toJson(group.classes[i]);
    }
    return {{"name", group.name},
            {"runs", std::move(runs)},
            {"parameters", group.parameters},
            {"trainable", group.trainable},
            {"trainable_share", jsonNumber(group.trainableShare())},
            {"adapter_parameters", group.adapterParameters},
            {"adapter_share", jsonNumber(group.adapterShare())},
            {"ratio_to_full", jsonNumber(group.ratioToFull())},
            {"ratio_to_baseline", jsonNumber(report.ratioToBaseline(group))},
            {"seconds", toJson(group.seconds)},
            {"step_seconds", toJson(group.stepMedian)},
            {"step_seconds_p95", toJson(group.stepP95)},
            {"peak_memory_bytes", toJson(group.peakMemory)},
            {"inference_ms", toJson(group.inferenceMs)},
            {"fps", toJson(group.fps)},
            {"overhead", jsonNumber(report.overhead(group))},
            {"folded_ms", toJson(group.foldedMs)},
            {"folded_overhead", jsonNumber(report.foldedOverhead(group))},
            {"best", toJson(group.best)},
            {"last", toJson(group.last)},
            {"best_ap50", toJson(group.best50)},
            {"best_ap75", toJson(group.best75)},
            {"classes", std::move(classes)}};
}

} // namespace

Json toJson(const StudyReport& report)
{
    Json answer{
        {"groups", Json::array()}, {"runs", Json::array()}, {"differences", Json::array()}, {"notes", report.notes}};
    for (const ReportGroup& group : report.groups) {
        answer["groups"].push_back(toJson(report, group));
    }
    for (const ReportRun& run : report.runs) {
        answer["runs"].push_back(toJson(run));
    }
    for (const Difference& difference : report.differences) {
        answer["differences"].push_back({{"key", difference.key}, {"values", difference.values}});
    }
    return answer;
}

} // namespace espalier::compare
