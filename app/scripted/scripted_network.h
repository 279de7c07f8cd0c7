// A small network tree with the names and the shape of the family's, for builds that cannot make the real one.
#pragma once

#include "core/experiment/experiment.h"
#include "core/network/network_tree.h"

namespace espalier::scripted {

[[nodiscard]] Result<network::NetworkTree> describeScripted(const experiment::ModelSettings& model);

} // namespace espalier::scripted
