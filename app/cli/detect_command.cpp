#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "core/base/utf8.h"
#include "core/curves/judged_curve.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace espalier::cli {

namespace {

std::string rowText(const std::optional<std::int64_t>& row)
{
    return row ? std::to_string(*row) : "-";
}

} // namespace

int detect(const Common& common, const DetectArguments& arguments)
{
    if (!std::isfinite(arguments.sensitivity)) { // a range lets what is no number through
        return report(common, Error{ErrorCode::InvalidInput, "is no number: give 0 to 1", "--sensitivity"});
    }
    int answer = kFinished;
    std::vector<std::vector<std::string>> table{
        {"file", "rows", "verdict", "first warning", "first non-finite", "spikes", "series", "reason"}};
    for (const std::string& file : arguments.files) {
        const auto curve = curves::readCurve(file);
        if (!curve) {
            answer = std::max(answer, report(common, curve.error()));
            continue;
        }
        const auto judged = curves::judge(*curve, arguments.sensitivity);
        if (common.json) {
            std::printf("%s\n", jsonText(curves::toJson(judged, file)).c_str());
            continue;
        }
        table.push_back({readable(file), grouped(judged.rows), std::string(monitor::toText(judged.verdict)),
                         rowText(judged.firstWarning), rowText(judged.firstNonFinite),
                         std::to_string(judged.spikes.size()), judged.series, judged.reason});
    }
    if (table.size() > 1) {
        printTable(table, {false, true, false, true, true, true, false, false});
    }
    return answer;
}

} // namespace espalier::cli
