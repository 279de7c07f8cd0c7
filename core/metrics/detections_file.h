// Detections file: the boxes of one validation, kept, so that runs can be looked at side by side afterwards.
//
// JSON lines. The first is the header:
//   {"classes":["dust",…],"images":[{"id":1,"file":"a.png","width":640,"height":480},…],
//    "truth":[{"image":1,"category":0,"box":[x1,y1,x2,y2],"area":12.5,"crowd":true},…],"detections":2}
// then one line a detection, as many as the header says:
//   {"image":1,"category":0,"box":[x1,y1,x2,y2],"score":0.75}
// `area` and `crowd` may be left out, `detections` too. Keys that are not known are passed over.
#pragma once

#include "core/base/result.h"
#include "core/metrics/detection.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace espalier::metrics {

struct ImageEntry {
    std::int64_t id = 0; ///< unique within the file
    std::string file;    ///< as the data set names it
    int width = 0;       ///< pixels, 1 … 1,000,000
    int height = 0;
    bool operator==(const ImageEntry&) const = default;
};

struct DetectionsFile {
    std::vector<std::string> classes; ///< by label
    std::vector<ImageEntry> images;
    std::vector<TruthBox> truth;
    std::vector<DetectedBox> detections;
};

/// What a run keeps of its best validation: this name within its folder.
inline constexpr std::string_view kDetectionsFileName = "predictions.jsonl";

/// Written beside and renamed. InvalidInput, and nothing written, where `parseDetections` would refuse the value.
[[nodiscard]] Status writeDetections(const DetectionsFile& detections, const std::filesystem::path& path);

[[nodiscard]] Result<DetectionsFile> readDetections(const std::filesystem::path& path);

/// Hostile text: Unreadable with `where:line` unless every number is finite, every class and image known, every box in
/// order (x1 ≤ x2, y1 ≤ y2) and every score within 0 … 1.
[[nodiscard]] Result<DetectionsFile> parseDetections(std::string_view text, const std::string& where);

} // namespace espalier::metrics
