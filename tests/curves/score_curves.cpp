// score_curves [--sensitivity X] [--half 0|1] [--all]: the detector's score on recorded curves, as one table.
//
// A curve is positive when it lies in `diverged`. It is found when a drift, a divergence or an explosion stands at or
// before the first row that is bad from there to the end (not finite, or above three times the least loss before it).
// A false alarm is a divergence or an explosion on any other curve; a drift there is counted apart.
#include "core/curves/judged_curve.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <map>

namespace espalier::curves {
namespace {

using monitor::Condition;

std::filesystem::path dataFolder()
{
    const char* named = std::getenv("ESPALIER_DATA_SHARED");
    return named != nullptr ? std::filesystem::path(named)
                            : std::filesystem::path(ESPALIER_SOURCE_DIR) / "../shared/data";
}

bool isFinite(const std::optional<double>& value)
{
    return !value || std::isfinite(*value);
}

/// The first row of a stretch of bad ones that goes on to the end; nothing when the last row is good.
std::optional<std::int64_t> firstIrrecoverable(const Curve& curve)
{
    std::vector<double> leastBefore;
    double least = std::numeric_limits<double>::infinity();
    for (const monitor::Observation& row : curve.rows) {
        leastBefore.push_back(least);
        if (row.loss && std::isfinite(*row.loss)) {
            least = std::min(least, *row.loss);
        }
    }
    std::optional<std::int64_t> first;
    for (std::size_t i = curve.rows.size(); i-- > 0;) {
        const monitor::Observation& row = curve.rows[i];
        const bool isBad = !isFinite(row.loss) || !isFinite(row.gradientNorm) ||
                           (row.loss && *row.loss > 3 * std::max(leastBefore[i], 0.0) && *row.loss > 0);
        if (!isBad) {
            break;
        }
        first = static_cast<std::int64_t>(i);
    }
    return first;
}

struct Scored {
    std::string file;
    bool isPositive = false;
    JudgedCurve judged;
    std::optional<std::int64_t> irrecoverable;
};

std::string rowText(const std::optional<std::int64_t>& row)
{
    return row ? std::to_string(*row) : "-";
}

std::int64_t countOf(const Scored& curve, Condition least, Condition most)
{
    return std::count_if(curve.judged.conditions.begin(), curve.judged.conditions.end(),
                         [&](Condition c) { return c >= least && c <= most; });
}

void print(const Scored& curve, const char* remark)
{
    std::printf(
        "  %-62s rows %6lld  warning %5s  alarm %5s  bad from %5s  drift rows %4lld  alarm rows %4lld  %s (%s)%s\n",
        curve.file.c_str(), static_cast<long long>(curve.judged.rows), rowText(curve.judged.firstWarning).c_str(),
        rowText(curve.judged.firstAlarm).c_str(), rowText(curve.irrecoverable).c_str(),
        static_cast<long long>(countOf(curve, Condition::Drift, Condition::Drift)),
        static_cast<long long>(countOf(curve, Condition::Divergence, Condition::Exploded)),
        std::string(monitor::toText(curve.judged.verdict)).c_str(), curve.judged.reason.c_str(), remark);
}

} // namespace
} // namespace espalier::curves

constexpr int kSkipped = 77; ///< as CMakeLists.txt tells CTest

int main(int count, char** words)
{
    using namespace espalier;
    using namespace espalier::curves;
    double sensitivity = 0.5;
    int half = -1;
    bool showsAll = false;
    for (int i = 1; i < count; ++i) {
        if (std::strcmp(words[i], "--all") == 0) {
            showsAll = true;
        } else if (std::strcmp(words[i], "--sensitivity") == 0 && i + 1 < count) {
            sensitivity = std::atof(words[++i]);
        } else if (std::strcmp(words[i], "--half") == 0 && i + 1 < count) {
            half = std::atoi(words[++i]);
        } else {
            std::fprintf(stderr, "usage: score_curves [--sensitivity X] [--half 0|1] [--all]\n");
            return 2;
        }
    }
    const auto data = curves::dataFolder();
    if (!std::filesystem::is_directory(data / "curves")) {
        std::printf("SKIPPED: no recorded curves in %s (ESPALIER_DATA_SHARED names another folder)\n", data.c_str());
        return kSkipped;
    }
    std::vector<std::filesystem::path> files;
    for (const char* folder : {"curves/diverged", "curves/tricky", "curves/healthy", "mvtec-bottle/logs"}) {
        std::error_code error;
        for (const auto& entry : std::filesystem::directory_iterator(data / folder, error)) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    std::vector<Scored> scored;
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (half >= 0 && static_cast<int>(i % 2) != half) {
            continue;
        }
        const auto curve = readCurve(files[i]);
        if (!curve) {
            std::fprintf(stderr, "%s\n", describe(curve.error()).c_str());
            return 1;
        }
        const std::string folder = files[i].parent_path().filename();
        scored.push_back({folder + '/' + files[i].stem().string(), folder == "diverged", judge(*curve, sensitivity),
                          firstIrrecoverable(*curve)});
    }

    int positives = 0;
    int found = 0;
    int negatives = 0;
    int alarmed = 0;
    int drifted = 0;
    std::int64_t negativeRows = 0;
    std::int64_t driftRows = 0;
    std::vector<std::int64_t> leads;
    std::vector<std::int64_t> possibleLeads;
    std::printf("missed, alarmed or drifting where they should not%s:\n", showsAll ? ", and all others" : "");
    for (const Scored& curve : scored) {
        if (curve.isPositive) {
            ++positives;
            const auto bound = curve.irrecoverable.value_or(curve.judged.rows - 1);
            const bool isFound = curve.judged.firstWarning && *curve.judged.firstWarning <= bound;
            found += isFound ? 1 : 0;
            if (isFound) {
                const auto end = curve.judged.firstNonFinite.value_or(bound);
                leads.push_back(curve.irrecoverable ? end - *curve.judged.firstWarning : 0);
                if (end > 1) {
                    possibleLeads.push_back(leads.back());
                }
            }
            if (!isFound || showsAll) {
                print(curve, isFound ? "" : "  MISSED");
            }
            continue;
        }
        ++negatives;
        negativeRows += curve.judged.rows;
        driftRows += countOf(curve, Condition::Drift, Condition::Drift);
        const bool isAlarmed = curve.judged.firstAlarm.has_value();
        const bool isDrifting = curve.judged.firstWarning && !isAlarmed;
        alarmed += isAlarmed ? 1 : 0;
        drifted += isDrifting ? 1 : 0;
        if (isAlarmed || isDrifting || showsAll) {
            print(curve, isAlarmed ? "  FALSE ALARM" : isDrifting ? "  drift" : "");
        }
    }
    const auto median = [](std::vector<std::int64_t> values) {
        std::sort(values.begin(), values.end());
        return values.empty() ? 0 : values[values.size() / 2];
    };
    std::printf("\n%-44s %d of %d\n", "positives found", found, positives);
    std::printf("%-44s %d on %d curves, %lld rows: %.2f per 100,000 rows\n", "false alarms", alarmed, negatives,
                static_cast<long long>(negativeRows),
                1e5 * alarmed / static_cast<double>(std::max<std::int64_t>(1, negativeRows)));
    std::printf("%-44s %d curves, %lld rows\n", "drift on negatives", drifted, static_cast<long long>(driftRows));
    std::printf("%-44s %lld (of the %zu with two rows or more before: %lld)\n", "median lead in rows",
                static_cast<long long>(median(leads)), possibleLeads.size(),
                static_cast<long long>(median(possibleLeads)));
    return found == positives && alarmed == 0 ? 0 : 1;
}
