// Presets: ready plans, each the same function of any YOLO-World size.
#pragma once

#include "core/plan/tuning_plan.h"

#include <span>
#include <string_view>

namespace espalier::plan {

struct Preset {
    std::string_view id;    ///< `step2`
    std::string_view title; ///< `Step 2 Hybrid Moderate`
    std::string_view help;
    TuningPlan (*make)();
};

/// Full, Baseline, Linear probe, Step 1, 2, 3, LoRA on all convolutions.
[[nodiscard]] std::span<const Preset> presets();
[[nodiscard]] const Preset* findPreset(std::string_view id); ///< nullptr when there is none

} // namespace espalier::plan
