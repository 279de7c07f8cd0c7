// The loop of every fuzzing program: good files, changed by a seeded generator, read and judged.
#pragma once

#include "core/base/result.h"
#include "tests/fuzz/mutation.h"

#include <filesystem>
#include <functional>

namespace espalier::fuzz {

/// What came of one input.
struct Answer {
    bool isValue = false;  ///< or an error
    std::string complaint; ///< of a reader that goes on past what is wrong: the first thing it left out
    std::string fault;     ///< of the reader, in one sentence; empty: the answer is a good one
};

/// One kind of file and its reader.
struct Kind {
    std::string name;
    std::vector<std::string> seeds; ///< good files: each must give a value and no complaint as it is
    Dialect dialect;
    std::filesystem::path place = "input"; ///< of the input, in the program's folder
    /// `bytes` lie in `file` too.
    std::function<Answer(const std::string& bytes, const std::filesystem::path& file)> read;
};

/// Empty when the error is one sentence.
[[nodiscard]] std::string faultOf(const Error& error);

/// The program: [--inputs N] of each kind, [--seed S], [--kind NAME] for one kind alone. `kinds` may put what else a
/// reader needs into the folder it is given; the input of a crash stays there.
int run(int count, char** words, const std::string& program,
        const std::function<std::vector<Kind>(const std::filesystem::path& folder)>& kinds);

} // namespace espalier::fuzz
