// A dry run: one step of training as a run would make it, measured, on a network that is thrown away.
#pragma once

#include "core/run/dry_run.h"
#include "core/run/engine.h"
#include "core/train/surroundings.h"

namespace espalier::train {

/// The first batch of the run, once; twice where that is quick, and then the second is told. Neither checked by the
/// pre-flight nor guarded. May throw what torch throws. Errors: those of a run's start; Cancelled.
[[nodiscard]] Result<run::DryRun> dryRun(const run::RunSpec& spec, const Surroundings& surroundings,
                                         const run::DryRunWatch& watch);

} // namespace espalier::train
