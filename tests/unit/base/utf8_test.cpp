#include "core/base/utf8.h"

#include <gtest/gtest.h>

namespace espalier {
namespace {

TEST(Utf8, KnowsTextFromBytes)
{
    for (const char* text : {"", "a", "é", "한국어", "\xF0\x9F\x8C\xB1", "\xED\x9F\xBF", "\xF4\x8F\xBF\xBF"}) {
        EXPECT_TRUE(isUtf8(text)) << text;
    }
    // A lone continuation, a cut character, overlong forms, a surrogate, beyond the last code point, a byte that is
    // none.
    for (const char* bytes : {"\x80", "a\xC3", "\xC0\x80", "\xE0\x9F\xBF", "\xF0\x8F\xBF\xBF", "\xED\xA0\x80",
                              "\xF4\x90\x80\x80", "\xFF", "\xE2\x82z"}) {
        EXPECT_FALSE(isUtf8(bytes)) << bytes;
    }
}

TEST(Utf8, ReadableIsTextOnOneLine)
{
    EXPECT_EQ(readable("a\nb\tc\x1B[0m\x7F"), "a b c [0m ");
    EXPECT_EQ(readable("Gr\xFC\xDF"), "Gr\xEF\xBF\xBD\xEF\xBF\xBD");
    EXPECT_EQ(readable("한국어"), "한국어");
    const std::string cut = readable(std::string(50, 'x') + "한국어", 20);
    EXPECT_EQ(cut, std::string(17, 'x') + "…");
    EXPECT_EQ(readable(cut, 20), cut);
    EXPECT_EQ(readable("xxxxxx한국어", 11), "xxxxxx…"); // no half character
}

} // namespace
} // namespace espalier
