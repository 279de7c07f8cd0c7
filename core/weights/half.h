// IEEE 754 binary16 from binary32, for weights that ship small.
#pragma once

#include <bit>
#include <cstdint>

namespace espalier::weights {

/// Round to nearest, ties to even; overflow gives infinity, NaN stays NaN.
[[nodiscard]] constexpr std::uint16_t halfFromFloat(float value)
{
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const auto sign = static_cast<std::uint16_t>((bits >> 16) & 0x8000U);
    const std::uint32_t magnitude = bits & 0x7FFFFFFFU;
    if (magnitude > 0x7F800000U) {
        return static_cast<std::uint16_t>(sign | 0x7E00U);
    }
    if (magnitude >= 0x47800000U) { // 2^16 and above
        return static_cast<std::uint16_t>(sign | 0x7C00U);
    }
    if (magnitude < 0x33000000U) { // below half of the smallest subnormal
        return sign;
    }
    const auto exponent = static_cast<int>(magnitude >> 23) - 127;
    const std::uint32_t mantissa = (magnitude & 0x7FFFFFU) | 0x800000U;
    // Subnormal halves lose more of the mantissa.
    const int shift = exponent < -14 ? 13 + (-14 - exponent) : 13;
    std::uint32_t half = mantissa >> shift;
    if (exponent >= -14) {
        half += static_cast<std::uint32_t>(exponent + 14) << 10;
    }
    const std::uint32_t rest = mantissa & ((1U << shift) - 1U);
    const std::uint32_t tie = 1U << (shift - 1);
    half += (rest > tie || (rest == tie && (half & 1U) != 0)) ? 1U : 0U;
    return static_cast<std::uint16_t>(sign | half);
}

} // namespace espalier::weights
