// Liveness: is the process that writes a run still there?
#pragma once

#include <cstdint>
#include <string>

namespace espalier::store {

struct ProcessMark {
    std::string host;
    std::string boot; ///< changes with every start of the machine
    std::int64_t pid = 0;
    std::string pidStart; ///< in clock ticks since boot: a reused number has another
};

[[nodiscard]] ProcessMark thisProcess();
/// On this machine by looking; on another one as long as its sign of life is at most a minute old.
[[nodiscard]] bool isAlive(const ProcessMark& mark, double secondsSinceHeartbeat);
[[nodiscard]] bool isOnThisMachine(const ProcessMark& mark);

} // namespace espalier::store
