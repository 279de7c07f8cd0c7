#include "core/weights/pickle.h"

#include <algorithm>
#include <bit>
#include <cstdio>
#include <cstring>
#include <string>
#include <unordered_map>
#include <utility>

namespace espalier::weights {

namespace {

constexpr std::size_t kMostValues = 4'000'000;
constexpr std::size_t kMostOnStack = 8'000'000; // DUP and BINGET push without making a value
constexpr std::size_t kMostMarks = 500;
constexpr std::uint16_t kDeepest = 500;
constexpr std::size_t kMostMemo = kMostValues;

/// Where the stream stands, and the error that will be told: after the first fault every read gives zeros.
class Cursor {
public:
    explicit Cursor(std::span<const std::byte> bytes) : m_bytes(bytes) {}

    [[nodiscard]] std::size_t offset() const { return m_offset; }
    [[nodiscard]] bool intact() const { return m_intact; }

    std::string_view take(std::uint64_t length)
    {
        if (length > m_bytes.size() - m_offset) {
            m_intact = false;
            return {};
        }
        const auto* start = reinterpret_cast<const char*>(m_bytes.data()) + m_offset;
        m_offset += length;
        return {start, static_cast<std::size_t>(length)};
    }
    template <class T>
    T number()
    {
        T value{};
        if (const std::string_view bytes = take(sizeof value); bytes.size() == sizeof value) {
            std::memcpy(&value, bytes.data(), sizeof value);
        }
        return value;
    }
    std::string_view line()
    {
        const auto rest = m_bytes.subspan(m_offset);
        const auto end = std::find(rest.begin(), rest.end(), std::byte{'\n'});
        if (end == rest.end()) {
            m_intact = false;
            return {};
        }
        const std::string_view text = take(static_cast<std::uint64_t>(end - rest.begin()));
        ++m_offset;
        return text;
    }

private:
    std::span<const std::byte> m_bytes;
    std::size_t m_offset = 0;
    bool m_intact = true;
};

double floatFromBigEndian(std::uint64_t bits)
{
    return std::bit_cast<double>(__builtin_bswap64(bits));
}

} // namespace

class PickleReader {
public:
    explicit PickleReader(std::span<const std::byte> bytes) : m_cursor(bytes) {}

    Result<Pickle> read()
    {
        while (!m_stopped) {
            const std::size_t offset = m_cursor.offset();
            const auto opcode = m_cursor.number<std::uint8_t>();
            if (m_cursor.intact()) {
                const bool known = simple(opcode) || text(opcode) || container(opcode) || object(opcode);
                if (!known) {
                    m_fault = "holds an opcode that is not understood";
                }
            }
            if (!m_cursor.intact()) {
                return fail(ErrorCode::Unreadable, "pickle is cut short at byte " + std::to_string(offset));
            }
            if (m_fault != nullptr) {
                char place[64];
                std::snprintf(place, sizeof place, " (opcode 0x%02x at byte %zu)", opcode, offset);
                return fail(ErrorCode::Unreadable, std::string("pickle ") + m_fault + place);
            }
        }
        return std::move(m_pickle);
    }

private:
    void refuse(const char* what) { m_fault = m_fault == nullptr ? what : m_fault; }

    void pushIndex(PickleIndex index)
    {
        if (m_stack.size() >= kMostOnStack) {
            return refuse("puts more on its stack than any checkpoint does");
        }
        m_stack.push_back(index);
    }
    void push(PickleValue value)
    {
        if (m_pickle.m_values.size() >= kMostValues) {
            return refuse("holds more values than any checkpoint does");
        }
        pushIndex(static_cast<PickleIndex>(m_pickle.m_values.size()));
        m_pickle.m_values.push_back(std::move(value));
    }
    void pushKind(PickleKind kind)
    {
        PickleValue value;
        value.kind = kind;
        value.paired = kind == PickleKind::Dict;
        push(std::move(value));
    }
    void pushInteger(std::int64_t integer, PickleKind kind = PickleKind::Integer)
    {
        PickleValue value;
        value.kind = kind;
        value.integer = integer;
        push(std::move(value));
    }
    void pushText(PickleKind kind, std::string_view bytes)
    {
        PickleValue value;
        value.kind = kind;
        value.text = bytes;
        push(std::move(value));
    }
    void pushLong(std::string_view bytes)
    {
        if (bytes.size() > sizeof(std::int64_t)) {
            return pushText(PickleKind::LongInteger, bytes);
        }
        const bool negative = !bytes.empty() && (static_cast<unsigned char>(bytes.back()) & 0x80U) != 0;
        std::uint64_t bits = negative ? ~std::uint64_t{0} : 0;
        std::memcpy(&bits, bytes.data(), bytes.size());
        pushInteger(static_cast<std::int64_t>(bits));
    }

    [[nodiscard]] std::size_t floor() const { return m_marks.empty() ? 0 : m_marks.back(); }
    PickleIndex pop()
    {
        if (m_stack.size() <= floor()) {
            refuse("takes from an empty stack");
            return kNoPickleValue;
        }
        const PickleIndex index = m_stack.back();
        m_stack.pop_back();
        return index;
    }
    std::vector<PickleIndex> popToMark()
    {
        if (m_marks.empty()) {
            refuse("looks for a mark that was never set");
            return {};
        }
        const auto start = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
        std::vector<PickleIndex> items(start, m_stack.end());
        m_stack.erase(start, m_stack.end());
        m_marks.pop_back();
        return items;
    }
    [[nodiscard]] PickleValue* top()
    {
        if (m_stack.size() <= floor()) {
            refuse("works on an empty stack");
            return nullptr;
        }
        return &m_pickle.m_values[m_stack.back()];
    }

    void deepen(PickleValue& value, PickleIndex child)
    {
        const std::uint16_t depth = m_pickle.m_values[child].depth;
        if (depth >= kDeepest) {
            return refuse("nests deeper than any checkpoint does");
        }
        value.depth = std::max<std::uint16_t>(value.depth, static_cast<std::uint16_t>(depth + 1));
    }
    void pushOf(PickleKind kind, std::vector<PickleIndex> items)
    {
        PickleValue value;
        value.kind = kind;
        value.paired = kind == PickleKind::Dict;
        if (m_fault != nullptr) {
            return;
        }
        for (const PickleIndex item : items) {
            deepen(value, item);
        }
        if (value.paired && items.size() % 2 != 0) {
            return refuse("holds a key without a value");
        }
        value.items = std::move(items);
        push(std::move(value));
    }
    void pushTuple(std::size_t length)
    {
        std::vector<PickleIndex> items(length);
        for (std::size_t i = length; i > 0; --i) {
            items[i - 1] = pop();
        }
        pushOf(PickleKind::Tuple, std::move(items));
    }
    /// Items for the container on top: a list, a set, a dict, or an object that is one of them to Python.
    void extend(const std::vector<PickleIndex>& items, bool paired)
    {
        PickleValue* target = top();
        if (target == nullptr || m_fault != nullptr) {
            return;
        }
        const bool container = target->kind == PickleKind::Call || target->kind == PickleKind::Dict ||
                               target->kind == PickleKind::List || target->kind == PickleKind::Set;
        if (target->kind == PickleKind::Call && target->items.empty()) {
            target->paired = paired;
        }
        if (!container || target->paired != paired || (paired && items.size() % 2 != 0)) {
            return refuse("adds items to what cannot hold them");
        }
        for (const PickleIndex item : items) {
            deepen(*target, item);
        }
        target->items.insert(target->items.end(), items.begin(), items.end());
    }
    void pushCall(PickleKind kind, bool hasCallee)
    {
        PickleValue value;
        value.kind = kind;
        value.arguments = pop();
        value.callee = hasCallee ? pop() : kNoPickleValue;
        if (m_fault != nullptr) {
            return;
        }
        deepen(value, value.arguments);
        if (hasCallee) {
            deepen(value, value.callee);
        }
        push(std::move(value));
    }

    void remember(std::uint32_t key)
    {
        if (top() == nullptr) {
            return;
        }
        if (m_memo.size() >= kMostMemo) {
            return refuse("remembers more values than any checkpoint does");
        }
        m_memo[key] = m_stack.back();
    }
    void recall(std::uint32_t key)
    {
        const auto found = m_memo.find(key);
        if (found == m_memo.end()) {
            return refuse("recalls a value that was never remembered");
        }
        pushIndex(found->second);
    }

    bool simple(std::uint8_t opcode)
    {
        switch (opcode) {
        case 0x80: // PROTO
            if (m_cursor.number<std::uint8_t>() > 5) {
                refuse("is of a protocol newer than 5");
            }
            return true;
        case 0x95: // FRAME: a hint for buffered reading, nothing else
            return m_cursor.number<std::uint64_t>(), true;
        case '.': // STOP
            m_pickle.m_root = pop();
            m_stopped = true;
            return true;
        case 'N':
            return pushKind(PickleKind::None), true;
        case 0x88:
            return pushInteger(1, PickleKind::Bool), true;
        case 0x89:
            return pushInteger(0, PickleKind::Bool), true;
        case 'J':
            return pushInteger(m_cursor.number<std::int32_t>()), true;
        case 'K':
            return pushInteger(m_cursor.number<std::uint8_t>()), true;
        case 'M':
            return pushInteger(m_cursor.number<std::uint16_t>()), true;
        case 0x8a:
            return pushLong(m_cursor.take(m_cursor.number<std::uint8_t>())), true;
        case 0x8b:
            return pushLong(m_cursor.take(m_cursor.number<std::uint32_t>())), true;
        case 'G': {
            PickleValue value;
            value.kind = PickleKind::Float;
            value.number = floatFromBigEndian(m_cursor.number<std::uint64_t>());
            return push(std::move(value)), true;
        }
        default:
            return false;
        }
    }

    bool text(std::uint8_t opcode)
    {
        switch (opcode) {
        case 'X': // BINUNICODE
            return pushText(PickleKind::Text, m_cursor.take(m_cursor.number<std::uint32_t>())), true;
        case 0x8c: // SHORT_BINUNICODE
            return pushText(PickleKind::Text, m_cursor.take(m_cursor.number<std::uint8_t>())), true;
        case 0x8d: // BINUNICODE8
            return pushText(PickleKind::Text, m_cursor.take(m_cursor.number<std::uint64_t>())), true;
        case 'T': // BINSTRING, of Python 2: as good as text
            return pushText(PickleKind::Text, m_cursor.take(m_cursor.number<std::uint32_t>())), true;
        case 'U': // SHORT_BINSTRING
            return pushText(PickleKind::Text, m_cursor.take(m_cursor.number<std::uint8_t>())), true;
        case 'B': // BINBYTES
            return pushText(PickleKind::Bytes, m_cursor.take(m_cursor.number<std::uint32_t>())), true;
        case 'C': // SHORT_BINBYTES
            return pushText(PickleKind::Bytes, m_cursor.take(m_cursor.number<std::uint8_t>())), true;
        case 0x8e: // BINBYTES8
        case 0x96: // BYTEARRAY8
            return pushText(PickleKind::Bytes, m_cursor.take(m_cursor.number<std::uint64_t>())), true;
        default:
            return false;
        }
    }

    bool container(std::uint8_t opcode)
    {
        switch (opcode) {
        case '(': // MARK
            if (m_marks.size() >= kMostMarks) {
                return refuse("nests deeper than any checkpoint does"), true;
            }
            return m_marks.push_back(m_stack.size()), true;
        case '0': // POP drops a mark when that is what lies on top
            if (!m_marks.empty() && m_marks.back() == m_stack.size()) {
                return m_marks.pop_back(), true;
            }
            return pop(), true;
        case '1':
            return popToMark(), true;
        case '2':
            return top() != nullptr ? pushIndex(m_stack.back()) : void(), true;
        case ')':
            return pushKind(PickleKind::Tuple), true;
        case ']':
            return pushKind(PickleKind::List), true;
        case '}':
            return pushKind(PickleKind::Dict), true;
        case 0x8f:
            return pushKind(PickleKind::Set), true;
        case 't':
            return pushOf(PickleKind::Tuple, popToMark()), true;
        case 'l':
            return pushOf(PickleKind::List, popToMark()), true;
        case 'd':
            return pushOf(PickleKind::Dict, popToMark()), true;
        case 0x91:
            return pushOf(PickleKind::Set, popToMark()), true; // FROZENSET
        case 0x85:
            return pushTuple(1), true;
        case 0x86:
            return pushTuple(2), true;
        case 0x87:
            return pushTuple(3), true;
        case 'a':
            return extend({pop()}, false), true;
        case 'e':
            return extend(popToMark(), false), true;
        case 0x90:
            return extend(popToMark(), false), true; // ADDITEMS
        case 's': {
            const PickleIndex value = pop();
            return extend({pop(), value}, true), true;
        }
        case 'u':
            return extend(popToMark(), true), true;
        default:
            return false;
        }
    }

    bool object(std::uint8_t opcode)
    {
        switch (opcode) {
        case 'q':
            return remember(m_cursor.number<std::uint8_t>()), true;
        case 'r':
            return remember(m_cursor.number<std::uint32_t>()), true;
        case 0x94:
            return remember(static_cast<std::uint32_t>(m_memo.size())), true; // MEMOIZE
        case 'h':
            return recall(m_cursor.number<std::uint8_t>()), true;
        case 'j':
            return recall(m_cursor.number<std::uint32_t>()), true;
        case 'c': { // GLOBAL
            const std::string_view module = m_cursor.line();
            return pushGlobal(module, m_cursor.line()), true;
        }
        case 0x93: { // STACK_GLOBAL
            const PickleIndex name = pop();
            const PickleIndex module = pop();
            if (m_fault == nullptr) {
                pushGlobal(m_pickle.m_values[module].text, m_pickle.m_values[name].text);
            }
            return true;
        }
        case 'R': // REDUCE
        case 0x81:
            return pushCall(PickleKind::Call, true), true; // NEWOBJ
        case 0x92: {                                       // NEWOBJ_EX: keyword arguments are of no interest
            pop();
            return pushCall(PickleKind::Call, true), true;
        }
        case 'Q':
            return pushCall(PickleKind::Persistent, false), true;
        case 'b': { // BUILD
            const PickleIndex state = pop();
            if (PickleValue* target = top(); target != nullptr && m_fault == nullptr) {
                deepen(*target, state);
                target->state = state;
            }
            return true;
        }
        default:
            return false;
        }
    }

    void pushGlobal(std::string_view module, std::string_view name)
    {
        PickleValue value;
        value.kind = PickleKind::Global;
        value.text = module;
        value.name = name;
        push(std::move(value));
    }

    Cursor m_cursor;
    Pickle m_pickle;
    std::vector<PickleIndex> m_stack;
    std::vector<std::size_t> m_marks; ///< heights of the stack
    std::unordered_map<std::uint32_t, PickleIndex> m_memo;
    const char* m_fault = nullptr;
    bool m_stopped = false;
};

Result<Pickle> Pickle::read(std::span<const std::byte> bytes)
{
    return PickleReader(bytes).read();
}

} // namespace espalier::weights
