#include "app/cli/interrupt.h"

#include <atomic>

namespace espalier::cli {

namespace {

std::atomic<int> counted{0};

extern "C" void onInterrupt(int)
{
    counted.fetch_add(1);
}

} // namespace

int interrupts()
{
    return counted.load();
}

InterruptGuard::InterruptGuard()
{
    struct sigaction action {};
    action.sa_handler = onInterrupt;
    sigaction(SIGINT, &action, &m_interrupt);
    sigaction(SIGTERM, &action, &m_terminate);
}

InterruptGuard::~InterruptGuard()
{
    sigaction(SIGINT, &m_interrupt, nullptr);
    sigaction(SIGTERM, &m_terminate, nullptr);
}

} // namespace espalier::cli
