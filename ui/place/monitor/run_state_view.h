// What stands instead of the curves of a run that has none: empty, waiting, reading, failed.
#pragma once

#include "ui/bridge/run_feed.h"

namespace espalier::ui {

class StateView;

/// True: `view` says why there is nothing to draw. `feed` may be null: no run is watched.
[[nodiscard]] bool showRunState(StateView& view, const RunFeed* feed, const RunCatalogue& runs);

} // namespace espalier::ui
