// The letterbox against the reference's own pictures, byte by byte.
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/dataset/dataset.h"
#include "core/weights/safetensors.h"
#include "tests/parity/record.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <optional>

namespace espalier::dataset {
namespace {

constexpr float kBoxTolerance = 1e-4F; ///< px; the reference multiplies in single precision

std::filesystem::path goldens()
{
    const char* named = std::getenv("ESPALIER_GOLDENS");
    const auto root = named != nullptr ? std::filesystem::path(named)
                                       : std::filesystem::path(ESPALIER_SOURCE_DIR) / "../shared/goldens";
    return root / "yolo_world";
}

Image imageOf(const weights::TensorView& tensor)
{
    Image image{static_cast<int>(tensor.shape.at(1)), static_cast<int>(tensor.shape.at(0)), {}};
    image.pixels.resize(tensor.bytes.size());
    std::memcpy(image.pixels.data(), tensor.bytes.data(), tensor.bytes.size());
    return image;
}

std::vector<Box> boxesOf(const weights::TensorView& tensor)
{
    std::vector<Box> boxes(tensor.bytes.size() / sizeof(Box));
    std::memcpy(boxes.data(), tensor.bytes.data(), boxes.size() * sizeof(Box));
    return boxes;
}

class LetterboxCase : public testing::Test {
protected:
    void SetUp() override
    {
        if (!std::filesystem::exists(goldens() / "letterbox.json")) {
            std::cout << "no goldens at " << goldens().string() << ": 5 cases not run\n";
            GTEST_SKIP() << "no goldens";
        }
        const auto text = readFile(goldens() / "letterbox.json");
        ASSERT_TRUE(text);
        auto about = parseJson(*text, "letterbox.json");
        auto tensors = weights::SafetensorsFile::open(goldens() / "letterbox.safetensors");
        ASSERT_TRUE(about);
        ASSERT_TRUE(tensors);
        parity::recordCase("yolo_world/letterbox", *about);
        m_about = std::move(*about);
        m_tensors.emplace(std::move(*tensors));
        ASSERT_EQ(m_about["cases"].size(), 5U);
    }

    const weights::TensorView& tensor(const std::string& name) const
    {
        const weights::TensorView* found = m_tensors->find(name);
        if (found == nullptr) {
            throw std::out_of_range(name);
        }
        return *found;
    }

    Json m_about;
    std::optional<weights::SafetensorsFile> m_tensors;
};

TEST_F(LetterboxCase, PicturesAgreeByteByByte)
{
    for (const auto& [name, about] : m_about["cases"].items()) {
        SCOPED_TRACE("case " + name);
        const auto side = about["scale_wh"].get<std::vector<int>>();
        const Letterboxed ours = letterbox(imageOf(tensor(name + ".img")), side[0], side[1]);
        const Image expected = imageOf(tensor(name + ".out"));
        ASSERT_EQ(ours.image.width, expected.width);
        ASSERT_EQ(ours.image.height, expected.height);
        std::size_t different = 0;
        for (std::size_t i = 0; i < expected.pixels.size(); ++i) {
            different += ours.image.pixels[i] != expected.pixels[i] ? 1 : 0;
        }
        EXPECT_EQ(different, 0U) << "of " << expected.pixels.size() << " bytes";
        parity::record({"pictures: " + name, 0, static_cast<double>(different), 0, "bytes"});
    }
}

TEST_F(LetterboxCase, ScalesPaddingAndBoxesAgree)
{
    for (const auto& [name, about] : m_about["cases"].items()) {
        SCOPED_TRACE("case " + name);
        const auto side = about["scale_wh"].get<std::vector<int>>();
        const auto scale = about["scale_factor"].get<std::vector<double>>();
        const auto padding = about["pad_param_top_bottom_left_right"].get<std::vector<float>>();
        const Letterboxed ours = letterbox(imageOf(tensor(name + ".img")), side[0], side[1]);
        EXPECT_FLOAT_EQ(ours.scaleX, static_cast<float>(scale[0]));
        EXPECT_FLOAT_EQ(ours.scaleY, static_cast<float>(scale[1]));
        EXPECT_EQ(ours.padTop, padding[0]);
        EXPECT_EQ(ours.padLeft, padding[2]);
        const auto before = boxesOf(tensor(name + ".boxes"));
        const auto after = boxesOf(tensor(name + ".out_boxes"));
        ASSERT_EQ(before.size(), after.size());
        for (std::size_t i = 0; i < before.size(); ++i) {
            for (std::size_t j = 0; j < 4; ++j) {
                const float scaled = before[i][j] * (j % 2 == 0 ? ours.scaleX : ours.scaleY);
                const float apart = std::abs(scaled + (j % 2 == 0 ? ours.padLeft : ours.padTop) - after[i][j]);
                EXPECT_LE(apart, kBoxTolerance);
                parity::record({"boxes: " + name, kBoxTolerance, apart, kBoxTolerance, "px"});
            }
        }
    }
}

} // namespace
} // namespace espalier::dataset
