// Binding: tensors of a file into a network, by name. Nothing is passed over in silence.
#pragma once

#include "core/base/result.h"
#include "core/weights/safetensors.h"

#include <torch/nn/module.h>

#include <map>
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

/// `…num_batches_tracked`: counts nothing that matters, so a file may lack it.
[[nodiscard]] bool isBatchCounter(std::string_view name);

struct Binding {
    std::vector<std::string> missing;     ///< the network has it, the file does not
    std::vector<std::string> unexpected;  ///< the file has it, the network does not
    std::vector<std::string> misshaped;   ///< both, with other shapes or types: `name: file 4×3, network 4×4`
    std::vector<std::string> notFinite;   ///< names in the file whose values are not all finite
    std::vector<std::string> initialised; ///< left as they were: files of this kind have nothing for them
    [[nodiscard]] bool isComplete() const { return missing.empty() && misshaped.empty() && notFinite.empty(); }
};

/// Copies one tensor, converting half types to float, straight from where the file is mapped. What hinders it is added
/// to the binding under `name`, the one that the file has.
void place(at::Tensor target, const weights::TensorView& view, const std::string& name, Binding& binding);

/// Copies what fits. `tensors` may be views of a mapped file, which is not copied a second time.
[[nodiscard]] Binding bind(const torch::nn::Module& module, const std::map<std::string, weights::TensorView>& tensors);

} // namespace espalier::model
