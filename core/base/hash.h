// Hashes and the numbers made from them: content ids, and values that any machine makes alike from a name.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace espalier {

/// FNV-1a, 64 bit. For identity of content, not against an adversary.
[[nodiscard]] constexpr std::uint64_t fnv1a64(std::string_view bytes, std::uint64_t basis = 0xcbf29ce484222325ULL)
{
    for (const char c : bytes) {
        basis ^= static_cast<unsigned char>(c);
        basis *= 0x100000001b3ULL;
    }
    return basis;
}

/// xxHash's XXH64 (Collet 2012) with seed 0: identity of contents of any size at the speed of memory. Little-endian
/// machines only, as the files of weights.
[[nodiscard]] std::uint64_t xxHash64(std::string_view bytes);

/// SplitMix64's output function (Steele et al. 2014) of the i-th state after `base`; i counts from 1.
[[nodiscard]] constexpr std::uint64_t splitMix64(std::uint64_t base, std::uint64_t i)
{
    std::uint64_t z = base + i * 0x9E3779B97F4A7C15ULL;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

/// The top 24 bits of splitMix64 as a number in [0, 1).
[[nodiscard]] constexpr double hashUniform(std::uint64_t base, std::uint64_t i)
{
    return static_cast<double>(splitMix64(base, i) >> 40) / 16777216.0;
}

/// Sixteen lower-case hexadecimal digits.
[[nodiscard]] std::string hexDigits(std::uint64_t value);

} // namespace espalier
