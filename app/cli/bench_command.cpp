#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/output.h"
#include "app/cli/watch.h"
#include "app/wiring/benchmark.h"
#include "app/wiring/engine.h"
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/compare/report.h"

#include <cstdio>

namespace espalier::cli {

namespace {

using wiring::BenchmarkRow;
using wiring::Stages;
using wiring::Subject;
using wiring::Timing;

constexpr double kMillisecondsPerSecond = 1000;

/// Several subjects timed together; the first is what the others are measured against.
struct Bench {
    const std::vector<Subject>& subjects;
    const std::vector<BenchmarkRow>& rows;
    const BenchArguments& arguments;
    [[nodiscard]] double overhead(const Timing& timing) const
    {
        return timing.median / rows.front().trained.whole.median - 1;
    }
};

Json toJson(const Stages& stages)
{
    Json object = Json::object();
    for (const auto& [key, timing] : {std::pair{"features", stages.features}, std::pair{"head", stages.head},
                                      std::pair{"detections", stages.detections}}) {
        object[key] = {{"median_ms", jsonNumber(timing.median)},
                       {"mean_ms", jsonNumber(timing.mean)},
                       {"p95_ms", jsonNumber(timing.p95)}};
    }
    return object;
}

/// What stands in the run's folder, and is printed. The keys on top are those that a report reads.
Json toJson(const Bench& bench, std::size_t index)
{
    const BenchmarkRow& row = bench.rows[index];
    const Subject& subject = bench.subjects[index];
    const Timing& whole = row.trained.whole;
    Json object{{"subject", subject.name},
                {"run", subject.run ? Json(*subject.run) : Json()},
                {"experiment", subject.spec.experiment.name},
                {"baseline", bench.subjects.front().name},
                {"median_ms", jsonNumber(whole.median)},
                {"mean_ms", jsonNumber(whole.mean)},
                {"p95_ms", jsonNumber(whole.p95)},
                {"fps", jsonNumber(kMillisecondsPerSecond / whole.median)},
                {"overhead", jsonNumber(bench.overhead(whole))},
                {"stages", toJson(row.trained)}};
    const auto add = [&](const std::string& name, const std::optional<Stages>& stages) {
        if (stages) {
            object[name + "_median_ms"] = jsonNumber(stages->whole.median);
            object[name + "_mean_ms"] = jsonNumber(stages->whole.mean);
            object[name + "_p95_ms"] = jsonNumber(stages->whole.p95);
            object[name + "_overhead"] = jsonNumber(bench.overhead(stages->whole));
            object[name + "_stages"] = toJson(*stages);
        }
    };
    add("folded", row.folded);
    add("fused", row.fused);
    if (!row.refusal.empty()) {
        object["not_folded"] = row.refusal;
    }
    object["adapter_parameters"] = row.adapters;
    object["image_size"] = row.imageSize;
    object["images"] = row.images;
    object["warmup"] = bench.arguments.warmup;
    object["iterations"] = bench.arguments.iterations;
    for (const auto& [key, value] : wiring::engineFacts()) {
        object[key] = value;
    }
    return object;
}

std::string text(double milliseconds)
{
    char digits[32];
    std::snprintf(digits, sizeof digits, "%.2f", milliseconds);
    return digits;
}

void print(const Bench& bench)
{
    std::vector<std::vector<std::string>> rows{
        {"network", "median ms", "mean", "p95", "FPS", "overhead", "backbone+neck", "head", "boxes+NMS"}};
    for (std::size_t i = 0; i < bench.rows.size(); ++i) {
        const auto add = [&](const std::string& name, const Stages& stages) {
            char overhead[32];
            std::snprintf(overhead, sizeof overhead, "%+.1f %%", 100 * bench.overhead(stages.whole));
            rows.push_back({name, text(stages.whole.median), text(stages.whole.mean), text(stages.whole.p95),
                            text(kMillisecondsPerSecond / stages.whole.median), overhead, text(stages.features.median),
                            text(stages.head.median), text(stages.detections.median)});
        };
        const BenchmarkRow& row = bench.rows[i];
        add(bench.subjects[i].name, row.trained);
        if (row.folded && row.adapters > 0) {
            add("  adapters folded", *row.folded);
        }
        if (row.fused) {
            add("  norms folded too", *row.fused);
        }
    }
    printTable(rows, {false, true, true, true, true, true, true, true, true});
    std::printf("\nbatch 1, %d×%d, from tensor to boxes, %d rounds in turn after %d to warm up; overhead against the "
                "first median\n",
                bench.rows.front().imageSize, bench.rows.front().imageSize, bench.arguments.iterations,
                bench.arguments.warmup);
}

Status write(const Bench& bench)
{
    for (std::size_t i = 0; i < bench.rows.size(); ++i) {
        const Subject& subject = bench.subjects[i];
        if (!subject.run) {
            continue;
        }
        const std::filesystem::path file = subject.spec.runFolder / compare::kBenchFileName;
        if (Status written = writeFileAtomically(file, jsonText(toJson(bench, i), 1) + "\n"); !written) {
            return written;
        }
    }
    return {};
}

} // namespace

int bench(const Common& common, const BenchArguments& arguments)
{
    std::vector<Subject> subjects;
    for (const std::string& argument : arguments.subjects) {
        auto subject = wiring::openSubject(common.store, argument);
        if (!subject) {
            return report(common, subject.error());
        }
        subjects.push_back(std::move(*subject));
    }
    wiring::setComputeThreads(subjects.front().spec.experiment.train.threads);
    const InterruptGuard guard;
    const auto rows =
        wiring::benchmark(subjects, {arguments.warmup, arguments.iterations}, watchOnStandardError("rounds"));
    if (!rows) {
        return report(common, rows.error());
    }
    const Bench made{subjects, *rows, arguments};
    if (const Status written = write(made); !written) {
        return report(common, written.error());
    }
    for (std::size_t i = 0; i < rows->size(); ++i) {
        if (!(*rows)[i].refusal.empty()) {
            std::fprintf(stderr, "%s is timed as trained only: %s\n", subjects[i].name.c_str(),
                         (*rows)[i].refusal.c_str());
        }
    }
    if (common.json) {
        for (std::size_t i = 0; i < rows->size(); ++i) {
            std::printf("%s\n", jsonText(toJson(made, i)).c_str());
        }
    } else {
        print(made);
    }
    return kFinished;
}

} // namespace espalier::cli
