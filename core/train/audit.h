// Audit: what a run trains, signed off as a list, and the proof that nothing else moved.
#pragma once

#include "core/base/json.h"
#include "core/train/training_network.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace espalier::train {

/// Name within a run's folder.
inline constexpr const char* kAuditFileName = "audit.json";

struct AuditResult {
    std::size_t tensors = 0;        ///< frozen parameters compared
    std::size_t buffers = 0;        ///< frozen buffers compared
    std::vector<std::string> moved; ///< `param.…`, `buffer.…`

    /// `audit: 251 frozen tensors and 180 buffers bit-identical`, or which of them moved.
    [[nodiscard]] std::string sentence() const;
};

class Audit {
public:
    /// Keeps a hash of each frozen tensor as it is now.
    explicit Audit(const StateTensors& frozen);

    /// Against the same tensors later on.
    [[nodiscard]] AuditResult compare(const StateTensors& frozen) const;
    /// Of all frozen tensors together: the same for two runs that stand on the same frozen weights.
    [[nodiscard]] std::uint64_t fingerprint() const;

private:
    std::map<std::string, std::uint64_t> m_hashes;
};

/// `trains 32 tensors of 249,856 parameters (adapters 32 of 249,856); 0 buffers move with them; …`.
[[nodiscard]] std::string whatTrains(const TrainingNetwork& network);

/// What `audit.json` holds: each tensor that trains (name, shape, parameters, group), each buffer that moves, how much
/// is frozen; and, once the run is over, the result.
[[nodiscard]] Json auditJson(const TrainingNetwork& network, const AuditResult* result);

} // namespace espalier::train
