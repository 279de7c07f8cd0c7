// Record: what the comparisons with the reference programs came to: a table at a program's end, and the rows that
// table.cmake makes parity.md from.
#pragma once

#include "core/base/json.h"

#include <string>

namespace espalier::parity {

/// The case that the comparisons to come belong to, `yolo_world/blocks`; `about` is its JSON, for the reference's name.
void recordCase(const std::string& name, const Json& about);

struct Comparison {
    std::string what;     ///< `gradients: stem.conv.weight`: what stands before the colon makes one row of a case
    double tolerance = 0; ///< as stated; 0: exact
    double error = 0;     ///< found
    double allowed = 0;   ///< more than the tolerance where the reference's own noise says so
    std::string unit;     ///< of these three; empty: of the largest value
};
/// Only notes: whether it passes is the test's own business.
void record(Comparison comparison);

/// Tensors that a case holds, and that one of them was read: what no test of the program has read by its end is listed.
void recordTensor(const std::string& caseName, const std::string& tensor);
void recordRead(const std::string& caseName, const std::string& tensor);

/// Where the programs write their rows, one file each: the folder that ESPALIER_PARITY_OUT names.
inline constexpr const char* kParityFolder = "ESPALIER_PARITY_OUT";

} // namespace espalier::parity
