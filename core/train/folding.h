// Folding of adapters: at inference every linear graft is part of a convolution, at no cost.
#pragma once

#include "core/base/result.h"
#include "core/model/yolo_world.h"

namespace espalier::train {

/// Puts every graft into the weights and takes it off; tensors keep their names and shapes, so the network is a plain
/// one afterwards. A graft on a convolution or a linear layer goes into its weight (LoRA: W + (alpha / rank) BA), what
/// it adds to a convolution without a bias into the mean of the norm behind. One
/// after a head branch goes into the branch's last convolution (M W, M b), one after a block without activation into
/// its convolution and norm. One on a map that convolutions read (behind a SiLU, on an identity) goes forward into the
/// matching input channels of all of them (W M): concatenation, nearest upsampling and zero padding let a 1×1 map
/// without bias pass. Outputs agree to rounding.
///
/// For a network of its own in eval mode, never for one that trains. Unsupported, with the site in `where` and nothing
/// changed: a map that is split, pooled or added before the next convolution; a graft that is not linear.
[[nodiscard]] Status foldAdapters(model::YoloWorld& network);

} // namespace espalier::train
