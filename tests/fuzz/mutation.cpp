#include "tests/fuzz/mutation.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace espalier::fuzz {

namespace {

constexpr std::size_t kLongestPart = 40;
constexpr std::size_t kDeepest = 3000;

/// Where readers of text go wrong.
constexpr std::array<std::string_view, 28> kNumbers{"0",
                                                    "-0",
                                                    "1",
                                                    "-1",
                                                    "0.5",
                                                    "1e999",
                                                    "-1e999",
                                                    "1e308",
                                                    "1e-320",
                                                    "nan",
                                                    "NaN",
                                                    "inf",
                                                    "-inf",
                                                    ".nan",
                                                    ".inf",
                                                    "007",
                                                    "0x10",
                                                    "1e",
                                                    "2147483647",
                                                    "2147483648",
                                                    "-99999",
                                                    "16777217",
                                                    "1.5",
                                                    "4294967296",
                                                    "true",
                                                    "null",
                                                    "9223372036854775808",
                                                    "99999999999999999999999999999999"};
constexpr std::array<std::string_view, 6> kOpenings{"[", "{\"a\":", "[{\"a\":[", "<a>", "- ", "{a: "};

template <class List>
const auto& oneOf(const List& list, Random& random)
{
    return list[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(list.size())))];
}

std::size_t placeIn(const std::string& bytes, Random& random)
{
    return static_cast<std::size_t>(random.below(static_cast<std::int64_t>(bytes.size())));
}

std::size_t lengthFrom(const std::string& bytes, std::size_t from, Random& random)
{
    return std::min(bytes.size() - from, static_cast<std::size_t>(1 + random.below(kLongestPart)));
}

void put(std::string& bytes, std::size_t at, std::string_view part, Random& random)
{
    if (random.chance(0.5)) {
        bytes.insert(at, part);
    } else {
        bytes.replace(at, std::min(part.size(), bytes.size() - at), part);
    }
}

/// A number where readers of bytes go wrong, in either order.
void putRawNumber(std::string& bytes, Random& random)
{
    constexpr std::array<std::uint64_t, 12> kRaw{0,      1,          2,          0x7F,       0xFF,      0x7FFF,
                                                 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, 1ULL << 40, INT64_MAX, UINT64_MAX};
    const std::uint64_t number = oneOf(kRaw, random);
    std::string part(reinterpret_cast<const char*>(&number), std::size_t{1} << random.below(4));
    if (random.chance(0.5)) {
        std::reverse(part.begin(), part.end());
    }
    const std::size_t at = placeIn(bytes, random);
    bytes.replace(at, std::min(part.size(), bytes.size() - at), part);
}

void changeBytes(std::string& bytes, const std::string& other, Random& random)
{
    const std::size_t at = placeIn(bytes, random);
    switch (random.below(8)) {
    case 0:
        bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ (1U << random.below(8)));
        break;
    case 1:
        bytes[at] = static_cast<char>(random.below(256));
        break;
    case 2:
        bytes.resize(at);
        break;
    case 3:
        bytes.erase(at, lengthFrom(bytes, at, random));
        break;
    case 4:
        bytes.insert(at, std::string(1 + static_cast<std::size_t>(random.below(20)), bytes[placeIn(bytes, random)]));
        break;
    case 5: { // a part of this or of the other one in another's place
        const std::string& source = random.chance(0.5) || other.empty() ? bytes : other;
        const std::size_t from = placeIn(source, random);
        put(bytes, at, source.substr(from, lengthFrom(source, from, random)), random);
        break;
    }
    case 6:
        putRawNumber(bytes, random);
        break;
    default: { // a sign of a text, or any byte as one
        constexpr std::string_view kSigns = "0123456789-.e{}[]\"',:<>/&*!#|\n\t ";
        bytes[at] = kSigns[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(kSigns.size())))];
    }
    }
}

bool isOfNumber(char c)
{
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e';
}

/// Another number in the place of the first one behind a random place.
void changeNumber(std::string& bytes, Random& random)
{
    const auto start = std::find_if(bytes.begin() + static_cast<std::ptrdiff_t>(placeIn(bytes, random)), bytes.end(),
                                    [](char c) { return c >= '0' && c <= '9'; });
    const auto end = std::find_if_not(start, bytes.end(), isOfNumber);
    const std::string_view number = oneOf(kNumbers, random);
    bytes.replace(start, end, number.begin(), number.end());
}

void changeLines(std::string& bytes, Random& random)
{
    const auto lineAt = [&bytes](std::size_t at) {
        const std::size_t before = at == 0 ? std::string::npos : bytes.rfind('\n', at - 1);
        const std::size_t from = before == std::string::npos ? 0 : before + 1;
        return std::pair(from, std::min(bytes.find('\n', at), bytes.size() - 1) + 1 - from);
    };
    const auto [from, length] = lineAt(placeIn(bytes, random));
    const std::string line = bytes.substr(from, length);
    switch (random.below(3)) {
    case 0:
        bytes.erase(from, length);
        break;
    case 1: // many times
        for (std::int64_t i = random.below(30); i >= 0; --i) {
            bytes.insert(from, line);
        }
        break;
    default:
        bytes.insert(lineAt(placeIn(bytes, random)).first, line);
    }
}

void nest(std::string& bytes, Random& random)
{
    const std::string_view opening = oneOf(kOpenings, random);
    const std::size_t at = placeIn(bytes, random);
    std::string nested;
    for (auto depth = random.below(random.chance(0.1) ? kDeepest : 80); depth >= 0; --depth) {
        nested += opening;
    }
    bytes.insert(at, nested);
}

std::uint32_t crc32(std::string_view bytes)
{
    std::uint32_t value = 0xFFFFFFFF;
    for (const char byte : bytes) {
        value ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit) {
            value = (value >> 1) ^ ((value & 1) != 0 ? 0xEDB88320U : 0U);
        }
    }
    return ~value;
}

} // namespace

void mutate(std::string& bytes, const std::string& other, const Dialect& dialect, Random& random)
{
    if (bytes.empty()) {
        bytes = other.substr(0, static_cast<std::size_t>(random.below(static_cast<std::int64_t>(other.size()) + 1)));
        return;
    }
    const std::int64_t choice = random.below(10);
    if (choice < 2 && !dialect.words.empty()) {
        put(bytes, placeIn(bytes, random), oneOf(dialect.words, random), random);
    } else if (choice < 4 && dialect.isText) {
        changeNumber(bytes, random);
    } else if (choice < 5 && dialect.isText) {
        changeLines(bytes, random);
    } else if (choice < 6 && dialect.isText && random.chance(0.3)) {
        nest(bytes, random);
    } else {
        changeBytes(bytes, other, random);
    }
}

void mendPng(std::string& bytes)
{
    constexpr std::size_t kSignature = 8;
    constexpr std::size_t kFrame = 12; // length, type and sum of a chunk
    const auto wordAt = [&bytes](std::size_t at) {
        std::uint32_t word = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            word = word << 8 | static_cast<unsigned char>(bytes[at + i]);
        }
        return std::size_t{word};
    };
    for (std::size_t at = kSignature; at + kFrame <= bytes.size();) {
        const std::size_t length = wordAt(at);
        if (length > bytes.size() - at - kFrame) {
            return;
        }
        const std::uint32_t sum = crc32(std::string_view(bytes).substr(at + 4, length + 4));
        for (std::size_t i = 0; i < 4; ++i) {
            bytes[at + 8 + length + i] = static_cast<char>(sum >> (24 - 8 * i));
        }
        at += length + kFrame;
    }
}

} // namespace espalier::fuzz
