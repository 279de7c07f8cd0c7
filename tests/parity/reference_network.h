// A YOLO-World from the configuration that a golden case carries, filled with the case's weights.
#pragma once

#include "core/model/yolo_world.h"
#include "tests/parity/goldens.h"

#include <memory>
#include <string>

namespace espalier::parity {

/// Weights made from the tensor's name, by a case's entry `hashfill`.
void hashfill(const std::string& name, at::Tensor tensor, const Json& rule);

[[nodiscard]] model::YoloWorldOptions optionsOf(const Golden& golden);
/// Weights `w.*` of the case, or made from the names where the case says `hashfill`.
[[nodiscard]] std::shared_ptr<model::YoloWorld> networkOf(const Golden& golden);

struct Truth {
    at::Tensor boxes;  ///< B×M×4
    at::Tensor labels; ///< B×M
};
/// From rows of (image, label, x1, y1, x2, y2).
[[nodiscard]] Truth truthOf(const at::Tensor& rows, std::int64_t images);

} // namespace espalier::parity
