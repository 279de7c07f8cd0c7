#include "app/cli/commands.h"
#include "core/base/json.h"

#include <cstdio>

namespace espalier::cli {

namespace {

int exitCodeOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::OutOfMemory:
    case ErrorCode::Internal:
        return kFault;
    case ErrorCode::Cancelled:
        return kCancelled;
    default:
        return kBadInput;
    }
}

} // namespace

int report(const Common& common, const Error& error)
{
    const int exitCode = exitCodeOf(error.code);
    if (common.json) {
        std::printf("%s\n",
                    jsonText(Json{{"event", "error"}, {"message", error.message}, {"where", error.where}}).c_str());
    }
    std::fprintf(stderr, "espalier-cli: %s\n", describe(error).c_str());
    return exitCode;
}

} // namespace espalier::cli
