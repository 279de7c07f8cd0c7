// UTF-8: whether bytes of a hostile file are text, and what of them can be shown.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace espalier {

/// No overlong form, no surrogate, nothing beyond U+10FFFF.
[[nodiscard]] bool isUtf8(std::string_view text);

/// `text` on one line of at most `limit` bytes: control characters become blanks, bytes that are no UTF-8 become
/// U+FFFD, what is too long ends in an ellipsis.
[[nodiscard]] std::string readable(std::string_view text, std::size_t limit = 300);

} // namespace espalier
