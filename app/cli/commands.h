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
/// kBadInput when the experiment has errors; with `repair`, when the repaired one still has.
[[nodiscard]] int checkPlan(const Common& common, const PlanArguments& arguments);

struct RunArguments {
    std::filesystem::path experiment;
    std::vector<std::string> sets;
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

struct ExportArguments {
    std::int64_t id = 0;
    std::filesystem::path csv;
    std::filesystem::path adapter;
    std::filesystem::path weights;
};
[[nodiscard]] int exportRun(const Common& common, const ExportArguments& arguments);

struct DataArguments {
    std::filesystem::path path; ///< a folder, or one annotation file
};
/// kBadInput when a run would lose boxes or images, or measure itself on training images; notes alone are kFinished.
[[nodiscard]] int checkData(const Common& common, const DataArguments& arguments);

[[nodiscard]] int doctor(const Common& common);

/// One sentence on standard error (and, under --json, an object on standard output); the exit code of the error.
[[nodiscard]] int report(const Common& common, const Error& error);

} // namespace espalier::cli
