#include "core/base/files.h"
#include "core/dataset/opencv_image.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <string_view>

namespace espalier::dataset {

namespace {

constexpr std::uint64_t kLargestFile = 256ULL << 20;
constexpr int kLargestSide = 16384;

/// Where the pixels of a JPEG's first scan begin; npos when its segments lead nowhere.
std::size_t firstScan(std::string_view bytes)
{
    const auto byteAt = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(bytes[i])); };
    std::size_t at = 2;
    while (at + 4 <= bytes.size() && byteAt(at) == 0xFF) {
        if (byteAt(at + 1) == 0xFF) { // a filling byte
            ++at;
            continue;
        }
        const std::size_t next = at + 2 + byteAt(at + 2) * 256 + byteAt(at + 3);
        if (byteAt(at + 1) == 0xDA) {
            return next;
        }
        at = next;
    }
    return std::string_view::npos;
}

/// A decoder fills what a cut file lacks with grey and says nothing: look for the format's end mark. In a JPEG only
/// what follows the first scan counts, since a thumbnail in the header has an end mark of its own; trailers may follow.
bool isCutOff(std::string_view bytes)
{
    if (bytes.substr(0, 2) == "\xFF\xD8") {
        const std::size_t scan = firstScan(bytes);
        return scan >= bytes.size() || bytes.find("\xFF\xD9", scan) == std::string_view::npos;
    }
    if (bytes.substr(0, 4) == "\x89PNG") {
        return bytes.rfind("IEND") == std::string_view::npos;
    }
    return false;
}

} // namespace

Result<Image> decodeImage(const std::filesystem::path& file)
{
    const auto bytes = readFile(file, kLargestFile);
    if (!bytes) {
        return fail(bytes.error());
    }
    if (bytes->empty()) {
        return fail(ErrorCode::Unreadable, "is empty", file.string());
    }
    if (isCutOff(*bytes)) {
        return fail(ErrorCode::Unreadable, "ends before its image does: copy it again", file.string());
    }
    try {
        const cv::Mat raw(1, static_cast<int>(bytes->size()), CV_8U, const_cast<char*>(bytes->data()));
        const cv::Mat decoded = cv::imdecode(raw, cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION);
        if (decoded.empty()) {
            return fail(ErrorCode::Unreadable, "is no image that can be decoded (PNG, JPEG, BMP, TIFF, WebP)",
                        file.string());
        }
        if (decoded.cols > kLargestSide || decoded.rows > kLargestSide) {
            return fail(ErrorCode::Unsupported, "is larger than 16384 pixels a side", file.string());
        }
        Image image = blank(decoded.cols, decoded.rows);
        cv::Mat target = matrixOf(image);
        cv::cvtColor(decoded, target, cv::COLOR_BGR2RGB);
        return image;
    } catch (const cv::Exception&) {
        return fail(ErrorCode::Unreadable, "cannot be decoded", file.string());
    }
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
