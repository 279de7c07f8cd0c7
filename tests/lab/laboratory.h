// Laboratory: runs one kind of training, watched alone or answered by the ladder, with the guard of the program.
#pragma once

#include "tests/lab/course.h"
#include "tests/lab/kinds.h"

namespace espalier::lab {

struct Conditions {
    std::int64_t seed = 0;
    std::int64_t steps = 400; ///< of a run; a rewind makes it no shorter in steps, only in schedule
    bool answers = false;     ///< the ladder acts; else every step is taken, as without a guard, and all is only said
    bool probes = false;      ///< at the first warning: ask which module went bad first
    double sensitivity = 0.5;
};

[[nodiscard]] Course runKind(const Kind& kind, const Conditions& conditions);

} // namespace espalier::lab
