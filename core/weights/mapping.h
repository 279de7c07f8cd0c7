// A file mapped for reading: its bytes without a copy, unmapped with the object.
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <filesystem>
#include <span>

namespace espalier::weights {

class Mapping {
public:
    /// Refuses what is no plain file, and an empty one.
    [[nodiscard]] static Result<Mapping> open(const std::filesystem::path& path);
    Mapping() = default;
    Mapping(Mapping&& other) noexcept;
    Mapping& operator=(Mapping&& other) noexcept;
    ~Mapping();

    /// Where the bytes lie does not change when the object is moved.
    [[nodiscard]] std::span<const std::byte> bytes() const
    {
        return {static_cast<const std::byte*>(m_address), m_size};
    }

private:
    Mapping(void* address, std::size_t size) : m_address(address), m_size(size) {}

    void* m_address = nullptr;
    std::size_t m_size = 0;
};

} // namespace espalier::weights
