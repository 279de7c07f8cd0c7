// Autopsy: why a run exploded, as facts: what happened, what speaks for which cause, what to try.
#pragma once

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/monitor/verdict.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
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

/// Names within `<run's folder>/autopsies/step-000123/`.
inline constexpr const char* kAutopsiesFolder = "autopsies";
inline constexpr const char* kAutopsyFileName = "autopsy.json";
[[nodiscard]] std::string autopsyFolderName(std::int64_t step); ///< `step-000123`

/// Numbers that are not finite are texts, as everywhere.
[[nodiscard]] Json toJson(const Autopsy& autopsy);
/// Hostile until read. Unreadable: names what is missing or of another type. Image names that would lead out of the
/// autopsy's folder are left out.
[[nodiscard]] Result<Autopsy> autopsyFromJson(const Json& json);
[[nodiscard]] Result<Autopsy> readAutopsy(const std::filesystem::path& file);

// The words of each code, in English. Sentences hold {place}, {value} and {reference}; no full stop.
enum class Figure {
    Number, ///< four significant digits
    Share,  ///< of a whole: 0.25 is 25 %
    Factor, ///< 12 times
    Count
};
struct EvidenceWords {
    std::string_view code;
    std::string_view sentence;
    Figure figure = Figure::Number;
};
struct Words {
    std::string_view code;
    std::string_view sentence;
};
[[nodiscard]] std::span<const EvidenceWords> evidenceWords();
[[nodiscard]] std::span<const Words> causeWords();
[[nodiscard]] std::span<const Words> adviceWords();
[[nodiscard]] std::span<const Words> actionWords(); ///< of run::Guarded::action
/// With its figures; the code itself where there is no sentence for it.
[[nodiscard]] std::string sentenceOf(const Evidence& evidence);
[[nodiscard]] std::string causeSentence(std::string_view code);
[[nodiscard]] std::string adviceSentence(std::string_view code);
[[nodiscard]] std::string actionSentence(std::string_view code);

} // namespace espalier::monitor
