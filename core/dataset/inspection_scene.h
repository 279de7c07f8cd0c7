// What an inspection picture shows: geometry first, so that boxes are exact and known before anything is painted.
#pragma once

#include "core/base/random.h"
#include "core/dataset/dataset.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace espalier::dataset {

/// A mark on the part: in units of the picture's side.
struct Mark {
    int kind = 0; ///< index into the scene's marks
    double x = 0;
    double y = 0;
    double size = 0; ///< half extent
    double angle = 0;
    std::uint64_t seed = 0;
};

struct Scene {
    int subject = 0; ///< which part lies there
    double x = 0.5;
    double y = 0.5;
    double radius = 0.4;
    std::uint64_t seed = 0;
    std::vector<Mark> marks;
};

/// Names of the scene's marks, in label order; empty for an unknown scene.
[[nodiscard]] std::vector<std::string> marksOf(std::string_view scene);

/// The geometry of one picture.
[[nodiscard]] Scene drawScene(std::string_view name, Random random);
/// In pixels of a picture of `side`.
[[nodiscard]] Box boxOf(std::string_view name, const Mark& mark, int side);
[[nodiscard]] Image paint(std::string_view name, const Scene& scene, int side);

} // namespace espalier::dataset
