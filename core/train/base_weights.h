// The weights that a run begins with: from any file that we read, or from the seed.
#pragma once

#include "core/model/weights_binding.h"
#include "core/model/yolo_world.h"
#include "core/weights/families.h"
#include "core/weights/weights_file.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace espalier::train {

/// What a file of weights is, and how it fits a network.
struct BaseFit {
    weights::WeightsKind kind = weights::WeightsKind::Safetensors;
    weights::RecognisedCheckpoint checkpoint;
    model::Binding binding;         ///< without the text tower, which a detector in training does not hold
    std::size_t used = 0;           ///< tensors of the file that the network took
    std::size_t held = 0;           ///< tensors of the file, the text tower's left out
    std::vector<std::string> notes; ///< one sentence each: what is worth telling though nothing is wrong
    std::string refusal;            ///< why a run cannot begin with it, one sentence; empty: it can
};

/// Fills the network, without a text tower, as far as the file goes. The family is told by the content: YOLO-World-v2,
/// or a plain YOLOv8, which then leaves to the seed what it has nothing for. A leading `module.` is dropped from names.
/// Errors are those of a file that cannot be read; all else is in the answer. `classes` ≥ 1, as for initialise().
[[nodiscard]] Result<BaseFit> fitBaseWeights(model::YoloWorld& network, const std::filesystem::path& file, int classes,
                                             std::uint64_t seed);

/// The same for a run: a refusal is an error. An empty `file` initialises all from the seed. Answers with the notes.
[[nodiscard]] Result<std::vector<std::string>>
loadBaseWeights(model::YoloWorld& network, const std::filesystem::path& file, int classes, std::uint64_t seed);

} // namespace espalier::train
