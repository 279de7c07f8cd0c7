#include "core/compare/report_tables.h"

#include <algorithm>
#include <cmath>

namespace espalier::compare {

namespace {

const std::string kMissing = "–";

/// With so many digits after the point; `–` where there is no number.
std::string number(double value, int digits)
{
    return std::isfinite(value) ? fixedNumber(value, digits) : kMissing;
}

std::string optionalNumber(const std::optional<double>& value, int digits)
{
    return value ? number(*value, digits) : kMissing;
}

/// 46,832,034
std::string grouped(std::int64_t value)
{
    std::string digits = std::to_string(value);
    for (auto i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > (value < 0 ? 1 : 0); i -= 3) {
        digits.insert(static_cast<std::size_t>(i), 1, ',');
    }
    return digits;
}

std::string percent(double share)
{
    return std::isfinite(share) ? shortNumber(share * 100, 3) + " %" : kMissing;
}

/// Mean, and the range when there are repeats.
std::string spread(const Spread& values, int digits, double unit = 1)
{
    if (values.count == 0) {
        return kMissing;
    }
    const std::string mean = number(values.mean * unit, digits);
    return values.count == 1
               ? mean
               : mean + " (" + number(values.low * unit, digits) + "–" + number(values.high * unit, digits) + ")";
}

ReportTable parameters(const StudyReport& report)
{
    ReportTable table{
        "4.1 Parameters",
        "Total: network and adapters. Of full: trainable against the network's own parameters, which full "
        "tuning would train. × baseline: against the first row on the same data.",
        {"recipe", "total", "trainable", "share", "adapters", "adapters of trainable", "of full", "× baseline"},
        1,
        {}};
    for (const ReportGroup& group : report.groups) {
        const bool isKnown = group.parameters > 0;
        table.rows.push_back({group.name, isKnown ? grouped(group.parameters) : kMissing,
                              isKnown ? grouped(group.trainable) : kMissing, percent(group.trainableShare()),
                              isKnown ? grouped(group.adapterParameters) : kMissing, percent(group.adapterShare()),
                              number(group.ratioToFull(), 4), number(report.ratioToBaseline(group), 4)});
    }
    return table;
}

ReportTable speed(const StudyReport& report)
{
    ReportTable table{
        "4.2 Speed",
        "Means over repeats with the lowest and the highest. A step: without validations and checkpoints; "
        "95 of 100 steps take no longer than p95. Inference: median of one image, overhead against the "
        "first row on the same data; folded: adapters folded into the convolutions.",
        {"recipe", "runs", "training s", "step ms", "step p95 ms", "peak memory MiB", "inference ms", "FPS", "overhead",
         "folded ms", "folded overhead"},
        1,
        {}};
    for (const ReportGroup& group : report.groups) {
        const auto added = [](double share) {
            return std::isfinite(share) ? (share < 0 ? "" : "+") + fixedNumber(share * 100, 1) + " %" : kMissing;
        };
        table.rows.push_back({group.name, std::to_string(group.runs.size()), spread(group.seconds, 1),
                              spread(group.stepMedian, 1, 1e3), spread(group.stepP95, 1, 1e3),
                              spread(group.peakMemory, 0, 1.0 / (1 << 20)), spread(group.inferenceMs, 2),
                              spread(group.fps, 1), added(report.overhead(group)), spread(group.foldedMs, 2),
                              added(report.foldedOverhead(group))});
    }
    return table;
}

ReportTable accuracy(const StudyReport& report)
{
    ReportTable table{"4.3 Accuracy",
                      "Means over repeats with the lowest and the highest; n: repeats with a finite mAP. Best: the "
                      "highest mAP of a run's validations, AP50 and AP75 of the same one. Last: of the last.",
                      {"recipe", "n", "best mAP", "AP50", "AP75", "last mAP", "best, × baseline"},
                      1,
                      {}};
    for (const ReportGroup& group : report.groups) {
        const double baseline = report.baselineOf(group).best.mean;
        table.rows.push_back({group.name, std::to_string(group.best.count), spread(group.best, 3),
                              spread(group.best50, 3), spread(group.best75, 3), spread(group.last, 3),
                              number(baseline > 0 ? group.best.mean / baseline : std::nan(""), 3)});
    }
    return table;
}

ReportTable classes(const StudyReport& report)
{
    ReportTable table{"4.3 by class", "AP at the validation with the best mAP.", {"class"}, 1, {}};
    for (const ReportGroup& group : report.groups) {
        table.head.push_back(group.name);
    }
    for (std::size_t i = 0; i < report.classes.size(); ++i) {
        Cells& row = table.rows.emplace_back(1, report.classes[i]);
        for (const ReportGroup& group : report.groups) {
            row.push_back(spread(group.classes[i], 3));
        }
    }
    return table;
}

ReportTable runs(const StudyReport& report)
{
    ReportTable table{
        "Runs",
        "",
        {"name", "state", "run", "seed", "best mAP", "epoch of best", "last mAP", "training s", "exploded at step"},
        2,
        {}};
    for (const ReportRun& run : report.runs) {
        const ResultRow& result = run.result;
        table.rows.push_back({result.name, std::string(run::toText(result.state)), std::to_string(result.run),
                              std::to_string(run.seed), optionalNumber(result.best, 3),
                              result.best ? number(result.bestEpoch, 1) : kMissing, optionalNumber(result.last, 3),
                              number(result.seconds, 1),
                              result.explodedStep ? std::to_string(*result.explodedStep) : kMissing});
    }
    return table;
}

ReportTable settings(const StudyReport& report)
{
    ReportTable table{"Settings that differ", "", {"setting"}, 1, {}};
    for (const ReportGroup& group : report.groups) {
        table.head.push_back(group.name);
    }
    table.textColumns = table.head.size();
    for (const Difference& difference : report.differences) {
        Cells& row = table.rows.emplace_back(1, difference.key);
        row.insert(row.end(), difference.values.begin(), difference.values.end());
    }
    return table;
}

std::string counted(std::size_t count, const char* one, const char* many)
{
    return std::to_string(count) + " " + (count == 1 ? one : many);
}

} // namespace

std::vector<ReportTable> tablesOf(const StudyReport& report)
{
    std::vector<ReportTable> tables{parameters(report), speed(report),    accuracy(report),
                                    classes(report),    settings(report), runs(report)};
    std::erase_if(tables, [](const ReportTable& table) { return table.rows.empty(); });
    return tables;
}

std::string subtitleOf(const StudyReport& report)
{
    std::string baselines;
    for (const ReportGroup& group : report.groups) {
        if (&report.baselineOf(group) == &group) {
            baselines += (baselines.empty() ? "" : ", ") + group.name;
        }
    }
    return counted(report.runs.size(), "run", "runs") + " of " + counted(report.groups.size(), "recipe", "recipes") +
           "; baseline: " + baselines;
}

} // namespace espalier::compare
