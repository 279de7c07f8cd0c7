// Segments: dotted paths taken apart from the right without copying, and globs on one segment.
#pragma once

#include <string_view>
#include <vector>

namespace espalier::network {

/// Cut the last segment off `path` and return it. An empty path has none left.
[[nodiscard]] inline std::string_view takeLastSegment(std::string_view& path)
{
    const std::size_t dot = path.rfind('.');
    const std::string_view last = dot == std::string_view::npos ? path : path.substr(dot + 1);
    path = dot == std::string_view::npos ? std::string_view{} : path.substr(0, dot);
    return last;
}

[[nodiscard]] std::vector<std::string_view> splitSegments(std::string_view path);

/// `*` stands for any characters, `?` for one. O(pattern · text), no recursion.
[[nodiscard]] bool matchesGlob(std::string_view pattern, std::string_view text);

} // namespace espalier::network
