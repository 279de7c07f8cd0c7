// Take the trained tensors of a run home.
#pragma once

#include "core/base/result.h"
#include "core/store/store.h"

#include <filesystem>

namespace espalier::wiring {

/// `adapter_config.json` and `adapter_model.safetensors` from the run's last checkpoint. With LoRA or DoRA in the plan
/// they are HF PEFT's, without blocks behind a closed gate, and espalier_adapter.json beside them tells rules and
/// scores (espalier_adapter.safetensors: what HF PEFT has no place for). Else adapters have the study's names
/// (feature_adapter) or the plan's, unfrozen tensors and moving statistics their checkpoint names. NotFound when the
/// run has no checkpoint yet.
[[nodiscard]] Status exportAdapter(const store::RunDetail& run, const std::filesystem::path& folder);

} // namespace espalier::wiring
