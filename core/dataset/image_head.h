// What the first bytes of an image file say of it, judged before a decoder allocates anything. For this folder's
// sources.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace espalier::dataset {

enum class ImageFormat { Png, Jpeg, Bmp, Tiff, WebP };
/// Nothing for all others, of which a decoder may know more than is wanted.
[[nodiscard]] std::optional<ImageFormat> formatOf(std::string_view bytes);

struct ImageSize {
    std::uint64_t width = 0;
    std::uint64_t height = 0;
};
/// Nothing when the head is no sound one.
[[nodiscard]] std::optional<ImageSize> claimedSize(std::string_view bytes, ImageFormat format);

/// A decoder fills what a cut file lacks with grey and says nothing: looks for the format's end mark. In a JPEG only
/// what follows the first scan counts, since a thumbnail in the header has an end mark of its own; trailers may follow.
[[nodiscard]] bool isCutOff(std::string_view bytes, ImageFormat format);

/// Fewer bytes than the most even picture of this size takes.
[[nodiscard]] bool claimsMoreThanItHolds(const ImageSize& size, std::string_view bytes, ImageFormat format);

} // namespace espalier::dataset
