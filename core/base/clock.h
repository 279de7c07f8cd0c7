// Time as an argument: code that needs it takes a Clock, tests give it one that stands still.
#pragma once

#include <cstdint>

namespace espalier {

class Clock {
public:
    virtual ~Clock() = default;
    /// Microseconds since 1970-01-01 UTC.
    [[nodiscard]] virtual std::int64_t wallMicroseconds() const;
    /// Seconds since an unnamed moment; never goes back.
    [[nodiscard]] virtual double steadySeconds() const;
};

} // namespace espalier
