#include "app/wiring/priority.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace espalier::wiring {

void yieldToTheWindow()
{
    // Linux gives each thread a nice value of its own and hands it on to the threads that it starts; 5 leaves a quarter
    // of a core's time to a thread of ours that competes with one at 0.
    constexpr int kNice = 5;
    const auto thread = static_cast<id_t>(syscall(SYS_gettid));
    (void)setpriority(PRIO_PROCESS, thread, kNice); // a refusal costs smoothness, nothing else
}

} // namespace espalier::wiring
