// Event file writer: TensorBoard files for tests, record by record.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace espalier::curves {

/// With right checksums.
[[nodiscard]] std::string record(std::string_view data);
/// A field of a protocol buffer that holds bytes.
[[nodiscard]] std::string bytesField(int number, std::string_view bytes);
/// An event with simple values.
[[nodiscard]] std::string simpleEvent(std::int64_t step, const std::vector<std::pair<std::string, float>>& values);
/// An event with one value as a tensor of one float, in its raw bytes or as a list.
[[nodiscard]] std::string tensorEvent(std::int64_t step, const std::string& tag, float value, bool isRaw);

} // namespace espalier::curves
