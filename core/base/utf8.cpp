#include "core/base/utf8.h"

namespace espalier {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

/// Bytes of the character that `text`, not empty, begins with; 0 when it begins with none.
std::size_t characterLength(std::string_view text)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80) {
        return 1;
    }
    const std::size_t length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    if (length == 0 || length > text.size()) {
        return 0;
    }
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0) != 0x80) {
            return 0;
        }
    }
    const unsigned char second = byte(1);
    const bool isOverlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
    const bool isOutside = (lead == 0xED && second >= 0xA0) || (lead == 0xF4 && second >= 0x90);
    return isOverlong || isOutside ? 0 : length;
}

} // namespace

bool isUtf8(std::string_view text)
{
    while (!text.empty()) {
        const std::size_t length = characterLength(text);
        if (length == 0) {
            return false;
        }
        text.remove_prefix(length);
    }
    return true;
}

std::string readable(std::string_view text, std::size_t limit)
{
    std::string shown;
    while (!text.empty()) {
        const std::size_t length = characterLength(text);
        std::string_view character = length == 0 ? kReplacement : text.substr(0, length);
        if (length == 1 && (static_cast<unsigned char>(text[0]) < ' ' || text[0] == '\x7F')) {
            character = " ";
        }
        if (shown.size() + character.size() + kEllipsis.size() > limit) {
            return shown.append(kEllipsis);
        }
        shown += character;
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return shown;
}

} // namespace espalier
