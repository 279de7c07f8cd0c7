#include "core/base/files.h"
#include "core/dataset/image_head.h"
#include "core/dataset/opencv_image.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <string_view>

namespace espalier::dataset {

namespace {

constexpr std::uint64_t kLargestFile = 256ULL << 20;
constexpr std::uint64_t kLargestSide = 16384;
constexpr std::uint64_t kMostPixels = 128ULL << 20;
constexpr const char* kNoImage = "is no image that can be decoded (PNG, JPEG, BMP, TIFF, WebP)";
constexpr const char* kTooLarge = "is larger than 16384 pixels a side or 134 million pixels: make it smaller";

bool isTooLarge(const ImageSize& size)
{
    return size.width > kLargestSide || size.height > kLargestSide || size.width * size.height > kMostPixels;
}

} // namespace

Result<Image> decodeImageBytes(std::string_view bytes, const std::string& where)
{
    if (bytes.empty()) {
        return fail(ErrorCode::Unreadable, "is empty", where);
    }
    // Judged before decoding: a few bytes may claim a picture of gigabytes.
    const auto format = formatOf(bytes);
    if (!format) {
        return fail(ErrorCode::Unreadable, kNoImage, where);
    }
    if (isCutOff(bytes, *format)) {
        return fail(ErrorCode::Unreadable, "ends before its image does: copy it again", where);
    }
    const auto size = claimedSize(bytes, *format);
    if (!size) {
        return fail(ErrorCode::Unreadable, "is damaged in its first bytes: copy it again", where);
    }
    if (isTooLarge(*size)) {
        return fail(ErrorCode::Unsupported, kTooLarge, where);
    }
    if (claimsMoreThanItHolds(*size, bytes, *format)) {
        return fail(ErrorCode::Unreadable, "holds too few bytes for its size: copy it again", where);
    }
    try {
        const cv::Mat raw(1, static_cast<int>(bytes.size()), CV_8U, const_cast<char*>(bytes.data()));
        const cv::Mat decoded = cv::imdecode(raw, cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION);
        if (decoded.empty()) {
            return fail(ErrorCode::Unreadable, kNoImage, where);
        }
        if (isTooLarge({static_cast<std::uint64_t>(decoded.cols), static_cast<std::uint64_t>(decoded.rows)})) {
            return fail(ErrorCode::Unsupported, kTooLarge, where);
        }
        Image image = blank(decoded.cols, decoded.rows);
        cv::Mat target = matrixOf(image);
        cv::cvtColor(decoded, target, cv::COLOR_BGR2RGB);
        return image;
    } catch (const cv::Exception&) {
        return fail(ErrorCode::Unreadable, "cannot be decoded", where);
    }
}

Result<Image> decodeImage(const std::filesystem::path& file)
{
    const auto bytes = readFile(file, kLargestFile);
    if (!bytes) {
        return fail(bytes.error());
    }
    return decodeImageBytes(*bytes, file.string());
}

Status writePng(const std::filesystem::path& file, const Image& image)
{
    try {
        cv::Mat swapped;
        cv::cvtColor(matrixOf(image), swapped, cv::COLOR_RGB2BGR);
        std::vector<std::uint8_t> bytes;
        if (!cv::imencode(".png", swapped, bytes)) {
            return fail(ErrorCode::Io, "could not be encoded", file.string());
        }
        return writeFileAtomically(file, std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
    } catch (const cv::Exception&) {
        return fail(ErrorCode::Io, "could not be encoded", file.string());
    }
}

} // namespace espalier::dataset
