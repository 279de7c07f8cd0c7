#include "app/cli/watch.h"

#include "app/cli/interrupt.h"

#include <unistd.h>

#include <cstdio>

namespace espalier::cli {

wiring::Watch watchOnStandardError(std::string what)
{
    wiring::Watch watch;
    watch.progress = [what = std::move(what), tenths = std::size_t{11}](std::size_t done, std::size_t of) mutable {
        const std::size_t tenth = of == 0 ? 10 : done * 10 / of;
        if (isatty(STDERR_FILENO)) {
            std::fprintf(stderr, "\r\033[K%s %zu/%zu%s", what.c_str(), done, of, done == of ? "\r\033[K" : "");
        } else if (tenth != tenths) {
            std::fprintf(stderr, "%s %zu/%zu\n", what.c_str(), done, of);
        }
        tenths = tenth;
        std::fflush(stderr);
    };
    watch.shouldStop = [before = interrupts()] { return interrupts() > before; };
    return watch;
}

} // namespace espalier::cli
