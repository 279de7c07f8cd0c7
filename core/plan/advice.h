// Advice: which preset suits a data set and a machine, and why. The studies' rules of thumb; a pure function.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace espalier::plan {

struct Situation {
    std::int64_t samples = 0;     ///< training images; 0: not known
    std::int64_t memoryBytes = 0; ///< of what trains; 0: not known
    bool isForDeployment = false; ///< the network goes into service: accuracy before the cost of training
};

enum class AdviceReason {
    FewSamples,   ///< under kFewSamples: the smallest plan
    SomeSamples,  ///< under kManySamples: low-rank updates of rank 8 to 16
    ManySamples,  ///< under kVeryManySamples: rank 16 to 32, the image path at a low rate
    VeryMany,     ///< enough for all weights
    LittleMemory, ///< under kLittleMemory
    Deployment,
};
inline constexpr std::int64_t kFewSamples = 1'000;
inline constexpr std::int64_t kManySamples = 10'000;
inline constexpr std::int64_t kVeryManySamples = 100'000;
inline constexpr std::int64_t kLittleMemory = 12'000'000'000;

struct Advice {
    std::string_view preset;           ///< id in presets(); empty: nothing is known that tells
    std::vector<AdviceReason> reasons; ///< the one that decided first
};

/// Memory goes before purpose, and purpose before size: what does not fit is no choice.
[[nodiscard]] Advice advise(const Situation& situation);

} // namespace espalier::plan
