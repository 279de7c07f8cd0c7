#include "core/weights/half.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace espalier::weights {
namespace {

/// The definition in IEEE 754, the slow way.
double valueOfHalf(std::uint16_t bits)
{
    const int exponent = (bits >> 10) & 0x1F;
    const int mantissa = bits & 0x3FF;
    const double magnitude = exponent == 0 ? std::ldexp(mantissa, -24) : std::ldexp(1024 + mantissa, exponent - 25);
    return (bits & 0x8000) != 0 ? -magnitude : magnitude;
}

TEST(Half, EveryFiniteHalfComesBack)
{
    for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
        if ((bits & 0x7C00) != 0x7C00) {
            const auto half = static_cast<std::uint16_t>(bits);
            ASSERT_EQ(halfFromFloat(static_cast<float>(valueOfHalf(half))), half) << bits;
        }
    }
}

TEST(Half, RoundsToTheNearestAndTiesToEven)
{
    for (std::uint16_t bits = 0; bits < 0x7BFF; ++bits) {
        const double low = valueOfHalf(bits);
        const double high = valueOfHalf(static_cast<std::uint16_t>(bits + 1));
        const auto middle = static_cast<float>((low + high) / 2); // exact in binary32
        const auto even = static_cast<std::uint16_t>(bits % 2 == 0 ? bits : bits + 1);
        ASSERT_EQ(halfFromFloat(middle), even) << bits;
        ASSERT_EQ(halfFromFloat(std::nextafter(middle, 0.0F)), bits) << bits;
        ASSERT_EQ(halfFromFloat(std::nextafter(middle, 1e9F)), bits + 1) << bits;
    }
}

TEST(Half, HasInfinityAndNaN)
{
    const float infinity = std::numeric_limits<float>::infinity();
    EXPECT_EQ(halfFromFloat(infinity), 0x7C00);
    EXPECT_EQ(halfFromFloat(-infinity), 0xFC00);
    EXPECT_EQ(halfFromFloat(65519.0F), 0x7BFF);
    EXPECT_EQ(halfFromFloat(65520.0F), 0x7C00);
    EXPECT_EQ(halfFromFloat(-1e30F), 0xFC00);
    const std::uint16_t nan = halfFromFloat(std::numeric_limits<float>::quiet_NaN());
    EXPECT_EQ(nan & 0x7C00, 0x7C00);
    EXPECT_NE(nan & 0x3FF, 0);
}

} // namespace
} // namespace espalier::weights
