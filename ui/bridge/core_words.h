// The sentences of core as the translator finds them: facts are `%1` to `%9`, most special ones first.
#pragma once

#include "core/base/result.h"

#include <span>

namespace espalier::ui {

inline constexpr const char* kCoreContext = "Core";
inline constexpr const char* kPreflightContext = "Preflight";

[[nodiscard]] std::span<const char* const> coreSentences();      ///< in kCoreContext
[[nodiscard]] std::span<const char* const> preflightSentences(); ///< in kPreflightContext
[[nodiscard]] std::span<const char* const> coreParts(); ///< in kCoreContext; they fit much, so they are tried last
/// For a message that stands in none of them: what kind of failure it is.
[[nodiscard]] const char* errorSentence(ErrorCode code);

} // namespace espalier::ui
