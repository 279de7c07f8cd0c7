#include "core/dataset/augment.h"

#include "core/dataset/opencv_image.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace espalier::dataset {

namespace {
constexpr float kLeastSide = 2;
constexpr float kLeastArea = 0.1F; ///< share of the scaled original
constexpr float kMostAspect = 100;
constexpr float kTiny = 1e-16F;
} // namespace

void jitterColour(Image& image, const std::array<double, 3>& gains)
{
    cv::Mat table(1, 256, CV_8UC3);
    for (int i = 0; i < 256; ++i) {
        table.at<cv::Vec3b>(i) = {static_cast<std::uint8_t>(std::fmod(i * gains[0], 180.0)),
                                  static_cast<std::uint8_t>(std::clamp(i * gains[1], 0.0, 255.0)),
                                  static_cast<std::uint8_t>(std::clamp(i * gains[2], 0.0, 255.0))};
    }
    cv::Mat pixels = matrixOf(image);
    cv::Mat hsv;
    cv::cvtColor(pixels, hsv, cv::COLOR_RGB2HSV);
    cv::LUT(hsv, table, hsv);
    cv::cvtColor(hsv, pixels, cv::COLOR_HSV2RGB);
}

Matrix scaleAndShift(int width, int height, double scale, double x, double y)
{
    const double left = x * width - scale * width / 2.0;
    const double top = y * height - scale * height / 2.0;
    const auto s = static_cast<float>(scale);
    return {s, 0, static_cast<float>(left), 0, s, static_cast<float>(top), 0, 0, 1};
}

Image warp(const Image& image, const Matrix& matrix, int width, int height)
{
    Image warped = blank(width, height);
    cv::Mat target = matrixOf(warped);
    cv::warpPerspective(matrixOf(image), target, cv::Mat(3, 3, CV_32F, const_cast<float*>(matrix.data())),
                        {width, height}, cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar::all(kPadding));
    return warped;
}

LabelledBoxes warpBoxes(const LabelledBoxes& boxes, const Matrix& matrix, double scale, int width, int height)
{
    LabelledBoxes kept;
    const auto place = [&](float x, float y) {
        return std::array<float, 2>{matrix[0] * x + matrix[1] * y + matrix[2],
                                    matrix[3] * x + matrix[4] * y + matrix[5]};
    };
    const auto s = static_cast<float>(scale);
    for (std::size_t i = 0; i < boxes.boxes.size(); ++i) {
        const Box& box = boxes.boxes[i];
        const std::array corners{place(box[0], box[1]), place(box[2], box[1]), place(box[0], box[3]),
                                 place(box[2], box[3])};
        Box moved{corners[0][0], corners[0][1], corners[0][0], corners[0][1]};
        for (const auto& corner : corners) {
            moved = {std::min(moved[0], corner[0]), std::min(moved[1], corner[1]), std::max(moved[2], corner[0]),
                     std::max(moved[3], corner[1])};
        }
        for (const std::size_t side : {0U, 2U}) {
            moved[side] = std::clamp(moved[side], 0.F, static_cast<float>(width));
            moved[side + 1] = std::clamp(moved[side + 1], 0.F, static_cast<float>(height));
        }
        const float w = moved[2] - moved[0];
        const float h = moved[3] - moved[1];
        const float original = (box[2] - box[0]) * s * (box[3] - box[1]) * s;
        const float aspect = std::max(w / (h + kTiny), h / (w + kTiny));
        if (w > kLeastSide && h > kLeastSide && w * h / (original + kTiny) > kLeastArea && aspect < kMostAspect) {
            kept.boxes.push_back(moved);
            kept.labels.push_back(boxes.labels[i]);
        }
    }
    return kept;
}

void flipHorizontally(Image& image, std::vector<Box>& boxes)
{
    cv::Mat pixels = matrixOf(image);
    cv::flip(pixels.clone(), pixels, 1);
    const auto width = static_cast<float>(image.width);
    for (Box& box : boxes) {
        box = {width - box[2], box[1], width - box[0], box[3]};
    }
}

} // namespace espalier::dataset
