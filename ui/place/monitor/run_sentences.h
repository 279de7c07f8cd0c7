// What Monitor says of a run in sentences: what it waits for, and what became of one whose process is gone.
#pragma once

#include "ui/bridge/run_feed.h"

#include <QString>

namespace espalier::ui {

/// Its place in the queue, and what will be trained.
[[nodiscard]] QString waitingText(const RunFeed& feed, const RunCatalogue& runs);
/// The last state that was heard of, and the way on.
[[nodiscard]] QString lostText(const RunFeed& feed);

} // namespace espalier::ui
