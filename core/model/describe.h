// describe(): a network's tree, from its modules made on the meta device: no weights, no memory.
#pragma once

#include "core/base/result.h"
#include "core/model/vit.h"
#include "core/model/yolo_world.h"
#include "core/network/network_tree.h"

#include <torch/nn/module.h>

#include <string>

namespace espalier::model {

/// Kinds, shapes, counts, parts and data edges; the text tower is part of it when `options` say so.
[[nodiscard]] network::NetworkTree describe(const YoloWorldOptions& options);
/// The same of a vision transformer: its parts are patches, layers, norm and head, one after the other.
[[nodiscard]] network::NetworkTree describe(const VitOptions& options);
/// Of any network of our layers, without parts and data edges; `model` and `family` as in NetworkTree.
[[nodiscard]] network::NetworkTree describe(const torch::nn::Module& network, const std::string& model,
                                            const std::string& family);

} // namespace espalier::model
