// Explanation: the autopsy of a run of the laboratory, from the same measurements that a real run's is made of.
#pragma once

#include "core/monitor/history.h"
#include "core/train/optimizer.h"
#include "core/train/probe.h"
#include "tests/lab/small_network.h"

#include <functional>
#include <map>
#include <optional>
#include <string>

namespace espalier::lab {

class Explanation {
public:
    /// The network as it is before its first step.
    Explanation(const Kind& kind, SmallNetwork& network, const train::Optimizer& optimizer);

    /// What the run says of a step.
    void add(const monitor::Observation& seen, std::int64_t step, run::Stability stability, bool skipped);

    /// What a loss is computed by; it tells its parts.
    using Loss = std::function<at::Tensor(std::vector<run::Sample>& parts)>;
    /// Before the update; leaves all as it was. `healthy` may be null.
    [[nodiscard]] monitor::Autopsy explain(const monitor::Verdict& verdict, const monitor::Observation& seen,
                                           std::int64_t step, const Batch& batch, const Loss& loss,
                                           const train::StateTensors* healthy);
    /// The trouble is over: what comes next is another.
    void forget() { m_first.reset(); }

private:
    [[nodiscard]] run::StepDone stepDone(const monitor::Observation& seen, std::int64_t step) const;
    [[nodiscard]] std::vector<monitor::AdapterFacts> adapters() const;

    const Kind& m_kind;
    SmallNetwork& m_network;
    const train::Optimizer& m_optimizer;
    train::StateTensors m_origins;
    std::map<std::string, double> m_sizes;
    monitor::History m_history;
    std::optional<monitor::Autopsy> m_first;
};

} // namespace espalier::lab
