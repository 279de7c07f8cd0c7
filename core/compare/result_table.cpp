#include "core/compare/result_table.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace espalier::compare {

namespace {

constexpr std::string_view kMetric = "mAP";
constexpr std::string_view kClassPrefix = "mAP/";

std::optional<double> metricOf(const run::EvalDone& evaluation, std::string_view metric)
{
    for (const run::Sample& sample : evaluation.metrics) {
        if (sample.series == metric && std::isfinite(sample.value)) {
            return sample.value;
        }
    }
    return std::nullopt;
}

void take(const run::EvalDone& evaluation, ResultRow& row)
{
    const auto metric = metricOf(evaluation, kMetric);
    if (!metric) {
        return;
    }
    row.last = metric;
    if (row.best && *metric <= *row.best) {
        return;
    }
    row.best = metric;
    row.bestEpoch = evaluation.epoch;
    row.best50 = metricOf(evaluation, "mAP50");
    row.best75 = metricOf(evaluation, "mAP75");
    row.classes.clear();
    for (const run::Sample& sample : evaluation.metrics) {
        if (sample.series.starts_with(kClassPrefix)) {
            row.classes.emplace_back(sample.series.substr(kClassPrefix.size()), sample.value);
        }
    }
}

Result<ResultRow> rowOf(store::Store& store, store::RunId id)
{
    const auto detail = store.runDetail(id);
    if (!detail) {
        return fail(detail.error());
    }
    const auto events = store.events(id);
    if (!events) {
        return fail(events.error());
    }
    const store::RunSummary& run = detail->summary;
    ResultRow row;
    row.run = id;
    row.name = run.name;
    row.state = run.state;
    row.trainable = run.trainable;
    row.adapterParameters = run.adapterParameters;
    row.seconds = run.seconds;
    for (const run::Event& event : *events) {
        if (const auto* evaluation = std::get_if<run::EvalDone>(&event.body)) {
            take(*evaluation, row);
        } else if (const auto* guarded = std::get_if<run::Guarded>(&event.body);
                   guarded != nullptr && guarded->stability == run::Stability::Exploded && !row.explodedStep) {
            row.explodedStep = guarded->step;
        }
    }
    return row;
}

} // namespace

Result<std::vector<ResultRow>> resultTable(store::Store& store, std::span<const store::RunId> runs)
{
    std::vector<ResultRow> rows;
    for (const store::RunId id : runs) {
        auto row = rowOf(store, id);
        if (!row) {
            return fail(row.error());
        }
        rows.push_back(std::move(*row));
    }
    return rows;
}

} // namespace espalier::compare
