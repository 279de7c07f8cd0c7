// The commands of espalier-cli: each takes its parsed arguments and answers with an exit code.
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace espalier::cli {

/// Kept stable: scripts depend on them.
enum ExitCode : int { kFinished = 0, kFault = 1, kBadInput = 2, kExploded = 3, kCancelled = 130 };

struct Common {
    std::filesystem::path store;
    bool json = false;
};

struct InspectArguments {
    std::string subject; ///< an experiment file, or a model such as yolo_world_v2_l
    std::vector<std::string> sets;
};
[[nodiscard]] int inspect(const Common& common, const InspectArguments& arguments);

struct PlanArguments {
    std::filesystem::path experiment;
    std::vector<std::string> sets;
    std::filesystem::path repair; ///< where the repaired experiment goes; empty: nowhere
};
/// kBadInput when the experiment has errors that it does not accept; with `repair`, when the repaired one still has.
[[nodiscard]] int checkPlan(const Common& common, const PlanArguments& arguments);

struct RunArguments {
    std::filesystem::path experiment;
    std::vector<std::string> sets;
    std::vector<std::string> accept; ///< beside those that the experiment accepts itself
};
[[nodiscard]] int run(const Common& common, const RunArguments& arguments);
[[nodiscard]] int resume(const Common& common, std::int64_t id);

struct RunsArguments {
    int limit = 50;
    bool deleted = false;
};
[[nodiscard]] int runs(const Common& common, const RunsArguments& arguments);
[[nodiscard]] int show(const Common& common, std::int64_t id);
[[nodiscard]] int compare(const Common& common, const std::vector<std::int64_t>& ids);

struct StudyReportArguments {
    std::vector<std::int64_t> runs; ///< the first is the baseline
    std::filesystem::path markdown;
    std::filesystem::path csv;
    std::filesystem::path html;
};
[[nodiscard]] int studyReport(const Common& common, const StudyReportArguments& arguments);

struct AutopsyArguments {
    std::int64_t run = 0;
    std::int64_t step = 0; ///< 0: the last explosion, or without one the last warning
    std::filesystem::path markdown;
    std::filesystem::path html;
};
/// What a run wrote down itself, or what follows from its curves.
[[nodiscard]] int autopsy(const Common& common, const AutopsyArguments& arguments);

struct EvalArguments {
    std::string subject; ///< number of a run, or an experiment file
    std::vector<std::string> sets;
    std::filesystem::path data;        ///< another data set; empty: the subject's own
    std::filesystem::path predictions; ///< where the boxes go; empty: nowhere
};
/// kCancelled on Ctrl-C.
[[nodiscard]] int eval(const Common& common, const EvalArguments& arguments);

struct BenchArguments {
    std::vector<std::string> subjects; ///< as above; the first is the baseline
    int warmup = 10;
    int iterations = 100;
};
/// Leaves bench.json in the folders of the runs among its subjects. kCancelled on Ctrl-C.
[[nodiscard]] int bench(const Common& common, const BenchArguments& arguments);

struct ExportArguments {
    std::int64_t id = 0;
    std::filesystem::path csv;
    std::filesystem::path adapter;
    std::filesystem::path weights;
    bool best = false; ///< tensors of the best validation instead of the last checkpoint
};
[[nodiscard]] int exportRun(const Common& common, const ExportArguments& arguments);

struct DataArguments {
    std::filesystem::path path; ///< a folder, or one annotation file
};
/// kBadInput when a run would lose boxes or images, or measure itself on training images; notes alone are kFinished.
[[nodiscard]] int checkData(const Common& common, const DataArguments& arguments);

struct DetectArguments {
    std::vector<std::string> files; ///< logs of any program that is known, recognised by content
    double sensitivity = 0.5;       ///< 0 to 1
};
/// kFinished whatever the verdicts are; kBadInput when a file cannot be read, after the others were judged.
[[nodiscard]] int detect(const Common& common, const DetectArguments& arguments);

struct WeightsArguments {
    std::filesystem::path file;
    std::string model; ///< an experiment file, or a model such as yolo_world_v2_l; empty: the file alone
};
/// kBadInput when the file cannot be read, or a run of the model could not begin with it.
[[nodiscard]] int weightsOf(const Common& common, const WeightsArguments& arguments);

[[nodiscard]] int doctor(const Common& common);

/// One sentence on standard error (and, under --json, an object on standard output); the exit code of the error.
[[nodiscard]] int report(const Common& common, const Error& error);

} // namespace espalier::cli
