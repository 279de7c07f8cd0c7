// Study report: several runs as the tables of a study: parameters, speed and accuracy, repeats of one recipe together.
#pragma once

#include "core/base/json.h"
#include "core/compare/difference.h"
#include "core/compare/result_table.h"
#include "core/store/store.h"

#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace espalier::compare {

/// Repeats in short. Values that are not finite are left out, and `count` tells.
struct Spread {
    std::size_t count = 0;
    double mean = std::numeric_limits<double>::quiet_NaN();
    double low = std::numeric_limits<double>::quiet_NaN();
    double high = std::numeric_limits<double>::quiet_NaN();
    [[nodiscard]] double range() const { return high - low; }
};
[[nodiscard]] Spread spreadOf(std::span<const double> values);

/// What an inference benchmark left in the run's folder.
inline constexpr std::string_view kBenchFileName = "bench.json";
struct Bench {
    std::optional<double> medianMs; ///< `median_ms`: one image
    std::optional<double> meanMs;   ///< `mean_ms`
    std::optional<double> fps;
    std::optional<double> overhead;       ///< share of the benchmark's own baseline, 0.05 is 5 % slower
    std::optional<double> foldedMedianMs; ///< `folded_median_ms`: adapters folded into the convolutions
};
/// Unknown keys are passed over; a number that is missing is none. Unreadable unless those present are finite, and
/// positive but for `overhead`.
[[nodiscard]] Result<Bench> readBench(const std::filesystem::path& file);

struct ReportCurve {
    std::string series;
    std::vector<store::SeriesPoint> points; ///< ascending step, values as stored: maybe not finite
};

struct ReportRun {
    ResultRow result;
    std::string recipe;         ///< experiment::recipeHash
    std::string validationData; ///< what it validated on: metrics of others are not comparable
    std::int64_t seed = 0;
    std::int64_t parameters = 0;      ///< network and adapters; 0: never started
    std::optional<double> stepMedian; ///< seconds of an optimizer step; validations and checkpoints left out
    std::optional<double> stepP95;    ///< 95 of 100 steps took no longer
    std::optional<double> peakMemory; ///< bytes: highest value of the series `memory`
    std::optional<Bench> bench;
    std::vector<std::pair<std::string, std::string>> environment;
    std::vector<ReportCurve> curves; ///< of the series that a report draws, those that the run has
};

/// Runs that differ in seed alone.
struct ReportGroup {
    std::string name;              ///< of its first run
    std::string validationData;    ///< as ReportRun's
    std::vector<std::size_t> runs; ///< places in StudyReport::runs
    std::int64_t parameters = 0;
    std::int64_t trainable = 0;
    std::int64_t adapterParameters = 0;
    Spread seconds;
    Spread stepMedian, stepP95;
    Spread peakMemory;
    Spread inferenceMs; ///< medians
    Spread fps;
    Spread foldedMs;
    Spread best, last, best50, best75;
    std::vector<Spread> classes; ///< AP by StudyReport::classes, where `best` is

    /// Trainable share of the whole, 0 … 1; NaN when nothing is known.
    [[nodiscard]] double trainableShare() const;
    /// Share of the trainable that is adapters.
    [[nodiscard]] double adapterShare() const;
    /// Trainable against all parameters of the network itself, which full tuning would train.
    [[nodiscard]] double ratioToFull() const;
};

struct StudyReport {
    std::vector<ReportRun> runs;         ///< as asked for
    std::vector<ReportGroup> groups;     ///< in order of their first run
    std::vector<std::string> classes;    ///< any run has, in order of appearance
    std::vector<Difference> differences; ///< of settings, one value a group
    std::vector<std::string> notes;      ///< sentences: what a reader must know before believing a difference

    /// The first group on the same validation data.
    [[nodiscard]] const ReportGroup& baselineOf(const ReportGroup& group) const;
    /// Trainable against the baseline's.
    [[nodiscard]] double ratioToBaseline(const ReportGroup& group) const;
    /// Inference time over the baseline's, less 1; without one of them what the benchmark itself said, or NaN.
    [[nodiscard]] double overhead(const ReportGroup& group) const;
    [[nodiscard]] double foldedOverhead(const ReportGroup& group) const;
};

/// Runs of a report, by their places, as one group.
[[nodiscard]] ReportGroup groupOf(const StudyReport& report, std::vector<std::size_t> runs);

/// Reads curves, events and bench files: not for the thread that draws. InvalidInput without runs, or where one is
/// named twice. A bench file that cannot be read is a note.
[[nodiscard]] Result<StudyReport> studyReport(store::Store& store, std::span<const store::RunId> runs);

/// Tables 4.1 to 4.3, per class, runs, settings and notes. `–` where there is no value.
[[nodiscard]] std::string toMarkdown(const StudyReport& report);
/// One line a group, then one a run, with numbers that read back exactly; a mean is followed by its lowest and its
/// highest.
[[nodiscard]] std::string toCsv(const StudyReport& report);
/// One file: the tables, and the curves as drawings within. No script, nothing loaded; light and dark.
[[nodiscard]] std::string toHtml(const StudyReport& report);
/// Everything but the curves.
[[nodiscard]] Json toJson(const StudyReport& report);

} // namespace espalier::compare
