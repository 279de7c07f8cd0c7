// Golden cases: reference values in a folder named by ESPALIER_GOLDENS (by default ../shared/goldens beside the
// repository).
#pragma once

#include "core/base/json.h"

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace espalier::parity {

[[nodiscard]] std::filesystem::path goldenFolder();

struct Golden {
    std::string name; ///< `yolo_world/blocks`
    Json json;
    std::map<std::string, at::Tensor> tensors;

    [[nodiscard]] bool has(const std::string& tensor) const { return tensors.count(tensor) != 0; }
    /// Fails the test when it is not there.
    [[nodiscard]] at::Tensor at(const std::string& tensor) const;
    /// Tensors whose name begins with `prefix`, without it.
    [[nodiscard]] std::map<std::string, at::Tensor> under(const std::string& prefix) const;
};

/// Nothing, with a printed line, when the folder does not hold the case: the test then passes without having compared.
[[nodiscard]] std::optional<Golden> openGolden(const std::string& name);

/// max |actual − expected| ≤ tolerance · max |expected|, or 20 times the reference's own rounding noise where the case
/// lists it. Integers and booleans must be equal. Each comparison is noted (record.h) under the case opened last, in
/// the row of what stands before a colon in `what`.
void expectClose(const at::Tensor& actual, const at::Tensor& expected, double tolerance, const std::string& what,
                 double noise = 0);
void expectClose(double actual, double expected, double tolerance, const std::string& what, double noise = 0);

/// The reference's noise for `tensor` in a case's `f32_vs_f64`; 0 when not listed.
[[nodiscard]] double listedNoise(const Golden& golden, const std::string& tensor);

} // namespace espalier::parity
