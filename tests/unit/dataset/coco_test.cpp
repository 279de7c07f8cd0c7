#include "core/base/files.h"
#include "core/base/json.h"
#include "core/dataset/dataset.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>

namespace espalier::dataset {
namespace {

class Coco : public testing::Test {
protected:
    void SetUp() override
    {
        m_folder = std::filesystem::path(testing::TempDir()) / "espalier_coco";
        std::filesystem::remove_all(m_folder);
        std::filesystem::create_directories(m_folder);
        Image image{40, 30, {}};
        image.pixels.assign(40 * 30 * 3, 90);
        ASSERT_TRUE(writePng(m_folder / "a.png", image));
        ASSERT_TRUE(writePng(m_folder / "b.png", image));
        const auto whole = readFile(m_folder / "b.png");
        ASSERT_TRUE(writeFileAtomically(m_folder / "cut.png", whole->substr(0, whole->size() / 2)));
    }

    Result<Catalogue> read(const Json& json, const std::vector<std::string>& classes = {})
    {
        EXPECT_TRUE(writeFileAtomically(m_folder / "annotations.json", json.dump()));
        return readCoco(m_folder / "annotations.json", classes);
    }

    static Json file()
    {
        return {
            {"images",
             {{{"id", 1}, {"file_name", "a.png"}, {"width", 40}, {"height", 30}},
              {{"id", 2}, {"file_name", "b.png"}, {"width", 40}, {"height", 30}}}},
            {"annotations", Json::array({{{"id", 10}, {"image_id", 1}, {"category_id", 5}, {"bbox", {1, 2, 10, 12}}}})},
            {"categories", {{{"id", 5}, {"name", "dust"}}, {{"id", 3}, {"name", "coil"}}}}};
    }

    static bool hasDefect(const Catalogue& catalogue, Defect::Kind kind, std::int64_t annotation)
    {
        return std::any_of(catalogue.defects.begin(), catalogue.defects.end(), [&](const Defect& defect) {
            return defect.kind == kind && defect.annotation == annotation;
        });
    }

    std::filesystem::path m_folder;
};

TEST_F(Coco, TellsHowFarItIsAndCanBeCalledOff)
{
    OpenProgress progress;
    ASSERT_TRUE(writeFileAtomically(m_folder / "annotations.json", file().dump()));
    ASSERT_TRUE(readCoco(m_folder / "annotations.json", {}, true, &progress));
    EXPECT_EQ(progress.listed, 2);
    EXPECT_EQ(progress.checked, 2);
    progress.isCancelled = true;
    const auto catalogue = readCoco(m_folder / "annotations.json", {}, true, &progress);
    ASSERT_FALSE(catalogue);
    EXPECT_EQ(catalogue.error().code, ErrorCode::Cancelled);
}

TEST_F(Coco, ClassesComeById)
{
    const auto catalogue = read(file());
    ASSERT_TRUE(catalogue) << describe(catalogue.error());
    EXPECT_EQ(catalogue->classes, (std::vector<std::string>{"coil", "dust"}));
    ASSERT_EQ(catalogue->entries.size(), 2U);
    EXPECT_EQ(catalogue->entries[0].annotations[0].label, 1);
    EXPECT_EQ(catalogue->entries[0].annotations[0].box, (Box{1, 2, 11, 14}));
    EXPECT_TRUE(catalogue->defects.empty());
}

TEST_F(Coco, GivenClassesAreMatchedByNameNotById)
{
    const auto catalogue = read(file(), {"dust", "coil"});
    ASSERT_TRUE(catalogue);
    EXPECT_EQ(catalogue->entries[0].annotations[0].label, 0);
}

TEST_F(Coco, EveryBadBoxIsReportedWithItsAnnotation)
{
    Json json = file();
    auto& list = json["annotations"];
    list.push_back({{"id", 11}, {"image_id", 1}, {"category_id", 99}, {"bbox", {1, 1, 5, 5}}});
    list.push_back({{"id", 12}, {"image_id", 1}, {"category_id", 5}, {"bbox", {100, 100, 5, 5}}});
    list.push_back({{"id", 13}, {"image_id", 1}, {"category_id", 5}, {"bbox", {5, 5, 0, 5}}});
    list.push_back({{"id", 14}, {"image_id", 1}, {"category_id", 5}, {"bbox", {30, 20, 50, 50}}});
    list.push_back({{"id", 15}, {"image_id", 1}, {"category_id", 5}, {"bbox", {1, nullptr, 5, 5}}});
    list.push_back({{"id", 16}, {"image_id", 77}, {"category_id", 5}, {"bbox", {1, 1, 5, 5}}});
    const auto catalogue = read(json);
    ASSERT_TRUE(catalogue);
    EXPECT_TRUE(hasDefect(*catalogue, Defect::Kind::UnknownCategory, 11));
    EXPECT_TRUE(hasDefect(*catalogue, Defect::Kind::BoxOutside, 12));
    EXPECT_TRUE(hasDefect(*catalogue, Defect::Kind::BoxEmpty, 13));
    EXPECT_TRUE(hasDefect(*catalogue, Defect::Kind::BoxClipped, 14));
    EXPECT_TRUE(hasDefect(*catalogue, Defect::Kind::BoxNotFinite, 15));
    EXPECT_TRUE(hasDefect(*catalogue, Defect::Kind::OrphanAnnotation, 16));
    EXPECT_EQ(catalogue->listedBoxes, 7);
    EXPECT_EQ(catalogue->usedBoxes, 2) << "the good one and the clipped one";
}

TEST_F(Coco, MissingAndCutImagesAreLeftOutAndNamed)
{
    Json json = file();
    json["images"][0]["file_name"] = "gone.png";
    json["images"].push_back({{"id", 3}, {"file_name", "cut.png"}});
    const auto catalogue = read(json);
    ASSERT_TRUE(catalogue);
    EXPECT_EQ(catalogue->entries.size(), 1U);
    EXPECT_EQ(catalogue->listedImages, 3);
    EXPECT_TRUE(hasDefect(*catalogue, Defect::Kind::MissingImage, -1));
    EXPECT_TRUE(hasDefect(*catalogue, Defect::Kind::DamagedImage, -1));
}

TEST_F(Coco, BrokenFilesAreOneSentence)
{
    ASSERT_TRUE(writeFileAtomically(m_folder / "annotations.json", "{\"images\": [\n{]"));
    const auto broken = readCoco(m_folder / "annotations.json", {});
    ASSERT_FALSE(broken);
    EXPECT_NE(describe(broken.error()).find("annotations.json:2"), std::string::npos) << describe(broken.error());
    EXPECT_FALSE(read(Json::object()));
    EXPECT_FALSE(read(Json::array()));
    EXPECT_FALSE(readCoco(m_folder / "none.json", {}));
}

TEST(StudyData, HasItsThirtyOneAndThirtyTwoImages)
{
    const char* named = std::getenv("ESPALIER_DATA");
    const auto root = named != nullptr ? std::filesystem::path(named)
                                       : std::filesystem::path(ESPALIER_SOURCE_DIR) / "../shared/data/mvtec-bottle";
    if (!std::filesystem::exists(root)) {
        std::cout << "no study data (ESPALIER_DATA names none): nothing read\n";
        return;
    }
    experiment::DataSettings settings;
    settings.root = root.string();
    const auto splits = openDataset(settings, {}, {}, 0);
    ASSERT_TRUE(splits) << describe(splits.error());
    EXPECT_EQ(splits->train->size(), 31U);
    EXPECT_EQ(splits->val->size(), 32U);
    EXPECT_EQ(splits->train->catalogue().usedBoxes, 35);
    EXPECT_EQ(splits->val->catalogue().usedBoxes, 36);
    EXPECT_EQ(splits->train->catalogue().classes,
              (std::vector<std::string>{"defect", "dust", "discoloration", "coil"}));
    const auto sample = plainSample(*splits->val, 0, 640);
    ASSERT_TRUE(sample);
    EXPECT_EQ(sample->pixels.size(), 3U * 640 * 640);
}

} // namespace
} // namespace espalier::dataset
