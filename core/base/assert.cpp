#include "core/base/assert.h"

#include <cstdio>
#include <cstdlib>

namespace espalier::detail {

void assertionFailed(const char* condition, const char* what, const char* file, int line)
{
    std::fprintf(stderr, "espalier: internal fault at %s:%d: %s (%s)\n", file, line, what, condition);
    std::abort();
}

} // namespace espalier::detail
