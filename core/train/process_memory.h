// Process memory: how much of the machine's memory this process held during a step.
#pragma once

#include <cstdint>

namespace espalier::train {

/// Forget the highest resident set so far, so that peakResidentBytes() tells of what follows. Where the system does not
/// allow it, the peak stays that of the whole process.
void restartPeakMemory();
/// Highest resident set since then, in bytes.
[[nodiscard]] std::int64_t peakResidentBytes();

} // namespace espalier::train
