// Log readers: one function a format, from hostile bytes to named values. What the names mean is asked elsewhere.
#pragma once

#include "core/base/result.h"
#include "core/run/event.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace espalier::curves {

/// Named values of one row as logged; values may be non-finite. Names are text.
struct LoggedRow {
    std::vector<run::Sample> values;
    std::optional<std::int64_t> step; ///< where the format has one of its own; else a series says it
};
using LoggedRows = std::vector<LoggedRow>;

inline constexpr std::size_t kColumnLimit = 4096; ///< of a row; a log with more is none

/// `nan`, `-inf`, `Infinity`, … in any case, or a number; nothing else may follow.
[[nodiscard]] std::optional<double> loggedNumber(std::string_view text);

[[nodiscard]] Result<LoggedRows> readJsonLines(std::string_view text, const std::string& where);
[[nodiscard]] Result<LoggedRows> readTrainerState(std::string_view text, const std::string& where);
[[nodiscard]] Result<LoggedRows> readCsv(std::string_view text, const std::string& where);
[[nodiscard]] Result<LoggedRows> readTensorBoard(std::string_view bytes, const std::string& where);

/// Whether the bytes begin as a record of an event file does: a length and its checksum.
[[nodiscard]] bool isTensorBoard(std::string_view bytes);

} // namespace espalier::curves
