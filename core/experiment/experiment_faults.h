// Experiment faults: what no experiment may hold, wherever it comes from: a file, a field of the window, a queue.
#pragma once

#include "core/experiment/experiment.h"

#include <optional>
#include <string>

namespace espalier::experiment {

struct ExperimentFault {
    std::string key;     ///< dotted: `monitor.ladder`
    std::string message; ///< one sentence that names the key
};

/// The first fault of values that depend on one another; what a field alone may be stands in its table.
[[nodiscard]] std::optional<ExperimentFault> faultOf(const Experiment& experiment);

} // namespace espalier::experiment
