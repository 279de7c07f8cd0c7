// Position: where a run stands in data and schedule; all that a resume needs besides tensors.
#pragma once

#include "core/base/json.h"
#include "core/base/result.h"

#include <cstdint>
#include <limits>

namespace espalier::train {

struct Position {
    std::int64_t step = 0;  ///< optimizer steps taken so far, those before a rewind included; never goes back
    std::int64_t epoch = 0; ///< of the next batch
    std::int64_t batch = 0; ///< next batch within the epoch
    std::int64_t order = 0; ///< which shuffling; each rewind takes another
    double lrFactor = 1.0;  ///< product of rewinds and of what the user asked for
    int rewinds = 0;
    double best = -std::numeric_limits<double>::infinity(); ///< mAP
    double seconds = 0;                                     ///< training time so far
};

[[nodiscard]] Json toJson(const Position& position);
[[nodiscard]] Result<Position> positionFromJson(const Json& json);

} // namespace espalier::train
