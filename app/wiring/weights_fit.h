// How a file of weights fits a network, without a run.
#pragma once

#include "core/base/result.h"
#include "core/experiment/experiment.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace espalier::wiring {

struct WeightsFit {
    std::string model;    ///< `yolo_world_v2_n`
    std::size_t used = 0; ///< tensors of the file that have a place
    /// Full lists of names, as in model::Binding: `missing`, `misshaped` and `notFinite` make a file useless.
    std::vector<std::string> missing;
    std::vector<std::string> misshaped;
    std::vector<std::string> notFinite;
    std::vector<std::string> unexpected;
    std::vector<std::string> initialised; ///< from the seed
    std::vector<std::string> notes;       ///< what a run would tell
    std::string refusal;                  ///< why a run would not begin; empty: it would
};

/// Loads `file` into the network that `model` describes, as a run would, and tells what happened. The text tower is
/// left out. Unsupported in a build without torch; else the errors of a file that cannot be read.
[[nodiscard]] Result<WeightsFit> fitWeights(const experiment::ModelSettings& model, const std::filesystem::path& file);

} // namespace espalier::wiring
