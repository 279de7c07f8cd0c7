#include "core/base/files.h"
#include "core/dataset/opencv_image.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string_view>

namespace espalier::dataset {

namespace {

constexpr std::uint64_t kLargestFile = 256ULL << 20;
constexpr std::uint64_t kLargestSide = 16384;
constexpr std::uint64_t kMostPixels = 128ULL << 20;
constexpr std::uint64_t kPixelsPerByte = 1024;
constexpr const char* kTooLarge = "is larger than 16384 pixels a side or 134 million pixels: make it smaller";

struct Size {
    std::uint64_t width = 0;
    std::uint64_t height = 0;
};

std::uint64_t byteAt(std::string_view bytes, std::size_t i)
{
    return static_cast<unsigned char>(bytes[i]);
}

std::uint64_t wordAt(std::string_view bytes, std::size_t i)
{
    return byteAt(bytes, i) * 256 + byteAt(bytes, i + 1);
}

/// What the segments of a JPEG lead to.
struct Jpeg {
    std::size_t scan = std::string_view::npos; ///< where the pixels of the first scan begin; npos: they lead nowhere
    std::optional<Size> size;
};

Jpeg walkJpeg(std::string_view bytes)
{
    Jpeg jpeg;
    std::size_t at = 2;
    while (at + 4 <= bytes.size() && byteAt(bytes, at) == 0xFF) {
        const std::uint64_t marker = byteAt(bytes, at + 1);
        if (marker == 0xFF) { // a filling byte
            ++at;
            continue;
        }
        const std::size_t next = at + 2 + wordAt(bytes, at + 2);
        if (marker == 0xDA) {
            jpeg.scan = next;
            return jpeg;
        }
        // A start of frame: C0 to CF but for tables (C4, CC) and the reserved C8.
        if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC &&
            at + 9 <= bytes.size()) {
            jpeg.size = Size{wordAt(bytes, at + 7), wordAt(bytes, at + 5)};
        }
        at = next;
    }
    return jpeg;
}

bool isJpeg(std::string_view bytes)
{
    return bytes.substr(0, 2) == "\xFF\xD8";
}

bool isPng(std::string_view bytes)
{
    return bytes.substr(0, 4) == "\x89PNG";
}

/// What the head of a JPEG, PNG or BMP says; nothing for others.
std::optional<Size> claimedSize(std::string_view bytes)
{
    if (isJpeg(bytes)) {
        return walkJpeg(bytes).size;
    }
    if (isPng(bytes) && bytes.size() >= 24) {
        return Size{wordAt(bytes, 16) << 16 | wordAt(bytes, 18), wordAt(bytes, 20) << 16 | wordAt(bytes, 22)};
    }
    if (bytes.substr(0, 2) == "BM" && bytes.size() >= 26) {
        const auto little = [&](std::size_t i) {
            return static_cast<std::int32_t>(static_cast<std::uint32_t>(byteAt(bytes, i) | byteAt(bytes, i + 1) << 8 |
                                                                        byteAt(bytes, i + 2) << 16 |
                                                                        byteAt(bytes, i + 3) << 24));
        };
        const auto magnitude = [](std::int32_t value) {
            return static_cast<std::uint64_t>(std::abs(static_cast<std::int64_t>(value)));
        };
        return Size{magnitude(little(18)), magnitude(little(22))}; // a negative height: rows from the top
    }
    return std::nullopt;
}

bool isTooLarge(const Size& size)
{
    return size.width > kLargestSide || size.height > kLargestSide || size.width * size.height > kMostPixels;
}

/// A JPEG spends at least a bit on each block of 8×8 of its finest plane; twice that margin is left.
bool claimsMoreThanItHolds(const Size& size, std::string_view bytes)
{
    return isJpeg(bytes) && size.width * size.height / kPixelsPerByte > bytes.size();
}

/// A decoder fills what a cut file lacks with grey and says nothing: look for the format's end mark. In a JPEG only
/// what follows the first scan counts, since a thumbnail in the header has an end mark of its own; trailers may follow.
bool isCutOff(std::string_view bytes)
{
    if (isJpeg(bytes)) {
        const std::size_t scan = walkJpeg(bytes).scan;
        return scan >= bytes.size() || bytes.find("\xFF\xD9", scan) == std::string_view::npos;
    }
    if (isPng(bytes)) {
        return bytes.rfind("IEND") == std::string_view::npos;
    }
    return false;
}

} // namespace

Result<Image> decodeImageBytes(std::string_view bytes, const std::string& where)
{
    if (bytes.empty()) {
        return fail(ErrorCode::Unreadable, "is empty", where);
    }
    if (isCutOff(bytes)) {
        return fail(ErrorCode::Unreadable, "ends before its image does: copy it again", where);
    }
    // Judged before decoding: a few bytes may claim a picture of gigabytes.
    if (const auto size = claimedSize(bytes); size && isTooLarge(*size)) {
        return fail(ErrorCode::Unsupported, kTooLarge, where);
    } else if (size && claimsMoreThanItHolds(*size, bytes)) {
        return fail(ErrorCode::Unreadable, "holds too few bytes for its size: copy it again", where);
    }
    try {
        const cv::Mat raw(1, static_cast<int>(bytes.size()), CV_8U, const_cast<char*>(bytes.data()));
        const cv::Mat decoded = cv::imdecode(raw, cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION);
        if (decoded.empty()) {
            return fail(ErrorCode::Unreadable, "is no image that can be decoded (PNG, JPEG, BMP, TIFF, WebP)", where);
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
