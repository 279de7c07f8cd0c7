// Interrupt: Ctrl-C as a question that work asks, not as its death.
#pragma once

#include <csignal>

namespace espalier::cli {

/// How often the user has asked to end, since the program began.
[[nodiscard]] int interrupts();

/// While it lives, SIGINT and SIGTERM are counted. The old handlers come back afterwards.
class InterruptGuard {
public:
    InterruptGuard();
    ~InterruptGuard();
    InterruptGuard(const InterruptGuard&) = delete;
    InterruptGuard& operator=(const InterruptGuard&) = delete;

private:
    struct sigaction m_interrupt {};
    struct sigaction m_terminate {};
};

} // namespace espalier::cli
