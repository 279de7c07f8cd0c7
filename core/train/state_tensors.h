// StateTensors: named tensors that are a training state: what a snapshot keeps in memory and a checkpoint on disk.
#pragma once

#include "core/base/result.h"

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace espalier::train {

using StateTensors = std::map<std::string, at::Tensor>;

/// Deep copy: later steps do not reach it.
[[nodiscard]] StateTensors cloned(const StateTensors& tensors);
/// Copy `from` into the tensors of `into`, name by name. The names must agree both ways and so must the shapes: the
/// error lists the first ones that do not.
[[nodiscard]] Status copyInto(const StateTensors& into, const StateTensors& from);
[[nodiscard]] bool allFinite(const StateTensors& tensors);

/// Safetensors, written beside and renamed.
[[nodiscard]] Status writeStateTensors(const std::filesystem::path& file, const StateTensors& tensors,
                                       const std::map<std::string, std::string>& metadata);
struct LoadedState {
    StateTensors tensors;
    std::map<std::string, std::string> metadata;
};
[[nodiscard]] Result<LoadedState> readStateTensors(const std::filesystem::path& file);

} // namespace espalier::train
