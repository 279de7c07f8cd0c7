#include "core/weights/safetensors.h"

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/weights/json_keys.h"
#include "core/weights/mapping.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

namespace espalier::weights {

static_assert(std::endian::native == std::endian::little, "safetensors are little-endian");

namespace {

constexpr std::uint64_t kLargestHeader = 100U << 20; // as the format's own reader

struct TypeRow {
    ScalarType type;
    std::string_view text;
    std::size_t bytes;
};
constexpr std::array kTypes{TypeRow{ScalarType::Bool, "BOOL", 1},   TypeRow{ScalarType::UInt8, "U8", 1},
                            TypeRow{ScalarType::Int8, "I8", 1},     TypeRow{ScalarType::Int16, "I16", 2},
                            TypeRow{ScalarType::Int32, "I32", 4},   TypeRow{ScalarType::Int64, "I64", 8},
                            TypeRow{ScalarType::Float16, "F16", 2}, TypeRow{ScalarType::BFloat16, "BF16", 2},
                            TypeRow{ScalarType::Float32, "F32", 4}, TypeRow{ScalarType::Float64, "F64", 8}};

const TypeRow& rowOf(ScalarType type)
{
    return *std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeRow& row) { return row.type == type; });
}

bool isUnsigned(const Json& value)
{
    return value.is_number_unsigned() || (value.is_number_integer() && value.get<std::int64_t>() >= 0);
}

/// One entry of the header, checked on its own; `data` is what follows the header.
Result<TensorView> readEntry(const std::string& name, const Json& entry, std::span<const std::byte> data,
                             std::array<std::uint64_t, 2>& offsets)
{
    const auto refuse = [&](const char* what) {
        return fail(ErrorCode::Unreadable, "tensor `" + name.substr(0, 120) + "` " + what);
    };
    if (!entry.is_object() || !entry.contains("dtype") || !entry.contains("shape") || !entry.contains("data_offsets") ||
        !entry["dtype"].is_string() || !entry["shape"].is_array() || !entry["data_offsets"].is_array() ||
        entry["data_offsets"].size() != 2) {
        return refuse("lacks dtype, shape or data_offsets");
    }
    const auto type = std::find_if(kTypes.begin(), kTypes.end(),
                                   [&](const TypeRow& row) { return entry["dtype"] == std::string(row.text); });
    if (type == kTypes.end()) {
        return refuse("has a type that is not supported");
    }
    TensorView view;
    view.type = type->type;
    std::uint64_t bytes = type->bytes;
    for (const Json& length : entry["shape"]) {
        if (!isUnsigned(length) || length.get<std::uint64_t>() > (1ULL << 48)) {
            return refuse("has a shape that is no list of lengths");
        }
        const auto value = length.get<std::uint64_t>();
        view.shape.push_back(static_cast<std::int64_t>(value));
        if (__builtin_mul_overflow(bytes, value, &bytes)) {
            return refuse("has a shape too large to be true");
        }
    }
    for (std::size_t i = 0; i < 2; ++i) {
        if (!isUnsigned(entry["data_offsets"][i])) {
            return refuse("has offsets that are no numbers");
        }
        offsets[i] = entry["data_offsets"][i].get<std::uint64_t>();
    }
    if (offsets[0] > offsets[1] || offsets[1] > data.size() || offsets[1] - offsets[0] != bytes) {
        return refuse("has offsets that do not fit its shape or the file (cut short?)");
    }
    view.bytes = data.subspan(offsets[0], bytes);
    return view;
}

/// The format allows neither overlaps nor holes: both would hide data.
Status checkCoverage(std::vector<std::array<std::uint64_t, 2>> offsets, std::uint64_t size)
{
    std::sort(offsets.begin(), offsets.end());
    std::uint64_t end = 0;
    for (const auto& range : offsets) {
        if (range[0] != end) {
            return fail(ErrorCode::Unreadable, "has tensors that overlap or leave a hole");
        }
        end = range[1];
    }
    if (end != size) {
        return fail(ErrorCode::Unreadable, "has data that belongs to no tensor");
    }
    return {};
}

} // namespace

std::size_t byteSize(ScalarType type)
{
    return rowOf(type).bytes;
}

std::string_view toText(ScalarType type)
{
    return rowOf(type).text;
}

struct SafetensorsFile::Impl {
    Mapping mapping;
    std::map<std::string, TensorView> tensors;
    std::map<std::string, std::string> metadata;
};

SafetensorsFile::SafetensorsFile(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
SafetensorsFile::SafetensorsFile(SafetensorsFile&&) noexcept = default;
SafetensorsFile& SafetensorsFile::operator=(SafetensorsFile&&) noexcept = default;
SafetensorsFile::~SafetensorsFile() = default;

Result<SafetensorsFile> SafetensorsFile::open(const std::filesystem::path& path)
{
    auto mapped = Mapping::open(path);
    if (!mapped) {
        return fail(mapped.error());
    }
    auto impl = std::make_unique<Impl>();
    impl->mapping = std::move(*mapped);
    const std::span<const std::byte> bytes = impl->mapping.bytes();
    std::uint64_t headerSize = 0;
    if (bytes.size() < sizeof headerSize) {
        return fail(ErrorCode::Unreadable, "is no safetensors file: too short", path.string());
    }
    std::memcpy(&headerSize, bytes.data(), sizeof headerSize);
    if (headerSize > kLargestHeader || headerSize > bytes.size() - sizeof headerSize) {
        return fail(ErrorCode::Unreadable, "is no safetensors file, or is cut short", path.string());
    }
    const std::string_view header(reinterpret_cast<const char*>(bytes.data()) + sizeof headerSize, headerSize);
    const auto json = parseJson(header, path.string());
    if (!json || !json->is_object() || repeatsAKey(header, 1)) {
        return fail(ErrorCode::Unreadable, "is no safetensors file: its header is damaged", path.string());
    }
    const std::span<const std::byte> data = bytes.subspan(sizeof headerSize + headerSize);
    std::vector<std::array<std::uint64_t, 2>> offsets;
    for (const auto& [name, entry] : json->items()) {
        if (name == "__metadata__") {
            if (entry.is_object()) {
                for (const auto& [key, value] : entry.items()) {
                    if (value.is_string()) {
                        impl->metadata.emplace(key, value.get<std::string>());
                    }
                }
            }
            continue;
        }
        auto view = readEntry(name, entry, data, offsets.emplace_back());
        if (!view) {
            return fail(withContext(view.error(), path.string()));
        }
        impl->tensors.emplace(name, std::move(*view));
    }
    if (const Status covered = checkCoverage(std::move(offsets), data.size()); !covered) {
        return fail(withContext(covered.error(), path.string()));
    }
    return SafetensorsFile(std::move(impl));
}

const std::map<std::string, TensorView>& SafetensorsFile::tensors() const
{
    return m_impl->tensors;
}

const std::map<std::string, std::string>& SafetensorsFile::metadata() const
{
    return m_impl->metadata;
}

const TensorView* SafetensorsFile::find(std::string_view name) const
{
    const auto found = m_impl->tensors.find(std::string(name));
    return found == m_impl->tensors.end() ? nullptr : &found->second;
}

Status writeSafetensors(const std::filesystem::path& path, std::span<const TensorToWrite> tensors,
                        const std::map<std::string, std::string>& metadata)
{
    Json header = Json::object();
    if (!metadata.empty()) {
        header["__metadata__"] = metadata;
    }
    std::uint64_t offset = 0;
    for (const TensorToWrite& tensor : tensors) {
        header[tensor.name] = {{"dtype", rowOf(tensor.type).text},
                               {"shape", tensor.shape},
                               {"data_offsets", {offset, offset + tensor.bytes.size()}}};
        offset += tensor.bytes.size();
    }
    std::string text = jsonText(header);
    text.resize((text.size() + 7) / 8 * 8, ' '); // data begins aligned
    return writeFileAtomically(path, [&](int descriptor) -> Status {
        const std::uint64_t size = text.size();
        char prefix[sizeof size];
        std::memcpy(prefix, &size, sizeof size);
        if (Status written = writeAll(descriptor, {prefix, sizeof prefix}); !written) {
            return written;
        }
        if (Status written = writeAll(descriptor, text); !written) {
            return written;
        }
        for (const TensorToWrite& tensor : tensors) {
            const std::string_view bytes(reinterpret_cast<const char*>(tensor.bytes.data()), tensor.bytes.size());
            if (Status written = writeAll(descriptor, bytes); !written) {
                return written;
            }
        }
        return {};
    });
}

} // namespace espalier::weights
