// RunFacts: what the list says of a run's experiment without reading it again.
#pragma once

#include "core/experiment/experiment.h"

#include <string>

namespace espalier::store {

struct RunFacts {
    std::string model;   ///< `yolo_world_v2_n`
    std::string data;    ///< last folder of the data set, or what is drawn: `deeppcb`, `inspection bottles`
    std::string methods; ///< of its adapters, each once: `lora, feature_adapter`
    bool isLeaked = false;
};

[[nodiscard]] RunFacts runFacts(const experiment::Experiment& experiment);

} // namespace espalier::store
