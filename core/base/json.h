// JSON as we write it: numbers as numbers, non-finite ones as "nan", "inf" and "-inf".
#pragma once

#include "core/base/result.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string_view>

namespace espalier {

using Json = nlohmann::ordered_json;

[[nodiscard]] Json jsonNumber(double value);
/// The inverse of jsonNumber; nothing when the value is no number.
[[nodiscard]] std::optional<double> numberFromJson(const Json& value);
/// Parse hostile text: no exception leaves; `where` names the file in the error, with line and column.
[[nodiscard]] Result<Json> parseJson(std::string_view text, const std::string& where);

} // namespace espalier
