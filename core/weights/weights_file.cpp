#include "core/weights/weights_file.h"

#include "core/base/files.h"
#include "core/weights/json_keys.h"
#include "core/weights/mapping.h"

#include <algorithm>
#include <cstring>
#include <set>
#include <system_error>
#include <utility>

namespace espalier::weights {

namespace {

constexpr std::uint64_t kLargestIndex = 64U << 20;
constexpr std::size_t kMostShards = 2000;

enum class Content { Safetensors, Index, Torch, LargeFilePointer, Unknown };

Content recogniseContent(std::span<const std::byte> bytes)
{
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    // Safetensors first: their length may begin with any byte, also with a brace.
    std::uint64_t headerSize = 0;
    if (text.size() > sizeof headerSize) {
        std::memcpy(&headerSize, text.data(), sizeof headerSize);
        if (text[sizeof headerSize] == '{' && headerSize < (1ULL << 40)) {
            return Content::Safetensors;
        }
    }
    if (text.starts_with("PK\x03\x04") || text.starts_with("\x80")) {
        return Content::Torch;
    }
    if (text.starts_with("version https://git-lfs")) {
        return Content::LargeFilePointer;
    }
    const std::size_t first = text.substr(0, 1000).find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && text[first] == '{' ? Content::Index : Content::Unknown;
}

/// The file of weights that a folder is opened for: its one index, else its one safetensors file.
Result<std::filesystem::path> fileOfFolder(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> indices;
    std::vector<std::filesystem::path> files;
    std::error_code fault;
    for (std::filesystem::directory_iterator entry(folder, fault), end; !fault && entry != end;
         entry.increment(fault)) {
        const std::string name = entry->path().filename().string();
        if (name.ends_with(".safetensors.index.json")) {
            indices.push_back(entry->path());
        } else if (name.ends_with(".safetensors")) {
            files.push_back(entry->path());
        }
    }
    if (fault) {
        return fail(ErrorCode::Io, "cannot be listed: " + fault.message(), folder.string());
    }
    const auto& found = indices.empty() ? files : indices;
    if (found.size() != 1) {
        return fail(found.empty() ? ErrorCode::NotFound : ErrorCode::InvalidInput,
                    found.empty() ? "holds no *.safetensors.index.json and no *.safetensors"
                                  : "holds several files of weights; name the one to read",
                    folder.string());
    }
    return found.front();
}

/// A shard lies beside its index: a name that leads elsewhere would read files nobody chose.
bool isPlainName(const std::string& name)
{
    return !name.empty() && name != "." && name != ".." && name.size() <= 255 &&
           name.find_first_of(std::string_view("/\\\0", 3)) == std::string::npos;
}

std::string shown(const std::string& name)
{
    return "`" + name.substr(0, 120) + "`";
}

} // namespace

std::string_view describe(WeightsKind kind)
{
    switch (kind) {
    case WeightsKind::Safetensors:
        return "safetensors";
    case WeightsKind::ShardedSafetensors:
        return "safetensors in shards";
    case WeightsKind::TorchArchive:
        return "PyTorch archive";
    }
    return "weights";
}

struct WeightsFile::Impl {
    WeightsKind kind = WeightsKind::Safetensors;
    std::vector<SafetensorsFile> shards;
    std::vector<TorchArchive> archives; ///< one or none
    std::map<std::string, TensorView> tensors;
    std::map<std::string, std::string> metadata;

    /// A name that two shards hold is an error, also when the index lists it once: which of the two is meant?
    Status add(const std::map<std::string, TensorView>& more)
    {
        for (const auto& [name, view] : more) {
            if (!tensors.emplace(name, view).second) {
                return fail(ErrorCode::Unreadable, "tensor " + shown(name) + " is in two shards");
            }
        }
        return {};
    }

    Status openShards(const std::filesystem::path& index)
    {
        const auto mapped = Mapping::open(index);
        if (!mapped) {
            return fail(mapped.error());
        }
        const auto bytes = mapped->bytes();
        const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        const auto json = bytes.size() <= kLargestIndex ? parseJson(text, "") : fail(ErrorCode::Unreadable, "");
        if (!json || !json->is_object() || !json->contains("weight_map") || !(*json)["weight_map"].is_object()) {
            return fail(ErrorCode::Unreadable, "is no index of safetensors: it has no `weight_map`");
        }
        if (repeatsAKey(text, 1) || repeatsAKey(text, 2)) {
            return fail(ErrorCode::Unreadable, "names a tensor twice");
        }
        readMetadata(*json);
        std::map<std::string, std::vector<std::string>> wanted; // shard → tensors
        for (const auto& [name, shard] : (*json)["weight_map"].items()) {
            if (!shard.is_string() || !isPlainName(shard.get<std::string>())) {
                return fail(ErrorCode::Unreadable,
                            "gives tensor " + shown(name) + " a shard that is no plain file name");
            }
            wanted[shard.get<std::string>()].push_back(name);
        }
        if (wanted.empty() || wanted.size() > kMostShards) {
            return fail(ErrorCode::Unreadable, wanted.empty() ? "lists no tensors" : "lists too many shards");
        }
        for (const auto& [shard, names] : wanted) {
            if (Status opened = openShard(index.parent_path() / shard, shard, names); !opened) {
                return opened;
            }
        }
        return {};
    }

    Status openShard(const std::filesystem::path& path, const std::string& shard, const std::vector<std::string>& names)
    {
        auto file = SafetensorsFile::open(path);
        if (!file) {
            Error error = file.error();
            if (error.code == ErrorCode::NotFound) {
                error.message = "lists tensor " + shown(names.front()) + " in the shard " + shown(shard) +
                                ", which is missing; download it to the same folder";
                error.where.clear();
            }
            return fail(error);
        }
        for (const std::string& name : names) {
            if (file->find(name) == nullptr) {
                return fail(ErrorCode::Unreadable, "lists tensor " + shown(name) + " in the shard " + shown(shard) +
                                                       ", which does not hold it");
            }
        }
        if (Status added = add(file->tensors()); !added) {
            return added;
        }
        shards.push_back(std::move(*file));
        return {};
    }

    void readMetadata(const Json& json)
    {
        if (json.contains("metadata") && json["metadata"].is_object()) {
            for (const auto& [key, value] : json["metadata"].items()) {
                if (value.is_string() || value.is_number()) {
                    metadata.emplace(key, value.is_string() ? value.get<std::string>() : jsonText(value));
                }
            }
        }
    }
};

WeightsFile::WeightsFile(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
WeightsFile::WeightsFile(WeightsFile&&) noexcept = default;
WeightsFile& WeightsFile::operator=(WeightsFile&&) noexcept = default;
WeightsFile::~WeightsFile() = default;

Result<WeightsFile> WeightsFile::open(const std::filesystem::path& path, const TorchArchiveOptions& options)
{
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) {
        const auto inside = fileOfFolder(path);
        return inside ? open(*inside, options) : fail(inside.error());
    }
    const auto mapped = Mapping::open(path);
    if (!mapped) {
        return fail(mapped.error());
    }
    auto impl = std::make_unique<Impl>();
    switch (recogniseContent(mapped->bytes())) {
    case Content::Safetensors: {
        auto file = SafetensorsFile::open(path);
        if (!file) {
            return fail(file.error());
        }
        impl->tensors = file->tensors();
        impl->metadata = file->metadata();
        impl->shards.push_back(std::move(*file));
        break;
    }
    case Content::Torch: {
        auto archive = TorchArchive::open(path, options);
        if (!archive) {
            return fail(archive.error());
        }
        impl->kind = WeightsKind::TorchArchive;
        impl->tensors = archive->tensors();
        impl->metadata = archive->metadata();
        impl->archives.push_back(std::move(*archive));
        break;
    }
    case Content::Index:
        impl->kind = WeightsKind::ShardedSafetensors;
        if (const Status opened = impl->openShards(path); !opened) {
            return fail(withContext(opened.error(), path.string()));
        }
        break;
    case Content::LargeFilePointer:
        return fail(ErrorCode::Unreadable,
                    "is only the pointer of a large file; download the file itself (git lfs pull)", path.string());
    case Content::Unknown:
        return fail(ErrorCode::Unreadable,
                    "is no file of weights; give a safetensors file, its index, or an archive of torch.save",
                    path.string());
    }
    return WeightsFile(std::move(impl));
}

const std::map<std::string, TensorView>& WeightsFile::tensors() const
{
    return m_impl->tensors;
}

const std::map<std::string, std::string>& WeightsFile::metadata() const
{
    return m_impl->metadata;
}

const TensorView* WeightsFile::find(std::string_view name) const
{
    const auto found = m_impl->tensors.find(std::string(name));
    return found == m_impl->tensors.end() ? nullptr : &found->second;
}

WeightsKind WeightsFile::kind() const
{
    return m_impl->kind;
}

} // namespace espalier::weights
