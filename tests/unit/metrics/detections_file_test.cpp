#include "core/base/files.h"
#include "core/base/random.h"
#include "core/metrics/detections_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <limits>

namespace espalier::metrics {
namespace {

DetectionsFile example()
{
    DetectionsFile file;
    file.classes = {"dust", "긁힘 <&\">"};
    file.images = {{7, "a b.png", 640, 480}, {-3, "병.png", 1, 1000000}};
    file.truth = {{7, 1, {0, 0.1, 10, 1.0 / 3}, 12.5, true}, {-3, 0, {0, 0, 1, 1}, -1, false}};
    file.detections = {{7, 0, {-1, 2, 3, 4}, 0.1}, {-3, 1, {0.30000000000000004, 0, 1, 0}, 1}};
    return file;
}

class DetectionsFileTest : public testing::Test {
protected:
    void SetUp() override
    {
        m_folder = std::filesystem::temp_directory_path() / ("espalier-detections-" + std::to_string(::getpid()));
        std::filesystem::create_directories(m_folder);
    }
    void TearDown() override { std::filesystem::remove_all(m_folder); }
    [[nodiscard]] std::filesystem::path path() const { return m_folder / kDetectionsFileName; }

    std::filesystem::path m_folder;
};

TEST_F(DetectionsFileTest, ReadsBackWhatWasWritten)
{
    const DetectionsFile written = example();
    ASSERT_TRUE(writeDetections(written, path()));
    const auto read = readDetections(path());
    ASSERT_TRUE(read) << describe(read.error());
    EXPECT_EQ(read->classes, written.classes);
    EXPECT_EQ(read->images, written.images);
    ASSERT_EQ(read->truth.size(), 2U);
    EXPECT_EQ(read->truth[0].box, written.truth[0].box);
    EXPECT_EQ(read->truth[0].area, 12.5);
    EXPECT_TRUE(read->truth[0].isCrowd);
    EXPECT_LT(read->truth[1].area, 0);
    ASSERT_EQ(read->detections.size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(read->detections[i].image, written.detections[i].image);
        EXPECT_EQ(read->detections[i].category, written.detections[i].category);
        EXPECT_EQ(read->detections[i].box, written.detections[i].box);
        EXPECT_EQ(read->detections[i].score, written.detections[i].score);
    }
}

TEST_F(DetectionsFileTest, DoesNotWriteWhatItWouldRefuse)
{
    ASSERT_TRUE(writeDetections(example(), path()));
    const std::string before = readFile(path()).value();
    for (const double bad : {std::nan(""), std::numeric_limits<double>::infinity(), -0.5, 1.5}) {
        DetectionsFile file = example();
        file.detections[0].score = bad;
        EXPECT_EQ(writeDetections(file, path()).error().code, ErrorCode::InvalidInput) << bad;
    }
    EXPECT_EQ(readFile(path()).value(), before);
}

TEST_F(DetectionsFileTest, NamesThatAreNoUtf8AreReplacedNotFatal)
{
    DetectionsFile file = example();
    file.images[0].file = "\xff\xfe.png";
    ASSERT_TRUE(writeDetections(file, path()));
    EXPECT_TRUE(readDetections(path()));
}

TEST_F(DetectionsFileTest, SaysThatAFileIsMissing)
{
    EXPECT_EQ(readDetections(m_folder / "none").error().code, ErrorCode::NotFound);
}

const std::string kHeader = R"({"classes":["a"],"images":[{"id":1,"file":"a","width":2,"height":2}],"truth":[]})";

TEST(ParseDetections, TakesEmptyLinesAndUnknownKeys)
{
    const auto read = parseDetections(
        kHeader + "\r\n\n" + R"({"image":1,"category":0,"box":[0,0,1,1],"score":0,"new":[]})" + "\n", "f");
    ASSERT_TRUE(read) << describe(read.error());
    EXPECT_EQ(read->detections.size(), 1U);
}

TEST(ParseDetections, RefusesLinesWithTheirNumber)
{
    for (const char* line : {R"({"image":2,"category":0,"box":[0,0,1,1],"score":0.5})", // no such image
                             R"({"image":1,"category":1,"box":[0,0,1,1],"score":0.5})", // no such class
                             R"({"image":1,"category":-1,"box":[0,0,1,1],"score":0.5})",
                             R"({"image":1,"category":0.5,"box":[0,0,1,1],"score":0.5})",
                             R"({"image":1,"category":18446744073709551615,"box":[0,0,1,1],"score":0.5})",
                             R"({"image":18446744073709551615,"category":0,"box":[0,0,1,1],"score":0.5})",
                             R"({"image":1,"category":0,"box":[0,0,1],"score":0.5})",
                             R"({"image":1,"category":0,"box":[2,0,1,1],"score":0.5})", // corners out of order
                             R"({"image":1,"category":0,"box":[0,0,1e300,1],"score":0.5})",
                             R"({"image":1,"category":0,"box":[0,0,"nan",1],"score":0.5})",
                             R"({"image":1,"category":0,"box":[0,0,1,1],"score":1.5})",
                             R"({"image":1,"category":0,"box":[0,0,1,1],"score":null})",
                             R"({"image":1,"category":0,"box":[0,0,1,1]})", R"([1,0])", R"("text")", R"({"image":1)"}) {
        const auto read = parseDetections(kHeader + "\n" + line + "\n", "f");
        ASSERT_FALSE(read) << line;
        EXPECT_EQ(read.error().code, ErrorCode::Unreadable) << line;
        EXPECT_TRUE(read.error().where.starts_with("f:2")) << read.error().where;
        EXPECT_FALSE(read.error().message.empty());
    }
}

TEST(ParseDetections, RefusesHeaders)
{
    for (
        const char* header :
        {"", "\n\n", "[]", "7", "{}", R"({"classes":[1],"images":[],"truth":[]})",
         R"({"classes":[],"images":[{"id":1,"file":"a","width":0,"height":2}],"truth":[]})",
         R"({"classes":[],"images":[{"id":1,"file":"a","width":2,"height":1000001}],"truth":[]})",
         R"({"classes":[],"images":[{"id":"1","file":"a","width":2,"height":2}],"truth":[]})",
         R"({"classes":[],"images":[{"id":1,"width":2,"height":2}],"truth":[]})",
         R"({"classes":[],"images":[3],"truth":[]})", R"({"classes":[],"images":[],"truth":[{}]})",
         R"({"classes":[],"images":[],"truth":{}})",
         R"({"classes":["a"],"images":[{"id":1,"file":"a","width":2,"height":2}],"truth":[{"image":1,"category":0,"box":[0,0,1,1],"area":-1}]})",
         R"({"classes":["a"],"images":[{"id":1,"file":"a","width":2,"height":2}],"truth":[{"image":1,"category":0,"box":[0,0,1,1],"crowd":1}]})",
         R"({"classes":[],"images":[{"id":1,"file":"a","width":2,"height":2},{"id":1,"file":"b","width":2,"height":2}],"truth":[]})"}) {
        EXPECT_FALSE(parseDetections(header, "f")) << header;
    }
}

TEST(ParseDetections, NoticesThatLinesAreMissing)
{
    const std::string header =
        R"({"classes":["a"],"images":[{"id":1,"file":"a","width":2,"height":2}],"truth":[],"detections":2})";
    const std::string line = R"({"image":1,"category":0,"box":[0,0,1,1],"score":0.5})";
    EXPECT_TRUE(parseDetections(header + "\n" + line + "\n" + line, "f"));
    EXPECT_FALSE(parseDetections(header + "\n" + line + "\n", "f"));
}

TEST(ParseDetections, SurvivesAnyDamage)
{
    const std::string whole = kHeader + "\n" + R"({"image":1,"category":0,"box":[0,0,1,1],"score":0.5})" + "\n";
    Random random(3);
    for (int i = 0; i < 20000; ++i) {
        std::string text = whole;
        for (int change = 0; change < 3; ++change) {
            const auto at = static_cast<std::size_t>(random.below(static_cast<std::int64_t>(text.size())));
            switch (random.below(3)) {
            case 0:
                text[at] = static_cast<char>(random.below(256));
                break;
            case 1:
                text.erase(at, 1 + static_cast<std::size_t>(random.below(8)));
                break;
            default:
                text.insert(at, text.substr(static_cast<std::size_t>(random.below(8)), 6));
            }
            if (text.empty()) {
                break;
            }
        }
        const auto read = parseDetections(text, "f");
        if (!read) {
            EXPECT_FALSE(read.error().message.empty());
            continue;
        }
        for (const DetectedBox& box : read->detections) {
            EXPECT_LT(static_cast<std::size_t>(box.category), read->classes.size());
            EXPECT_TRUE(box.score >= 0 && box.score <= 1);
        }
    }
}

} // namespace
} // namespace espalier::metrics
