// The merged network of a run with adapters: they become part of the weights, and what came out is certified.
#pragma once

#include "app/wiring/subject.h"

#include <cstdint>
#include <filesystem>

namespace espalier::wiring {

/// The file as it is read back into a plain network, against the run's own network with its adapters, on validation
/// images.
struct MergeCertificate {
    double largestDifference = 0; ///< of a logit or a box distribution, as a share of the largest of its kind
    double sameClass = 0;         ///< share of places whose best class is the same
    std::int64_t places = 0;      ///< over all images
    std::int64_t images = 0;
    bool isHalf = false; ///< matrices and kernels in half precision: only where the difference stays below 1e-2
};

/// Unsupported in a build without torch, and for adapters that no convolution can take up.
[[nodiscard]] Result<MergeCertificate> writeMergedNetwork(const Subject& subject, const std::filesystem::path& file);

} // namespace espalier::wiring
