#include "core/train/gates.h"

#include <ATen/ATen.h>

#include <map>
#include <string>

namespace espalier::train {

std::optional<double> openGates(const TrainingNetwork& network)
{
    std::map<std::string, float> thresholds; // as the gates compare: in the precision of a score
    for (const plan::Graft& graft : network.plan().grafts) {
        if (graft.gate) {
            thresholds.emplace(graft.holds.back().name, static_cast<float>(graft.gate->threshold));
        }
    }
    double open = 0;
    for (const auto& [name, tensor] : network.trainable()) {
        const auto gate = thresholds.find(name);
        open += gate != thresholds.end() && tensor.item<float>() >= gate->second ? 1 : 0;
    }
    return thresholds.empty() ? std::nullopt : std::optional(open / static_cast<double>(thresholds.size()));
}

} // namespace espalier::train
