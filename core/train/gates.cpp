#include "core/train/gates.h"

#include <ATen/ATen.h>

#include <map>
#include <string>

namespace espalier::train {

std::optional<double> openGates(const TrainingNetwork& network)
{
    std::map<std::string, double> thresholds;
    for (const plan::Graft& graft : network.plan().grafts) {
        if (graft.gate) {
            thresholds.emplace(graft.holds.back().name, graft.gate->threshold);
        }
    }
    double open = 0;
    for (const auto& [name, tensor] : network.trainable()) {
        const auto gate = thresholds.find(name);
        open += gate != thresholds.end() && tensor.item<double>() >= gate->second ? 1 : 0;
    }
    return thresholds.empty() ? std::nullopt : std::optional(open / static_cast<double>(thresholds.size()));
}

} // namespace espalier::train
