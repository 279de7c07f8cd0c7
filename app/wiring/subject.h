// Subject: what is looked at when nothing trains: a run with its trained state, or an experiment's base as it stands.
#pragma once

#include "core/run/engine.h"
#include "core/store/store.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>

namespace espalier::wiring {

struct Subject {
    std::string name;                ///< `run 3`, or the experiment's file
    std::optional<store::RunId> run; ///< empty: an experiment
    run::RunSpec spec;               ///< `resumeFrom` is the last checkpoint, empty for an experiment
};

/// `argument` is the number of a run, or an experiment file; `sets` are overrides of its settings. NotFound: no such
/// run or file, or a run without a checkpoint.
[[nodiscard]] Result<Subject> openSubject(const std::filesystem::path& store, const std::string& argument,
                                          std::span<const std::string> sets = {});
/// The trained state of a run that is at hand.
[[nodiscard]] Result<Subject> subjectOf(const store::RunDetail& run);

/// Another data set in place of the subject's: its layout is told by what lies in `folder`. InvalidInput: nothing that
/// can be read.
[[nodiscard]] Status useData(Subject& subject, const std::filesystem::path& folder);

/// How long work is followed and called off, on the thread that does it.
struct Watch {
    std::function<void(std::size_t done, std::size_t of)> progress;
    std::function<bool()> shouldStop; ///< true: the work ends with ErrorCode::Cancelled
};

} // namespace espalier::wiring
