#include "core/base/json.h"
#include "core/dataset/check.h"
#include "tests/unit/dataset/data_folder.h"

#include <iostream>

namespace espalier::dataset {
namespace {

class Check : public DataFolder {
protected:
    /// A COCO file of images `names` with ids 1, 2, …, and boxes of category 1, 2, ….
    void coco(const std::string& file, const std::vector<std::string>& names, const Json& annotations,
              const std::vector<std::string>& categories = {"coil", "dust"})
    {
        Json root{{"images", Json::array()}, {"annotations", annotations}, {"categories", Json::array()}};
        for (const std::string& name : names) {
            root["images"].push_back({{"id", root["images"].size() + 1}, {"file_name", name}});
        }
        for (const std::string& name : categories) {
            root["categories"].push_back({{"id", root["categories"].size() + 1}, {"name", name}});
        }
        text(file, root.dump());
    }
    static Json box(int id, int image, int category, const Json& xywh)
    {
        return {{"id", id}, {"image_id", image}, {"category_id", category}, {"bbox", xywh}};
    }
    FolderReport check(const std::filesystem::path& path)
    {
        auto report = checkFolder(path);
        EXPECT_TRUE(report) << describe(report.error());
        return report ? std::move(*report) : FolderReport{};
    }
    static std::vector<Finding> findings(const FolderReport& report, Defect::Kind kind)
    {
        std::vector<Finding> found;
        std::copy_if(report.findings.begin(), report.findings.end(), std::back_inserter(found),
                     [&](const Finding& finding) { return finding.defect.kind == kind; });
        return found;
    }
    static std::size_t count(const FolderReport& report, Defect::Kind kind) { return findings(report, kind).size(); }
};

TEST_F(Check, ACleanSetHasNothingToTell)
{
    picture("train/a.png", 1);
    picture("val/b.png", 2);
    coco("train/annotations.json", {"a.png"}, Json::array({box(1, 1, 1, {2, 2, 9, 9}), box(2, 1, 2, {20, 2, 9, 9})}));
    coco("val/annotations.json", {"b.png"}, Json::array({box(1, 1, 1, {2, 2, 9, 9}), box(2, 1, 2, {20, 2, 9, 9})}));
    const FolderReport report = check(m_folder);
    EXPECT_EQ(report.format, "coco");
    EXPECT_TRUE(report.findings.empty()) << report.findings[0].defect.message;
    ASSERT_EQ(report.splits.size(), 2U);
    EXPECT_EQ(report.splits[0].name, "train");
    EXPECT_EQ(report.splits[1].name, "val");
    EXPECT_EQ(report.splits[0].boxesOfClass, (std::vector<std::int64_t>{1, 1}));
    EXPECT_EQ(report.splits[0].sizes.at({40, 30}), 1);
}

TEST_F(Check, AnImageInTwoSplitsIsFoundUnderAnotherName)
{
    picture("images/a.png", 1);
    picture("images/renamed.png", 1);
    picture("images/c.png", 2);
    coco("train.json", {"a.png"}, Json::array({box(1, 1, 1, {2, 2, 9, 9})}));
    coco("val.json", {"renamed.png", "c.png"}, Json::array({box(1, 1, 1, {2, 2, 9, 9})}));
    const FolderReport report = check(m_folder);
    const auto shared = findings(report, Defect::Kind::SharedImage);
    ASSERT_EQ(shared.size(), 1U);
    EXPECT_EQ(shared[0].severity, Severity::Loss);
    EXPECT_EQ(shared[0].defect.file, "renamed.png");
    EXPECT_EQ(report.losses, 1);
}

TEST_F(Check, TrainAndValThatAreOneFolderAreFound)
{
    picture("images/a.png", 1);
    picture("images/b.png", 2);
    text("labels/a.txt", "0 0.5 0.5 0.2 0.2\n");
    text("labels/b.txt", "0 0.5 0.5 0.2 0.2\n");
    text("data.yaml", "train: images\nval: images\nnames: [coil]\n");
    const FolderReport report = check(m_folder);
    EXPECT_EQ(report.format, "yolo");
    EXPECT_EQ(count(report, Defect::Kind::SharedImage), 2U);
    EXPECT_EQ(count(report, Defect::Kind::RepeatedImage), 0U);

    const auto catalogue = readYolo(m_folder / "data.yaml", {});
    ASSERT_TRUE(catalogue);
    EXPECT_EQ(count(checkSplits("yolo", {{"train", *catalogue}, {"val", *catalogue}}), Defect::Kind::SharedImage), 2U);
}

TEST_F(Check, ImagesSharedByValAndTestAreANote)
{
    picture("images/a.png", 1);
    picture("images/b.png", 2);
    text("labels/a.txt", "0 0.5 0.5 0.2 0.2\n");
    text("labels/b.txt", "0 0.5 0.5 0.2 0.2\n");
    text("train.txt", "images/a.png\n");
    text("val.txt", "images/b.png\n");
    text("data.yaml", "train: train.txt\nval: val.txt\ntest: val.txt\nnames: [coil]\n");
    const FolderReport report = check(m_folder);
    const auto shared = findings(report, Defect::Kind::SharedImage);
    ASSERT_EQ(shared.size(), 1U);
    EXPECT_EQ(shared[0].severity, Severity::Note);
    EXPECT_EQ(report.losses, 0);
}

TEST_F(Check, CopiesInsideASplitAreFound)
{
    picture("a.png", 1);
    picture("copy.png", 1);
    coco("train.json", {"a.png", "copy.png"}, Json::array({box(1, 1, 1, {2, 2, 9, 9})}));
    const FolderReport report = check(m_folder);
    const auto repeated = findings(report, Defect::Kind::RepeatedImage);
    ASSERT_EQ(repeated.size(), 1U);
    EXPECT_EQ(repeated[0].defect.file, "copy.png");
    EXPECT_EQ(report.losses, 0);
    EXPECT_EQ(report.notes, 1);
}

TEST_F(Check, ClassesOfOneSplitOnlyAreFound)
{
    picture("images/a.png", 1);
    picture("images/b.png", 2);
    coco("train.json", {"a.png"}, Json::array({box(1, 1, 1, {2, 2, 9, 9})}), {"coil", "dust"});
    coco("val.json", {"b.png"}, Json::array({box(1, 1, 2, {2, 2, 9, 9}), box(2, 1, 3, {20, 2, 9, 9})}),
         {"coil", "dust", "rust"});
    const FolderReport report = check(m_folder);
    const auto one = findings(report, Defect::Kind::ClassInOneSplit);
    ASSERT_EQ(one.size(), 2U);
    EXPECT_EQ(one[0].defect.file, "dust");
    EXPECT_EQ(one[1].defect.file, "coil");
    const auto unknown = findings(report, Defect::Kind::UnknownCategory);
    ASSERT_EQ(unknown.size(), 1U) << "a run takes its classes from train and loses the boxes of `rust`";
    EXPECT_EQ(unknown[0].defect.file, "rust");
    EXPECT_EQ(report.losses, 1);
}

TEST_F(Check, CategoriesInAnotherOrderAreFound)
{
    picture("images/a.png", 1);
    picture("images/b.png", 2);
    const Json boxes = Json::array({box(1, 1, 1, {2, 2, 9, 9}), box(2, 1, 2, {20, 2, 9, 9})});
    coco("train.json", {"a.png"}, boxes, {"coil", "dust"});
    coco("val.json", {"b.png"}, boxes, {"dust", "coil"});
    const FolderReport report = check(m_folder);
    EXPECT_EQ(count(report, Defect::Kind::CategoryOrder), 1U);
    EXPECT_EQ(report.losses, 0);
}

TEST_F(Check, BoxesOverAllAndTwiceAreFound)
{
    picture("a.png", 1, 100, 100);
    coco("train.json", {"a.png"},
         Json::array({box(1, 1, 1, {0, 0, 98, 98}), box(2, 1, 1, {10, 10, 40, 40}), box(3, 1, 1, {10, 10, 40, 40.5}),
                      box(4, 1, 2, {10, 10, 40, 40}), box(5, 1, 1, {12, 10, 40, 40}), box(6, 1, 2, {0, 0, 97, 97})}));
    const FolderReport report = check(m_folder);
    const auto cover = findings(report, Defect::Kind::BoxCoversImage);
    ASSERT_EQ(cover.size(), 1U) << "97 × 97 of 100 × 100 is 94 %";
    EXPECT_EQ(cover[0].defect.annotation, 1);
    const auto repeated = findings(report, Defect::Kind::RepeatedBox);
    ASSERT_EQ(repeated.size(), 1U) << "another class, and 90 % overlap, are no repeats";
    EXPECT_EQ(repeated[0].defect.annotation, 3);
}

TEST_F(Check, AHundredThousandEqualBoxesEnd)
{
    picture("a.png", 1);
    Json boxes = Json::array();
    for (int i = 0; i < 100000; ++i) {
        boxes.push_back(box(i, 1, 1, {2, 2, 9, 9}));
    }
    coco("train.json", {"a.png"}, boxes);
    EXPECT_GE(count(check(m_folder), Defect::Kind::RepeatedBox), 99000U);
}

TEST_F(Check, DefectsOfTheFilesAreAllThere)
{
    picture("a.png", 1);
    coco("train.json", {"a.png", "gone.png", "../../etc/passwd"},
         Json::array({box(1, 1, 1, {2, 2, 9, 9}), box(2, 1, 9, {2, 2, 9, 9}), box(3, 7, 1, {2, 2, 9, 9}),
                      box(4, 1, 1, {300, 2, 9, 9})}));
    const FolderReport report = check(m_folder / "train.json");
    EXPECT_EQ(count(report, Defect::Kind::MissingImage), 1U);
    EXPECT_EQ(count(report, Defect::Kind::PathOutside), 1U);
    EXPECT_EQ(count(report, Defect::Kind::UnknownCategory), 1U);
    EXPECT_EQ(count(report, Defect::Kind::OrphanAnnotation), 1U);
    EXPECT_EQ(count(report, Defect::Kind::BoxOutside), 1U);
    EXPECT_EQ(report.losses, 5);
    EXPECT_EQ(report.splits[0].listedImages, 3);
    EXPECT_EQ(report.splits[0].usedImages, 1);
}

TEST_F(Check, ASplitThatCannotBeReadIsAFinding)
{
    picture("a.png", 1);
    coco("train.json", {"a.png"}, Json::array({box(1, 1, 1, {2, 2, 9, 9})}));
    const auto whole = readFile(m_folder / "train.json");
    text("val.json", whole->substr(0, whole->size() - 4));
    const FolderReport report = check(m_folder);
    ASSERT_EQ(report.splits.size(), 2U);
    const auto damaged = findings(report, Defect::Kind::DamagedLabel);
    ASSERT_EQ(damaged.size(), 1U);
    EXPECT_EQ(damaged[0].split, "val");
    EXPECT_NE(damaged[0].defect.file.find("val.json"), std::string::npos);
}

TEST_F(Check, EveryFormatIsRecognised)
{
    picture("voc/JPEGImages/a.png", 1);
    text("voc/Annotations/a.xml", "<annotation><filename>a.png</filename></annotation>");
    picture("labelme/a.png", 1);
    text("labelme/a.json", R"({"shapes": [], "imagePath": "a.png"})");
    picture("masks/test/good/a.png", 1);
    std::filesystem::create_directories(m_folder / "masks/ground_truth");
    picture("yolo/train/images/a.png", 1);
    text("yolo/train/labels/a.txt", "");
    for (const std::string format : {"voc", "labelme", "masks", "yolo"}) {
        const FolderReport report = check(m_folder / format);
        EXPECT_EQ(report.format, format);
        ASSERT_EQ(report.splits.size(), 1U) << format;
        EXPECT_EQ(report.splits[0].usedImages, 1) << format;
        EXPECT_EQ(report.losses, 0) << format;
    }
    EXPECT_EQ(check(m_folder / "voc/Annotations/a.xml").format, "voc");
    EXPECT_EQ(check(m_folder / "labelme/a.json").format, "labelme");
}

TEST_F(Check, WhatIsNoDataSetIsOneSentence)
{
    EXPECT_FALSE(checkFolder(m_folder));
    EXPECT_FALSE(checkFolder(m_folder / "none"));
    text("notes.json", "{}");
    EXPECT_FALSE(checkFolder(m_folder / "notes.json"));
    std::filesystem::create_directory_symlink(m_folder, m_folder / "loop");
    EXPECT_FALSE(checkFolder(m_folder));
}

TEST(RealData, TheStudysSplitsShareNoImage)
{
    for (const char* name : {"mvtec-bottle", "deeppcb"}) {
        const std::filesystem::path root = realData(name);
        if (root.empty()) {
            std::cout << "no data at ../shared/data/" << name << ": nothing checked\n";
            continue;
        }
        const auto report = checkFolder(root);
        ASSERT_TRUE(report) << describe(report.error());
        EXPECT_EQ(report->losses, 0) << report->findings[0].defect.message;
        EXPECT_EQ(report->format, "coco");
    }
}

} // namespace
} // namespace espalier::dataset
