#include "core/base/json.h"
#include "tests/unit/dataset/data_folder.h"

namespace espalier::dataset {
namespace {

using Classes = std::vector<std::string>;

Json shape(const std::string& label, const std::string& kind, const Json& points)
{
    return {{"label", label}, {"shape_type", kind}, {"points", points}};
}

class LabelMe : public DataFolder {
protected:
    void SetUp() override
    {
        DataFolder::SetUp();
        picture("a.png");
        picture("b.png", 20);
        text("b.json", file("b.png", Json::array()).dump());
    }
    static Json file(const std::string& image, const Json& shapes)
    {
        return {{"version", "5.1"}, {"imagePath", image}, {"imageData", "AAAA"},
                {"imageWidth", 40}, {"imageHeight", 30},  {"shapes", shapes}};
    }
    Catalogue readWith(const std::string& json, const Classes& classes = {})
    {
        text("a.json", json);
        auto catalogue = readLabelMe(m_folder, classes);
        EXPECT_TRUE(catalogue) << describe(catalogue.error());
        return catalogue ? std::move(*catalogue) : Catalogue{};
    }
};

TEST_F(LabelMe, RectanglesPolygonsAndCirclesBecomeBoxes)
{
    const Catalogue catalogue =
        readWith(file("a.png", Json::array({shape("dust", "rectangle", {{12, 14}, {2, 4}}),
                                            shape("coil", "polygon", {{5, 5}, {20, 6}, {10, 25}}),
                                            shape("dust", "circle", {{20, 15}, {23, 19}})}))
                     .dump());
    EXPECT_EQ(catalogue.classes, (Classes{"coil", "dust"}));
    const Entry* entry = entryOf(catalogue, "a.png");
    ASSERT_NE(entry, nullptr);
    ASSERT_EQ(entry->annotations.size(), 3U);
    EXPECT_EQ(entry->annotations[0].box, (Box{2, 4, 12, 14}));
    EXPECT_EQ(entry->annotations[0].label, 1);
    EXPECT_EQ(entry->annotations[1].box, (Box{5, 5, 20, 25}));
    EXPECT_EQ(entry->annotations[2].box, (Box{15, 10, 25, 20}));
    EXPECT_TRUE(catalogue.defects.empty());
}

TEST_F(LabelMe, BadShapesAreReportedAndTheGoodOnesStay)
{
    Json shapes =
        Json::array({shape("dust", "rectangle", {{2, 4}, {12, 14}}), shape("dust", "line", {{2, 4}, {12, 14}}),
                     shape("dust", "rectangle", {{2, 4}}), shape("dust", "rectangle", {{2, "x"}, {3, 4}}),
                     shape("dust", "rectangle", 7), shape("", "rectangle", {{2, 4}, {12, 14}}),
                     shape("dust", "rectangle", {{2, 4}, {1e300, 14}}),
                     shape("dust", "rectangle", {{200, 200}, {220, 220}}), 5, nullptr});
    shapes.push_back({{"label", 3}, {"points", Json::array()}});
    const Catalogue catalogue = readWith(file("a.png", shapes).dump());
    EXPECT_EQ(countOf(catalogue, Defect::Kind::DamagedLabel), 8);
    EXPECT_EQ(countOf(catalogue, Defect::Kind::BoxNotFinite), 1);
    EXPECT_EQ(countOf(catalogue, Defect::Kind::BoxOutside), 1);
    EXPECT_EQ(catalogue.listedBoxes, 11);
    EXPECT_EQ(catalogue.usedBoxes, 1);
}

TEST_F(LabelMe, CutFilesAreNamedAndOthersPassedOver)
{
    const std::string whole = file("a.png", Json::array({shape("dust", "rectangle", {{2, 4}, {12, 14}})})).dump();
    const Catalogue cut = readWith(whole.substr(0, whole.size() - 3));
    EXPECT_EQ(countOf(cut, Defect::Kind::DamagedLabel), 1);
    EXPECT_EQ(cut.entries.size(), 1U);
    const Catalogue deep = readWith(std::string(100000, '['));
    EXPECT_EQ(countOf(deep, Defect::Kind::DamagedLabel), 1);
    const Catalogue other = readWith("{\"images\": []}");
    EXPECT_EQ(countOf(other, Defect::Kind::DamagedLabel), 0);
    EXPECT_EQ(other.listedImages, 1);
}

TEST_F(LabelMe, ManyWrongShapesAreNotManyDefects)
{
    Json shapes = Json::array();
    for (int i = 0; i < 20000; ++i) {
        shapes.push_back(0);
    }
    EXPECT_LT(readWith(file("a.png", shapes).dump()).defects.size(), 1100U);
}

TEST_F(LabelMe, ThePathOfAnotherMachineMeansTheFileBeside)
{
    const Json shapes = Json::array({shape("dust", "rectangle", {{2, 4}, {12, 14}})});
    for (const char* path : {"C:\\photos\\a.png", "/home/someone/a.png", "../images/a.png"}) {
        const Catalogue catalogue = readWith(file(path, shapes).dump());
        EXPECT_EQ(catalogue.usedBoxes, 1) << path;
    }
}

TEST_F(LabelMe, ImagesOutsideAreNotOpened)
{
    picture("../secret.png", 7);
    const Json shapes = Json::array({shape("dust", "rectangle", {{2, 4}, {12, 14}})});
    for (const std::string& path : {std::string("../secret.png"), (m_outside / "secret.png").string()}) {
        const Catalogue catalogue = readWith(file(path, shapes).dump());
        EXPECT_EQ(countOf(catalogue, Defect::Kind::PathOutside), 1) << path;
        EXPECT_EQ(catalogue.usedBoxes, 0);
    }
    EXPECT_EQ(countOf(readWith(file("gone.png", shapes).dump()), Defect::Kind::OrphanLabel), 0)
        << "the image called as the file stands in";
    std::filesystem::remove(m_folder / "a.png");
    EXPECT_EQ(countOf(readWith(file("gone.png", shapes).dump()), Defect::Kind::OrphanLabel), 1);
}

TEST_F(LabelMe, AFolderWithoutSuchFilesIsRefused)
{
    std::filesystem::remove(m_folder / "b.json");
    EXPECT_FALSE(readLabelMe(m_folder, {}));
    EXPECT_FALSE(readLabelMe(m_folder / "none", {}));
}

} // namespace
} // namespace espalier::dataset
