// JSON as we write it: numbers as numbers, non-finite ones as "nan", "inf" and "-inf".
#pragma once

#include "core/base/result.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace espalier {

using Json = nlohmann::ordered_json;

[[nodiscard]] Json jsonNumber(double value);
/// The inverse of jsonNumber; nothing when the value is no number.
[[nodiscard]] std::optional<double> numberFromJson(const Json& value);
/// On one line, or indented by so many blanks. Bytes that are no UTF-8 (a file's name may hold any) become U+FFFD, so
/// nothing throws: dump() by itself does.
[[nodiscard]] std::string jsonText(const Json& json, int indent = -1);
/// Parse hostile text: no exception leaves; `where` names the file in the error, with line and column.
[[nodiscard]] Result<Json> parseJson(std::string_view text, const std::string& where);

} // namespace espalier
