// Differences: what several experiments do not have in common.
#pragma once

#include "core/experiment/experiment.h"

#include <span>
#include <string>
#include <vector>

namespace espalier::compare {

struct Difference {
    std::string key;                 ///< `train.lr`, `plan.adapters[0].rank`
    std::vector<std::string> values; ///< one an experiment, in their order; empty where it has no such setting
};

/// Settings that are not the same in all experiments, in the order of the first that has them. Names and notes are no
/// settings.
[[nodiscard]] std::vector<Difference> differences(std::span<const experiment::Experiment> experiments);

} // namespace espalier::compare
