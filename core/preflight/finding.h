// Finding: one mistake seen before the first step: a sentence, a place to click, and a repair.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace espalier::preflight {

enum class Severity {
    Note,    ///< worth knowing; nothing goes wrong
    Warning, ///< it trains, though not as its author is likely to think
    Error,   ///< it is refused, or cannot give what it is run for
};
[[nodiscard]] std::string_view toText(Severity severity);

struct Repair {
    std::string label;             ///< `Span all 160 epochs`
    std::vector<std::string> sets; ///< each as `--set` takes it, `train.schedule_epochs=0`; empty: none by itself
    bool operator==(const Repair&) const = default;
};

struct Finding {
    std::string_view id; ///< of its check: stable, `schedule-shorter-than-run`
    Severity severity = Severity::Warning;
    std::string sentence; ///< one, with the numbers; no full stop
    std::string place;    ///< field path: `train.schedule_epochs`, `plan.unfreeze[2]`
    Repair repair{};
    std::vector<std::string> modules{}; ///< paths of the modules concerned, for a mark on the tree; may be empty
    bool operator==(const Finding&) const = default;
};

} // namespace espalier::preflight
