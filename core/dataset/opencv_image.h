// Image as an OpenCV matrix, without a copy. For the sources of this folder only.
#pragma once

#include "core/dataset/dataset.h"

#include <opencv2/core.hpp>

namespace espalier::dataset {

[[nodiscard]] inline cv::Mat matrixOf(Image& image)
{
    return {image.height, image.width, CV_8UC3, image.pixels.data()};
}
/// To be read only.
[[nodiscard]] inline cv::Mat matrixOf(const Image& image)
{
    return {image.height, image.width, CV_8UC3, const_cast<std::uint8_t*>(image.pixels.data())};
}
[[nodiscard]] inline Image blank(int width, int height)
{
    Image image{width, height, {}};
    image.pixels.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
    return image;
}

inline constexpr int kPadding = 114; ///< grey around a letterboxed image

} // namespace espalier::dataset
