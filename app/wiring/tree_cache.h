// The network tree, described once and kept in the cache folder.
#pragma once

#include "core/experiment/experiment.h"
#include "core/network/network_tree.h"

namespace espalier::wiring {

/// From the cache when this very program wrote it; described and cached otherwise. A cache that cannot be read or
/// written is no error.
[[nodiscard]] Result<network::NetworkTree> describeCached(const experiment::ModelSettings& model);

} // namespace espalier::wiring
