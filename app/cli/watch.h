// Watch of a command: progress on standard error, Ctrl-C as the wish to end.
#pragma once

#include "app/wiring/subject.h"

#include <string>

namespace espalier::cli {

/// `what done/of`, redrawn on a terminal; elsewhere a line a tenth. To be used beside an InterruptGuard.
[[nodiscard]] wiring::Watch watchOnStandardError(std::string what);

} // namespace espalier::cli
