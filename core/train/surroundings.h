// Surroundings: what a run stands on besides its experiment: told by it, checked before it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace espalier::train {

struct Surroundings {
    std::vector<std::pair<std::string, std::string>> environment; ///< told by every run
    std::filesystem::path resources;                              ///< where `resource:` paths of an experiment start
    std::int64_t memoryBytes = 0;                                 ///< of this machine; 0: unknown
    std::filesystem::path cache;                                  ///< where encoded prompts are kept; empty: nowhere
};

} // namespace espalier::train
