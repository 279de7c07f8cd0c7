// espalier-lab: the laboratory of explosions. Runs every kind with several seeds, alone and with the ladder, and prints
// what was seen, when, where, and what became of it. Failures are printed as failures.
#include "tests/lab/laboratory.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace {

using namespace espalier;
using lab::Conditions;
using lab::Course;
using lab::Kind;
using monitor::Condition;

struct Settings {
    std::int64_t seeds = 4;
    std::int64_t firstSeed = 0; ///< others than those that kinds and rules were chosen by tell more
    std::int64_t steps = 400;
    double sensitivity = 0.5;
    std::string only;        ///< kinds whose names hold this
    bool isVerbose = false;  ///< every row of every run
    double leastRecall = -1; ///< exit 1 below it; negative: no bound
};

struct Tally {
    std::int64_t runs = 0;
    std::int64_t positives = 0;
    std::int64_t found = 0;
    std::int64_t alarms = 0; ///< by divergence or explosion, not by drift alone
    std::vector<std::int64_t> leads;
    std::vector<std::int64_t> slowLeads; ///< of faults that were not lost at their very first step
    std::int64_t early = 0;              ///< warned before the fault was there
    std::int64_t located = 0;
    std::int64_t placed = 0;    ///< runs whose guilty module is known
    std::int64_t explained = 0; ///< runs whose cause was named rightly
    std::int64_t survived = 0;
    std::int64_t stopped = 0;
    std::int64_t limping = 0;
    std::int64_t rows = 0;
    std::int64_t falseAlarms = 0;
    std::int64_t drifts = 0;
    std::int64_t actions = 0;
    std::int64_t guardedRows = 0;
    double guardSeconds = 0; ///< of them
    std::int64_t harmed = 0; ///< healthy runs that the ladder did not let end as well
    std::string firstModule; ///< of the last run
    std::string cause;       ///< that was named in the last run
    std::string actionText;  ///< of the last run

    void add(const Tally& other)
    {
        runs += other.runs;
        positives += other.positives;
        found += other.found;
        alarms += other.alarms;
        leads.insert(leads.end(), other.leads.begin(), other.leads.end());
        slowLeads.insert(slowLeads.end(), other.slowLeads.begin(), other.slowLeads.end());
        early += other.early;
        located += other.located;
        placed += other.placed;
        explained += other.explained;
        survived += other.survived;
        stopped += other.stopped;
        limping += other.limping;
        rows += other.rows;
        falseAlarms += other.falseAlarms;
        drifts += other.drifts;
        actions += other.actions;
        guardedRows += other.guardedRows;
        guardSeconds += other.guardSeconds;
        harmed += other.harmed;
    }
};

std::string median(std::vector<std::int64_t> values)
{
    if (values.empty()) {
        return "-";
    }
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return std::to_string(*middle);
}

std::string share(std::int64_t part, std::int64_t whole)
{
    return whole == 0 ? "-" : std::to_string(part) + "/" + std::to_string(whole);
}

void printRows(const Course& course, const char* mode)
{
    for (std::size_t i = 0; i < course.rows.size(); ++i) {
        const lab::Row& row = course.rows[i];
        std::printf("    %s %4zu loss %-12.5g norm %-12.5g %s %s %s %s\n", mode, i, row.loss, row.norm,
                    std::string(toText(row.condition)).c_str(), row.series.c_str(),
                    std::string(toText(row.action)).c_str(), row.weightsAreFinite ? "" : "WEIGHTS NOT FINITE");
    }
}

std::string actionsOf(const Course& course)
{
    std::string text;
    for (const auto action : {monitor::Action::Skip, monitor::Action::Clip, monitor::Action::LowerRate,
                              monitor::Action::FreezeBranch, monitor::Action::Rewind, monitor::Action::Stop}) {
        const auto count = std::ranges::count(course.rows, action, &lab::Row::action);
        if (count > 0) {
            text += (text.empty() ? "" : " ") + std::string(toText(action)) + "×" + std::to_string(count);
        }
    }
    return text;
}

void judgeFault(const Kind& kind, const Course& course, std::int64_t lost, Tally& tally)
{
    ++tally.positives;
    const std::int64_t bad = lab::firstBadRow(course, lost, kind.firstStep);
    const auto warning = lab::firstRow(course, Condition::Drift, kind.firstStep);
    const auto alarm = lab::firstRow(course, Condition::Divergence, kind.firstStep);
    tally.early += lab::firstRow(course, Condition::Drift, 0).value_or(kind.firstStep) < kind.firstStep ? 1 : 0;
    if (warning && *warning <= lost) {
        ++tally.found;
        tally.leads.push_back(bad - *warning);
        if (bad > kind.firstStep) {
            tally.slowLeads.push_back(bad - *warning);
        }
    }
    tally.alarms += alarm ? 1 : 0;
    tally.explained += course.cause == kind.cause ? 1 : 0;
    tally.cause = course.cause.empty() ? "(none)" : course.cause;
    if (!kind.module.empty()) {
        ++tally.placed;
        tally.located += course.firstModule.starts_with(kind.module) ? 1 : 0;
        tally.firstModule = course.firstModule.empty() ? "(none)" : course.firstModule;
    }
}

Tally tallyOf(const Kind& kind, const Settings& settings)
{
    Tally tally;
    for (std::int64_t seed = settings.firstSeed; seed < settings.firstSeed + settings.seeds; ++seed) {
        Conditions conditions{seed, settings.steps, false, kind.isFault, settings.sensitivity};
        const Course alone = lab::runKind(kind, conditions);
        conditions.answers = true;
        conditions.probes = false;
        const Course answered = lab::runKind(kind, conditions);
        ++tally.runs;
        tally.guardedRows += static_cast<std::int64_t>(answered.rows.size());
        tally.guardSeconds += answered.guardSeconds;
        const auto lost = lab::lostAt(alone);
        if (settings.isVerbose) {
            printRows(alone, "alone   ");
            printRows(answered, "answered");
        }
        tally.actionText = actionsOf(answered);
        if (lost && kind.isFault) {
            judgeFault(kind, alone, *lost, tally);
            tally.survived += lab::endsHealthy(answered, settings.steps) ? 1 : 0;
            tally.stopped += answered.isStopped ? 1 : 0;
            tally.limping += answered.isLimping ? 1 : 0;
            continue;
        }
        if (lost) {
            std::printf("  ! %s, seed %lld: a healthy kind was lost at row %lld: the kind is at fault\n",
                        kind.name.c_str(), static_cast<long long>(seed), static_cast<long long>(*lost));
        }
        tally.rows += static_cast<std::int64_t>(alone.rows.size());
        tally.falseAlarms += lab::beginnings(alone, Condition::Divergence, Condition::Exploded);
        tally.drifts += lab::beginnings(alone, Condition::Drift, Condition::Drift);
        tally.actions += static_cast<std::int64_t>(answered.rows.size()) -
                         std::ranges::count(answered.rows, monitor::Action::None, &lab::Row::action);
        tally.harmed +=
            lab::endsHealthy(answered, settings.steps) && lab::endLevel(answered) < 1.25 * lab::endLevel(alone) + 0.02
                ? 0
                : 1;
    }
    return tally;
}

bool readNumber(const char* text, double& value)
{
    char* end = nullptr;
    value = std::strtod(text, &end);
    return end != text && *end == '\0' && std::isfinite(value);
}

bool readArguments(int count, char** arguments, Settings& settings)
{
    for (int i = 1; i < count; ++i) {
        const std::string name = arguments[i];
        if (name == "--verbose") {
            settings.isVerbose = true;
            continue;
        }
        if (i + 1 == count) {
            return false;
        }
        const char* text = arguments[++i];
        double value = 0;
        if (name == "--only") {
            settings.only = text;
        } else if (name == "--seeds" && readNumber(text, value) && value >= 1 && value <= 1000) {
            settings.seeds = static_cast<std::int64_t>(value);
        } else if (name == "--first-seed" && readNumber(text, value) && value >= 0 && value <= 1e9) {
            settings.firstSeed = static_cast<std::int64_t>(value);
        } else if (name == "--steps" && readNumber(text, value) && value >= 200 && value <= 100000) {
            settings.steps = static_cast<std::int64_t>(value);
        } else if (name == "--sensitivity" && readNumber(text, value) && value >= 0 && value <= 1) {
            settings.sensitivity = value;
        } else if (name == "--least-recall" && readNumber(text, value)) {
            settings.leastRecall = value;
        } else {
            return false;
        }
    }
    return true;
}

} // namespace

int main(int count, char** arguments)
{
    Settings settings;
    if (!readArguments(count, arguments, settings)) {
        std::fprintf(stderr, "espalier-lab [--seeds N] [--first-seed N] [--steps N, 200 at least] [--sensitivity 0..1] "
                             "[--only TEXT] [--least-recall 0..1] [--verbose]\n");
        return 2;
    }
    at::set_num_threads(1);
    const auto begin = std::chrono::steady_clock::now();
    Tally faults;
    std::printf("%-48s %9s %9s %8s %6s %9s %9s %10s  %s\n", "fault", "exploded", "seen", "alarmed", "lead", "module",
                "cause", "survived", "last seed: module and cause named; what the ladder did");
    for (const Kind& kind : lab::faults()) {
        if (kind.name.find(settings.only) == std::string::npos) {
            continue;
        }
        const Tally tally = tallyOf(kind, settings);
        std::printf("%-48s %9s %9s %8s %6s %9s %9s %10s  %s%s%s%s\n", kind.name.c_str(),
                    share(tally.positives, tally.runs).c_str(), share(tally.found, tally.positives).c_str(),
                    share(tally.alarms, tally.positives).c_str(), median(tally.leads).c_str(),
                    share(tally.located, tally.placed).c_str(), share(tally.explained, tally.positives).c_str(),
                    share(tally.survived, tally.positives).c_str(),
                    (tally.firstModule.empty() ? "" : tally.firstModule + "; ").c_str(),
                    (tally.cause.empty() ? "" : tally.cause + "; ").c_str(), tally.actionText.c_str(),
                    tally.limping > 0 ? "; limped" : "");
        std::fflush(stdout);
        faults.add(tally);
    }
    Tally healthy;
    std::printf("\n%-48s %9s %9s %8s %6s %9s %10s\n", "healthy look-alike", "rows", "alarms", "drifts", "", "actions",
                "kept well");
    for (const Kind& kind : lab::lookAlikes()) {
        if (kind.name.find(settings.only) == std::string::npos) {
            continue;
        }
        const Tally tally = tallyOf(kind, settings);
        std::printf("%-48s %9lld %9lld %8lld %6s %9lld %10s  %s\n", kind.name.c_str(),
                    static_cast<long long>(tally.rows), static_cast<long long>(tally.falseAlarms),
                    static_cast<long long>(tally.drifts), "", static_cast<long long>(tally.actions),
                    share(tally.runs - tally.harmed, tally.runs).c_str(), tally.actionText.c_str());
        std::fflush(stdout);
        healthy.add(tally);
    }
    const double hundredThousand =
        healthy.rows > 0 ? 1e5 * static_cast<double>(healthy.falseAlarms) / static_cast<double>(healthy.rows) : 0;
    const double drifts =
        healthy.rows > 0 ? 1e5 * static_cast<double>(healthy.drifts) / static_cast<double>(healthy.rows) : 0;
    const double recall =
        faults.positives > 0 ? static_cast<double>(faults.found) / static_cast<double>(faults.positives) : 0;
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    std::printf("\nrecall                                  %s (%.1f %%); with an alarm, not a drift alone: %s\n",
                share(faults.found, faults.positives).c_str(), 100 * recall,
                share(faults.alarms, faults.positives).c_str());
    std::printf("false alarms per 100,000 steps          %.1f (%lld in %lld)\n", hundredThousand,
                static_cast<long long>(healthy.falseAlarms), static_cast<long long>(healthy.rows));
    std::printf("drifts on what stayed healthy           %.1f per 100,000 steps (%lld); before a fault: %lld runs\n",
                drifts, static_cast<long long>(healthy.drifts), static_cast<long long>(faults.early));
    std::printf("faults that healed by themselves        %lld runs, with %lld alarms\n",
                static_cast<long long>(faults.runs - faults.positives), static_cast<long long>(faults.falseAlarms));
    std::printf(
        "median lead                             %s steps before the first non-finite or threefold value; %s for "
        "the %zu not lost at once\n",
        median(faults.leads).c_str(), median(faults.slowLeads).c_str(), faults.slowLeads.size());
    std::printf("module named rightly                    %s\n", share(faults.located, faults.placed).c_str());
    std::printf("cause named rightly                     %s\n", share(faults.explained, faults.positives).c_str());
    std::printf("exploding runs that end healthy         %s; stopped with a healthy state: %lld; limped: %lld\n",
                share(faults.survived, faults.positives).c_str(), static_cast<long long>(faults.stopped),
                static_cast<long long>(faults.limping));
    std::printf("healthy runs that the ladder left well  %s; actions in them: %lld\n",
                share(healthy.runs - healthy.harmed, healthy.runs).c_str(), static_cast<long long>(healthy.actions));
    std::printf(
        "cost of the guard                       %.3f ms a step, healthy states and all; its share of a step of a "
        "real network: bench/guard_bench\n",
        1e3 * (faults.guardSeconds + healthy.guardSeconds) /
            std::max(1.0, static_cast<double>(faults.guardedRows + healthy.guardedRows)));
    std::printf("%.0f s\n", seconds);
    if (faults.positives == 0 || recall < settings.leastRecall || healthy.falseAlarms > 0 || healthy.harmed > 0) {
        std::printf(
            "FAILED: nothing exploded, too little of it was seen, or a healthy run was called exploded or harmed\n");
        return 1;
    }
    return 0;
}
