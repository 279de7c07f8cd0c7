// Files that a run leaves in its folder for others to read.
#pragma once

namespace espalier::run {

/// Tensors of the best validation so far, `param.…` and `buffer.…` as they were validated: the moving average where the
/// run keeps one.
inline constexpr const char* kBestFileName = "best.safetensors";

} // namespace espalier::run
