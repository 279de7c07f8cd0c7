#include "core/weights/zip_entries.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace espalier::weights {

namespace {

using Bytes = std::span<const std::byte>;

// PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12, 4.3.14 to 4.3.16 and 4.5.3.
constexpr std::uint32_t kLocalSignature = 0x04034b50;
constexpr std::uint32_t kCentralSignature = 0x02014b50;
constexpr std::uint32_t kEndSignature = 0x06054b50;
constexpr std::uint32_t kEnd64Signature = 0x06064b50;
constexpr std::uint32_t kLocator64Signature = 0x07064b50;
constexpr std::size_t kLocalSize = 30;
constexpr std::size_t kCentralSize = 46;
constexpr std::size_t kEndSize = 22;
constexpr std::size_t kEnd64Size = 56;
constexpr std::size_t kLocator64Size = 20;
constexpr std::size_t kLongestComment = 0xFFFF;
constexpr std::uint32_t kSee64 = 0xFFFFFFFF;
constexpr std::uint16_t kExtra64 = 1;

template <class T>
T at(Bytes bytes, std::size_t offset)
{
    T value{};
    std::memcpy(&value, bytes.data() + offset, sizeof value);
    return value;
}

tl::unexpected<Error> damaged(const std::string& what)
{
    return fail(ErrorCode::Unreadable, "zip archive " + what);
}

/// The part from `offset` on, or nothing when it has fewer than `size` bytes.
std::optional<Bytes> slice(Bytes bytes, std::uint64_t offset, std::uint64_t size)
{
    if (offset > bytes.size() || size > bytes.size() - offset) {
        return std::nullopt;
    }
    return bytes.subspan(static_cast<std::size_t>(offset), static_cast<std::size_t>(size));
}

struct Directory {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::uint64_t count = 0;
};

Result<Directory> directory64(Bytes archive, std::size_t end)
{
    const auto locator = end < kLocator64Size ? std::nullopt : slice(archive, end - kLocator64Size, kLocator64Size);
    if (!locator || at<std::uint32_t>(*locator, 0) != kLocator64Signature) {
        return damaged("lacks the record for large files");
    }
    const auto record = slice(archive, at<std::uint64_t>(*locator, 8), kEnd64Size);
    if (!record || at<std::uint32_t>(*record, 0) != kEnd64Signature) {
        return damaged("has a damaged record for large files");
    }
    return Directory{at<std::uint64_t>(*record, 48), at<std::uint64_t>(*record, 40), at<std::uint64_t>(*record, 32)};
}

Result<Directory> findDirectory(Bytes archive)
{
    if (archive.size() < kEndSize) {
        return damaged("is cut short");
    }
    const std::size_t last = archive.size() - kEndSize;
    const std::size_t first = last - std::min(last, kLongestComment);
    for (std::size_t end = last + 1; end-- > first;) {
        const Bytes record = archive.subspan(end);
        if (at<std::uint32_t>(record, 0) != kEndSignature ||
            at<std::uint16_t>(record, 20) != record.size() - kEndSize) {
            continue;
        }
        if (at<std::uint16_t>(record, 4) != 0 && at<std::uint16_t>(record, 4) != 0xFFFF) {
            return damaged("is one of several disks");
        }
        const Directory directory{at<std::uint32_t>(record, 16), at<std::uint32_t>(record, 12),
                                  at<std::uint16_t>(record, 10)};
        const bool see64 = directory.offset == kSee64 || directory.size == kSee64 || directory.count == 0xFFFF;
        return see64 ? directory64(archive, end) : Result<Directory>(directory);
    }
    return damaged("is cut short: its directory at the end is missing");
}

/// What a central header says, the large-file record taken into account.
struct Central {
    std::uint64_t stored = 0;
    std::uint64_t size = 0;
    std::uint64_t local = 0;
    std::string_view name;
    std::size_t headerSize = 0;
};

bool apply64(Bytes extra, Central& central)
{
    while (extra.size() >= 4) {
        const auto kind = at<std::uint16_t>(extra, 0);
        const auto field = slice(extra, 4, at<std::uint16_t>(extra, 2));
        if (!field) {
            return false;
        }
        if (kind == kExtra64) {
            std::size_t used = 0;
            // The field holds only those of the numbers that did not fit, in this order.
            for (std::uint64_t* number : {&central.size, &central.stored, &central.local}) {
                if (*number == kSee64) {
                    if (used + 8 > field->size()) {
                        return false;
                    }
                    *number = at<std::uint64_t>(*field, used);
                    used += 8;
                }
            }
            return true;
        }
        extra = extra.subspan(4 + field->size());
    }
    return true;
}

Result<Central> readCentral(Bytes directory)
{
    if (directory.size() < kCentralSize || at<std::uint32_t>(directory, 0) != kCentralSignature) {
        return damaged("has a damaged directory");
    }
    const auto nameSize = at<std::uint16_t>(directory, 28);
    const auto extraSize = at<std::uint16_t>(directory, 30);
    const auto rest =
        slice(directory, kCentralSize, std::uint64_t{nameSize} + extraSize + at<std::uint16_t>(directory, 32));
    if (!rest) {
        return damaged("has a damaged directory");
    }
    Central central;
    central.stored = at<std::uint32_t>(directory, 20);
    central.size = at<std::uint32_t>(directory, 24);
    central.local = at<std::uint32_t>(directory, 42);
    central.name = {reinterpret_cast<const char*>(rest->data()), nameSize};
    central.headerSize = kCentralSize + rest->size();
    const std::string shown = "entry `" + std::string(central.name.substr(0, 120)) + "` ";
    if (!apply64(rest->subspan(nameSize, extraSize), central)) {
        return damaged(shown + "has a damaged record for large files");
    }
    if ((at<std::uint16_t>(directory, 8) & 1U) != 0) {
        return damaged(shown + "is encrypted");
    }
    if (at<std::uint16_t>(directory, 10) != 0 || central.stored != central.size) {
        return damaged(shown + "is compressed; torch.save stores entries as they are, so save the file again with it");
    }
    return central;
}

/// The local header repeats the central one, but its extra field differs: only it tells where the data begin.
Result<Bytes> dataOf(Bytes archive, const Central& central)
{
    const std::string shown = "entry `" + std::string(central.name.substr(0, 120)) + "` ";
    const auto header = slice(archive, central.local, kLocalSize);
    if (!header || at<std::uint32_t>(*header, 0) != kLocalSignature) {
        return damaged(shown + "is not where the directory says");
    }
    const auto nameSize = at<std::uint16_t>(*header, 26);
    const Bytes rest = archive.subspan(static_cast<std::size_t>(central.local) + kLocalSize);
    const auto name = slice(rest, 0, nameSize);
    if (!name || std::string_view(reinterpret_cast<const char*>(name->data()), name->size()) != central.name) {
        return damaged(shown + "has another name in its own header");
    }
    const auto data = slice(rest, std::uint64_t{nameSize} + at<std::uint16_t>(*header, 28), central.size);
    if (!data) {
        return damaged(shown + "reaches beyond the file (cut short?)");
    }
    return *data;
}

} // namespace

Result<std::map<std::string_view, std::span<const std::byte>>> readZipEntries(std::span<const std::byte> archive)
{
    const auto found = findDirectory(archive);
    if (!found) {
        return fail(found.error());
    }
    const auto directory = slice(archive, found->offset, found->size);
    if (!directory || found->count > found->size / kCentralSize) {
        return damaged("has a directory that reaches beyond the file (cut short?)");
    }
    std::map<std::string_view, Bytes> entries;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges{{found->offset, found->offset + found->size}};
    Bytes rest = *directory;
    for (std::uint64_t i = 0; i < found->count; ++i) {
        const auto central = readCentral(rest);
        if (!central) {
            return fail(central.error());
        }
        const auto data = dataOf(archive, *central);
        if (!data) {
            return fail(data.error());
        }
        if (!entries.emplace(central->name, *data).second) {
            return damaged("names the entry `" + std::string(central->name.substr(0, 120)) + "` twice");
        }
        const auto end = static_cast<std::uint64_t>(data->data() - archive.data()) + data->size();
        ranges.emplace_back(central->local, end);
        rest = rest.subspan(central->headerSize);
    }
    std::sort(ranges.begin(), ranges.end());
    for (std::size_t i = 1; i < ranges.size(); ++i) {
        if (ranges[i].first < ranges[i - 1].second) {
            return damaged("has entries that overlap");
        }
    }
    return entries;
}

} // namespace espalier::weights
