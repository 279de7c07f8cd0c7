// Caught: torch answers with exceptions; at the border of the heavy half they become errors.
#pragma once

#include "core/base/result.h"

#include <utility>

namespace espalier::train {

/// To be called within a catch: memory that is not there has its own code and names what to try; all else is Internal,
/// without torch's stack of frames.
[[nodiscard]] Error errorInFlight();

/// What `work` answers, a Result; what it throws becomes its error.
template <class Work>
[[nodiscard]] auto caught(Work&& work) -> decltype(work())
{
    try {
        return std::forward<Work>(work)();
    } catch (...) {
        return fail(errorInFlight());
    }
}

} // namespace espalier::train
