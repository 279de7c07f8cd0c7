// Class embeddings: K×512 unit rows, one a class, in label order.
#pragma once

#include "core/base/result.h"

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <string>
#include <vector>

namespace espalier::train {

/// Rows made from the names alone, for data that ship without a text tower: element j of class name c is
/// normal noise (Box and Muller 1958), z = sqrt(-2 ln(1-u)) cos(2πv) with u, v = hashUniform(fnv1a64(c), 2j+1) and (…,
/// 2j+2), the row divided by its length. Any machine makes the same; different names are nearly orthogonal (|cos| ≈
/// 0.04).
[[nodiscard]] at::Tensor hashedEmbeddings(const std::vector<std::string>& classes, std::int64_t width = 512);

/// From a safetensors file: a tensor `embeddings` K×width whose rows follow the metadata `classes` (a JSON list of
/// names), matched to `classes` *by name*; without that list, rows are taken in order and K must agree. Rows are
/// normalised.
[[nodiscard]] Result<at::Tensor> loadEmbeddings(const std::filesystem::path& file,
                                                const std::vector<std::string>& classes, std::int64_t width = 512);

} // namespace espalier::train
