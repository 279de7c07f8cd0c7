#include "core/weights/torch_archive.h"

#include "core/weights/mapping.h"
#include "core/weights/pickle.h"
#include "core/weights/zip_entries.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <utility>

namespace espalier::weights {

namespace {

using Entries = std::map<std::string_view, std::span<const std::byte>>;

constexpr std::size_t kMostDimensions = 25;
constexpr std::size_t kMostModules = 10'000;
constexpr std::size_t kMostItems = 4'000'000; // looked at, all dicts together
constexpr std::size_t kLongestName = 1000;
constexpr int kDeepestModule = 60;
constexpr int kMostWrappers = 4;

struct StorageRow {
    std::string_view name;
    ScalarType type;
};
constexpr std::array kStorages{
    StorageRow{"FloatStorage", ScalarType::Float32},     StorageRow{"HalfStorage", ScalarType::Float16},
    StorageRow{"BFloat16Storage", ScalarType::BFloat16}, StorageRow{"DoubleStorage", ScalarType::Float64},
    StorageRow{"LongStorage", ScalarType::Int64},        StorageRow{"IntStorage", ScalarType::Int32},
    StorageRow{"ShortStorage", ScalarType::Int16},       StorageRow{"CharStorage", ScalarType::Int8},
    StorageRow{"ByteStorage", ScalarType::UInt8},        StorageRow{"BoolStorage", ScalarType::Bool}};

tl::unexpected<Error> refuse(const std::string& name, const std::string& what)
{
    return fail(ErrorCode::Unreadable, "tensor `" + name.substr(0, 120) + "` " + what);
}

/// What a tensor of the pickle says about itself, before it is held against its storage.
struct Layout {
    ScalarType type = ScalarType::Float32;
    std::span<const std::byte> storage;
    std::uint64_t offset = 0;          ///< elements
    std::vector<std::int64_t> shape;   ///< each ≥ 0
    std::vector<std::int64_t> strides; ///< elements, each ≥ 0
    std::uint64_t elements = 1;
    std::uint64_t storageElements = 0;
};

bool isRowMajor(const Layout& layout)
{
    std::int64_t expected = 1;
    for (std::size_t i = layout.shape.size(); i-- > 0;) {
        if (layout.shape[i] != 1 && layout.strides[i] != expected) {
            return false;
        }
        expected *= layout.shape[i]; // the caller has checked that the product does not overflow
    }
    return true;
}

/// Row-major copy of a strided tensor with at least one element.
void gather(const Layout& layout, std::byte* out)
{
    const std::size_t size = byteSize(layout.type);
    std::vector<std::int64_t> index(layout.shape.size(), 0);
    std::uint64_t from = layout.offset;
    for (std::uint64_t element = 0; element < layout.elements; ++element) {
        std::memcpy(out + element * size, layout.storage.data() + from * size, size);
        for (std::size_t i = index.size(); i-- > 0;) {
            from += static_cast<std::uint64_t>(layout.strides[i]);
            if (++index[i] < layout.shape[i]) {
                break;
            }
            from -= static_cast<std::uint64_t>(layout.strides[i]) * static_cast<std::uint64_t>(layout.shape[i]);
            index[i] = 0;
        }
    }
}

} // namespace

struct TorchArchive::Impl {
    Mapping mapping;
    std::vector<std::unique_ptr<std::byte[]>> copies;
    std::map<std::string, TensorView> tensors;
    std::map<std::string, std::string> metadata;
};

namespace {

/// Reads the tensors of one pickle.
class Reader {
public:
    Reader(const Pickle& pickle, const Entries& entries, std::string top, std::size_t copyBudget)
        : m_pickle(pickle), m_entries(entries), m_top(std::move(top)), m_copyBudget(copyBudget)
    {
    }

    std::map<std::string, TensorView> tensors;
    std::vector<std::unique_ptr<std::byte[]>> copies;
    std::map<std::string, std::string> metadata;

    Status read(const TorchArchiveOptions& options)
    {
        const PickleIndex root = m_pickle.root();
        if (options.emaStateDict) {
            return readNamed(root, "ema_state_dict", "holds no `ema_state_dict`");
        }
        for (const char* key : {"state_dict", "model"}) {
            const PickleIndex value = lookUp(root, key);
            if (value != kNoPickleValue && (isMapping(value) || isModule(value))) {
                return readNamed(root, key, "");
            }
        }
        return readSource(root, "");
    }

private:
    /// A few bytes of a pickle can say the same dict again and again; what is looked at has an end.
    [[nodiscard]] bool spend(std::size_t items)
    {
        const bool enough = items <= m_itemBudget;
        m_itemBudget -= enough ? items : 0;
        return enough;
    }

    [[nodiscard]] const PickleValue& at(PickleIndex index) const { return m_pickle.at(index); }
    [[nodiscard]] bool isGlobal(PickleIndex index, std::string_view module, std::string_view name) const
    {
        return index != kNoPickleValue && at(index).kind == PickleKind::Global && at(index).text == module &&
               at(index).name == name;
    }
    /// A dict, or an object made by a call that was then given pairs, as an OrderedDict is.
    [[nodiscard]] bool isMapping(PickleIndex index) const
    {
        const PickleValue& value = at(index);
        return value.kind == PickleKind::Dict ||
               (value.kind == PickleKind::Call &&
                (value.paired || isGlobal(value.callee, "collections", "OrderedDict")));
    }
    [[nodiscard]] PickleIndex lookUp(PickleIndex mapping, std::string_view key) const
    {
        if (mapping == kNoPickleValue || !isMapping(mapping) || !at(mapping).paired) {
            return kNoPickleValue;
        }
        const std::vector<PickleIndex>& items = at(mapping).items;
        for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
            if (at(items[i]).kind == PickleKind::Text && at(items[i]).text == key) {
                return items[i + 1];
            }
        }
        return kNoPickleValue;
    }
    /// An nn.Module that was pickled whole: its attributes are the state of the object.
    [[nodiscard]] bool isModule(PickleIndex index) const
    {
        return at(index).kind == PickleKind::Call && lookUp(at(index).state, "_modules") != kNoPickleValue;
    }
    [[nodiscard]] std::string_view rebuilderOf(PickleIndex index) const
    {
        const PickleValue& value = at(index);
        const bool call = value.kind == PickleKind::Call && value.callee != kNoPickleValue;
        if (!call || at(value.callee).kind != PickleKind::Global || at(value.callee).text != "torch._utils") {
            return {};
        }
        return at(value.callee).name;
    }

    Status readNamed(PickleIndex root, const char* key, const char* otherwise)
    {
        const PickleIndex value = lookUp(root, key);
        if (value == kNoPickleValue) {
            return fail(ErrorCode::NotFound, otherwise);
        }
        metadata.emplace("source", key);
        return readSource(value, key);
    }

    Status readSource(PickleIndex source, const std::string& key)
    {
        Status read;
        if (isModule(source)) {
            read = readModules(source);
        } else if (isMapping(source)) {
            read = readMapping(source, "");
        }
        if (read && tensors.empty()) {
            return fail(ErrorCode::Unreadable,
                        (key.empty() ? "holds no dict of tensors" : "holds no tensors under `" + key + "`") +
                            std::string("; save the model's state_dict() with torch.save"));
        }
        return read;
    }

    Status readMapping(PickleIndex mapping, const std::string& prefix)
    {
        if (!at(mapping).paired) {
            return {};
        }
        const std::vector<PickleIndex>& items = at(mapping).items;
        if (!spend(items.size())) {
            return fail(ErrorCode::Unreadable, "holds more entries than any checkpoint does");
        }
        for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
            const PickleValue& key = at(items[i]);
            // torch has rebuilders for other things too, as hooks and devices; a tensor's always says so.
            const std::string_view rebuilder = rebuilderOf(items[i + 1]);
            if (key.kind != PickleKind::Text || (rebuilder.find("tensor") == std::string_view::npos &&
                                                 rebuilder.find("parameter") == std::string_view::npos)) {
                continue;
            }
            std::string name = prefix + std::string(key.text);
            if (name.starts_with("module.")) {
                name.erase(0, std::string_view("module.").size());
            }
            if (name.size() > kLongestName) {
                return refuse(name, "has a name longer than any real one");
            }
            auto view = readTensor(name, items[i + 1]);
            if (!view) {
                return fail(view.error());
            }
            if (!tensors.emplace(name, std::move(*view)).second) {
                return refuse(name, "is there twice");
            }
        }
        return {};
    }

    Status readModules(PickleIndex source)
    {
        struct Module {
            PickleIndex index;
            int depth;
            std::string prefix;
        };
        std::vector<Module> pending{{source, 0, ""}};
        // A module may hold itself: what bounds the walk is the number of visits and the depth, not the file's honesty.
        for (std::size_t visits = 0; !pending.empty(); ++visits) {
            const Module module = std::move(pending.back());
            pending.pop_back();
            const PickleIndex state = at(module.index).state;
            if (visits >= kMostModules || module.depth > kDeepestModule || module.prefix.size() > kLongestName ||
                !spend(at(state).items.size())) {
                return fail(ErrorCode::Unreadable, "holds a module that nests without end");
            }
            for (const char* kind : {"_parameters", "_buffers"}) {
                const PickleIndex values = lookUp(state, kind);
                if (values != kNoPickleValue && isMapping(values)) {
                    if (Status read = readMapping(values, module.prefix); !read) {
                        return read;
                    }
                }
            }
            const PickleIndex children = lookUp(state, "_modules");
            if (children == kNoPickleValue || !isMapping(children) || !at(children).paired) {
                continue;
            }
            const std::vector<PickleIndex>& items = at(children).items;
            for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
                const PickleValue& key = at(items[i]);
                if (key.kind == PickleKind::Text && key.text.size() <= kLongestName && isModule(items[i + 1])) {
                    if (pending.size() >= kMostModules || !spend(items.size())) {
                        return fail(ErrorCode::Unreadable, "holds a module that nests without end");
                    }
                    pending.push_back({items[i + 1], module.depth + 1, module.prefix + std::string(key.text) + "."});
                }
            }
        }
        return {};
    }

    Result<TensorView> readTensor(const std::string& name, PickleIndex index)
    {
        for (int wrapper = 0; wrapper < kMostWrappers; ++wrapper) {
            const std::string_view rebuilder = rebuilderOf(index);
            const PickleValue& arguments = at(at(index).arguments);
            if (arguments.kind != PickleKind::Tuple || arguments.items.empty()) {
                return refuse(name, "is damaged");
            }
            if (rebuilder == "_rebuild_tensor_v2" || rebuilder == "_rebuild_tensor") {
                return readPlainTensor(name, arguments.items);
            }
            if (rebuilder != "_rebuild_parameter" && rebuilder != "_rebuild_parameter_with_state") {
                return refuse(name, "is stored by `" + std::string(rebuilder.substr(0, 60)) +
                                        "`, which is not supported; save it as a plain dense tensor");
            }
            index = arguments.items.front();
            if (rebuilderOf(index).empty()) {
                return refuse(name, "is a parameter without a tensor");
            }
        }
        return refuse(name, "is wrapped too many times");
    }

    Result<TensorView> readPlainTensor(const std::string& name, const std::vector<PickleIndex>& arguments)
    {
        Layout layout;
        if (arguments.size() < 4) {
            return refuse(name, "is damaged");
        }
        if (Status storage = readStorage(name, arguments[0], layout); !storage) {
            return fail(storage.error());
        }
        const auto offset = countOf(arguments[1]);
        const auto shape = countsOf(arguments[2]);
        const auto strides = countsOf(arguments[3]);
        if (!offset || !shape || !strides || shape->size() != strides->size() || shape->size() > kMostDimensions) {
            return refuse(name, "has a shape, strides or an offset that are no counts");
        }
        layout.offset = static_cast<std::uint64_t>(*offset);
        layout.shape = *shape;
        layout.strides = *strides;
        if (!fits(layout)) {
            return refuse(name, "reaches beyond its storage");
        }
        return view(name, layout);
    }

    [[nodiscard]] std::optional<std::int64_t> countOf(PickleIndex index) const
    {
        const PickleValue& value = at(index);
        const bool count = value.kind == PickleKind::Integer && value.integer >= 0;
        return count ? std::optional(value.integer) : std::nullopt;
    }
    /// A tuple of counts; older files wrap a shape as torch.Size(tuple).
    [[nodiscard]] std::optional<std::vector<std::int64_t>> countsOf(PickleIndex index) const
    {
        const PickleValue* value = &at(index);
        if (value->kind == PickleKind::Call && isGlobal(value->callee, "torch", "Size")) {
            const PickleValue& arguments = at(value->arguments);
            if (arguments.kind != PickleKind::Tuple || arguments.items.size() != 1) {
                return std::nullopt;
            }
            value = &at(arguments.items.front());
        }
        if (value->kind != PickleKind::Tuple && value->kind != PickleKind::List) {
            return std::nullopt;
        }
        std::vector<std::int64_t> counts;
        for (const PickleIndex item : value->items) {
            const auto count = countOf(item);
            if (!count || counts.size() > kMostDimensions) {
                return std::nullopt;
            }
            counts.push_back(*count);
        }
        return counts;
    }

    /// The persistent id ('storage', type, key, device, element count).
    Status readStorage(const std::string& name, PickleIndex index, Layout& layout) const
    {
        const PickleValue& reference = at(index);
        if (reference.kind != PickleKind::Persistent || at(reference.arguments).kind != PickleKind::Tuple ||
            at(reference.arguments).items.size() < 5) {
            return refuse(name, "has no storage");
        }
        const std::vector<PickleIndex>& id = at(reference.arguments).items;
        const PickleValue& type = at(id[1]);
        const PickleValue& key = at(id[2]);
        const auto elements = countOf(id[4]);
        if (at(id[0]).text != "storage" || type.kind != PickleKind::Global || key.kind != PickleKind::Text ||
            !elements) {
            return refuse(name, "has a storage that is not described as torch does");
        }
        const auto row = std::find_if(kStorages.begin(), kStorages.end(),
                                      [&](const StorageRow& each) { return each.name == type.name; });
        if (type.text != "torch" || row == kStorages.end()) {
            return refuse(name, "has elements of the type `" + std::string(type.name.substr(0, 60)) +
                                    "`, which is not supported");
        }
        const auto entry = m_entries.find(m_top + "data/" + std::string(key.text));
        if (entry == m_entries.end()) {
            return refuse(name, "has its storage in `data/" + std::string(key.text.substr(0, 60)) +
                                    "`, which the archive lacks");
        }
        layout.type = row->type;
        layout.storageElements = static_cast<std::uint64_t>(*elements);
        std::uint64_t bytes = 0;
        if (__builtin_mul_overflow(layout.storageElements, byteSize(row->type), &bytes) ||
            bytes != entry->second.size()) {
            return refuse(name, "has a storage whose size is not what the file says (cut short?)");
        }
        layout.storage = entry->second;
        return {};
    }

    /// Does the last element lie in the storage? Counts the elements on the way.
    [[nodiscard]] static bool fits(Layout& layout)
    {
        layout.elements = 1;
        if (std::find(layout.shape.begin(), layout.shape.end(), 0) != layout.shape.end()) {
            layout.elements = 0;
            return true;
        }
        std::uint64_t last = layout.offset;
        for (std::size_t i = 0; i < layout.shape.size(); ++i) {
            const auto length = static_cast<std::uint64_t>(layout.shape[i]);
            std::uint64_t reach = 0;
            if (__builtin_mul_overflow(length - 1, static_cast<std::uint64_t>(layout.strides[i]), &reach) ||
                __builtin_add_overflow(last, reach, &last) ||
                __builtin_mul_overflow(layout.elements, length, &layout.elements)) {
                return false;
            }
        }
        // More elements than the storage has means some are repeated (`expand`): a few bytes could claim any memory.
        return last < layout.storageElements && layout.elements <= layout.storageElements;
    }

    Result<TensorView> view(const std::string& name, const Layout& layout)
    {
        TensorView result;
        result.type = layout.type;
        result.shape = layout.shape;
        if (layout.elements == 0) {
            return result;
        }
        const std::size_t size = byteSize(layout.type);
        const auto bytes = static_cast<std::size_t>(layout.elements) * size;
        const std::byte* start = layout.storage.data() + layout.offset * size;
        if (isRowMajor(layout) && reinterpret_cast<std::uintptr_t>(start) % size == 0) {
            result.bytes = {start, bytes};
            return result;
        }
        if (bytes > m_copyBudget) {
            return refuse(name, "and others view the same storage in more ways than the file has bytes");
        }
        m_copyBudget -= bytes;
        copies.push_back(std::make_unique_for_overwrite<std::byte[]>(bytes));
        gather(layout, copies.back().get());
        result.bytes = {copies.back().get(), bytes};
        return result;
    }

    const Pickle& m_pickle;
    const Entries& m_entries;
    std::string m_top;
    std::size_t m_itemBudget = kMostItems;
    std::size_t m_copyBudget; ///< bytes that strided tensors may still take
};

/// The folder of the archive with its slash: what goes before `data.pkl`.
std::optional<std::string> topOf(const Entries& entries)
{
    for (const auto& [name, bytes] : entries) {
        const std::size_t slash = name.find('/');
        if (slash != std::string_view::npos && name.substr(slash + 1) == "data.pkl") {
            return std::string(name.substr(0, slash + 1));
        }
    }
    return std::nullopt;
}

Status checkArchive(const Entries& entries, const std::string& top)
{
    if (entries.contains(top + "constants.pkl")) {
        return fail(ErrorCode::Unsupported,
                    "is a TorchScript program, no checkpoint; save the model's state_dict() with torch.save");
    }
    if (const auto order = entries.find(top + "byteorder"); order != entries.end()) {
        const std::string_view text(reinterpret_cast<const char*>(order->second.data()), order->second.size());
        if (text != "little") {
            return fail(ErrorCode::Unsupported, "was written big-endian; save it again on a little-endian machine");
        }
    }
    return {};
}

} // namespace

TorchArchive::TorchArchive(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
TorchArchive::TorchArchive(TorchArchive&&) noexcept = default;
TorchArchive& TorchArchive::operator=(TorchArchive&&) noexcept = default;
TorchArchive::~TorchArchive() = default;

Result<TorchArchive> TorchArchive::open(const std::filesystem::path& path, const TorchArchiveOptions& options)
{
    const auto refused = [&](const Error& error) { return fail(withContext(error, path.string())); };
    auto mapped = Mapping::open(path);
    if (!mapped) {
        return fail(mapped.error());
    }
    const auto bytes = mapped->bytes();
    constexpr std::string_view kZip = "PK\x03\x04";
    if (bytes.size() < kZip.size() || std::memcmp(bytes.data(), kZip.data(), kZip.size()) != 0) {
        const bool pickle = bytes.front() == std::byte{0x80};
        return fail(pickle ? ErrorCode::Unsupported : ErrorCode::Unreadable,
                    pickle ? "is of the layout before PyTorch 1.6; load it and torch.save it with a recent PyTorch"
                           : "is no archive of torch.save",
                    path.string());
    }
    const auto entries = readZipEntries(bytes);
    if (!entries) {
        return refused(entries.error());
    }
    const auto top = topOf(*entries);
    if (!top) {
        return fail(ErrorCode::Unreadable, "is a zip archive, but not one of torch.save: it has no data.pkl",
                    path.string());
    }
    if (const Status good = checkArchive(*entries, *top); !good) {
        return refused(good.error());
    }
    const auto pickle = Pickle::read(entries->find(*top + "data.pkl")->second);
    if (!pickle) {
        return refused(pickle.error());
    }
    Reader reader(*pickle, *entries, *top, bytes.size());
    if (const Status read = reader.read(options); !read) {
        return refused(read.error());
    }
    auto impl = std::make_unique<Impl>();
    impl->mapping = std::move(*mapped);
    impl->copies = std::move(reader.copies);
    impl->tensors = std::move(reader.tensors);
    impl->metadata = std::move(reader.metadata);
    return TorchArchive(std::move(impl));
}

const std::map<std::string, TensorView>& TorchArchive::tensors() const
{
    return m_impl->tensors;
}

const std::map<std::string, std::string>& TorchArchive::metadata() const
{
    return m_impl->metadata;
}

const TensorView* TorchArchive::find(std::string_view name) const
{
    const auto found = m_impl->tensors.find(std::string(name));
    return found == m_impl->tensors.end() ? nullptr : &found->second;
}

} // namespace espalier::weights
