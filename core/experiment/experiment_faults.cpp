#include "core/experiment/experiment_faults.h"

#include <algorithm>

namespace espalier::experiment {

namespace {

/// A rung that is never reached is a slip.
std::optional<std::string> faultOfLadder(const std::vector<std::string>& ladder)
{
    if (ladder.empty()) {
        return "`monitor.ladder` must name an answer: a guard without any is `monitor.policy: stop`";
    }
    for (std::size_t i = 0; i < ladder.size(); ++i) {
        if (std::ranges::count(ladder, ladder[i]) > 1) {
            return "`monitor.ladder` names `" + ladder[i] + "` twice";
        }
        if (ladder[i] == "stop" && i + 1 < ladder.size()) {
            return "`monitor.ladder`: `" + ladder[i + 1] + "` stands behind `stop` and is never reached";
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<ExperimentFault> faultOf(const Experiment& experiment)
{
    if (auto fault = faultOfLadder(experiment.monitor.ladder)) {
        return ExperimentFault{"monitor.ladder", std::move(*fault)};
    }
    if (experiment.data.imageSize % 32 != 0) {
        return ExperimentFault{"data.image_size", "`data.image_size` must be a multiple of 32"};
    }
    return std::nullopt;
}

} // namespace espalier::experiment
