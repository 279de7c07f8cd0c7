#include "core/dataset/augment.h"
#include "core/dataset/opencv_image.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace espalier::dataset {

namespace {

constexpr std::array<double, 3> kColourGains{0.015, 0.7, 0.4}; ///< hue, saturation, value at strength 1

std::vector<float> planes(const Image& image)
{
    const std::size_t count = static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height);
    std::vector<float> values(3 * count);
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t channel = 0; channel < 3; ++channel) {
            values[channel * count + i] = static_cast<float>(image.pixels[3 * i + channel]) / 255.0F;
        }
    }
    return values;
}

/// Image and boxes of an entry in the network's input. Crowds teach nothing: they are left out.
struct Placed {
    Letterboxed input;
    LabelledBoxes boxes;
    int originalWidth = 0;
    int originalHeight = 0;
};

Result<Placed> place(const DetectionDataset& dataset, std::size_t index, int side)
{
    auto image = dataset.image(index);
    if (!image) {
        return fail(image.error());
    }
    Placed placed{letterbox(*image, side, side), {}, image->width, image->height};
    const Letterboxed& input = placed.input;
    for (const Annotation& annotation : dataset.catalogue().entries[index].annotations) {
        if (annotation.isCrowd) {
            continue;
        }
        const Box& box = annotation.box;
        placed.boxes.boxes.push_back({box[0] * input.scaleX + input.padLeft, box[1] * input.scaleY + input.padTop,
                                      box[2] * input.scaleX + input.padLeft, box[3] * input.scaleY + input.padTop});
        placed.boxes.labels.push_back(annotation.label);
    }
    return placed;
}

Sample toSample(const DetectionDataset& dataset, std::size_t index, Placed placed)
{
    Sample sample;
    sample.imageId = dataset.catalogue().entries[index].id;
    sample.side = placed.input.image.width;
    sample.pixels = planes(placed.input.image);
    sample.boxes = std::move(placed.boxes.boxes);
    sample.labels = std::move(placed.boxes.labels);
    sample.scaleX = placed.input.scaleX;
    sample.scaleY = placed.input.scaleY;
    sample.padLeft = placed.input.padLeft;
    sample.padTop = placed.input.padTop;
    sample.originalWidth = placed.originalWidth;
    sample.originalHeight = placed.originalHeight;
    return sample;
}

} // namespace

Letterboxed letterbox(const Image& image, int width, int height)
{
    const double ratio = std::min(static_cast<double>(std::max(width, height)) / std::max(image.width, image.height),
                                  static_cast<double>(std::min(width, height)) / std::min(image.width, image.height));
    const int newWidth = std::max(1, static_cast<int>(image.width * ratio));
    const int newHeight = std::max(1, static_cast<int>(image.height * ratio));
    cv::Mat resized = matrixOf(image);
    if (newWidth != image.width || newHeight != image.height) {
        cv::Mat target;
        cv::resize(resized, target, {newWidth, newHeight}, 0, 0, ratio < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
        resized = target;
    }
    const int left = (width - newWidth) / 2;
    const int top = (height - newHeight) / 2;
    Letterboxed boxed{blank(width, height), 1, 1, 0, 0};
    cv::Mat target = matrixOf(boxed.image);
    cv::copyMakeBorder(resized, target, top, height - newHeight - top, left, width - newWidth - left,
                       cv::BORDER_CONSTANT, cv::Scalar::all(kPadding));
    boxed.scaleX = static_cast<float>(static_cast<double>(newWidth) / image.width);
    boxed.scaleY = static_cast<float>(static_cast<double>(newHeight) / image.height);
    boxed.padLeft = static_cast<float>(left);
    boxed.padTop = static_cast<float>(top);
    return boxed;
}

Result<Sample> plainSample(const DetectionDataset& dataset, std::size_t index, int side)
{
    auto placed = place(dataset, index, side);
    if (!placed) {
        return fail(placed.error());
    }
    return toSample(dataset, index, std::move(*placed));
}

Result<Sample> augmentedSample(const DetectionDataset& dataset, std::size_t index,
                               const experiment::DataSettings& settings, Random random)
{
    auto placed = place(dataset, index, settings.imageSize);
    if (!placed) {
        return fail(placed.error());
    }
    // Every number is drawn whatever the settings are: a strength changes nothing but itself.
    std::array<double, 3> gains{};
    for (std::size_t i = 0; i < gains.size(); ++i) {
        gains[i] = 1 + random.uniform(-1, 1) * kColourGains[i] * settings.hsv;
    }
    const double scale = random.uniform(1 - settings.scale, 1 + settings.scale);
    const double x = random.uniform(0.5 - settings.translate, 0.5 + settings.translate);
    const double y = random.uniform(0.5 - settings.translate, 0.5 + settings.translate);
    const bool isFlipped = random.chance(settings.flip);

    Image& image = placed->input.image;
    const int side = settings.imageSize;
    if (settings.scale > 0 || settings.translate > 0) {
        const Matrix matrix = scaleAndShift(side, side, scale, x, y);
        image = warp(image, matrix, side, side);
        placed->boxes = warpBoxes(placed->boxes, matrix, scale, side, side);
    }
    if (settings.hsv > 0) {
        jitterColour(image, gains);
    }
    if (isFlipped) {
        flipHorizontally(image, placed->boxes.boxes);
    }
    return toSample(dataset, index, std::move(*placed));
}

} // namespace espalier::dataset
