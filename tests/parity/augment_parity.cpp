// Augmentation against the reference's own pictures and boxes; its random numbers are part of each case.
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/dataset/augment.h"
#include "core/weights/safetensors.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <optional>

namespace espalier::dataset {
namespace {

constexpr float kBoxTolerance = 1e-3F; ///< px

class Augment : public testing::Test {
protected:
    void SetUp() override
    {
        const char* named = std::getenv("ESPALIER_GOLDENS");
        const auto root = named != nullptr ? std::filesystem::path(named)
                                           : std::filesystem::path(ESPALIER_SOURCE_DIR) / "../shared/goldens";
        const auto file = root / "yolo_world" / "augment.json";
        if (!std::filesystem::exists(file)) {
            std::cout << "no golden yolo_world/augment: nothing compared\n";
            GTEST_SKIP() << "no golden yolo_world/augment";
        }
        const auto text = readFile(file);
        ASSERT_TRUE(text);
        auto about = parseJson(*text, "augment.json");
        auto tensors = weights::SafetensorsFile::open(root / "yolo_world" / "augment.safetensors");
        ASSERT_TRUE(about && tensors);
        m_about = std::move(*about);
        m_tensors.emplace(std::move(*tensors));
    }

    Image image(const std::string& name) const
    {
        const weights::TensorView* view = m_tensors->find(name);
        EXPECT_NE(view, nullptr) << name;
        Image made{static_cast<int>(view->shape.at(1)), static_cast<int>(view->shape.at(0)), {}};
        made.pixels.resize(view->bytes.size());
        std::memcpy(made.pixels.data(), view->bytes.data(), view->bytes.size());
        // The cases are BGR, ours is RGB.
        for (std::size_t i = 0; i + 2 < made.pixels.size(); i += 3) {
            std::swap(made.pixels[i], made.pixels[i + 2]);
        }
        return made;
    }

    template <class Value>
    std::vector<Value> values(const std::string& name) const
    {
        const weights::TensorView* view = m_tensors->find(name);
        EXPECT_NE(view, nullptr) << name;
        std::vector<Value> made(view->bytes.size() / sizeof(Value));
        std::memcpy(made.data(), view->bytes.data(), made.size() * sizeof(Value));
        return made;
    }

    Json m_about;
    std::optional<weights::SafetensorsFile> m_tensors;
};

TEST_F(Augment, ColourJitterAgreesByteByByte)
{
    for (const auto& [name, about] : m_about["hsv"].items()) {
        Image ours = image("hsv" + name + ".img");
        const auto gains = about["gains"].get<std::array<double, 3>>();
        jitterColour(ours, gains);
        EXPECT_EQ(ours.pixels, image("hsv" + name + ".out").pixels) << name;
    }
}

TEST_F(Augment, WarpedPicturesAndBoxesAgree)
{
    for (const auto& [name, about] : m_about["affine"].items()) {
        SCOPED_TRACE(name);
        const auto cells = values<float>("affine" + name + ".matrix");
        Matrix matrix{};
        std::copy(cells.begin(), cells.end(), matrix.begin());
        const int height = about["out_size_hw"][0].get<int>();
        const int width = about["out_size_hw"][1].get<int>();
        EXPECT_EQ(warp(image("affine" + name + ".img"), matrix, width, height).pixels,
                  image("affine" + name + ".out_img").pixels);

        LabelledBoxes boxes{values<Box>("affine" + name + ".boxes"), {}};
        for (std::size_t i = 0; i < boxes.boxes.size(); ++i) {
            boxes.labels.push_back(static_cast<int>(i));
        }
        const LabelledBoxes kept = warpBoxes(boxes, matrix, about["scaling_ratio"].get<double>(), width, height);
        EXPECT_EQ(kept.labels, about["kept"].get<std::vector<int>>());
        const auto expected = values<Box>("affine" + name + ".out_boxes");
        ASSERT_EQ(kept.boxes.size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            for (std::size_t corner = 0; corner < 4; ++corner) {
                EXPECT_NEAR(kept.boxes[i][corner], expected[i][corner], kBoxTolerance);
            }
        }
    }
}

TEST_F(Augment, MosaicAgreesByteByByte)
{
    for (const auto& [name, about] : m_about["mosaic"].items()) {
        SCOPED_TRACE(name);
        const std::string prefix = "mosaic" + name + ".";
        std::array<LabelledImage, 4> parts;
        for (std::size_t part = 0; part < parts.size(); ++part) {
            parts[part].image = image(prefix + "img" + std::to_string(part));
            parts[part].boxes.boxes = values<Box>(prefix + "boxes" + std::to_string(part));
            for (std::size_t i = 0; i < parts[part].boxes.boxes.size(); ++i) {
                parts[part].boxes.labels.push_back(static_cast<int>(10 * part + i));
            }
        }
        const auto corner = about["center_xy"].get<std::array<int, 2>>();
        const LabelledImage whole = mosaic(parts, about["img_scale_wh"][0].get<int>(), corner[0], corner[1]);
        EXPECT_EQ(whole.image.pixels, image(prefix + "out_img").pixels);
        EXPECT_EQ(whole.boxes.labels, about["kept"].get<std::vector<int>>());
        const auto labels = values<std::int64_t>(prefix + "out_labels");
        EXPECT_TRUE(std::equal(labels.begin(), labels.end(), whole.boxes.labels.begin(), whole.boxes.labels.end()));
        EXPECT_EQ(whole.boxes.boxes, values<Box>(prefix + "out_boxes"));
    }
}

} // namespace
} // namespace espalier::dataset
