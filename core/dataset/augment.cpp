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

/// One image of a mosaic, its corner at (centreX, centreY): `isRight` and `isBottom` say on which side it lies.
void addPart(LabelledImage& canvas, const LabelledImage& part, int centreX, int centreY, bool isRight, bool isBottom)
{
    const int side = canvas.image.width / 2;
    const double ratio =
        std::min(static_cast<double>(side) / part.image.height, static_cast<double>(side) / part.image.width);
    const int width = std::max(1, static_cast<int>(part.image.width * ratio));
    const int height = std::max(1, static_cast<int>(part.image.height * ratio));
    cv::Mat resized = matrixOf(part.image);
    if (width != part.image.width || height != part.image.height) {
        cv::Mat target;
        cv::resize(resized, target, {width, height}, 0, 0, cv::INTER_LINEAR);
        resized = target;
    }
    const int left = isRight ? centreX : centreX - width;
    const int top = isBottom ? centreY : centreY - height;
    const cv::Rect seen = cv::Rect(left, top, width, height) & cv::Rect(0, 0, 2 * side, 2 * side);
    if (!seen.empty()) {
        cv::Mat whole = matrixOf(canvas.image);
        resized(seen - cv::Point(left, top)).copyTo(whole(seen));
    }
    const auto scale = static_cast<float>(ratio);
    const auto end = static_cast<float>(2 * side);
    for (std::size_t i = 0; i < part.boxes.boxes.size(); ++i) {
        Box box = part.boxes.boxes[i];
        for (std::size_t corner = 0; corner < box.size(); ++corner) {
            const auto shift = static_cast<float>(corner % 2 == 0 ? left : top);
            box[corner] = std::clamp(box[corner] * scale + shift, 0.F, end);
        }
        if (box[0] < end && box[1] < end && box[2] > 0 && box[3] > 0) {
            canvas.boxes.boxes.push_back(box);
            canvas.boxes.labels.push_back(part.boxes.labels[i]);
        }
    }
}
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

Matrix scaleAndShift(int inputSide, int outputSide, double scale, double x, double y)
{
    const double left = x * outputSide - scale * inputSide / 2.0;
    const double top = y * outputSide - scale * inputSide / 2.0;
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

LabelledImage mosaic(const std::array<LabelledImage, 4>& parts, int side, int centreX, int centreY)
{
    LabelledImage canvas{blank(2 * side, 2 * side), {}};
    std::fill(canvas.image.pixels.begin(), canvas.image.pixels.end(), static_cast<std::uint8_t>(kPadding));
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (!parts[i].image.pixels.empty()) {
            addPart(canvas, parts[i], centreX, centreY, i % 2 == 1, i / 2 == 1);
        }
    }
    return canvas;
}

void mixIn(Image& image, const Image& other, double share)
{
    for (std::size_t i = 0; i < image.pixels.size(); ++i) {
        image.pixels[i] = static_cast<std::uint8_t>(image.pixels[i] * share + other.pixels[i] * (1 - share));
    }
}

} // namespace espalier::dataset
