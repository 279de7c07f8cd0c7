// Files: read whole, write beside and rename, and the folders that belong to us.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace espalier {

/// The whole file; `limit` bytes at most, a larger one is refused.
[[nodiscard]] Result<std::string> readFile(const std::filesystem::path& path, std::uint64_t limit = 1ULL << 30);

/// Replace `path` so that a kill at any moment leaves either the old file or the new one: written beside, flushed to
/// disk, renamed.
[[nodiscard]] Status writeFileAtomically(const std::filesystem::path& path, std::string_view bytes);

/// As above with a writer that streams: it gets a file descriptor and answers for what it wrote.
[[nodiscard]] Status writeFileAtomically(const std::filesystem::path& path,
                                         const std::function<Status(int descriptor)>& write);

/// Write all of `bytes`, however often the kernel stops short.
[[nodiscard]] Status writeAll(int descriptor, std::string_view bytes);

[[nodiscard]] Status createFolder(const std::filesystem::path& path);

/// `$XDG_DATA_HOME/espalier`, by default `~/.local/share/espalier`.
[[nodiscard]] std::filesystem::path dataFolder();
/// `$XDG_CACHE_HOME/espalier`, by default `~/.cache/espalier`.
[[nodiscard]] std::filesystem::path cacheFolder();

/// The ErrorCode of an errno value: no space and quota are DiskFull.
[[nodiscard]] ErrorCode errorCodeOf(int errnoValue);

} // namespace espalier
