// The text tower's modules (CLIP ViT-B/32 text model with projection): names, shapes and counts; it is not computed
// yet.
#pragma once

#include <torch/nn/module.h>

#include <memory>

namespace espalier::model {

[[nodiscard]] std::shared_ptr<torch::nn::Module> makeTextTower(at::Device device);

} // namespace espalier::model
