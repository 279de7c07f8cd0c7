// A result table as text to paste: Markdown and CSV.
#pragma once

#include "core/compare/result_table.h"

#include <span>
#include <string>

namespace espalier::compare {

/// One line a run; one column a class that any of them has. `–` where there is no value.
[[nodiscard]] std::string toMarkdown(std::span<const ResultRow> rows);
/// The same columns with numbers that read back exactly; empty where there is no value, quoted as RFC 4180 says.
[[nodiscard]] std::string toCsv(std::span<const ResultRow> rows);

} // namespace espalier::compare
