#include "core/base/hash.h"
#include "core/base/utf8.h"
#include "core/network/network_tree.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <unordered_map>
#include <utility>

namespace espalier::network {

namespace {

// The file: the magic, the checksum (XXH64, little-endian) of all behind it, then numbers of seven bits a byte, low
// ones first. Texts repeat, so they stand once, in a table in front, and are called by their place.
constexpr std::string_view kMagic = "espalier tree 2\n";
constexpr std::size_t kHead = 24;
static_assert(kMagic.size() + sizeof(std::uint64_t) == kHead);

// Far above any network there is, and small enough that no sum over a tree, adapters of rank 4096 included, overflows
// 63 bits: 2^12 · 2^12 · 2^20 parameters an adapter, two adapters a module.
constexpr std::int64_t kMostModules = 200'000;
constexpr std::int64_t kMostParameters = std::int64_t{1} << 48;
constexpr std::int64_t kMostChannels = std::int64_t{1} << 20;
constexpr std::int64_t kMostKernel = 64;
constexpr std::int64_t kMostDimensions = 8;
constexpr std::size_t kLongestPath = 1024; // also bounds the depth, thus the memory that nested paths take

constexpr std::int64_t kImageMap = 1;
constexpr std::int64_t kCanGraft = 2;

std::string headOf(std::string_view payload)
{
    std::string head(kMagic);
    const std::uint64_t sum = xxHash64(payload);
    for (int shift = 0; shift < 64; shift += 8) {
        head += static_cast<char>(sum >> shift);
    }
    return head;
}

class Writer {
public:
    void number(std::int64_t value)
    {
        auto left = static_cast<std::uint64_t>(value);
        for (; left >= 0x80; left >>= 7) {
            m_bytes += static_cast<char>(left | 0x80);
        }
        m_bytes += static_cast<char>(left);
    }
    void text(std::string_view text)
    {
        const auto [at, isNew] = m_places.try_emplace(text, static_cast<std::int64_t>(m_texts.size()));
        if (isNew) {
            m_texts.push_back(text);
        }
        number(at->second);
    }
    /// The table of texts in front of what was written.
    [[nodiscard]] std::string finish() const
    {
        Writer table;
        table.number(std::ssize(m_texts));
        for (const std::string_view text : m_texts) {
            table.number(std::ssize(text));
            table.m_bytes += text;
        }
        return std::move(table.m_bytes) + m_bytes;
    }

private:
    std::string m_bytes;
    std::vector<std::string_view> m_texts; ///< of the tree that is written
    std::unordered_map<std::string_view, std::int64_t> m_places;
};

/// After the first number that is not there, or is out of its bounds, everything is zero and isBroken() says so.
class Reader {
public:
    explicit Reader(std::string_view bytes) : m_left(bytes) {}

    [[nodiscard]] bool isBroken() const { return m_isBroken; }
    [[nodiscard]] bool isAtEnd() const { return m_left.empty(); }

    std::int64_t number(std::int64_t most)
    {
        std::uint64_t value = 0;
        for (int shift = 0; shift < 56 && !m_left.empty(); shift += 7) { // all bounds are below 2^56
            const auto byte = static_cast<unsigned char>(m_left.front());
            m_left.remove_prefix(1);
            value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
            if (byte < 0x80) {
                return value <= static_cast<std::uint64_t>(most) ? static_cast<std::int64_t>(value) : refuse();
            }
        }
        return refuse();
    }
    std::string_view bytes(std::size_t count)
    {
        if (count > m_left.size()) {
            refuse();
            return {};
        }
        const std::string_view taken = m_left.substr(0, count);
        m_left.remove_prefix(count);
        return taken;
    }

private:
    std::int64_t refuse()
    {
        m_isBroken = true;
        m_left = {};
        return 0;
    }

    std::string_view m_left;
    bool m_isBroken = false;
};

struct Text {
    std::string_view text;
    bool isName = false; ///< of a module or tensor: neither empty, nor with dots, blanks or control characters
    std::optional<ModuleKind> kind;
};

bool isName(std::string_view text)
{
    return !text.empty() &&
           std::ranges::none_of(text, [](unsigned char c) { return c <= ' ' || c == '.' || c == 127; });
}

tl::unexpected<Error> refused(const std::string& message, const std::string& where = {})
{
    return fail(ErrorCode::Unreadable, message, where);
}

class TreeReader {
public:
    explicit TreeReader(std::string_view payload) : m_reader(payload) {}

    Result<NetworkTree> read()
    {
        if (!readTexts()) {
            return refused("its table of texts is damaged", "texts");
        }
        const std::string model(text().text);
        const std::string family(text().text);
        const std::int64_t modules = m_reader.number(kMostModules);
        if (m_reader.isBroken() || modules == 0) {
            return refused("a network tree has 1 to 200000 modules", "modules");
        }
        NetworkTree tree(model, family);
        for (std::int64_t at = 0; at < modules; ++at) {
            if (const char* fault = readModule(tree)) {
                return refused(fault, "modules[" + std::to_string(at) + ']');
            }
        }
        if (!readEdges(tree)) {
            return refused("an edge is a pair of module numbers, and nothing follows the last one", "edges");
        }
        return tree;
    }

private:
    bool readTexts()
    {
        // Each one takes a byte at least: a lie about their number ends before it costs memory.
        const std::int64_t count = m_reader.number(kMostParameters);
        for (std::int64_t i = 0; i < count && !m_reader.isBroken(); ++i) {
            Text read;
            read.text = m_reader.bytes(static_cast<std::size_t>(m_reader.number(kLongestPath)));
            if (!isUtf8(read.text)) {
                return false;
            }
            read.isName = isName(read.text);
            read.kind = moduleKindFromText(read.text);
            m_texts.push_back(read);
        }
        return !m_reader.isBroken() && !m_texts.empty();
    }

    const Text& text() { return m_texts[static_cast<std::size_t>(m_reader.number(std::ssize(m_texts) - 1))]; }

    /// What is wrong, null when nothing is: everything that NetworkTree::add takes for granted is checked here.
    const char* readModule(NetworkTree& tree)
    {
        const bool isRoot = tree.size() == 0;
        const auto parent =
            isRoot ? kNoModule : static_cast<ModuleId>(m_reader.number(static_cast<std::int64_t>(tree.size()) - 1));
        const Text& name = text();
        const Text& kind = text();
        Module module;
        module.name = name.text;
        module.type = text().text;
        module.part = text().text;
        module.inputs = m_reader.number(kMostChannels);
        module.outputs = m_reader.number(kMostChannels);
        module.kernel = m_reader.number(kMostKernel);
        module.stride = m_reader.number(kMostChannels);
        const std::int64_t flags = m_reader.number(kImageMap | kCanGraft);
        module.isImageMap = (flags & kImageMap) != 0;
        module.canGraft = (flags & kCanGraft) != 0;
        if (m_reader.isBroken()) {
            return "a module's parent stands before it, its channels are at most 2^20, its kernel at most 64";
        }
        if (!kind.kind) {
            return "its kind is not known";
        }
        module.kind = *kind.kind;
        if (isRoot ? !name.text.empty() : !name.isName) {
            return "the first module has an empty name, every other one a name without dots and blanks";
        }
        if (const char* fault = readTensors(module)) {
            return fault;
        }
        if (!isRoot) {
            const std::string& above = tree.module(parent).path;
            if (above.size() + 1 + name.text.size() > kLongestPath) {
                return "its path is longer than 1024 bytes";
            }
            if (tree.find(above.empty() ? module.name : above + '.' + module.name) != kNoModule) {
                return "two modules are of one name";
            }
        }
        tree.add(parent, std::move(module));
        return nullptr;
    }

    const char* readTensors(Module& module)
    {
        const std::int64_t count = m_reader.number(kMostParameters); // each takes bytes, as the texts do
        for (std::int64_t i = 0; i < count && !m_reader.isBroken(); ++i) {
            const Text& name = text();
            Tensor tensor;
            tensor.name = name.text;
            tensor.isParameter = m_reader.number(1) != 0;
            const std::int64_t sides = m_reader.number(kMostDimensions);
            tensor.shape.reserve(static_cast<std::size_t>(sides));
            std::int64_t numbers = 1;
            for (std::int64_t at = 0; at < sides; ++at) {
                const std::int64_t side = m_reader.number(kMostParameters);
                if (side > 0 && numbers > kMostParameters / side) {
                    return "the product of a shape stays below 2^48";
                }
                numbers *= side;
                tensor.shape.push_back(side);
            }
            m_numbersLeft -= numbers;
            if (m_numbersLeft < 0) {
                return "the network holds more than 2^48 numbers";
            }
            if (!name.isName) {
                return "a tensor needs a name without dots and blanks";
            }
            module.tensors.push_back(std::move(tensor));
        }
        m_names.clear();
        std::ranges::transform(module.tensors, std::back_inserter(m_names), &Tensor::name);
        std::ranges::sort(m_names);
        if (std::ranges::adjacent_find(m_names) != m_names.end()) {
            return "two of its tensors are of one name";
        }
        return m_reader.isBroken() ? "its tensors are damaged" : nullptr;
    }

    bool readEdges(NetworkTree& tree)
    {
        const auto last = static_cast<std::int64_t>(tree.size()) - 1;
        const std::int64_t count = m_reader.number(kMostParameters);
        for (std::int64_t i = 0; i < count && !m_reader.isBroken(); ++i) {
            const auto from = static_cast<ModuleId>(m_reader.number(last));
            const auto to = static_cast<ModuleId>(m_reader.number(last));
            if (!m_reader.isBroken()) {
                tree.connect(from, to);
            }
        }
        return !m_reader.isBroken() && m_reader.isAtEnd();
    }

    Reader m_reader;
    std::vector<Text> m_texts;
    std::vector<std::string_view> m_names; ///< of one module's tensors
    std::int64_t m_numbersLeft = kMostParameters;
};

} // namespace

std::string NetworkTree::toBytes() const
{
    Writer writer;
    writer.text(m_model);
    writer.text(m_family);
    writer.number(std::ssize(m_modules));
    for (const Module& module : m_modules) {
        if (module.parent != kNoModule) {
            writer.number(module.parent);
        }
        writer.text(module.name);
        writer.text(toText(module.kind));
        writer.text(module.type);
        writer.text(module.part);
        for (const std::int64_t value : {module.inputs, module.outputs, module.kernel, module.stride}) {
            writer.number(value);
        }
        writer.number((module.isImageMap ? kImageMap : 0) | (module.canGraft ? kCanGraft : 0));
        writer.number(std::ssize(module.tensors));
        for (const Tensor& tensor : module.tensors) {
            writer.text(tensor.name);
            writer.number(tensor.isParameter ? 1 : 0);
            writer.number(std::ssize(tensor.shape));
            for (const std::int64_t side : tensor.shape) {
                writer.number(side);
            }
        }
    }
    writer.number(std::ssize(m_edges));
    for (const DataEdge& edge : m_edges) {
        writer.number(edge.from);
        writer.number(edge.to);
    }
    const std::string payload = writer.finish();
    return headOf(payload) + payload;
}

Result<NetworkTree> NetworkTree::fromBytes(std::string_view bytes)
{
    if (!bytes.starts_with(kMagic)) {
        return refused("not a network tree of format 2");
    }
    if (bytes.size() < kHead || bytes.substr(0, kHead) != headOf(bytes.substr(kHead))) {
        return refused("the checksum of the network tree is wrong");
    }
    return TreeReader(bytes.substr(kHead)).read();
}

} // namespace espalier::network
