#include "core/base/utf8.h"
#include "core/curves/log_readers.h"
#include "core/curves/series_kind.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <limits>

namespace espalier::curves {

namespace {

constexpr std::size_t kByteLimit = 1ULL << 30; ///< of values with their names: two bytes of a file may become hundreds

std::string_view trimmed(std::string_view text)
{
    const auto begin = text.find_first_not_of(" \t\r\"");
    if (begin == std::string_view::npos) {
        return {};
    }
    return text.substr(begin, text.find_last_not_of(" \t\r\"") - begin + 1);
}

/// Cells of one line; a comma within quotes does not part them.
std::vector<std::string_view> cellsOf(std::string_view line)
{
    std::vector<std::string_view> cells;
    std::size_t begin = 0;
    bool isQuoted = false;
    for (std::size_t i = 0; i <= line.size() && cells.size() <= kColumnLimit; ++i) {
        if (i < line.size() && line[i] == '"') {
            isQuoted = !isQuoted;
        } else if (i == line.size() || (line[i] == ',' && !isQuoted)) {
            cells.push_back(trimmed(line.substr(begin, i - begin)));
            begin = i + 1;
        }
    }
    return cells;
}

} // namespace

std::optional<double> loggedNumber(std::string_view text)
{
    std::string lower(text.substr(0, 32));
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    std::string_view word = lower;
    const bool isNegative = word.starts_with('-');
    if (isNegative || word.starts_with('+')) {
        word.remove_prefix(1);
        text.remove_prefix(isNegative ? 0 : 1);
    }
    if (word == "nan") {
        return std::numeric_limits<double>::quiet_NaN();
    }
    if (word == "inf" || word == "infinity") {
        return (isNegative ? -1 : 1) * std::numeric_limits<double>::infinity();
    }
    if (word.empty() || !(std::isdigit(static_cast<unsigned char>(word.front())) != 0 || word.front() == '.')) {
        return std::nullopt;
    }
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end != text.data() + text.size()) {
        return std::nullopt;
    }
    if (error == std::errc::result_out_of_range) { // too large to be held is as lost as infinite
        const auto exponent = text.find_first_of("eE");
        const bool isTiny = exponent != std::string_view::npos && text.substr(exponent + 1).starts_with('-');
        return isTiny ? 0.0 : (isNegative ? -1 : 1) * std::numeric_limits<double>::infinity();
    }
    return error == std::errc() ? std::optional(value) : std::nullopt;
}

Result<LoggedRows> readCsv(std::string_view text, const std::string& where)
{
    std::vector<std::string> header;
    std::vector<bool> isJudged; ///< columns
    LoggedRows rows;
    std::size_t bytes = 0;
    std::size_t line = 0;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const std::string_view written = text.substr(0, end);
        const bool isLast = end + 1 >= text.size();
        text.remove_prefix(std::min(end + 1, text.size()));
        ++line;
        if (trimmed(written).empty()) {
            continue;
        }
        const auto cells = cellsOf(written);
        const std::string place = where + ':' + std::to_string(line);
        if (cells.size() > kColumnLimit) {
            return fail(ErrorCode::InvalidInput, "has more than " + std::to_string(kColumnLimit) + " columns", place);
        }
        if (header.empty()) {
            for (const std::string_view cell : cells) {
                header.push_back(readable(cell));
                isJudged.push_back(seriesName(header.back()).kind != SeriesKind::Other);
            }
            continue;
        }
        if (cells.size() != header.size()) {
            if (isLast && cells.size() < header.size() && !rows.empty()) {
                break; // a line that is being written
            }
            return fail(ErrorCode::InvalidInput,
                        "has " + std::to_string(cells.size()) + " cells, but the header has " +
                            std::to_string(header.size()),
                        place);
        }
        LoggedRow row;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            // Other text in a cell (a date, a name) is no value of a curve.
            if (const auto number = isJudged[i] ? loggedNumber(cells[i]) : std::nullopt) {
                row.values.push_back({header[i], *number});
                bytes += sizeof(run::Sample) + header[i].size();
            }
        }
        if (bytes > kByteLimit) {
            return fail(ErrorCode::InvalidInput, "holds more values than can be judged at once: split the file", place);
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace espalier::curves
