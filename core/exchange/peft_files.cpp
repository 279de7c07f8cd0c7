#include "core/base/files.h"
#include "core/exchange/peft.h"
#include "core/weights/safetensors.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <optional>

namespace espalier::exchange {

namespace {

constexpr const char* kConfig = "adapter_config.json";
constexpr const char* kTensors = "adapter_model.safetensors";
constexpr std::uint64_t kLargestConfig = 16U << 20;

float fromHalf(std::uint16_t bits)
{
    const int exponent = (bits >> 10) & 31;
    const double mantissa = bits & 1023;
    const double sign = (bits & 0x8000) != 0 ? -1.0 : 1.0;
    if (exponent == 31) {
        return mantissa != 0 ? std::nanf("") : static_cast<float>(sign * INFINITY);
    }
    const double value = exponent == 0 ? std::ldexp(mantissa, -24) : std::ldexp(1024 + mantissa, exponent - 25);
    return static_cast<float>(sign * value);
}

/// Nothing for types that no adapter is kept in.
std::optional<std::vector<float>> floatsOf(const weights::TensorView& view)
{
    std::vector<float> numbers(view.bytes.size() / weights::byteSize(view.type));
    if (view.type == weights::ScalarType::Float32) {
        std::memcpy(numbers.data(), view.bytes.data(), view.bytes.size());
        return numbers;
    }
    if (view.type != weights::ScalarType::Float16 && view.type != weights::ScalarType::BFloat16) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        std::uint16_t bits = 0;
        std::memcpy(&bits, view.bytes.data() + 2 * i, sizeof bits);
        numbers[i] = view.type == weights::ScalarType::Float16
                         ? fromHalf(bits)
                         : std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
    }
    return numbers;
}

} // namespace

Result<PeftAdapter> readPeft(const std::filesystem::path& folder)
{
    const auto text = readFile(folder / kConfig, kLargestConfig);
    if (!text) {
        return fail(text.error());
    }
    auto config = parseJson(*text, (folder / kConfig).string());
    if (!config) {
        return fail(config.error());
    }
    const auto file = weights::SafetensorsFile::open(folder / kTensors);
    if (!file) {
        return fail(file.error());
    }
    PeftAdapter adapter{std::move(*config), {}};
    for (const auto& [name, view] : file->tensors()) {
        auto numbers = floatsOf(view);
        if (!numbers) {
            return fail(ErrorCode::Unsupported, "`" + name + "` holds neither float32 nor a half type",
                        (folder / kTensors).string());
        }
        adapter.tensors.emplace(name, Values{view.shape, std::move(*numbers)});
    }
    return adapter;
}

Status writePeft(const std::filesystem::path& folder, const PeftAdapter& adapter)
{
    if (Status made = createFolder(folder); !made) {
        return made;
    }
    std::vector<weights::TensorToWrite> rows;
    for (const auto& [name, values] : adapter.tensors) {
        rows.push_back({name, weights::ScalarType::Float32, values.shape, std::as_bytes(std::span(values.numbers))});
    }
    if (Status written = weights::writeSafetensors(folder / kTensors, rows, {{"format", "pt"}}); !written) {
        return written;
    }
    return writeFileAtomically(folder / kConfig, jsonText(adapter.config, 2) + "\n");
}

} // namespace espalier::exchange
