// The whole network of a run as one file: what it started from, with what it trained.
#pragma once

#include "app/wiring/merged_network.h"
#include "core/base/result.h"
#include "core/store/store.h"

#include <filesystem>
#include <optional>

namespace espalier::wiring {

/// Matrices and kernels in half precision, vectors and scalars in single; the text tower is left out. Adapters become
/// part of the weights, and the answer certifies it; then half precision is used only where it costs little. So it is
/// for a base whose file has other names, such as a plain YOLOv8.
/// Unsupported: a run without adapters whose untrained tensors stand in no checkpoint; adapters that cannot be merged.
[[nodiscard]] Result<std::optional<MergeCertificate>> exportNetwork(const store::RunDetail& run,
                                                                    const std::filesystem::path& file);

} // namespace espalier::wiring
