#include "core/compare/text_cells.h"

#include <array>
#include <charconv>
#include <cstddef>

namespace espalier::compare {

namespace {

constexpr std::string_view kMarkdownSigns = "|\\`*<&[";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

std::string csvCell(const std::string& text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos) {
        return text;
    }
    std::string answer = "\"";
    for (const char c : text) {
        answer += c;
        answer += c == '"' ? "\"" : "";
    }
    return answer + "\"";
}

/// Bytes of the UTF-8 sequence that `text` begins with; 0 when it begins with none.
std::size_t sequenceLength(std::string_view text)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xC2 ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF5 ? 4
                                             : 0;
    if (length == 0 || length > text.size()) {
        return 0;
    }
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0) != 0x80) {
            return 0;
        }
    }
    // Overlong forms, surrogates and what lies beyond the last code point.
    const bool isOdd = length > 2 && ((lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xED && byte(1) >= 0xA0) ||
                                      (lead == 0xF0 && byte(1) < 0x90) || (lead == 0xF4 && byte(1) >= 0x90));
    return isOdd ? 0 : length;
}

std::string_view htmlSign(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return {};
    }
}

/// The largest double has 309 digits before its point.
using NumberText = std::array<char, 400>;

} // namespace

std::string fixedNumber(double value, int digits)
{
    NumberText text;
    return {text.data(),
            std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, digits).ptr};
}

std::string shortNumber(double value, int digits)
{
    NumberText text;
    return {text.data(),
            std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, digits).ptr};
}

std::string exactNumber(double value)
{
    NumberText text;
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

std::string markdownText(std::string_view text)
{
    std::string answer;
    for (const char c : text) {
        answer += kMarkdownSigns.find(c) != std::string_view::npos ? "\\" : "";
        answer += c == '\n' || c == '\r' ? ' ' : c;
    }
    return answer;
}

std::string markdownLine(const Cells& cells)
{
    std::string line = "|";
    for (const std::string& cell : cells) {
        line += " " + markdownText(cell) + " |";
    }
    return line + "\n";
}

std::string csvLine(const Cells& cells)
{
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        line += (i == 0 ? "" : ",") + csvCell(cells[i]);
    }
    return line + "\n";
}

std::string htmlText(std::string_view text)
{
    std::string answer;
    while (!text.empty()) {
        const std::size_t length = sequenceLength(text);
        const auto first = static_cast<unsigned char>(text.front());
        const bool isControl = length == 1 && (first < 0x20 || first == 0x7F) && first != '\t' && first != '\n';
        if (length == 0 || isControl) {
            answer += kReplacement;
        } else if (const std::string_view sign = htmlSign(text.front()); !sign.empty()) {
            answer += sign;
        } else {
            answer += text.substr(0, length);
        }
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return answer;
}

} // namespace espalier::compare
