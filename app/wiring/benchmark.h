// Benchmark of inference: several subjects, one image at a time, in turn.
#pragma once

#include "app/wiring/subject.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace espalier::wiring {

struct BenchmarkOptions {
    int warmup = 10; ///< rounds that are not counted
    int iterations = 100;
};

/// Milliseconds.
struct Timing {
    double median = 0;
    double mean = 0;
    double p95 = 0; ///< 95 of 100 took no longer
};

/// From the image's tensor to boxes; letterboxing and decoding of the file are left out.
struct Stages {
    Timing whole;
    Timing features;   ///< backbone and neck: what the study timed
    Timing head;       ///< class and box branches
    Timing detections; ///< decoding of boxes, non-maximum suppression
};

struct BenchmarkRow {
    Stages trained;               ///< adapters beside the convolutions, as in training
    std::optional<Stages> folded; ///< adapters within the convolutions; of a network without any, the above
    std::optional<Stages> fused;  ///< norms within the convolutions too
    std::string refusal;          ///< why the last two are missing
    std::int64_t adapters = 0;    ///< parameters
    int imageSize = 0;
    int images = 0; ///< validation images that take turns
};

/// Every round times each variant of each subject once, in an order that moves on by one a round, so that a slow phase
/// of the machine meets all alike. Unsupported in a build without torch; Cancelled when the watch says so.
[[nodiscard]] Result<std::vector<BenchmarkRow>> benchmark(std::span<const Subject> subjects,
                                                          const BenchmarkOptions& options, const Watch& watch);

} // namespace espalier::wiring
