// Environment: what a run stands on, for the store and for `doctor`.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace espalier::wiring {

using Facts = std::vector<std::pair<std::string, std::string>>;

/// Version, processor, memory, system, BLAS in the process, and the commit of the repository that holds `folder`.
[[nodiscard]] Facts lightFacts(const std::filesystem::path& folder);
/// The above and the engine's own: torch version, threads, CUDA.
[[nodiscard]] Facts environmentFacts(const std::filesystem::path& folder);

/// Physical memory of this machine; 0: unknown.
[[nodiscard]] std::int64_t memoryBytes();

/// Path of the BLAS library mapped into this process; empty when there is none.
[[nodiscard]] std::string loadedBlas();
/// Debian's unoptimised BLAS: products run 30 to 50 times slower with it.
[[nodiscard]] bool isReferenceBlas(const std::string& path);

/// Folder of the files that ship with the program: `$ESPALIER_RESOURCES`, beside the executable, the installed place,
/// or the source tree that it was built from.
[[nodiscard]] std::filesystem::path resourceFolder();

} // namespace espalier::wiring
