// Event: what a run says. Values, numbered per run; storing, replaying and drawing a run needs nothing else.
#pragma once

#include "core/base/json.h"
#include "core/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace espalier::run {

enum class RunState { Queued, Preparing, Running, Paused, Finished, Stopped, Exploded, Failed, Lost };
[[nodiscard]] std::string_view toText(RunState state); ///< lower case, as stored
[[nodiscard]] std::optional<RunState> runStateFromText(std::string_view text);
[[nodiscard]] bool isOver(RunState state);

/// The guard's state after a step.
enum class Stability { Stable, Warning, Exploded };
[[nodiscard]] std::string_view toText(Stability stability);
[[nodiscard]] std::optional<Stability> stabilityFromText(std::string_view text);

/// The first event of a run (and of each resume): what will happen, and on what.
struct Started {
    std::int64_t firstStep = 0; ///< 0, or where a resumed run goes on
    std::int64_t totalSteps = 0;
    std::int64_t stepsPerEpoch = 0;
    int epochs = 0;
    std::int64_t parameters = 0; ///< network and adapters
    std::int64_t trainable = 0;
    std::int64_t adapterParameters = 0;
    std::int64_t trainImages = 0;
    std::int64_t valImages = 0;
    std::vector<std::string> classes;
    std::vector<std::pair<std::string, std::string>> environment; ///< `torch` 1.13.1, `blas` openblas, …
};

struct StateChanged {
    RunState state = RunState::Running;
};

struct Sample {
    std::string series; ///< `loss`, `loss_cls`, `grad_norm`, `lr/adapters`, `grad_norm/neck.top_down_layers.0`, …
    double value = 0;   ///< may be non-finite
};

/// One optimizer step; `step` counts from 1 and never goes back, rewinds included.
struct StepDone {
    std::int64_t step = 0;
    double epoch = 0; ///< position in the schedule; a rewind puts it back
    std::vector<Sample> samples;
    Stability stability = Stability::Stable;
    bool skipped = false; ///< the optimizer was not called
};

struct EvalDone {
    std::int64_t step = 0;
    double epoch = 0;
    std::vector<Sample> metrics; ///< `mAP`, `mAP50`, `mAP75`, `mAP/<class>`; NaN where there is no ground truth
};

/// What the guard saw and did.
struct Guarded {
    std::int64_t step = 0;
    Stability stability = Stability::Stable;
    std::string reason; ///< code: `non_finite_gradient`, `non_finite_loss`, `diverged`, `spike`, `recovered`, `asked`,
                        ///< `limping`, …
    std::string series; ///< the guilty one, or the branch with the largest share; may be empty
    double value = 0;
    std::string action;          ///< code: `none`, `skip`, `clip`, `lower_rate`, `freeze_branch`, `rewind`, `stop`
    std::int64_t rewindStep = 0; ///< for `rewind`: the healthy step gone back to
};

struct CheckpointWritten {
    std::int64_t step = 0;
    std::string path;
};

/// Why something went wrong is told in a file of the run's folder.
struct AutopsyWritten {
    std::int64_t step = 0;
    std::string path; ///< of `autopsy.json`
};

enum class CommandKind { Stop, Pause, Resume, CheckpointNow, SetLearningRate, Rewind };
[[nodiscard]] std::string_view toText(CommandKind kind);
[[nodiscard]] std::optional<CommandKind> commandKindFromText(std::string_view text);

struct Command {
    CommandKind kind = CommandKind::Stop;
    double value = 0; ///< SetLearningRate: factor on every group from now on; Rewind: step to go back to, at most
    bool operator==(const Command&) const = default;
};

struct CommandApplied {
    std::int64_t step = 0;
    Command command;
};

enum class Severity { Information, Warning, Error };
[[nodiscard]] std::string_view toText(Severity severity);

struct Note {
    Severity severity = Severity::Information;
    std::string message;
    std::string where;
};

using EventBody = std::variant<Started, StateChanged, StepDone, EvalDone, Guarded, CheckpointWritten, AutopsyWritten,
                               CommandApplied, Note>;

struct Event {
    std::int64_t seq = 0; ///< running number within the run, from 1
    std::int64_t wallMicroseconds = 0;
    double seconds = 0; ///< training time so far, pauses left out
    EventBody body;
};

/// How a run ended. Stopping and exploding are results, not errors.
struct Outcome {
    RunState state = RunState::Finished; ///< Finished, Stopped, Exploded or Failed
    std::optional<Error> error;          ///< Failed only
    std::string message;                 ///< one sentence
    std::optional<double> best;          ///< best mAP seen
    bool cancelled = false;              ///< Stopped because somebody asked
};

/// The body as JSON, `{"type":…}` first, and back; the store keeps rare events so.
[[nodiscard]] Json toJson(const EventBody& body);
[[nodiscard]] Result<EventBody> eventBodyFromJson(const Json& json);

} // namespace espalier::run
