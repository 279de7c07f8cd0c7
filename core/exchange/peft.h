// Adapters in the form of HF PEFT: a folder of adapter_config.json and adapter_model.safetensors.
#pragma once

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/plan/resolved_plan.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace espalier::exchange {

struct Values {
    std::vector<std::int64_t> shape;
    std::vector<float> numbers; ///< row-major
};
using TensorValues = std::map<std::string, Values>;

struct PeftAdapter {
    Json config;
    TensorValues tensors; ///< under PEFT's names, `base_model.model.…`
};

/// Unreadable, NotFound, InvalidInput with the file in `where`. Half types become float.
[[nodiscard]] Result<PeftAdapter> readPeft(const std::filesystem::path& folder);
/// Makes the folder; each file appears whole or not at all.
[[nodiscard]] Status writePeft(const std::filesystem::path& folder, const PeftAdapter& adapter);

/// LoRA and DoRA of a plan, and the modules that train whole, from `trained` under the plan's names. Blocks behind a
/// closed gate are left out. Updates of parts of a fused layer become one block-diagonal update of it. Ranks and alphas
/// that differ go to rank_pattern and alpha_pattern. Unsupported: a plan without LoRA and DoRA, one with both;
/// NotFound: a tensor that `trained` lacks.
[[nodiscard]] Result<PeftAdapter> toPeft(const network::NetworkTree& tree, const plan::ResolvedPlan& plan,
                                         const TensorValues& trained);

struct Imported {
    plan::TuningPlan plan; ///< everything frozen but for what the adapter brings
    TensorValues tensors;  ///< under the plan's names
};
/// What an adapter means on a network. InvalidInput, with a list: keys that fit nothing, modules that the configuration
/// selects and that have no tensors, other shapes than the network's. Unsupported: kinds of adapters and options that
/// we do not compute.
[[nodiscard]] Result<Imported> fromPeft(const network::NetworkTree& tree, const PeftAdapter& adapter);

} // namespace espalier::exchange
