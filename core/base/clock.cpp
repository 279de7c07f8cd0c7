#include "core/base/clock.h"

#include <chrono>

namespace espalier {

std::int64_t Clock::wallMicroseconds() const
{
    using namespace std::chrono;
    return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

double Clock::steadySeconds() const
{
    using namespace std::chrono;
    return duration<double>(steady_clock::now().time_since_epoch()).count();
}

} // namespace espalier
