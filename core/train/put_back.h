// Put back: which part of a network, given its healthy weights back alone, heals a batch.
#pragma once

#include "core/monitor/diagnosis.h"
#include "core/train/state_tensors.h"

#include <functional>
#include <optional>

namespace espalier::train {

/// Walks down the tree of names from the root, as long as one child alone heals what its parent does: at each module
/// the weights and statistics of every child are put back in turn, and the loss of the same batch is taken. So it costs
/// a pass without gradients for each child of the modules on the way, kMostPasses at most.
///
/// `live` and `healthy` hold the same names, `<kind>.<dotted path>.<tensor>`. `now` and `whole` are the losses with the
/// tensors as they are and with all of them healthy; either may be non-finite. `loss` may move statistics: `live` is as
/// it was when this returns. None: the batch is about as bad with healthy weights, so there is nothing to heal.
inline constexpr int kMostPasses = 64;
[[nodiscard]] std::optional<monitor::HealingFacts> putBack(const StateTensors& live, const StateTensors& healthy,
                                                           double now, double whole,
                                                           const std::function<double()>& loss);

} // namespace espalier::train
