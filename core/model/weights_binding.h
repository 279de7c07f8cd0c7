// Binding: tensors of a file into a network, by name. Nothing is passed over in silence.
#pragma once

#include "core/base/result.h"
#include "core/weights/safetensors.h"

#include <torch/nn/module.h>

#include <string>
#include <utility>
#include <vector>

namespace espalier::model {

/// A copy in torch's memory, of the same type.
[[nodiscard]] at::Tensor toTensor(const weights::TensorView& view);
/// A row for writing; `tensor` must be contiguous, on the CPU, and outlive the row.
[[nodiscard]] weights::TensorToWrite toWrite(std::string name, const at::Tensor& tensor);

/// Parameters and buffers of a module with their full names, in registration order.
[[nodiscard]] std::vector<std::pair<std::string, at::Tensor>> namedTensors(const torch::nn::Module& module);

struct Binding {
    std::vector<std::string> missing;    ///< the network has it, the file does not
    std::vector<std::string> unexpected; ///< the file has it, the network does not
    std::vector<std::string> misshaped;  ///< both, with other shapes: `name: file 4×3, network 4×4`
    [[nodiscard]] bool isComplete() const { return missing.empty() && misshaped.empty(); }
};

/// Copies what fits, converting half types to float. `num_batches_tracked` may be missing: it counts nothing that
/// matters.
[[nodiscard]] Binding bind(const torch::nn::Module& module, const weights::SafetensorsFile& file);

} // namespace espalier::model
