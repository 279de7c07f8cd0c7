#include "core/dataset/augment.h"
#include "core/dataset/opencv_image.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace espalier::dataset {

namespace {

constexpr std::array<double, 3> kColourGains{0.015, 0.7, 0.4}; ///< hue, saturation, value at strength 1
constexpr std::size_t kShareShape = 32;                        ///< both parameters of mixup's Beta distribution

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

/// The boxes of an entry, in its image. Crowds teach nothing: they are left out.
LabelledBoxes boxesOf(const Entry& entry)
{
    LabelledBoxes boxes;
    for (const Annotation& annotation : entry.annotations) {
        if (!annotation.isCrowd) {
            boxes.boxes.push_back(annotation.box);
            boxes.labels.push_back(annotation.label);
        }
    }
    return boxes;
}

/// Image and boxes of an entry in the network's input.
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
    Placed placed{letterbox(*image, side, side), boxesOf(dataset.catalogue().entries[index]), image->width,
                  image->height};
    const Letterboxed& input = placed.input;
    for (Box& box : placed.boxes.boxes) {
        box = {box[0] * input.scaleX + input.padLeft, box[1] * input.scaleY + input.padTop,
               box[2] * input.scaleX + input.padLeft, box[3] * input.scaleY + input.padTop};
    }
    return placed;
}

/// The random numbers of one picture: where its scene is put, and what stands around it.
struct Arrangement {
    double scale = 1;
    double x = 0.5; ///< share of the side
    double y = 0.5;
    bool isMosaic = false;
    std::array<double, 2> corner{}; ///< that the four images share; in sides
    std::array<std::size_t, 3> partners{};
};

void drawPlace(Arrangement& drawn, const experiment::DataSettings& settings, Random& random)
{
    drawn.scale = random.uniform(1 - settings.scale, 1 + settings.scale);
    drawn.x = random.uniform(0.5 - settings.translate, 0.5 + settings.translate);
    drawn.y = random.uniform(0.5 - settings.translate, 0.5 + settings.translate);
}

std::size_t drawPartner(const DetectionDataset& dataset, Random& random)
{
    return static_cast<std::size_t>(random.below(static_cast<std::int64_t>(dataset.size())));
}

void drawMosaic(Arrangement& drawn, const experiment::DataSettings& settings, const DetectionDataset& dataset,
                Random& random)
{
    drawn.isMosaic = random.chance(settings.mosaic);
    for (double& coordinate : drawn.corner) {
        coordinate = random.uniform(0.5, 1.5);
    }
    for (std::size_t& partner : drawn.partners) {
        partner = drawPartner(dataset, random);
    }
}

/// Beta(n, n) for a whole n: the middle one of 2n - 1 uniform numbers (David and Nagaraja 2003, 2.3).
double drawShare(Random& random)
{
    std::array<double, 2 * kShareShape - 1> numbers{};
    for (double& number : numbers) {
        number = random.uniform();
    }
    std::nth_element(numbers.begin(), numbers.begin() + kShareShape - 1, numbers.end());
    return numbers[kShareShape - 1];
}

void reportLeftOut(std::vector<Defect>& leftOut, const DetectionDataset& dataset, std::size_t index, const Error& error)
{
    leftOut.push_back({Defect::Kind::DamagedImage, dataset.catalogue().entries[index].fileName, -1,
                       "left out of a mixed sample: " + error.message});
}

/// The image among its partners, scaled and shifted. Partners that cannot be read go to `leftOut`.
Result<Placed> arrangeMosaic(const DetectionDataset& dataset, std::size_t index, int side, const Arrangement& drawn,
                             std::vector<Defect>& leftOut)
{
    std::array<LabelledImage, 4> parts;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::size_t which = i == 0 ? index : drawn.partners[i - 1];
        auto image = dataset.image(which);
        if (image) {
            parts[i] = {std::move(*image), boxesOf(dataset.catalogue().entries[which])};
        } else if (i == 0) {
            return fail(image.error());
        } else {
            reportLeftOut(leftOut, dataset, which, image.error());
        }
    }
    const LabelledImage whole =
        mosaic(parts, side, static_cast<int>(drawn.corner[0] * side), static_cast<int>(drawn.corner[1] * side));
    const Matrix matrix = scaleAndShift(2 * side, side, drawn.scale, drawn.x, drawn.y);
    return Placed{{warp(whole.image, matrix, side, side)},
                  warpBoxes(whole.boxes, matrix, drawn.scale, side, side),
                  parts[0].image.width,
                  parts[0].image.height};
}

Result<Placed> arrange(const DetectionDataset& dataset, std::size_t index, const experiment::DataSettings& settings,
                       const Arrangement& drawn, std::vector<Defect>& leftOut)
{
    const int side = settings.imageSize;
    if (drawn.isMosaic) {
        return arrangeMosaic(dataset, index, side, drawn, leftOut);
    }
    auto placed = place(dataset, index, side);
    if (placed && (settings.scale > 0 || settings.translate > 0)) {
        const Matrix matrix = scaleAndShift(side, side, drawn.scale, drawn.x, drawn.y);
        placed->input.image = warp(placed->input.image, matrix, side, side);
        placed->boxes = warpBoxes(placed->boxes, matrix, drawn.scale, side, side);
    }
    return placed;
}

/// Whether, with what share and on top of what a second picture shines through.
struct Mixup {
    bool isMade = false;
    double share = 1; ///< of the first picture
    std::size_t partner = 0;
    Arrangement arrangement;
};

Mixup drawMixup(const experiment::DataSettings& settings, const DetectionDataset& dataset, Random& random)
{
    Mixup drawn;
    drawn.isMade = random.chance(settings.mixup);
    drawn.share = drawShare(random);
    drawn.partner = drawPartner(dataset, random);
    drawPlace(drawn.arrangement, settings, random);
    drawMosaic(drawn.arrangement, settings, dataset, random);
    return drawn;
}

void mix(Placed& placed, const DetectionDataset& dataset, const experiment::DataSettings& settings, const Mixup& drawn,
         std::vector<Defect>& leftOut)
{
    const auto other = arrange(dataset, drawn.partner, settings, drawn.arrangement, leftOut);
    if (!other) {
        reportLeftOut(leftOut, dataset, drawn.partner, other.error());
        return;
    }
    mixIn(placed.input.image, other->input.image, drawn.share);
    LabelledBoxes& boxes = placed.boxes;
    boxes.boxes.insert(boxes.boxes.end(), other->boxes.boxes.begin(), other->boxes.boxes.end());
    boxes.labels.insert(boxes.labels.end(), other->boxes.labels.begin(), other->boxes.labels.end());
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
    // Every number is drawn whatever the settings are: a strength changes nothing but itself. Mosaic and mixup draw
    // last, so closing them leaves the rest of a sample as it was.
    std::array<double, 3> gains{};
    for (std::size_t i = 0; i < gains.size(); ++i) {
        gains[i] = 1 + random.uniform(-1, 1) * kColourGains[i] * settings.hsv;
    }
    Arrangement arrangement;
    drawPlace(arrangement, settings, random);
    const bool isFlipped = random.chance(settings.flip);
    drawMosaic(arrangement, settings, dataset, random);
    const Mixup mixup = drawMixup(settings, dataset, random);

    std::vector<Defect> leftOut;
    auto placed = arrange(dataset, index, settings, arrangement, leftOut);
    if (!placed) {
        return fail(placed.error());
    }
    if (mixup.isMade) {
        mix(*placed, dataset, settings, mixup, leftOut);
    }
    if (settings.hsv > 0) {
        jitterColour(placed->input.image, gains);
    }
    if (isFlipped) {
        flipHorizontally(placed->input.image, placed->boxes.boxes);
    }
    Sample sample = toSample(dataset, index, std::move(*placed));
    sample.leftOut = std::move(leftOut);
    return sample;
}

} // namespace espalier::dataset
