#include "core/base/hash.h"

#include <gtest/gtest.h>

#include <cmath>

namespace espalier {
namespace {

TEST(Hash, Fnv1aHasItsPublishedValues)
{
    EXPECT_EQ(fnv1a64(""), 0xcbf29ce484222325ULL);
    EXPECT_EQ(fnv1a64("a"), 0xaf63dc4c8601ec8cULL);
    EXPECT_EQ(fnv1a64("foobar"), 0x85944171f73967e8ULL);
    EXPECT_EQ(fnv1a64("bar", fnv1a64("foo")), fnv1a64("foobar")) << "a hash can be continued";
    EXPECT_NE(fnv1a64(std::string_view("\0", 1)), fnv1a64("")) << "a zero byte is a byte";
}

TEST(Hash, XxHashHasItsPublishedValues)
{
    EXPECT_EQ(xxHash64(""), 0xef46db3751d8e999ULL);
    EXPECT_EQ(xxHash64("a"), 0xd24ec4f1a98c6e5bULL);
    EXPECT_EQ(xxHash64("abc"), 0x44bc2cf5ad770999ULL);
    EXPECT_EQ(xxHash64("Nobody inspects the spammish repetition"), 0xfbcea83c8a378bf1ULL) << "lanes and a tail";
}

TEST(Hash, XxHashSeesEveryBit)
{
    std::string bytes(67, 'x');
    const std::uint64_t plain = xxHash64(bytes);
    for (char& byte : bytes) {
        byte ^= 1;
        EXPECT_NE(xxHash64(bytes), plain);
        byte ^= 1;
    }
    EXPECT_EQ(xxHash64(bytes), plain);
}

TEST(Hash, SplitMixHasItsPublishedValues)
{
    EXPECT_EQ(splitMix64(0, 1), 0xe220a8397b1dcdafULL);
    EXPECT_EQ(splitMix64(0, 2), 0x6e789e6aa1b965f4ULL);
}

/// The first weights that the golden values' rule gives for a 3x3 convolution of 3 channels with gain 1.6.
float weightOf(const char* name, std::uint64_t salt, std::uint64_t i)
{
    return static_cast<float>((2.0 * hashUniform(fnv1a64(name) + salt, i) - 1.0) * 1.6 * std::sqrt(3.0 / 27.0));
}

TEST(Hash, FillsWeightsAsTheGoldenValuesDo)
{
    const char* name = "backbone.image_model.stem.conv.weight";
    EXPECT_EQ(weightOf(name, 0, 1), -0.0334023163F);
    EXPECT_EQ(weightOf(name, 0, 2), -0.443144023F);
    EXPECT_EQ(weightOf(name, 0, 3), -0.205462649F);
    EXPECT_EQ(weightOf(name, 7, 1), -0.229692906F);
    EXPECT_EQ(weightOf(name, 7, 2), -0.186603859F);
    EXPECT_EQ(weightOf(name, 7, 3), 0.495996207F);
}

TEST(Hash, DigitsAreSixteen)
{
    EXPECT_EQ(hexDigits(0), "0000000000000000");
    EXPECT_EQ(hexDigits(0xfedcba9876543210ULL), "fedcba9876543210");
}

} // namespace
} // namespace espalier
