// Autopsy: why a run exploded, as facts: what happened, what speaks for which cause, what to try.
#pragma once

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/monitor/verdict.h"

#include <cstdint>
#include <string>
#include <vector>

namespace espalier::monitor {

/// One fact. The sentence belongs to its code: one table in English here, one translated in the window.
struct Evidence {
    std::string code;     ///< `rate_negative`, `loss_share`, `first_bad_activation`, `norm_drift`, …
    std::string place;    ///< module, parameter, group or series; may be empty
    double value = 0;     ///< as measured; may be non-finite
    double reference = 0; ///< what it stands against: a bound, or the healthy value
};

struct Cause {
    std::string code;      ///< `negative_rate`, `rate_too_high`, `poisoned_batch`, `unbounded_logits`, …
    double confidence = 0; ///< 0 to 1; the causes' sum is at most 1
    std::vector<Evidence> evidenceFor;
    std::vector<Evidence> evidenceAgainst;
    std::vector<std::string> advice; ///< codes: `clamp_rate`, `lower_rate`, `check_images`, …
};

/// What one module looked like when it was seen last and when all was well.
struct ModuleReading {
    std::string module;     ///< dotted path
    double activation = 0;  ///< largest magnitude of its output; non-finite when that is
    double gradient = 0;    ///< L2 of its own parameters' gradients; NaN where it has none
    double updateRatio = 0; ///< ‖Δw‖ / ‖w‖ of its last update; NaN where it has none
    double normDrift =
        0; ///< BatchNorm: distance of its statistics from the pretrained ones in their deviations; else NaN
};

struct Autopsy {
    std::int64_t step = 0; ///< as in StepDone
    double epoch = 0;
    Verdict verdict;
    std::int64_t firstWarningStep = 0;   ///< 0: none came before
    std::string action;                  ///< as in run::Guarded
    std::string firstModule;             ///< the first, in order of computation, that went bad; empty: none was found
    std::string direction;               ///< `forward` or `backward`; empty with firstModule
    std::vector<run::Sample> lossShares; ///< of the total, by part, 0 to 1
    std::vector<Cause> causes;           ///< likeliest first
    std::vector<ModuleReading> modules;  ///< in order of computation
    std::vector<std::string> images;     ///< files of the batch as the network got them, beside the autopsy
};

[[nodiscard]] Json toJson(const Autopsy& autopsy);
[[nodiscard]] Result<Autopsy> autopsyFromJson(const Json& json);

} // namespace espalier::monitor
