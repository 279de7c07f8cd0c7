// What Monitor says of a run beside its curves: what it waits for, what became of one whose process is gone, and what
// rewinds have cost.
#pragma once

#include "ui/bridge/run_feed.h"

#include <QString>

namespace espalier::ui {

/// Its place in the queue, and what will be trained.
[[nodiscard]] QString waitingText(const RunFeed& feed, const RunCatalogue& runs);
/// The last state that was heard of, and the way on.
[[nodiscard]] QString lostText(const RunFeed& feed);

/// Seconds of training that rewinds took back; 0 without one.
[[nodiscard]] double secondsTakenBack(const RunFeed& feed);

} // namespace espalier::ui
