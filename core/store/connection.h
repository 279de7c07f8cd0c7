// A connection to the store, its schema brought up to date; and SQLite's failures as our errors.
#pragma once

#include "core/base/result.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace espalier::store {

/// The numbered schema files, in order; user_version counts those applied.
[[nodiscard]] std::span<const char* const> schemaSteps();

[[nodiscard]] Result<std::unique_ptr<SQLite::Database>> connect(const std::filesystem::path& path);

[[nodiscard]] Error errorOf(const SQLite::Exception& exception, const std::filesystem::path& path);

/// Runs `work`, which may throw SQLite::Exception; its result, or the exception as an Error.
template <class Work>
auto guarded(const std::filesystem::path& path, Work&& work) -> decltype(work())
{
    try {
        return work();
    } catch (const SQLite::Exception& exception) {
        return fail(errorOf(exception, path));
    }
}

/// A double with its kind: 0 finite, 1 nan, 2 inf, 3 -inf.
void bindNumber(SQLite::Statement& statement, int valueIndex, int kindIndex, double value);
[[nodiscard]] double numberAt(SQLite::Statement& statement, int valueColumn, int kindColumn);

} // namespace espalier::store
