#include "core/base/utf8.h"
#include "core/curves/log_readers.h"

#include <array>
#include <bit>
#include <cstring>
#include <unordered_map>
#include <unordered_set>

namespace espalier::curves {

namespace {

constexpr std::uint64_t kRecordLimit = 64ULL << 20;
constexpr std::size_t kTagLimit = 256; ///< bytes; a longer one is no name of a scalar

/// CRC-32C (Castagnoli), as TFRecord frames its lengths and data with.
std::uint32_t crcOf(std::string_view bytes)
{
    static const auto kTable = [] {
        std::array<std::uint32_t, 256> table{};
        for (std::uint32_t i = 0; i < table.size(); ++i) {
            std::uint32_t value = i;
            for (int bit = 0; bit < 8; ++bit) {
                value = (value >> 1) ^ ((value & 1U) != 0 ? 0x82F63B78U : 0U);
            }
            table[i] = value;
        }
        return table;
    }();
    std::uint32_t crc = ~0U;
    for (const char c : bytes) {
        crc = kTable[(crc ^ static_cast<unsigned char>(c)) & 0xFFU] ^ (crc >> 8);
    }
    return ~crc;
}

std::uint32_t maskedCrcOf(std::string_view bytes)
{
    return std::rotr(crcOf(bytes), 15) + 0xA282EAD8U;
}

template <class T>
T numberAt(std::string_view bytes, std::size_t offset = 0) ///< little endian, as the machines that we build for
{
    T value;
    std::memcpy(&value, bytes.data() + offset, sizeof value);
    return value;
}

/// One field of a protocol buffer after the other. A message that breaks off or lies ends in isBroken().
class Fields {
public:
    enum Wire : unsigned { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };

    explicit Fields(std::string_view message) : m_rest(message) {}

    [[nodiscard]] bool next()
    {
        if (m_rest.empty() || m_isBroken) {
            return false;
        }
        const std::uint64_t key = varint();
        number = key >> 3;
        wire = static_cast<unsigned>(key & 7U);
        switch (wire) {
        case Varint:
            value = varint();
            break;
        case Fixed64:
            bytes = take(8);
            break;
        case Bytes:
            bytes = take(varint());
            break;
        case Fixed32:
            bytes = take(4);
            break;
        default:
            m_isBroken = true; // groups are long gone
        }
        return !m_isBroken;
    }
    [[nodiscard]] bool isBroken() const { return m_isBroken; }
    [[nodiscard]] bool is(std::uint64_t wantedNumber, unsigned wantedWire) const
    {
        return number == wantedNumber && wire == wantedWire;
    }

    std::uint64_t number = 0;
    unsigned wire = 0;
    std::uint64_t value = 0; ///< of a Varint
    std::string_view bytes;  ///< of all others

private:
    std::uint64_t varint()
    {
        std::uint64_t answer = 0;
        for (unsigned shift = 0; shift < 64 && !m_rest.empty(); shift += 7) {
            const auto byte = static_cast<unsigned char>(m_rest.front());
            m_rest.remove_prefix(1);
            answer |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
            if ((byte & 0x80U) == 0) {
                return answer;
            }
        }
        m_isBroken = true;
        return 0;
    }
    std::string_view take(std::uint64_t size)
    {
        if (m_isBroken || size > m_rest.size()) {
            m_isBroken = true;
            return {};
        }
        const auto taken = m_rest.substr(0, size);
        m_rest.remove_prefix(size);
        return taken;
    }

    std::string_view m_rest;
    bool m_isBroken = false;
};

/// The first number of a TensorProto of floats or doubles.
std::optional<double> scalarOf(std::string_view tensor)
{
    constexpr std::uint64_t kFloat = 1;
    constexpr std::uint64_t kDouble = 2;
    std::uint64_t type = 0;
    std::string_view content;
    std::string_view floats;
    std::string_view doubles;
    Fields fields(tensor);
    while (fields.next()) {
        if (fields.is(1, Fields::Varint)) {
            type = fields.value;
        } else if (fields.is(4, Fields::Bytes)) {
            content = fields.bytes;
        } else if (fields.is(5, Fields::Bytes) || fields.is(5, Fields::Fixed32)) {
            floats = fields.bytes;
        } else if (fields.is(6, Fields::Bytes) || fields.is(6, Fields::Fixed64)) {
            doubles = fields.bytes;
        }
    }
    if (fields.isBroken()) {
        return std::nullopt;
    }
    const std::string_view written = !content.empty() ? content : type == kDouble ? doubles : floats;
    if (type == kFloat && written.size() >= sizeof(float)) {
        return numberAt<float>(written);
    }
    if (type == kDouble && written.size() >= sizeof(double)) {
        return numberAt<double>(written);
    }
    return std::nullopt;
}

/// Nothing for what is no scalar: a histogram, an image, a text.
std::optional<run::Sample> sampleOf(std::string_view summaryValue)
{
    std::string_view tag;
    std::optional<double> value;
    Fields fields(summaryValue);
    while (fields.next()) {
        if (fields.is(1, Fields::Bytes)) {
            tag = fields.bytes;
        } else if (fields.is(2, Fields::Fixed32)) {
            value = numberAt<float>(fields.bytes);
        } else if (fields.is(8, Fields::Bytes)) {
            value = scalarOf(fields.bytes);
        }
    }
    if (fields.isBroken() || tag.empty() || tag.size() > kTagLimit || !value) {
        return std::nullopt;
    }
    return run::Sample{readable(tag, kTagLimit), *value};
}

/// Rows by step, whether a writer goes step by step or series by series. A series that says a step again begins anew:
/// a resumed run.
class RowsByStep {
public:
    void add(std::int64_t step, run::Sample sample)
    {
        auto place = m_places.find(step);
        if (place != m_places.end() && has(m_rows[place->second], sample.series)) {
            m_places.clear();
            place = m_places.end();
        }
        if (place == m_places.end()) {
            place = m_places.emplace(step, m_rows.size()).first;
            m_rows.push_back({{}, step});
        }
        if (m_rows[place->second].values.size() < kColumnLimit) {
            m_rows[place->second].values.push_back(std::move(sample));
        }
    }
    [[nodiscard]] LoggedRows take() { return std::move(m_rows); }

private:
    static bool has(const LoggedRow& row, const std::string& series)
    {
        for (const run::Sample& sample : row.values) {
            if (sample.series == series) {
                return true;
            }
        }
        return false;
    }

    LoggedRows m_rows;
    std::unordered_map<std::int64_t, std::size_t> m_places;
};

} // namespace

bool isTensorBoard(std::string_view bytes)
{
    return bytes.size() >= 12 && numberAt<std::uint32_t>(bytes, 8) == maskedCrcOf(bytes.substr(0, 8));
}

Result<LoggedRows> readTensorBoard(std::string_view bytes, const std::string& where)
{
    constexpr std::size_t kHead = 12;
    constexpr std::size_t kTail = 4;
    RowsByStep rows;
    std::size_t offset = 0;
    while (bytes.size() - offset >= kHead) {
        const std::string_view rest = bytes.substr(offset);
        const std::string place = where + ": byte " + std::to_string(offset);
        const auto size = numberAt<std::uint64_t>(rest);
        if (!isTensorBoard(rest)) {
            return fail(ErrorCode::InvalidInput,
                        "the length of a record does not match its checksum: the file is damaged", place);
        }
        if (size > kRecordLimit) {
            return fail(ErrorCode::InvalidInput, "a record of " + std::to_string(size) + " bytes is no event", place);
        }
        if (rest.size() - kHead < size + kTail) {
            break; // a record that is being written
        }
        const std::string_view record = rest.substr(kHead, size);
        if (numberAt<std::uint32_t>(rest, kHead + size) != maskedCrcOf(record)) {
            return fail(ErrorCode::InvalidInput, "a record does not match its checksum: the file is damaged", place);
        }
        std::int64_t step = 0;
        std::string_view summary;
        Fields event(record);
        while (event.next()) {
            if (event.is(2, Fields::Varint)) {
                step = static_cast<std::int64_t>(event.value);
            } else if (event.is(5, Fields::Bytes)) {
                summary = event.bytes;
            }
        }
        Fields values(summary);
        while (values.next()) {
            if (values.is(1, Fields::Bytes)) {
                if (auto sample = sampleOf(values.bytes)) {
                    rows.add(step, *std::move(sample));
                }
            }
        }
        if (event.isBroken() || values.isBroken()) {
            return fail(ErrorCode::InvalidInput, "a record is no event: the file is damaged", place);
        }
        offset += kHead + size + kTail;
    }
    return rows.take();
}

} // namespace espalier::curves
