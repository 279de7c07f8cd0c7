#include "core/base/json.h"
#include "core/base/utf8.h"
#include "core/curves/log_readers.h"

#include <cmath>

namespace espalier::curves {

namespace {

bool isWordCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Python writes NaN, Infinity and -Infinity, which JSON does not know: they become the texts that numberFromJson
/// reads.
std::string withQuotedNonFinite(std::string_view text)
{
    std::string answer;
    answer.reserve(text.size());
    bool isText = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (isText) {
            answer += c;
            if (c == '\\' && i + 1 < text.size()) {
                answer += text[++i];
            } else if (c == '"') {
                isText = false;
            }
            continue;
        }
        isText = c == '"';
        const bool isNegative = c == '-' && i + 1 < text.size() && isWordCharacter(text[i + 1]);
        if (!isNegative && !isWordCharacter(c)) {
            answer += c;
            continue;
        }
        const std::size_t begin = i;
        std::size_t end = i + 1;
        while (end < text.size() && isWordCharacter(text[end])) {
            ++end;
        }
        const std::string_view word = text.substr(begin, end - begin);
        // The `e` of 1e-5 and what JSON knows stay as they are.
        const auto number = word.size() < 3 ? std::nullopt : loggedNumber(word);
        if (number && !std::isfinite(*number)) {
            answer += std::isnan(*number) ? "\"nan\"" : *number > 0 ? "\"inf\"" : "\"-inf\"";
        } else {
            answer += word;
        }
        i = end - 1;
    }
    return answer;
}

/// Nothing for what is no row of training: a validation, or the summary at the end.
std::optional<LoggedRow> rowOf(const Json& object)
{
    if (const auto mode = object.find("mode"); mode != object.end() && *mode != "train") {
        return std::nullopt;
    }
    if (object.contains("train_runtime")) {
        return std::nullopt;
    }
    LoggedRow row;
    for (const auto& [name, value] : object.items()) {
        if (row.values.size() >= kColumnLimit) {
            break;
        }
        if (const auto number = numberFromJson(value)) {
            row.values.push_back({name, *number});
        } else if (value.is_array()) { // mmdetection: a rate a group
            for (const Json& one : value) {
                if (const auto element = numberFromJson(one); element && row.values.size() < kColumnLimit) {
                    row.values.push_back({name, *element});
                }
            }
        }
    }
    // mmdetection counts iterations anew in each epoch.
    const auto numberOf = [&](const char* name) {
        const auto found = object.find(name);
        return found == object.end() ? std::nullopt : numberFromJson(*found);
    };
    const auto epoch = numberOf("epoch");
    const auto iteration = numberOf("iter");
    if (!object.contains("step") && epoch && iteration && std::abs(*epoch) < 1e6 && std::abs(*iteration) < 1e9) {
        row.step = static_cast<std::int64_t>(*epoch) * 1'000'000'000 + static_cast<std::int64_t>(*iteration);
    }
    return row;
}

} // namespace

Result<LoggedRows> readJsonLines(std::string_view text, const std::string& where)
{
    LoggedRows rows;
    std::size_t line = 0;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const std::string_view written = text.substr(0, end);
        const bool isLast = end + 1 >= text.size();
        text.remove_prefix(std::min(end + 1, text.size()));
        ++line;
        if (written.find_first_not_of(" \t\r") == std::string_view::npos) {
            continue;
        }
        const auto json = parseJson(withQuotedNonFinite(written), where + ':' + std::to_string(line));
        if (!json) {
            // A line that is being written, or was when the program died.
            if (isLast && !rows.empty()) {
                break;
            }
            return fail(json.error());
        }
        if (!json->is_object()) {
            return fail(ErrorCode::InvalidInput, "is no object: a log of JSON lines has one on every line",
                        where + ':' + std::to_string(line));
        }
        if (auto row = rowOf(*json)) {
            rows.push_back(*std::move(row));
        }
    }
    return rows;
}

Result<LoggedRows> readTrainerState(std::string_view text, const std::string& where)
{
    const auto json = parseJson(withQuotedNonFinite(text), where);
    if (!json) {
        return fail(json.error());
    }
    const auto history = json->is_object() ? json->find("log_history") : json->end();
    if (!json->is_object() || history == json->end() || !history->is_array()) {
        return fail(ErrorCode::InvalidInput, "holds no list `log_history`: is this a trainer_state.json?", where);
    }
    LoggedRows rows;
    for (std::size_t i = 0; i < history->size(); ++i) {
        const Json& entry = (*history)[i];
        if (!entry.is_object()) {
            return fail(ErrorCode::InvalidInput, "is no object", where + ": log_history[" + std::to_string(i) + ']');
        }
        if (auto row = rowOf(entry)) {
            rows.push_back(*std::move(row));
        }
    }
    return rows;
}

} // namespace espalier::curves
