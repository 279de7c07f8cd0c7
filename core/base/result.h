// Result and Error: how a fallible function answers.
#pragma once

#include <tl/expected.hpp>

#include <string>
#include <utility>

namespace espalier {

enum class ErrorCode {
    InvalidInput, ///< the user's file or argument says something that is not allowed
    NotFound,     ///< a file, a folder, a run or a module that was named does not exist
    Unreadable,   ///< it exists, yet cannot be read or decoded
    Unsupported,  ///< understood, but not something this build can do
    Conflict,     ///< somebody else holds it, or it exists already
    DiskFull,     ///< no space, or a quota
    Io,           ///< any other failure to read or write
    OutOfMemory,
    Cancelled,
    Internal, ///< a fault of ours
};

/// What went wrong, where, and (in the message) what to do. Numbers and names only: sentences for people who do not
/// read English are made from the code in the ui.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string message; ///< one sentence, no full stop
    std::string where;   ///< a field path (`plan.adapters[2].rank`), or a file and line (`x.yaml:12`); may be empty

    bool operator==(const Error&) const = default;
};

template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string message, std::string where = {})
{
    return tl::make_unexpected(Error{code, std::move(message), std::move(where)});
}

[[nodiscard]] inline tl::unexpected<Error> fail(Error error)
{
    return tl::make_unexpected(std::move(error));
}

/// The same error seen from further out: `outer` goes before `where`.
[[nodiscard]] inline Error withContext(Error error, const std::string& outer)
{
    error.where = error.where.empty() ? outer : outer + (error.where.front() == '[' ? "" : ": ") + error.where;
    return error;
}

/// `where: message`, or the message alone.
[[nodiscard]] inline std::string describe(const Error& error)
{
    return error.where.empty() ? error.message : error.where + ": " + error.message;
}

} // namespace espalier
