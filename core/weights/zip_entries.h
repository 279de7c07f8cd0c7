// Where the entries of a zip archive lie, for archives whose entries are stored as they are.
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <map>
#include <span>
#include <string_view>

namespace espalier::weights {

/// Entry name → its bytes, both views of the archive. Written here because the zip libraries hand out copies of an
/// entry, or a stream of it, but not the place of its data, and weights are to be read by memory map.
///
/// Refused: compressed or encrypted entries, archives of several disks, repeated names, entries that reach beyond the
/// file or overlap one another. Checksums are not verified: that would read every byte of the file.
[[nodiscard]] Result<std::map<std::string_view, std::span<const std::byte>>>
readZipEntries(std::span<const std::byte> archive);

} // namespace espalier::weights
