#include "tests/unit/dataset/data_folder.h"

#include <cmath>
#include <iostream>
#include <map>

namespace espalier::dataset {
namespace {

using Classes = std::vector<std::string>;

class YoloText : public DataFolder {
protected:
    void SetUp() override
    {
        DataFolder::SetUp();
        text("data.yaml", "path: .\ntrain: images/train\nval: images/val\nnames:\n  0: coil\n  1: dust\n");
        picture("images/train/a.png");
        text("labels/train/a.txt", "1 0.5 0.5 0.25 0.2\n");
    }
    Result<Catalogue> read(const Classes& classes = {}) { return readYolo(m_folder / "data.yaml", classes); }
};

TEST_F(YoloText, SharesBecomePixelsAndNamesComeFromTheDescription)
{
    const auto catalogue = read();
    ASSERT_TRUE(catalogue) << describe(catalogue.error());
    EXPECT_EQ(catalogue->classes, (Classes{"coil", "dust"}));
    ASSERT_EQ(catalogue->entries.size(), 1U);
    const Entry& entry = catalogue->entries[0];
    EXPECT_EQ(entry.fileName, "images/train/a.png");
    ASSERT_EQ(entry.annotations.size(), 1U);
    EXPECT_EQ(entry.annotations[0].box, (Box{15, 12, 25, 18}));
    EXPECT_EQ(entry.annotations[0].label, 1);
    EXPECT_TRUE(catalogue->defects.empty());
    EXPECT_TRUE(std::filesystem::exists(catalogue->folder / entry.fileName));
}

TEST_F(YoloText, AFolderFindsItsDescriptionAndLabels)
{
    const auto catalogue = readYolo(m_folder / "images/train", {"dust"});
    ASSERT_TRUE(catalogue) << describe(catalogue.error());
    ASSERT_EQ(catalogue->entries[0].annotations.size(), 1U);
    EXPECT_EQ(catalogue->entries[0].annotations[0].label, 0) << "matched by name";
}

TEST_F(YoloText, WithoutNamesClassesAreCalledByTheirIds)
{
    std::filesystem::remove(m_folder / "data.yaml");
    const auto catalogue = readYolo(m_folder / "images/train", {});
    ASSERT_TRUE(catalogue) << describe(catalogue.error());
    EXPECT_EQ(catalogue->classes, (Classes{"0", "1"}));
    const auto given = readYolo(m_folder / "images/train", {"left", "right"});
    ASSERT_TRUE(given);
    EXPECT_EQ(given->classes[static_cast<std::size_t>(given->entries[0].annotations[0].label)], "right");
}

TEST_F(YoloText, APolygonBecomesItsBox)
{
    text("labels/train/a.txt", "0 0.25 0.2 0.75 0.2 0.5 0.8\n");
    const auto catalogue = read();
    ASSERT_TRUE(catalogue);
    ASSERT_EQ(catalogue->entries[0].annotations.size(), 1U);
    EXPECT_EQ(catalogue->entries[0].annotations[0].box, (Box{10, 6, 30, 24}));
}

TEST_F(YoloText, EveryBadLineIsReportedAndTheGoodOnesStay)
{
    text("labels/train/a.txt", "1 0.5 0.5 0.25 0.2\r\n"
                               "1 0.5 nan 0.25 0.2\n"
                               "1 0.5 0.5 inf 0.2\n"
                               "1 0.5 0.5 1e400 0.2\n"
                               "7 0.5 0.5 0.1 0.1\n"
                               "-1 0.5 0.5 0.1 0.1\n"
                               "99999999999999999999 0.5 0.5 0.1 0.1\n"
                               "0.5 0.5 0.5 0.1 0.1\n"
                               "nan 0.5 0.5 0.1 0.1\n"
                               "0 0.5 0.5 0 0.1\n"
                               "0 3 3 0.2 0.2\n"
                               "0 0.5 0.5 0.1\n"
                               "0 0.5 0.5 0.1 0.1 0.9\n"
                               "here are some words too\n"
                               "\n"
                               "0 0.9 0.5 0.5 0.2\n");
    const auto catalogue = read();
    ASSERT_TRUE(catalogue);
    EXPECT_EQ(countOf(*catalogue, Defect::Kind::BoxNotFinite), 2);
    EXPECT_EQ(countOf(*catalogue, Defect::Kind::UnknownCategory), 5);
    EXPECT_EQ(countOf(*catalogue, Defect::Kind::BoxEmpty), 1);
    EXPECT_EQ(countOf(*catalogue, Defect::Kind::BoxOutside), 1);
    EXPECT_EQ(countOf(*catalogue, Defect::Kind::DamagedLabel), 4);
    EXPECT_EQ(countOf(*catalogue, Defect::Kind::BoxClipped), 1);
    EXPECT_EQ(catalogue->listedBoxes, 15);
    EXPECT_EQ(catalogue->usedBoxes, 2);
    const auto line = std::find_if(catalogue->defects.begin(), catalogue->defects.end(),
                                   [](const Defect& defect) { return defect.kind == Defect::Kind::BoxEmpty; });
    EXPECT_NE(line->message.find("line 10 of labels/train/a.txt"), std::string::npos) << line->message;
}

TEST_F(YoloText, AMillionWrongLinesAreNotAMillionDefects)
{
    std::string many;
    for (int i = 0; i < 200000; ++i) {
        many += "x\n";
    }
    text("labels/train/a.txt", many);
    const auto catalogue = read();
    ASSERT_TRUE(catalogue);
    EXPECT_LT(catalogue->defects.size(), 1100U);
}

TEST_F(YoloText, ImagesWithoutLabelsAndLabelsWithoutImagesAreNamed)
{
    picture("images/train/bare.png");
    text("labels/train/gone.txt", "0 0.5 0.5 0.5 0.5\n");
    text("labels/train/classes.txt", "coil\ndust\n");
    const auto catalogue = read();
    ASSERT_TRUE(catalogue);
    ASSERT_NE(entryOf(*catalogue, "images/train/bare.png"), nullptr) << "an image without a label file has no boxes";
    EXPECT_EQ(countOf(*catalogue, Defect::Kind::MissingLabel), 1);
    EXPECT_EQ(countOf(*catalogue, Defect::Kind::OrphanLabel), 1);
}

TEST_F(YoloText, NothingOutsideTheFolderIsOpened)
{
    picture("../secret/images/x.png");
    for (const char* place : {"../secret/images", "/etc", "images/../../secret/images"}) {
        text("data.yaml", std::string("train: ") + place + "\nnames: [coil, dust]\n");
        const auto catalogue = read();
        ASSERT_FALSE(catalogue) << place;
    }
    text("data.yaml", "path: ../secret\ntrain: images\nval: images\nnames: [coil, dust]\n");
    const auto inside = read();
    ASSERT_TRUE(inside) << "`path` that leads out is passed over: " << describe(inside.error());
    EXPECT_EQ(inside->entries[0].fileName, "images/train/a.png");

    text("list.txt",
         "images/train/a.png\n../secret/images/x.png\n" + (m_outside / "secret/images/x.png").string() + "\n\n");
    text("data.yaml", "train: list.txt\nnames: [coil, dust]\n");
    const auto listed = read();
    ASSERT_TRUE(listed) << describe(listed.error());
    EXPECT_EQ(listed->entries.size(), 1U);
    EXPECT_EQ(listed->listedImages, 3);
    EXPECT_EQ(countOf(*listed, Defect::Kind::PathOutside), 2);
}

TEST_F(YoloText, ALoopOfLinksEnds)
{
    std::filesystem::create_directory_symlink(m_folder / "images", m_folder / "images/train/again");
    std::filesystem::create_symlink("self.png", m_folder / "images/train/self.png");
    std::filesystem::create_symlink("b.txt", m_folder / "labels/train/b.txt");
    picture("images/train/b.png");
    const auto catalogue = read();
    ASSERT_TRUE(catalogue) << describe(catalogue.error());
    EXPECT_NE(entryOf(*catalogue, "images/train/a.png"), nullptr);
    EXPECT_LE(catalogue->listedImages, 2);
}

TEST_F(YoloText, BrokenDescriptionsAreOneSentence)
{
    for (const char* broken : {"", "[", "names: 3\ntrain: images/train\n", "names: {0: a, 5: b}\ntrain: images/train\n",
                               "names: {x: a}\ntrain: images/train\n", "names: [[a]]\ntrain: images/train\n",
                               "names: [a]\n", "names: [a]\ntrain: nowhere\n", "names: [a]\ntrain: {a: b}\n",
                               "names: [a]\ntrain: [[a]]\n", "a: &a [*a]\nnames: *a\ntrain: images/train\n"}) {
        text("data.yaml", broken);
        const auto catalogue = read();
        ASSERT_FALSE(catalogue) << broken;
        EXPECT_FALSE(catalogue.error().message.empty());
    }
    text("data.yaml", std::string(100000, '[') + "\n");
    EXPECT_FALSE(read());
}

/// The same boxes were written in both forms: shares with six digits are within half a pixel.
TEST(DeepPcb, YoloTextAndCocoGiveTheSameBoxes)
{
    const std::filesystem::path root = realData("deeppcb");
    if (root.empty()) {
        std::cout << "no data at ../shared/data/deeppcb: nothing compared\n";
        return;
    }
    const std::map<std::string, std::int64_t> boxes{{"train", 2701}, {"val", 664}, {"test", 662}};
    for (const auto& [split, count] : boxes) {
        const auto coco = readCoco(root / (split + ".json"), {});
        ASSERT_TRUE(coco) << describe(coco.error());
        const auto yolo = readYolo(root / "data.yaml", coco->classes, true, nullptr, split);
        ASSERT_TRUE(yolo) << describe(yolo.error());
        EXPECT_EQ(coco->usedBoxes, count);
        EXPECT_EQ(yolo->usedBoxes, count);
        ASSERT_EQ(yolo->entries.size(), coco->entries.size());
        for (const Entry& ours : yolo->entries) {
            const auto theirs = std::find_if(coco->entries.begin(), coco->entries.end(), [&](const Entry& entry) {
                return std::filesystem::path(entry.fileName).filename() ==
                       std::filesystem::path(ours.fileName).filename();
            });
            ASSERT_NE(theirs, coco->entries.end()) << ours.fileName;
            ASSERT_EQ(ours.annotations.size(), theirs->annotations.size()) << ours.fileName;
            for (std::size_t i = 0; i < ours.annotations.size(); ++i) {
                EXPECT_EQ(ours.annotations[i].label, theirs->annotations[i].label) << ours.fileName;
                for (std::size_t k = 0; k < 4; ++k) {
                    EXPECT_NEAR(ours.annotations[i].box[k], theirs->annotations[i].box[k], 0.5) << ours.fileName;
                }
            }
        }
    }
}

} // namespace
} // namespace espalier::dataset
