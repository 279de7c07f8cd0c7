// A plain YOLOv8 into a YOLO-World: the image path has the same blocks under other names.
#pragma once

#include "core/model/weights_binding.h"
#include "core/model/yolo_world.h"

#include <map>
#include <string>
#include <string_view>

namespace espalier::model {

/// The module of YOLOv8 (`4.m.0.cv1`, without the prefix of its file) in the place of one of YOLO-World's convolutions
/// (`backbone.image_model.stage2.1.blocks.0.conv1`); empty where YOLOv8 has none: the gates, the last convolution of a
/// class branch, the contrasts.
[[nodiscard]] std::string yoloV8Module(std::string_view module);

/// Fills a network that has been initialised. A convolution whose BatchNorm was folded into it enters as weight with
/// BatchNorm weight 1, bias = its bias, mean 0 and variance 1 − eps, which in evaluation is the folded convolution to
/// the bit. The slice that YOLO-World's neck blocks have beyond C2f, the gated one, is joined with zeros: the features
/// are YOLOv8's own until training moves them. A class branch is taken over where it is as wide as the network's.
/// `missing` and `misshaped` have the names of the file, `initialised` those of the network.
[[nodiscard]] Binding importYoloV8(YoloWorld& network, const std::map<std::string, weights::TensorView>& tensors);

} // namespace espalier::model
