#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/wiring/adapter_export.h"
#include "app/wiring/network_export.h"
#include "core/base/files.h"
#include "core/run/run_files.h"
#include "core/store/store.h"

#include <charconv>
#include <cmath>
#include <cstdio>
#include <map>

namespace espalier::cli {

namespace {

/// The shortest text that reads back to the same double.
std::string exactNumber(double value)
{
    if (!std::isfinite(value)) {
        return std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
    }
    char text[32];
    return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

std::string quoted(const std::string& text)
{
    if (text.find_first_of(",\"\n") == std::string::npos) {
        return text;
    }
    std::string answer = "\"";
    for (const char c : text) {
        answer += c;
        answer += c == '"' ? "\"" : "";
    }
    return answer + "\"";
}

/// One row a step, one column a series; empty where a series has no value (not NaN).
Result<std::string> csvOf(store::Store& store, const store::RunDetail& detail)
{
    struct Row {
        double epoch = 0;
        double seconds = 0;
        std::map<std::size_t, double> values;
    };
    std::map<std::int64_t, Row> rows;
    for (std::size_t i = 0; i < detail.series.size(); ++i) {
        const auto points = store.series(detail.summary.id, detail.series[i]);
        if (!points) {
            return fail(points.error());
        }
        for (const store::SeriesPoint& point : *points) {
            Row& row = rows[point.step];
            row.epoch = point.epoch;
            row.seconds = point.seconds;
            row.values[i] = point.value;
        }
    }
    std::string text = "step,epoch,seconds";
    for (const std::string& name : detail.series) {
        text += "," + quoted(name);
    }
    text += "\n";
    for (const auto& [step, row] : rows) {
        text += std::to_string(step) + "," + exactNumber(row.epoch) + "," + exactNumber(row.seconds);
        for (std::size_t i = 0; i < detail.series.size(); ++i) {
            const auto found = row.values.find(i);
            text += found == row.values.end() ? "," : "," + exactNumber(found->second);
        }
        text += "\n";
    }
    return text;
}

void print(const wiring::MergeCertificate& certificate)
{
    std::printf("merged: largest difference %s of the largest output on %lld validation images, the same class at "
                "%.4g %% of %s places; matrices in %s precision\n",
                shortNumber(certificate.largestDifference).c_str(), static_cast<long long>(certificate.images),
                100 * certificate.sameClass, grouped(certificate.places).c_str(), certificate.isHalf ? "half" : "full");
}

} // namespace

int exportRun(const Common& common, const ExportArguments& arguments)
{
    auto opened = store::Store::open(common.store);
    if (!opened) {
        return report(common, opened.error());
    }
    auto detail = (*opened)->runDetail(arguments.id);
    if (!detail) {
        return report(common, detail.error());
    }
    if (arguments.best && arguments.adapter.empty() && arguments.weights.empty()) {
        return report(common, Error{ErrorCode::InvalidInput, "goes with --adapter or --weights", "--best"});
    }
    if (arguments.best) {
        detail->lastCheckpoint = detail->runFolder / run::kBestFileName;
        if (std::error_code none; !std::filesystem::exists(detail->lastCheckpoint, none)) {
            return report(common, Error{ErrorCode::NotFound, "has no validation yet: nothing is best",
                                        "run " + std::to_string(arguments.id)});
        }
    }
    if (!arguments.csv.empty()) {
        const auto text = csvOf(**opened, *detail);
        if (!text) {
            return report(common, text.error());
        }
        if (const Status written = writeFileAtomically(arguments.csv, *text); !written) {
            return report(common, written.error());
        }
        std::printf("%s\n", arguments.csv.c_str());
    }
    if (!arguments.adapter.empty()) {
        if (const Status written = wiring::exportAdapter(*detail, arguments.adapter); !written) {
            return report(common, written.error());
        }
        std::printf("%s\n", arguments.adapter.c_str());
    }
    if (!arguments.weights.empty()) {
        const auto certificate = wiring::exportNetwork(*detail, arguments.weights);
        if (!certificate) {
            return report(common, certificate.error());
        }
        std::printf("%s\n", arguments.weights.c_str());
        if (*certificate) {
            print(**certificate);
        }
    }
    return kFinished;
}

} // namespace espalier::cli
