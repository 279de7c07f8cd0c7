// Initialisation of a YOLO-World that has no checkpoint.
#pragma once

#include "core/model/yolo_world.h"

#include <cstdint>

namespace espalier::model {

/// Convolutions and linear layers Kaiming-uniform (a = √5), norms 1 and 0, box branches' last bias 1, contrast bias
/// ln(5 / classes / (640 / stride)²), contrast scale −1, gates 0. Each tensor draws from a stream of its own, made from
/// seed and name: the order of modules does not matter.
void initialise(YoloWorld& network, int classes, std::uint64_t seed);

} // namespace espalier::model
