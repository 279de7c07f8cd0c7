// Take the trained tensors of a run home.
#pragma once

#include "core/base/result.h"
#include "core/store/store.h"

#include <filesystem>

namespace espalier::wiring {

/// `adapter_config.json` and `adapter_model.safetensors` from the run's last checkpoint: adapters under the study's
/// names (feature_adapter) or PEFT's (lora), unfrozen tensors and moving statistics under their checkpoint names.
/// NotFound when the run has no checkpoint yet.
[[nodiscard]] Status exportAdapter(const store::RunDetail& run, const std::filesystem::path& folder);

} // namespace espalier::wiring
