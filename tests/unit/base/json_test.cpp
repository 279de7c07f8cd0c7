#include "core/base/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

namespace espalier {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::string repeated(const char* text, int count)
{
    std::string all;
    for (int i = 0; i < count; ++i) {
        all += text;
    }
    return all;
}

TEST(Json, WritesNonFiniteNumbersAsWords)
{
    EXPECT_EQ(jsonNumber(0.5).dump(), "0.5");
    EXPECT_EQ(jsonNumber(std::nan("")).dump(), "\"nan\"");
    EXPECT_EQ(jsonNumber(kInfinity).dump(), "\"inf\"");
    EXPECT_EQ(jsonNumber(-kInfinity).dump(), "\"-inf\"");
}

TEST(Json, ReadsBackWhatItWrote)
{
    for (const double value : {0.0, -0.0, 1e-320, 0.1, -1.7976931348623157e308, kInfinity, -kInfinity}) {
        const auto back = numberFromJson(parseJson(jsonNumber(value).dump(), "x").value());
        ASSERT_TRUE(back.has_value()) << value;
        EXPECT_EQ(*back, value);
        EXPECT_EQ(std::signbit(*back), std::signbit(value));
    }
    const auto nan = numberFromJson(parseJson(jsonNumber(std::nan("")).dump(), "x").value());
    ASSERT_TRUE(nan.has_value());
    EXPECT_TRUE(std::isnan(*nan));
}

TEST(Json, OtherValuesAreNoNumbers)
{
    for (const char* text : {"\"NaN\"", "\"1\"", "null", "true", "[1]", "{}"}) {
        EXPECT_FALSE(numberFromJson(parseJson(text, "x").value()).has_value()) << text;
    }
}

TEST(Json, KeepsTheOrderOfKeys)
{
    EXPECT_EQ(parseJson(R"({"z":1,"a":2})", "x")->dump(), R"({"z":1,"a":2})");
}

TEST(Json, BrokenTextNamesFileAndLine)
{
    const auto broken = parseJson("{\n \"a\": 1,\n oops\n}", "plan.json");
    ASSERT_FALSE(broken.has_value());
    EXPECT_EQ(broken.error().code, ErrorCode::Unreadable);
    EXPECT_EQ(broken.error().where, "plan.json:3");
}

TEST(Json, TruncatedAndForeignBytesAreErrors)
{
    const std::string whole = R"({"a":[1,2,{"b":"ü"}],"c":-1.5e3})";
    for (std::size_t length = 0; length < whole.size(); ++length) {
        EXPECT_FALSE(parseJson(whole.substr(0, length), "x").has_value()) << length;
    }
    for (const char* text : {"\xff\xfe", "\"\xc3\"", "nan", "1e999", "{} x", "[1,]"}) {
        EXPECT_FALSE(parseJson(text, "x").has_value()) << text;
    }
}

TEST(Json, RefusesHostileDepth)
{
    EXPECT_TRUE(parseJson(repeated("[", 64) + repeated("]", 64), "x").has_value());
    const auto deep = parseJson(repeated("[", 65) + repeated("]", 65), "x");
    ASSERT_FALSE(deep.has_value());
    EXPECT_THAT(deep.error().message, testing::HasSubstr("64"));
    EXPECT_FALSE(parseJson(repeated("{\"a\":", 1'000'000), "x").has_value());
    EXPECT_FALSE(parseJson(repeated("[", 1'000'000), "x").has_value());
}

TEST(Json, BytesThatAreNoTextAreWrittenAsReplacements)
{
    EXPECT_EQ(jsonText({{"file", "a\xff.png"}}), "{\"file\":\"a\xef\xbf\xbd.png\"}");
    EXPECT_EQ(jsonText(Json{{"a", 1}}, 1), "{\n \"a\": 1\n}");
}

TEST(Json, BracketsWithinTextAreNoDepth)
{
    const std::string text = "\"\\\"" + repeated("[", 500) + '"';
    EXPECT_TRUE(parseJson(text, "x").has_value());
}

} // namespace
} // namespace espalier
