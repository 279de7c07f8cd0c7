// The engine of this build: torch's, or the scripted one where torch was left out.
#pragma once

#include "app/wiring/environment.h"
#include "core/experiment/experiment.h"
#include "core/network/network_tree.h"
#include "core/run/engine.h"

#include <memory>

namespace espalier::wiring {

[[nodiscard]] std::unique_ptr<run::Engine> makeEngine(Facts environment);
/// Describe a network, without weights and without a cache. May take a moment.
[[nodiscard]] Result<network::NetworkTree> describeNetwork(const experiment::ModelSettings& model);
/// torch version, threads, CUDA; empty without torch.
[[nodiscard]] Facts engineFacts();
/// Once, before the first tensor. 0: all cores.
void setComputeThreads(int threads);

} // namespace espalier::wiring
