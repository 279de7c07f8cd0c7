// Cells and lines of tables as text: what is escaped where.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace espalier::compare {

using Cells = std::vector<std::string>;

/// `| a | b |` with a line break; characters that mean something to Markdown or HTML are escaped, line breaks are
/// spaces.
[[nodiscard]] std::string markdownLine(const Cells& cells);
/// The same for text outside of a table.
[[nodiscard]] std::string markdownText(std::string_view text);
/// Quoted where RFC 4180 asks for it.
[[nodiscard]] std::string csvLine(const Cells& cells);
/// For HTML and SVG, in text and in quoted attributes. Control characters that no document may hold, and bytes that
/// are no UTF-8, become U+FFFD.
[[nodiscard]] std::string htmlText(std::string_view text);

/// 0.125, whatever the locale; `digits` after the point. Not finite: nan, inf, -inf.
[[nodiscard]] std::string fixedNumber(double value, int digits);
/// As short as `digits` significant ones allow: 0.125, 1.5e-05.
[[nodiscard]] std::string shortNumber(double value, int digits);
/// The shortest text that reads back to the same double.
[[nodiscard]] std::string exactNumber(double value);

} // namespace espalier::compare
