#include "core/compare/report.h"

#include "core/base/files.h"
#include "core/compare/text_cells.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

namespace espalier::compare {

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr std::uint64_t kMostBenchBytes = 1ULL << 20;
/// Settings that say what a run validates on.
constexpr std::array<std::string_view, 5> kValidationKeys{"data.kind", "data.root", "data.val", "data.scene",
                                                          "data.val_images"};
/// Drawn in this order; `loss_…` are the parts of the loss.
constexpr std::array<std::string_view, 5> kCurves{"mAP", "mAP50", "loss", "grad_norm", "lr"};
constexpr std::string_view kLossPart = "loss_";

double ratio(double value, double against)
{
    return against > 0 ? value / against : kNan;
}

bool isDrawn(const std::string& series)
{
    return series.starts_with(kLossPart) || std::find(kCurves.begin(), kCurves.end(), series) != kCurves.end();
}

/// Steps after which something else than a step took time.
std::set<std::int64_t> interruptions(std::span<const run::Event> events)
{
    std::set<std::int64_t> steps;
    for (const run::Event& event : events) {
        if (const auto* evaluation = std::get_if<run::EvalDone>(&event.body)) {
            steps.insert(evaluation->step);
        } else if (const auto* checkpoint = std::get_if<run::CheckpointWritten>(&event.body)) {
            steps.insert(checkpoint->step);
        } else if (const auto* started = std::get_if<run::Started>(&event.body)) {
            steps.insert(started->firstStep);
        }
    }
    return steps;
}

void takeStepTimes(std::span<const store::SeriesPoint> points, const std::set<std::int64_t>& interrupted,
                   ReportRun& run)
{
    std::vector<double> times;
    for (std::size_t i = 1; i < points.size(); ++i) {
        const double taken = points[i].seconds - points[i - 1].seconds;
        const bool isNext = points[i].step == points[i - 1].step + 1;
        if (isNext && std::isfinite(taken) && taken >= 0 && interrupted.count(points[i - 1].step) == 0) {
            times.push_back(taken);
        }
    }
    if (times.empty()) {
        return;
    }
    std::sort(times.begin(), times.end());
    const std::size_t middle = times.size() / 2;
    run.stepMedian = times.size() % 2 == 1 ? times[middle] : (times[middle - 1] + times[middle]) / 2;
    run.stepP95 = times[(times.size() * 95 + 99) / 100 - 1]; // nearest rank
}

Status readCurves(store::Store& store, const store::RunDetail& detail, std::span<const run::Event> events,
                  ReportRun& run)
{
    for (const std::string& name : detail.series) {
        if (!isDrawn(name) && name != "memory") {
            continue;
        }
        auto points = store.series(detail.summary.id, name);
        if (!points) {
            return fail(points.error());
        }
        if (name == "loss") {
            takeStepTimes(*points, interruptions(events), run);
        }
        if (name != "memory") {
            run.curves.push_back({name, std::move(*points)});
            continue;
        }
        for (const store::SeriesPoint& point : *points) {
            if (std::isfinite(point.value) && point.value > run.peakMemory.value_or(0)) {
                run.peakMemory = point.value;
            }
        }
    }
    return {};
}

Status readRun(store::Store& store, const store::RunDetail& detail, ReportRun& run)
{
    const auto events = store.events(detail.summary.id);
    if (!events) {
        return fail(events.error());
    }
    run.recipe = experiment::recipeHash(detail.experiment);
    for (const auto& [key, value] : experiment::settings(detail.experiment)) {
        const bool isOfData = std::find(kValidationKeys.begin(), kValidationKeys.end(), key) != kValidationKeys.end();
        run.validationData += isOfData ? key + "=" + value + "\n" : "";
    }
    run.seed = detail.experiment.train.seed;
    run.parameters = detail.summary.parameters;
    run.environment = detail.environment;
    return readCurves(store, detail, *events, run);
}

template <class Value>
Spread spreadOver(const StudyReport& report, const ReportGroup& group, Value&& valueOf)
{
    std::vector<double> values;
    for (const std::size_t place : group.runs) {
        const std::optional<double> value = valueOf(report.runs[place]);
        values.push_back(value.value_or(kNan));
    }
    return spreadOf(values);
}

std::optional<double> benchOf(const ReportRun& run, std::optional<double> Bench::*member)
{
    return run.bench ? (*run.bench).*member : std::nullopt;
}

std::optional<double> fpsOf(const ReportRun& run)
{
    const auto median = benchOf(run, &Bench::medianMs);
    const auto said = benchOf(run, &Bench::fps);
    return said || !median ? said : std::optional(1000 / *median);
}

std::optional<double> classOf(const ReportRun& run, const std::string& name)
{
    const auto found = std::find_if(run.result.classes.begin(), run.result.classes.end(),
                                    [&](const auto& entry) { return entry.first == name; });
    return found == run.result.classes.end() ? std::nullopt : std::optional(found->second);
}

void makeGroups(StudyReport& report)
{
    std::map<std::string, std::size_t> known;
    std::vector<std::vector<std::size_t>> groups;
    for (std::size_t i = 0; i < report.runs.size(); ++i) {
        const auto [found, isNew] = known.emplace(report.runs[i].recipe, groups.size());
        if (isNew) {
            groups.emplace_back();
        }
        groups[found->second].push_back(i);
        for (const auto& [name, value] : report.runs[i].result.classes) {
            if (std::find(report.classes.begin(), report.classes.end(), name) == report.classes.end()) {
                report.classes.push_back(name);
            }
        }
    }
    for (std::vector<std::size_t>& places : groups) {
        report.groups.push_back(groupOf(report, std::move(places)));
    }
}

std::string quoted(const std::string& name)
{
    return "“" + name + "”";
}

std::string signedMetric(double value)
{
    return (value < 0 ? "" : "+") + fixedNumber(value, 3);
}

std::string runText(const ReportRun& run)
{
    return "run " + std::to_string(run.result.run) + " (" + run.result.name + ")";
}

/// Is a difference larger than what chance alone makes between repeats? Said for every group against its baseline.
void noteNoise(StudyReport& report)
{
    for (const ReportGroup& other : report.groups) {
        const ReportGroup& baseline = report.baselineOf(other);
        if (&baseline == &other || baseline.best.count == 0 || other.best.count == 0) {
            continue;
        }
        const double difference = other.best.mean - baseline.best.mean;
        const std::string subject =
            quoted(other.name) + " against " + quoted(baseline.name) + ": " + signedMetric(difference) + " mAP";
        if (baseline.best.count < 2 || other.best.count < 2) {
            report.notes.push_back(subject + ", of a single run at least on one side: whether that is more than noise "
                                             "is not known without repeats");
            continue;
        }
        const double spread = std::max(baseline.best.range(), other.best.range());
        if (std::abs(difference) <= spread) {
            report.notes.push_back(subject + " is within noise: repeats of one recipe lie up to " +
                                   fixedNumber(spread, 3) + " apart");
        }
    }
}

void noteRuns(StudyReport& report)
{
    for (const ReportRun& run : report.runs) {
        if (!run::isOver(run.result.state)) {
            report.notes.push_back(runText(run) + " is not over: its numbers will change");
        }
        if (run.result.explodedStep) {
            report.notes.push_back(runText(run) + " exploded at step " + std::to_string(*run.result.explodedStep));
        }
        if (!run.result.best) {
            report.notes.push_back(runText(run) + " has no validation with a finite mAP");
        }
    }
    for (const ReportGroup& group : report.groups) {
        std::set<std::int64_t> seeds;
        for (const std::size_t place : group.runs) {
            seeds.insert(report.runs[place].seed);
        }
        if (seeds.size() < group.runs.size()) {
            report.notes.push_back("repeats of " + quoted(group.name) +
                                   " share a seed: their spread says less than that of different seeds");
        }
    }
}

void noteData(StudyReport& report)
{
    std::string keys;
    for (const Difference& difference : report.differences) {
        for (const std::string_view key : kValidationKeys) {
            keys += difference.key == key ? (keys.empty() ? "" : ", ") + difference.key : "";
        }
    }
    if (!keys.empty()) {
        report.notes.push_back("validation data differ (" + keys +
                               "): mAP of one is not comparable with that of another, so each recipe stands "
                               "against the first one on its own data");
    }
}

void noteMachines(StudyReport& report)
{
    const auto factOf = [](const ReportRun& run, std::string_view key) {
        const auto found = std::find_if(run.environment.begin(), run.environment.end(),
                                        [&](const auto& fact) { return fact.first == key; });
        return found == run.environment.end() ? std::string() : found->second;
    };
    std::string keys;
    for (const std::string_view key : {"cpu", "cores", "blas", "torch"}) {
        std::set<std::string> values;
        for (const ReportRun& run : report.runs) {
            if (!run.environment.empty()) {
                values.insert(factOf(run, key));
            }
        }
        keys += values.size() > 1 ? (keys.empty() ? "" : ", ") + std::string(key) : "";
    }
    if (!keys.empty()) {
        report.notes.push_back("runs were made on unlike machines (" + keys + "): times are not comparable");
    }
}

Status checkRuns(std::span<const store::RunId> runs)
{
    if (runs.empty()) {
        return fail(ErrorCode::InvalidInput, "a report needs at least one run");
    }
    std::set<store::RunId> seen;
    for (const store::RunId id : runs) {
        if (!seen.insert(id).second) {
            return fail(ErrorCode::InvalidInput,
                        "run " + std::to_string(id) + " is named twice: it would pass for a repeat of itself");
        }
    }
    return {};
}

} // namespace

Spread spreadOf(std::span<const double> values)
{
    Spread spread;
    double sum = 0;
    for (const double value : values) {
        if (!std::isfinite(value)) {
            continue;
        }
        spread.low = spread.count == 0 ? value : std::min(spread.low, value);
        spread.high = spread.count == 0 ? value : std::max(spread.high, value);
        sum += value;
        ++spread.count;
    }
    if (spread.count > 0) {
        // Rounding must not put the mean of equal values beside them.
        spread.mean = std::clamp(sum / static_cast<double>(spread.count), spread.low, spread.high);
    }
    return spread;
}

Result<Bench> readBench(const std::filesystem::path& file)
{
    const auto text = readFile(file, kMostBenchBytes);
    if (!text) {
        return fail(text.error());
    }
    const auto json = parseJson(*text, file.string());
    if (!json) {
        return fail(json.error());
    }
    if (!json->is_object()) {
        return fail(ErrorCode::Unreadable, "no object with median_ms, fps, …", file.string());
    }
    Bench bench;
    const std::array<std::pair<const char*, std::optional<double> Bench::*>, 5> members{
        {{"median_ms", &Bench::medianMs},
         {"mean_ms", &Bench::meanMs},
         {"fps", &Bench::fps},
         {"overhead", &Bench::overhead},
         {"folded_median_ms", &Bench::foldedMedianMs}}};
    for (const auto& [key, member] : members) {
        const auto found = json->find(key);
        if (found == json->end() || found->is_null()) {
            continue;
        }
        const double value = found->is_number() ? found->get<double>() : kNan;
        if (!std::isfinite(value) || (value <= 0 && member != &Bench::overhead)) {
            return fail(ErrorCode::Unreadable, std::string("`") + key + "` is no positive, finite number",
                        file.string());
        }
        bench.*member = value;
    }
    return bench;
}

ReportGroup groupOf(const StudyReport& report, std::vector<std::size_t> runs)
{
    ReportGroup group;
    group.name = report.runs[runs.front()].result.name;
    group.validationData = report.runs[runs.front()].validationData;
    group.runs = std::move(runs);
    for (const std::size_t place : group.runs) {
        if (const ReportRun& run = report.runs[place]; group.parameters == 0) {
            group.parameters = run.parameters;
            group.trainable = run.result.trainable;
            group.adapterParameters = run.result.adapterParameters;
        }
    }
    const auto over = [&](auto&& valueOf) { return spreadOver(report, group, valueOf); };
    group.seconds = over([](const ReportRun& run) { return std::optional(run.result.seconds); });
    group.stepMedian = over([](const ReportRun& run) { return run.stepMedian; });
    group.stepP95 = over([](const ReportRun& run) { return run.stepP95; });
    group.peakMemory = over([](const ReportRun& run) { return run.peakMemory; });
    group.inferenceMs = over([](const ReportRun& run) { return benchOf(run, &Bench::medianMs); });
    group.fps = over(fpsOf);
    group.foldedMs = over([](const ReportRun& run) { return benchOf(run, &Bench::foldedMedianMs); });
    group.best = over([](const ReportRun& run) { return run.result.best; });
    group.last = over([](const ReportRun& run) { return run.result.last; });
    group.best50 = over([](const ReportRun& run) { return run.result.best50; });
    group.best75 = over([](const ReportRun& run) { return run.result.best75; });
    for (const std::string& name : report.classes) {
        group.classes.push_back(over([&](const ReportRun& run) { return classOf(run, name); }));
    }
    return group;
}

double ReportGroup::trainableShare() const
{
    return ratio(static_cast<double>(trainable), static_cast<double>(parameters));
}

double ReportGroup::adapterShare() const
{
    return ratio(static_cast<double>(adapterParameters), static_cast<double>(trainable));
}

double ReportGroup::ratioToFull() const
{
    return ratio(static_cast<double>(trainable), static_cast<double>(parameters - adapterParameters));
}

const ReportGroup& StudyReport::baselineOf(const ReportGroup& group) const
{
    const auto found = std::find_if(groups.begin(), groups.end(), [&](const ReportGroup& other) {
        return other.validationData == group.validationData;
    });
    return found == groups.end() ? group : *found;
}

double StudyReport::ratioToBaseline(const ReportGroup& group) const
{
    return ratio(static_cast<double>(group.trainable), static_cast<double>(baselineOf(group).trainable));
}

double StudyReport::overhead(const ReportGroup& group) const
{
    if (const double times = ratio(group.inferenceMs.mean, baselineOf(group).inferenceMs.mean); !std::isnan(times)) {
        return times - 1;
    }
    return spreadOver(*this, group, [](const ReportRun& run) { return benchOf(run, &Bench::overhead); }).mean;
}

double StudyReport::foldedOverhead(const ReportGroup& group) const
{
    return ratio(group.foldedMs.mean, baselineOf(group).inferenceMs.mean) - 1;
}

Result<StudyReport> studyReport(store::Store& store, std::span<const store::RunId> runs)
{
    if (const Status checked = checkRuns(runs); !checked) {
        return fail(checked.error());
    }
    auto results = resultTable(store, runs);
    if (!results) {
        return fail(results.error());
    }
    StudyReport report;
    std::vector<experiment::Experiment> experiments;
    std::vector<std::string> broken;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const auto detail = store.runDetail(runs[i]);
        if (!detail) {
            return fail(detail.error());
        }
        ReportRun& run = report.runs.emplace_back();
        run.result = std::move((*results)[i]);
        if (const Status read = readRun(store, *detail, run); !read) {
            return fail(read.error());
        }
        if (auto bench = readBench(detail->runFolder / kBenchFileName)) {
            run.bench = *bench;
        } else if (bench.error().code != ErrorCode::NotFound) {
            broken.push_back("inference of " + runText(run) + " is not known: " + bench.error().message);
        }
        experiments.push_back(detail->experiment);
    }
    makeGroups(report);
    std::vector<experiment::Experiment> firsts;
    for (const ReportGroup& made : report.groups) {
        firsts.push_back(experiments[made.runs.front()]);
    }
    report.differences = differences(firsts);
    std::erase_if(report.differences, [](const Difference& difference) { return difference.key == "train.seed"; });
    noteNoise(report);
    noteRuns(report);
    noteData(report);
    noteMachines(report);
    report.notes.insert(report.notes.end(), broken.begin(), broken.end());
    return report;
}

} // namespace espalier::compare
