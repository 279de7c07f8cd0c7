// Python pickles as plain values: what the stream says is recorded, nothing it names is ever called.
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

namespace espalier::weights {

/// A value's place in its Pickle. Values name each other by place, so a pickle that holds itself makes a circle of
/// numbers, which neither leaks nor loops. Whoever walks the values must bound its own depth for the same reason.
using PickleIndex = std::uint32_t;
inline constexpr PickleIndex kNoPickleValue = std::numeric_limits<PickleIndex>::max();

enum class PickleKind {
    None,
    Bool,
    Integer,     ///< fits 64 bits
    LongInteger, ///< does not: `text` holds its bytes, little-endian, two's complement
    Float,
    Text,
    Bytes,
    Tuple,
    List,
    Set,
    Dict,
    Global,     ///< a name: module in `text`, attribute in `name`
    Call,       ///< `callee` would have been called with `arguments`; items that were added later are in `items`
    Persistent, ///< a reference to something outside; its id is `arguments`
};

struct PickleValue {
    PickleKind kind = PickleKind::None;
    bool paired = false; ///< `items` are key, value, key, value, … (always so in a Dict)
    std::uint16_t depth = 0;
    std::int64_t integer = 0; ///< Bool, Integer
    double number = 0;        ///< Float
    std::string_view text;    ///< a view of the pickle's bytes, as `name`
    std::string_view name;
    std::vector<PickleIndex> items;
    PickleIndex callee = kNoPickleValue;
    PickleIndex arguments = kNoPickleValue;
    PickleIndex state = kNoPickleValue; ///< what BUILD attached
};

/// One pickle, protocols 2 to 5 without out-of-band buffers. The bytes must outlive it: texts are views of them.
class Pickle {
public:
    /// Every length is checked; depth, memo and number of values are bounded; an opcode that is not understood is
    /// refused by name and offset. Memory grows with the length of the bytes, never with a number in them.
    [[nodiscard]] static Result<Pickle> read(std::span<const std::byte> bytes);

    [[nodiscard]] PickleIndex root() const { return m_root; }
    [[nodiscard]] std::size_t size() const { return m_values.size(); }
    /// Every index found in a value of this pickle is good here, save kNoPickleValue.
    [[nodiscard]] const PickleValue& at(PickleIndex index) const { return m_values[index]; }

private:
    friend class PickleReader;
    std::vector<PickleValue> m_values;
    PickleIndex m_root = 0;
};

} // namespace espalier::weights
