// ESPALIER_ASSERT: a broken invariant of ours ends the program, in release too. User input never reaches one.
#pragma once

namespace espalier::detail {
[[noreturn]] void assertionFailed(const char* condition, const char* what, const char* file, int line);
}

#define ESPALIER_ASSERT(condition, what)                                                                               \
    ((condition) ? static_cast<void>(0) : ::espalier::detail::assertionFailed(#condition, what, __FILE__, __LINE__))
