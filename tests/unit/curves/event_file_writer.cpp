#include "tests/unit/curves/event_file_writer.h"

#include <cstring>

namespace espalier::curves {

namespace {

template <class T>
std::string rawBytes(T value)
{
    std::string bytes(sizeof value, '\0');
    std::memcpy(bytes.data(), &value, sizeof value);
    return bytes;
}

/// Bit by bit, where the reader has a table.
std::uint32_t maskedChecksum(std::string_view bytes)
{
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const char c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc & 1U) != 0 ? (crc >> 1) ^ 0x82F63B78U : crc >> 1;
        }
    }
    crc = ~crc;
    return ((crc >> 15) | (crc << 17)) + 0xA282EAD8U;
}

std::string varint(std::uint64_t value)
{
    std::string bytes;
    for (; value >= 0x80; value >>= 7) {
        bytes += static_cast<char>((value & 0x7F) | 0x80);
    }
    return bytes + static_cast<char>(value);
}

std::string event(std::int64_t step, const std::string& summary)
{
    return '\x09' + rawBytes(1.75e9) + '\x10' + varint(static_cast<std::uint64_t>(step)) + bytesField(5, summary);
}

} // namespace

std::string record(std::string_view data)
{
    const std::string length = rawBytes(static_cast<std::uint64_t>(data.size()));
    return length + rawBytes(maskedChecksum(length)) + std::string(data) + rawBytes(maskedChecksum(data));
}

std::string bytesField(int number, std::string_view bytes)
{
    return varint(static_cast<std::uint64_t>(number) << 3 | 2) + varint(bytes.size()) + std::string(bytes);
}

std::string simpleEvent(std::int64_t step, const std::vector<std::pair<std::string, float>>& values)
{
    std::string summary;
    for (const auto& [tag, value] : values) {
        summary += bytesField(1, bytesField(1, tag) + '\x15' + rawBytes(value));
    }
    return record(event(step, summary));
}

std::string tensorEvent(std::int64_t step, const std::string& tag, float value, bool isRaw)
{
    const std::string tensor = std::string("\x08\x01", 2) + bytesField(isRaw ? 4 : 5, rawBytes(value));
    const std::string metadata = bytesField(9, bytesField(1, bytesField(1, "scalars")));
    return record(event(step, bytesField(1, bytesField(1, tag) + metadata + bytesField(8, tensor))));
}

} // namespace espalier::curves
