// The inspection set: synthetic pictures drawn by us, with exact boxes. The study's images may not be shipped.
#pragma once

#include "core/dataset/dataset.h"

#include <memory>
#include <string>

namespace espalier::dataset {

/// `bottles`: bottles and coils seen from above with the classes defect, dust, discoloration, coil (label order).
/// `parts`: other machined parts with other classes of marks: what a base is pretrained on.
/// Image i of a split depends on (scene, side, seed, split, i) alone. Drawn on demand, nothing kept but boxes.
[[nodiscard]] std::shared_ptr<DetectionDataset> makeInspectionDataset(const std::string& scene, int images, int side,
                                                                      std::uint64_t seed, const std::string& split,
                                                                      const std::vector<std::string>& classes);

/// Write the set as PNG files and a COCO annotations.json, marked as synthetic.
[[nodiscard]] Status exportInspectionDataset(const DetectionDataset& dataset, const std::filesystem::path& folder);

} // namespace espalier::dataset
