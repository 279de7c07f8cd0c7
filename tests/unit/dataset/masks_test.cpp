#include "tests/unit/dataset/data_folder.h"

namespace espalier::dataset {
namespace {

using Classes = std::vector<std::string>;
using Rectangle = std::array<int, 4>; ///< x1, y1, x2, y2

class Masks : public DataFolder {
protected:
    void SetUp() override
    {
        DataFolder::SetUp();
        picture("test/good/000.png");
        picture("test/crack/000.png", 20);
        mask("crack/000", {{2, 3, 12, 9}, {20, 20, 30, 28}});
        picture("train/good/000.png", 40);
    }
    void mask(const std::string& name, const std::vector<Rectangle>& white, int width = 40, int height = 30)
    {
        Image image{width, height, {}};
        image.pixels.assign(static_cast<std::size_t>(width * height) * 3, 0);
        for (const auto& [x1, y1, x2, y2] : white) {
            for (int y = y1; y < y2; ++y) {
                for (int x = x1; x < x2; ++x) {
                    std::fill_n(image.pixels.begin() + static_cast<std::ptrdiff_t>(y * width + x) * 3, 3, 255);
                }
            }
        }
        const std::filesystem::path file = m_folder / "ground_truth" / (name + "_mask.png");
        std::filesystem::create_directories(file.parent_path());
        ASSERT_TRUE(writePng(file, image));
    }
};

TEST_F(Masks, EveryComponentIsABoxOfItsDefect)
{
    const auto catalogue = readMasks(m_folder, {});
    ASSERT_TRUE(catalogue) << describe(catalogue.error());
    EXPECT_EQ(catalogue->classes, (Classes{"crack"}));
    EXPECT_EQ(catalogue->entries.size(), 2U) << "training images are good by definition and are not read";
    const Entry* entry = entryOf(*catalogue, "test/crack/000.png");
    ASSERT_NE(entry, nullptr);
    ASSERT_EQ(entry->annotations.size(), 2U);
    EXPECT_EQ(entry->annotations[0].box, (Box{2, 3, 12, 9}));
    EXPECT_EQ(entry->annotations[1].box, (Box{20, 20, 30, 28}));
    const Entry* good = entryOf(*catalogue, "test/good/000.png");
    ASSERT_NE(good, nullptr);
    EXPECT_TRUE(good->annotations.empty());
    EXPECT_TRUE(catalogue->defects.empty());
}

TEST_F(Masks, PixelsThatTouchAtACornerAreOneComponent)
{
    mask("crack/000", {{2, 2, 6, 6}, {6, 6, 10, 10}});
    const auto catalogue = readMasks(m_folder, {});
    ASSERT_TRUE(catalogue);
    ASSERT_EQ(catalogue->usedBoxes, 1);
    EXPECT_EQ(entryOf(*catalogue, "test/crack/000.png")->annotations[0].box, (Box{2, 2, 10, 10}));
}

TEST_F(Masks, SpecksAreToldAndLeftOut)
{
    mask("crack/000", {{2, 3, 12, 9}, {20, 20, 23, 21}, {30, 5, 31, 6}, {35, 10, 37, 12}});
    const auto catalogue = readMasks(m_folder, {});
    ASSERT_TRUE(catalogue);
    EXPECT_EQ(catalogue->usedBoxes, 2) << "four pixels are enough";
    ASSERT_EQ(countOf(*catalogue, Defect::Kind::MaskSpeck), 1);
    EXPECT_NE(catalogue->defects[0].message.find("2 specks"), std::string::npos) << catalogue->defects[0].message;
}

TEST_F(Masks, ADefectWithoutAMaskIsNoGoodImage)
{
    picture("test/crack/001.png", 21);
    picture("test/crack/002.png", 22);
    mask("crack/002", {});
    picture("test/crack/003.png", 23);
    mask("crack/003", {{1, 1, 5, 5}}, 20, 20);
    picture("test/crack/004.png", 24);
    text("ground_truth/crack/004_mask.png", "no picture");
    mask("crack/099", {{1, 1, 5, 5}});
    const auto catalogue = readMasks(m_folder, {});
    ASSERT_TRUE(catalogue);
    EXPECT_EQ(catalogue->entries.size(), 2U);
    EXPECT_EQ(catalogue->listedImages, 6);
    EXPECT_EQ(countOf(*catalogue, Defect::Kind::DamagedLabel), 4);
    EXPECT_EQ(countOf(*catalogue, Defect::Kind::OrphanLabel), 1);
}

TEST_F(Masks, ABoardOfDotsIsRefused)
{
    std::vector<Rectangle> dots;
    for (int y = 0; y + 2 <= 400; y += 3) {
        for (int x = 0; x + 2 <= 400; x += 3) {
            dots.push_back({x, y, x + 2, y + 2});
        }
    }
    picture("test/crack/000.png", 20, 400, 400);
    mask("crack/000", dots, 400, 400);
    const auto catalogue = readMasks(m_folder, {});
    ASSERT_TRUE(catalogue);
    EXPECT_EQ(catalogue->usedBoxes, 0);
    EXPECT_EQ(countOf(*catalogue, Defect::Kind::DamagedLabel), 1);
}

TEST_F(Masks, AFolderOfAnotherLayoutIsRefused)
{
    EXPECT_FALSE(readMasks(m_folder / "test", {}));
    EXPECT_FALSE(readMasks(m_folder / "none", {}));
}

} // namespace
} // namespace espalier::dataset
