// Result table: what came of several runs, side by side, as values.
#pragma once

#include "core/store/store.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace espalier::compare {

struct ResultRow {
    store::RunId run = 0;
    std::string name;
    run::RunState state = run::RunState::Queued;
    std::int64_t trainable = 0; ///< parameters, adapters included
    std::int64_t adapterParameters = 0;
    std::optional<double> best;   ///< highest finite mAP
    double bestEpoch = 0;         ///< where `best` was first reached
    std::optional<double> best50; ///< AP50 there; finite
    std::optional<double> best75;
    std::optional<double> last;                          ///< last finite mAP
    std::vector<std::pair<std::string, double>> classes; ///< AP by class where `best` is; NaN without ground truth
    double seconds = 0;                                  ///< training time
    std::optional<std::int64_t> explodedStep;            ///< the first one
};

/// One row a run, in the order of `runs`. Reads curves and events: not for the thread that draws.
[[nodiscard]] Result<std::vector<ResultRow>> resultTable(store::Store& store, std::span<const store::RunId> runs);

} // namespace espalier::compare
