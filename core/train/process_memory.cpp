#include "core/train/process_memory.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace espalier::train {

void restartPeakMemory()
{
    const int file = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);
    if (file < 0) {
        return;
    }
    constexpr char kResetPeak = '5'; // proc(5): the peak resident set becomes the current one
    const auto written = write(file, &kResetPeak, 1);
    static_cast<void>(written); // what cannot be forgotten stays in the peak
    close(file);
}

std::int64_t peakResidentBytes()
{
    rusage usage{};
    constexpr std::int64_t kKibibyte = 1024;
    return getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_maxrss * kKibibyte : 0;
}

} // namespace espalier::train
