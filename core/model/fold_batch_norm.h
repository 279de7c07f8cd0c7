// Folding of norms: at inference a BatchNorm is a scale and a shift, and the convolution before it can do both.
#pragma once

#include "core/model/yolo_world.h"

namespace espalier::model {

/// Every norm, as it stands in eval mode, becomes part of the convolution before it: those of the convolution blocks,
/// and those of the contrast heads, into the last convolution of their class branch. The outputs agree to rounding; the
/// tensors no longer carry the checkpoint's names. For a network that only infers and has no graft left; once.
void foldBatchNorm(YoloWorld& network);

} // namespace espalier::model
