// How events lie in the tables: read back in the order in which the run said them. Inside core/store only.
#pragma once

#include "core/run/event.h"
#include "core/store/connection.h"
#include "core/store/store.h"

#include <vector>

namespace espalier::store {

/// All events of a run after `afterSeq`, ascending. Throws as SQLite does; begin a transaction for one snapshot.
[[nodiscard]] std::vector<run::Event> eventsAfter(SQLite::Database& database, RunId id, std::int64_t afterSeq);

} // namespace espalier::store
