// Safetensors: names, types, shapes, bytes. Read by memory map, written beside and renamed. No torch here.
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace espalier::weights {

enum class ScalarType { Bool, UInt8, Int8, Int16, Int32, Int64, Float16, BFloat16, Float32, Float64 };
[[nodiscard]] std::size_t byteSize(ScalarType type);
[[nodiscard]] std::string_view toText(ScalarType type); ///< as the format names it: `F32`

/// A view of one tensor in a mapped file; valid while the file lives.
struct TensorView {
    ScalarType type = ScalarType::Float32;
    std::vector<std::int64_t> shape;
    std::span<const std::byte> bytes;
};

/// An opened file. Everything in its header is checked before the first tensor is handed out: sizes, overlaps, order,
/// bounds, counts that overflow, duplicate names.
class SafetensorsFile {
public:
    [[nodiscard]] static Result<SafetensorsFile> open(const std::filesystem::path& path);
    SafetensorsFile(SafetensorsFile&&) noexcept;
    SafetensorsFile& operator=(SafetensorsFile&&) noexcept;
    ~SafetensorsFile();

    [[nodiscard]] const std::map<std::string, TensorView>& tensors() const;
    [[nodiscard]] const std::map<std::string, std::string>& metadata() const; ///< `__metadata__`
    [[nodiscard]] const TensorView* find(std::string_view name) const;        ///< nullptr when there is none

private:
    struct Impl;
    explicit SafetensorsFile(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

struct TensorToWrite {
    std::string name;
    ScalarType type = ScalarType::Float32;
    std::vector<std::int64_t> shape;
    std::span<const std::byte> bytes;
};

/// Streams to a file beside and renames it: a kill at any moment leaves the old file or the new one, whole.
[[nodiscard]] Status writeSafetensors(const std::filesystem::path& path, std::span<const TensorToWrite> tensors,
                                      const std::map<std::string, std::string>& metadata = {});

} // namespace espalier::weights
