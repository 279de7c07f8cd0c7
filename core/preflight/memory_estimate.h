// How much memory a run is likely to take, from the shapes of its network alone.
#pragma once

#include "core/preflight/preflight.h"

namespace espalier::preflight {

/// Bytes.
struct MemoryEstimate {
    double weights = 0;
    double training = 0; ///< gradients, moments, and the healthy states that the guard keeps
    double activations = 0;
    [[nodiscard]] double sum() const { return weights + training + activations; }
};
/// With `batch` images at once.
[[nodiscard]] MemoryEstimate estimateMemory(const Subject& subject, int batch);

} // namespace espalier::preflight
