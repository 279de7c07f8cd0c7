#include "core/dataset/image_head.h"

#include <algorithm>
#include <cstdlib>

namespace espalier::dataset {

namespace {

/// Whole numbers at a place of the file, which must hold them.
class Bytes {
public:
    Bytes(std::string_view bytes, bool isBigEndian) : m_bytes(bytes), m_isBigEndian(isBigEndian) {}
    [[nodiscard]] std::uint64_t at(std::size_t place, std::size_t count) const
    {
        std::uint64_t number = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t from = m_isBigEndian ? place + i : place + count - 1 - i;
            number = number << 8 | static_cast<unsigned char>(m_bytes[from]);
        }
        return number;
    }

private:
    std::string_view m_bytes;
    bool m_isBigEndian;
};

/// What the segments of a JPEG lead to.
struct Jpeg {
    std::size_t scan = std::string_view::npos; ///< where the pixels of the first scan begin; npos: they lead nowhere
    std::optional<ImageSize> size;
};

Jpeg walkJpeg(std::string_view bytes)
{
    const Bytes big(bytes, true);
    Jpeg jpeg;
    std::size_t at = 2;
    while (at + 4 <= bytes.size() && big.at(at, 1) == 0xFF) {
        const std::uint64_t marker = big.at(at + 1, 1);
        if (marker == 0xFF) { // a filling byte
            ++at;
            continue;
        }
        const std::size_t next = at + 2 + big.at(at + 2, 2);
        if (marker == 0xDA) {
            jpeg.scan = next;
            return jpeg;
        }
        // A start of frame: C0 to CF but for tables (C4, CC) and the reserved C8.
        if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC &&
            at + 9 <= bytes.size()) {
            jpeg.size = ImageSize{big.at(at + 7, 2), big.at(at + 5, 2)};
        }
        at = next;
    }
    return jpeg;
}

std::optional<ImageSize> sizeOfPng(std::string_view bytes)
{
    const Bytes big(bytes, true);
    return bytes.size() < 24 ? std::nullopt : std::optional(ImageSize{big.at(16, 4), big.at(20, 4)});
}

std::optional<ImageSize> sizeOfBmp(std::string_view bytes)
{
    if (bytes.size() < 26) {
        return std::nullopt;
    }
    const Bytes little(bytes, false);
    if (little.at(14, 4) == 12) { // the oldest header: 16 bits a side
        return ImageSize{little.at(18, 2), little.at(20, 2)};
    }
    const auto magnitude = [&](std::size_t place) { // a negative height: rows from the top
        const auto value = static_cast<std::int32_t>(static_cast<std::uint32_t>(little.at(place, 4)));
        return static_cast<std::uint64_t>(std::abs(static_cast<std::int64_t>(value)));
    };
    return ImageSize{magnitude(18), magnitude(22)};
}

/// The first directory; a tag that is written twice counts with its larger value.
std::optional<ImageSize> sizeOfTiff(std::string_view bytes)
{
    constexpr std::uint64_t kWidth = 256;
    constexpr std::uint64_t kHeight = 257;
    constexpr std::size_t kEntry = 12;
    const Bytes numbers(bytes, bytes[0] == 'M');
    if (bytes.size() < 8) {
        return std::nullopt;
    }
    const std::uint64_t directory = numbers.at(4, 4);
    if (directory + 2 > bytes.size()) {
        return std::nullopt;
    }
    ImageSize size;
    const std::uint64_t count = numbers.at(directory, 2);
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::uint64_t at = directory + 2 + i * kEntry;
        if (at + kEntry > bytes.size()) {
            break;
        }
        const std::uint64_t tag = numbers.at(at, 2);
        if (tag != kWidth && tag != kHeight) {
            continue;
        }
        const std::uint64_t type = numbers.at(at + 2, 2);
        if ((type != 3 && type != 4) || numbers.at(at + 4, 4) != 1) { // one number of 16 or 32 bits
            return std::nullopt;
        }
        std::uint64_t& side = tag == kWidth ? size.width : size.height;
        side = std::max(side, numbers.at(at + 8, type == 3 ? 2 : 4));
    }
    return size.width == 0 || size.height == 0 ? std::nullopt : std::optional(size);
}

std::optional<ImageSize> sizeOfWebP(std::string_view bytes)
{
    if (bytes.size() < 30) {
        return std::nullopt;
    }
    const Bytes little(bytes, false);
    const std::string_view chunk = bytes.substr(12, 4);
    if (chunk == "VP8X") {
        return ImageSize{little.at(24, 3) + 1, little.at(27, 3) + 1};
    }
    if (chunk == "VP8L") {
        const std::uint64_t bits = little.at(21, 4);
        return ImageSize{(bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1};
    }
    return chunk == "VP8 " ? std::optional(ImageSize{little.at(26, 2) & 0x3FFF, little.at(28, 2) & 0x3FFF})
                           : std::nullopt;
}

} // namespace

std::optional<ImageFormat> formatOf(std::string_view bytes)
{
    using namespace std::string_view_literals;
    if (bytes.starts_with("\x89PNG")) {
        return ImageFormat::Png;
    }
    if (bytes.starts_with("\xFF\xD8")) {
        return ImageFormat::Jpeg;
    }
    if (bytes.starts_with("BM")) {
        return ImageFormat::Bmp;
    }
    if (bytes.starts_with("II*\0"sv) || bytes.starts_with("MM\0*"sv)) {
        return ImageFormat::Tiff;
    }
    const bool isWebP = bytes.size() >= 12 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP";
    return isWebP ? std::optional(ImageFormat::WebP) : std::nullopt;
}

std::optional<ImageSize> claimedSize(std::string_view bytes, ImageFormat format)
{
    switch (format) {
    case ImageFormat::Png:
        return sizeOfPng(bytes);
    case ImageFormat::Jpeg:
        return walkJpeg(bytes).size;
    case ImageFormat::Bmp:
        return sizeOfBmp(bytes);
    case ImageFormat::Tiff:
        return sizeOfTiff(bytes);
    case ImageFormat::WebP:
        break;
    }
    return sizeOfWebP(bytes);
}

bool isCutOff(std::string_view bytes, ImageFormat format)
{
    if (format == ImageFormat::Jpeg) {
        const std::size_t scan = walkJpeg(bytes).scan;
        return scan >= bytes.size() || bytes.find("\xFF\xD9", scan) == std::string_view::npos;
    }
    return format == ImageFormat::Png && bytes.rfind("IEND") == std::string_view::npos;
}

bool claimsMoreThanItHolds(const ImageSize& size, std::string_view bytes, ImageFormat format)
{
    // A JPEG spends at least a bit on each block of 8×8 of its finest plane; twice that margin is left. PNG packs 8
    // pixels into a byte and at most 1032 bytes into one. An even TIFF or WebP of any size may be tiny.
    constexpr std::uint64_t kPixelsPerJpegByte = 1024;
    constexpr std::uint64_t kPixelsPerPngByte = 8 * 1032;
    const std::uint64_t pixels = size.width * size.height;
    return (format == ImageFormat::Jpeg && pixels / kPixelsPerJpegByte > bytes.size()) ||
           (format == ImageFormat::Png && pixels / kPixelsPerPngByte > bytes.size());
}

} // namespace espalier::dataset
