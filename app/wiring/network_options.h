// The options of a network that is looked at without data, in the builds that have torch.
#pragma once

#include "core/experiment/experiment.h"
#include "core/model/yolo_world.h"

#include <algorithm>

namespace espalier::wiring {

/// Without named classes it has those of COCO, as the published weights.
[[nodiscard]] inline Result<model::YoloWorldOptions> networkOptions(const experiment::ModelSettings& model)
{
    constexpr int kDefaultClasses = 80;
    const int named = model.classes.empty() ? kDefaultClasses : static_cast<int>(model.classes.size());
    return model::yoloWorldOptions(model.size, std::max(named, model.trainingClasses));
}

} // namespace espalier::wiring
