// The whole network of a run as one file: what it started from, with what it trained.
#pragma once

#include "core/base/result.h"
#include "core/store/store.h"

#include <filesystem>

namespace espalier::wiring {

/// Matrices and kernels in half precision, vectors and scalars in single; the text tower is left out. Unsupported for a
/// run with adapters (take those with exportAdapter) and for one whose untrained tensors stand in no checkpoint.
[[nodiscard]] Status exportNetwork(const store::RunDetail& run, const std::filesystem::path& file);

} // namespace espalier::wiring
