// Weights of vision transformers from the files of timm, of HF's ViT, and of runs of our own.
#pragma once

#include "core/model/vit.h"
#include "core/model/weights_binding.h"

#include <map>
#include <string>
#include <string_view>

namespace espalier::model {

/// What HF's ViT calls a tensor of ours (without its prefix `vit.`); query, key and value are parts of `qkv`, named by
/// `part` 0 to 2 and for other tensors not looked at. Empty: a name that is none of ours.
[[nodiscard]] std::string nameInHf(std::string_view name, int part = 0);

/// Copies what fits, under timm's names, HF's, or those of a run's own file (`param.…`). Positions of another square
/// grid are resampled; a head of other classes, or none, leaves ours as it is and is named in `initialised`. What a
/// classifier has no use for (`pooler`, `pre_logits`) is passed over.
[[nodiscard]] Binding bindVit(Vit& network, const std::map<std::string, weights::TensorView>& tensors);

} // namespace espalier::model
