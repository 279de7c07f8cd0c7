#include "tests/unit/dataset/data_folder.h"

#include <set>

namespace espalier::dataset {
namespace {

class OpenDataset : public DataFolder {
protected:
    Result<Splits> open(const std::string& kind, const std::string& train = {}, const std::string& val = {})
    {
        experiment::DataSettings settings;
        settings.kind = kind;
        settings.root = m_folder.string();
        settings.train = train.empty() ? settings.train : train;
        settings.val = val.empty() ? settings.val : val;
        return openDataset(settings, {}, {}, 0);
    }
    void labelled(const std::string& folder, int number, const std::string& label)
    {
        const std::string name = folder + std::to_string(number);
        picture(name + ".png", number);
        text(name + ".json", R"({"imagePath": ")" + std::to_string(number) + R"(.png", "shapes": [{"label": ")" +
                                 label + R"(", "shape_type": "rectangle", "points": [[1, 1], [9, 9]]}]})");
    }
    static std::set<std::string> names(const DetectionDataset& split)
    {
        std::set<std::string> found;
        for (const Entry& entry : split.catalogue().entries) {
            found.insert(entry.fileName);
        }
        return found;
    }
};

TEST_F(OpenDataset, AnUndividedSetIsDividedByNameAlone)
{
    for (int i = 0; i < 100; ++i) {
        labelled("", i, i % 2 == 0 ? "dust" : "coil");
    }
    const auto splits = open("labelme");
    ASSERT_TRUE(splits) << describe(splits.error());
    EXPECT_EQ(splits->train->size() + splits->val->size(), 100U);
    EXPECT_NEAR(static_cast<double>(splits->val->size()), 20, 12);
    EXPECT_EQ(splits->train->catalogue().classes, (std::vector<std::string>{"coil", "dust"}));
    EXPECT_EQ(splits->val->catalogue().classes, splits->train->catalogue().classes);
    const std::set<std::string> before = names(*splits->val);

    labelled("", 200, "dust");
    const auto again = open("labelme");
    ASSERT_TRUE(again);
    std::set<std::string> after = names(*again->val);
    after.erase("200.png");
    EXPECT_EQ(after, before) << "a new image moves no other to the other side";
    EXPECT_TRUE(again->train->image(0)) << "images are found";
    EXPECT_TRUE(again->val->image(0));
}

TEST_F(OpenDataset, FoldersNamedAsSplitsAreTaken)
{
    labelled("train/", 1, "coil");
    labelled("valid/", 2, "coil");
    labelled("valid/", 3, "dust");
    const auto splits = open("labelme");
    ASSERT_TRUE(splits) << describe(splits.error());
    EXPECT_EQ(splits->train->size(), 1U);
    EXPECT_EQ(splits->val->size(), 2U);
    EXPECT_EQ(splits->val->catalogue().classes, (std::vector<std::string>{"coil"})) << "those of the training set";
    EXPECT_EQ(countOf(splits->val->catalogue(), Defect::Kind::UnknownCategory), 1);
    const auto named = open("labelme", "valid", "train");
    ASSERT_TRUE(named);
    EXPECT_EQ(named->train->size(), 2U);
}

TEST_F(OpenDataset, YoloFollowsItsDescription)
{
    picture("images/one/a.png", 1);
    text("labels/one/a.txt", "0 0.5 0.5 0.2 0.2\n");
    picture("images/two/b.png", 2);
    text("labels/two/b.txt", "1 0.5 0.5 0.2 0.2\n");
    text("data.yaml", "train: images/one\nval: images/two\nnames: [coil, dust]\n");
    const auto splits = open("yolo");
    ASSERT_TRUE(splits) << describe(splits.error());
    EXPECT_EQ(names(*splits->train), (std::set<std::string>{"images/one/a.png"}));
    EXPECT_EQ(names(*splits->val), (std::set<std::string>{"images/two/b.png"}));
    const auto sample = plainSample(*splits->val, 0, 64);
    ASSERT_TRUE(sample) << describe(sample.error());
    EXPECT_EQ(sample->labels, (std::vector<int>{1}));
    const auto swapped = open("yolo", "images/two", "images/one");
    ASSERT_TRUE(swapped) << describe(swapped.error());
    EXPECT_EQ(names(*swapped->train), (std::set<std::string>{"images/two/b.png"}));
}

TEST_F(OpenDataset, WhatIsMissingIsOneSentence)
{
    EXPECT_FALSE(open("labelme"));
    EXPECT_FALSE(open("voc"));
    EXPECT_FALSE(open("masks"));
    EXPECT_FALSE(open("yolo"));
    labelled("train/", 1, "coil");
    const auto lone = open("labelme");
    ASSERT_FALSE(lone);
    EXPECT_NE(lone.error().message.find("data.val"), std::string::npos) << describe(lone.error());
    EXPECT_FALSE(open("labelme", "train", "nowhere"));
}

TEST_F(OpenDataset, CallingOffEndsEveryFormat)
{
    labelled("", 1, "coil");
    labelled("", 2, "coil");
    OpenProgress progress;
    progress.isCancelled = true;
    const auto called = readLabelMe(m_folder, {}, true, &progress);
    ASSERT_FALSE(called);
    EXPECT_EQ(called.error().code, ErrorCode::Cancelled);
    OpenProgress whole;
    ASSERT_TRUE(readLabelMe(m_folder, {}, true, &whole));
    EXPECT_EQ(whole.listed, 2);
    EXPECT_EQ(whole.checked, 2);
}

TEST_F(OpenDataset, AHugeClaimIsRefusedBeforeItIsDecoded)
{
    picture("a.png");
    std::string bytes = *readFile(m_folder / "a.png");
    for (const std::size_t at : {16U, 20U}) {
        bytes.replace(at, 4, std::string("\x00\x00\xFF\xFF", 4));
    }
    const auto image = decodeImageBytes(bytes, "a.png");
    ASSERT_FALSE(image);
    EXPECT_EQ(image.error().code, ErrorCode::Unsupported) << image.error().message;

    const std::string jpeg = std::string("\xFF\xD8\xFF\xC0\x00\x11\x08\x30\x00\x20\x00\x03\x01\x11\x00\x02\x11\x01\x03"
                                         "\x11\x01\xFF\xDA\x00\x0C\x03\x01\x00\x02\x11\x03\x11\x00\x3F\x00",
                                         35) +
                             "\x01\x02\xFF\xD9";
    const auto tiny = decodeImageBytes(jpeg, "tiny.jpg");
    ASSERT_FALSE(tiny);
    EXPECT_NE(tiny.error().message.find("too few bytes"), std::string::npos) << tiny.error().message;
}

} // namespace
} // namespace espalier::dataset
