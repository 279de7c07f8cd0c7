#include "core/curves/judged_curve.h"

#include "core/monitor/detector.h"

#include <algorithm>
#include <cmath>

namespace espalier::curves {

namespace {

using monitor::Condition;

bool isNonFinite(const run::Sample& sample)
{
    return !std::isfinite(sample.value);
}

bool hasNonFinite(const monitor::Observation& row)
{
    return (row.loss && !std::isfinite(*row.loss)) || (row.gradientNorm && !std::isfinite(*row.gradientNorm)) ||
           std::any_of(row.parts.begin(), row.parts.end(), isNonFinite) ||
           std::any_of(row.branchNorms.begin(), row.branchNorms.end(), isNonFinite);
}

Json numberOrNull(const std::optional<std::int64_t>& number)
{
    return number ? Json(*number) : Json(nullptr);
}

Json textOrNull(const std::string& text)
{
    return text.empty() ? Json(nullptr) : Json(text);
}

} // namespace

JudgedCurve judge(const Curve& curve, double sensitivity)
{
    monitor::Detector detector(sensitivity);
    JudgedCurve judged;
    monitor::Verdict firstWarning;
    monitor::Verdict worst; // since the run was calm for the last time
    monitor::Verdict last;
    for (const monitor::Observation& row : curve.rows) {
        last = detector.observe(row);
        if (last.condition >= Condition::Drift && !judged.firstWarning) {
            judged.firstWarning = judged.rows;
            firstWarning = last;
        }
        if (last.condition >= Condition::Divergence && !judged.firstAlarm) {
            judged.firstAlarm = judged.rows;
        }
        if (!judged.firstNonFinite && hasNonFinite(row)) {
            judged.firstNonFinite = judged.rows;
        }
        if (last.condition == Condition::LoneSpike) {
            judged.spikes.push_back(judged.rows);
        }
        if (detector.isCalm()) {
            worst = {};
        } else if (last.condition > worst.condition) {
            worst = last;
        }
        judged.conditions.push_back(last.condition);
        ++judged.rows;
    }
    // An alarm lasts until the run was calm again; what is less lasts while it is said. One spike lasts nowhere.
    const monitor::Verdict& standing = worst.condition >= Condition::Divergence ? worst : last;
    if (standing.condition != Condition::Stable && standing.condition != Condition::LoneSpike) {
        judged.verdict = standing.condition;
    }
    const monitor::Verdict& told = judged.verdict != Condition::Stable ? standing : firstWarning;
    judged.series = told.series;
    judged.reason = told.reason;
    return judged;
}

Json toJson(const JudgedCurve& judged, const std::string& file)
{
    return Json{{"file", file},
                {"rows", judged.rows},
                {"verdict", std::string(monitor::toText(judged.verdict))},
                {"first_warning", numberOrNull(judged.firstWarning)},
                {"first_nonfinite", numberOrNull(judged.firstNonFinite)},
                {"series", textOrNull(judged.series)},
                {"spikes", judged.spikes},
                {"reason", textOrNull(judged.reason)}};
}

} // namespace espalier::curves
