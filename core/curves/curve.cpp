#include "core/curves/curve.h"

#include "core/base/files.h"
#include "core/base/utf8.h"
#include "core/curves/log_readers.h"
#include "core/curves/series_kind.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace espalier::curves {

namespace {

constexpr std::uint64_t kFileLimit = 128ULL << 20;

std::optional<std::int64_t> wholeStep(double value)
{
    constexpr double kLimit = 9e15; // exact in a double
    return std::abs(value) < kLimit ? std::optional(static_cast<std::int64_t>(value)) : std::nullopt;
}

class Names {
public:
    const SeriesName& of(const std::string& logged)
    {
        const auto [place, isNew] = m_known.try_emplace(logged);
        if (isNew) {
            place->second = seriesName(logged);
        }
        return place->second;
    }

private:
    std::unordered_map<std::string, SeriesName> m_known;
};

monitor::Observation observationOf(const LoggedRow& row, Names& names)
{
    monitor::Observation observation;
    observation.isPrecisionUnknown = true;
    observation.step = row.step;
    // Of several names for one thing the first in rank counts.
    int totalRank = 0;
    int normRank = 0;
    int stepRank = 0;
    const auto takeByRank = [](std::optional<double>& place, int& rank, const SeriesName& name, double value) {
        if (!place || name.rank < rank) {
            place = value;
            rank = name.rank;
        }
    };
    std::optional<double> step;
    for (const run::Sample& sample : row.values) {
        const SeriesName& name = names.of(sample.series);
        switch (name.kind) {
        case SeriesKind::Total:
            takeByRank(observation.loss, totalRank, name, sample.value);
            break;
        case SeriesKind::GradientNorm:
            takeByRank(observation.gradientNorm, normRank, name, sample.value);
            break;
        case SeriesKind::Step:
            takeByRank(step, stepRank, name, sample.value);
            break;
        case SeriesKind::Part:
            observation.parts.push_back({name.name, sample.value});
            break;
        case SeriesKind::BranchNorm:
            observation.branchNorms.push_back({name.name, sample.value});
            break;
        case SeriesKind::LearningRate:
            observation.learningRate = std::min(observation.learningRate.value_or(sample.value), sample.value);
            break;
        case SeriesKind::LossScale:
            observation.lossScale = sample.value;
            break;
        case SeriesKind::Other:
            break;
        }
    }
    if (!observation.step && step) {
        observation.step = wholeStep(*step);
    }
    return observation;
}

/// Ultralytics logs parts alone: their sum is what was trained on.
void sumParts(std::vector<monitor::Observation>& rows)
{
    for (monitor::Observation& row : rows) {
        if (!row.parts.empty()) {
            double sum = 0;
            for (const run::Sample& part : row.parts) {
                sum += part.value;
            }
            row.loss = sum;
        }
    }
}

Result<Curve> curveOf(LogFormat format, Result<LoggedRows> logged, const std::string& where)
{
    if (!logged) {
        return fail(std::move(logged).error());
    }
    Curve curve{format, {}};
    Names names;
    for (const LoggedRow& row : *logged) {
        monitor::Observation observation = observationOf(row, names);
        const bool saysNothing = !observation.loss && !observation.gradientNorm && observation.parts.empty();
        // A line of a CSV is a row whatever it says, so that rows can be found again in the file.
        if (saysNothing && format != LogFormat::Csv) {
            continue;
        }
        curve.rows.push_back(std::move(observation));
    }
    const auto has = [&](auto&& test) { return std::any_of(curve.rows.begin(), curve.rows.end(), test); };
    if (!has([](const monitor::Observation& row) { return row.loss.has_value(); })) {
        sumParts(curve.rows);
    }
    if (!has([](const monitor::Observation& row) { return row.loss || row.gradientNorm; })) {
        return fail(ErrorCode::InvalidInput,
                    "holds no training loss and no gradient norm: expected a log of mmengine, HF Trainer, "
                    "LLaMA-Factory, Ultralytics or TensorBoard, or a CSV with a column `loss`",
                    where);
    }
    return curve;
}

} // namespace

Result<Curve> curveFromBytes(std::string_view bytes, const std::string& where)
{
    if (isTensorBoard(bytes)) {
        return curveOf(LogFormat::TensorBoard, readTensorBoard(bytes, where), where);
    }
    if (bytes.starts_with("\xef\xbb\xbf")) {
        bytes.remove_prefix(3);
    }
    const auto begin = bytes.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) {
        return fail(ErrorCode::InvalidInput, "is empty: nothing to judge", where);
    }
    if (bytes.find('\0') != std::string_view::npos) {
        return fail(ErrorCode::InvalidInput, "is neither text nor a TensorBoard event file", where);
    }
    if (bytes[begin] != '{') {
        return curveOf(LogFormat::Csv, readCsv(bytes, where), where);
    }
    // One object over many lines, or one a line.
    const std::string_view firstLine = bytes.substr(begin, bytes.find('\n', begin) - begin);
    const bool isLines = firstLine.find("\"log_history\"") == std::string_view::npos &&
                         firstLine.find_last_not_of(" \t\r") != std::string_view::npos &&
                         firstLine[firstLine.find_last_not_of(" \t\r")] == '}';
    return isLines ? curveOf(LogFormat::JsonLines, readJsonLines(bytes, where), where)
                   : curveOf(LogFormat::TrainerState, readTrainerState(bytes, where), where);
}

Result<Curve> readCurve(const std::filesystem::path& file)
{
    auto bytes = readFile(file, kFileLimit);
    if (!bytes) {
        return fail(std::move(bytes).error());
    }
    return curveFromBytes(*bytes, file.string());
}

} // namespace espalier::curves
