#include "tests/unit/dataset/data_folder.h"

#include <cstring>

namespace espalier::dataset {
namespace {

using namespace std::string_literals;

ErrorCode codeOf(const std::string& bytes)
{
    const auto image = decodeImageBytes(bytes, "x");
    EXPECT_FALSE(image);
    return image ? ErrorCode::Io : image.error().code;
}

/// A TIFF of one strip that is not there.
std::string tiff(std::uint32_t width, std::uint32_t height)
{
    const auto entry = [](std::uint16_t tag, std::uint32_t value) {
        std::string bytes(12, '\0');
        const std::uint16_t type = 4;
        const std::uint32_t count = 1;
        std::memcpy(bytes.data(), &tag, sizeof tag);
        std::memcpy(bytes.data() + 2, &type, sizeof type);
        std::memcpy(bytes.data() + 4, &count, sizeof count);
        std::memcpy(bytes.data() + 8, &value, sizeof value);
        return bytes;
    };
    return "II*\0\x08\0\0\0\x02\0"s + entry(256, width) + entry(257, height) + "\0\0\0\0"s;
}

// Each of these made the decoder ask for gigabytes first.
TEST(ImageFile, AHeadThatClaimsTooMuchIsRefusedUnread)
{
    EXPECT_EQ(codeOf(tiff(30000, 30000)), ErrorCode::Unsupported);
    EXPECT_EQ(codeOf(tiff(1U << 20, 1000)), ErrorCode::Unsupported);
    const std::string webp = "RIFF\x40\0\0\0WEBPVP8L\x20\0\0\0\x2F\xFE\xBF\xFF\x0F"s + std::string(40, '\0');
    EXPECT_EQ(codeOf(webp), ErrorCode::Unsupported); // 16383 × 16383
    const std::string canvas =
        "RIFF\x40\0\0\0WEBPVP8X\x0A\0\0\0\0\0\0\0\xFF\xFF\x00\xFF\xFF\x00"s + std::string(40, '\0');
    EXPECT_EQ(codeOf(canvas), ErrorCode::Unsupported); // 65536 × 65536
    EXPECT_EQ(codeOf("P6 20000 20000 255\n"), ErrorCode::Unreadable);
    EXPECT_EQ(codeOf("\x59\xA6\x6A\x95"s + std::string(60, '\x01')), ErrorCode::Unreadable);
    std::string png = "\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\0\0\x2C\0\0\0\x2C\0\x08\x02\0\0\0"s; // 11264 × 11264
    EXPECT_EQ(codeOf(png + "\0\0\0\0\0\0\0\0IEND\xAE\x42\x60\x82"s), ErrorCode::Unreadable);
}

TEST(ImageFile, HeadsThatAreCutAreErrors)
{
    for (const std::string& whole : {tiff(8, 8), "RIFF\x40\0\0\0WEBPVP8 \x20\0\0\0"s, "BM\x40\0"s, "II*\0"s,
                                     "\xFF\xD8\xFF"s, "\x89PNG"s, "MM\0*\xFF\xFF\xFF\xFF"s, "MM\0*\0\0\0\x07"s}) {
        for (std::size_t size = 1; size <= whole.size(); ++size) {
            EXPECT_FALSE(decodeImageBytes(whole.substr(0, size), "x")) << size;
        }
    }
}

TEST(ImageFile, WhatIsWrittenComesBack)
{
    Image image{3, 2, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18}};
    const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / "espalier_image_file.png";
    ASSERT_TRUE(writePng(file, image));
    const auto back = decodeImage(file);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->width, 3);
    EXPECT_EQ(back->pixels, image.pixels);
    std::filesystem::remove(file);
}

class Names : public DataFolder {};

TEST_F(Names, OfFilesAndClassesThatAreNoTextAreLeftOut)
{
    // Stored and sent as JSON, they would end a run.
    picture("images/a.png");
    picture("images/b\xFF.png");
    text("labels/a.txt", "0 0.5 0.5 0.5 0.5\n");
    text("labels/b\xFF.txt", "0 0.5 0.5 0.5 0.5\n");
    const auto yolo = readYolo(m_folder / "images", {});
    ASSERT_TRUE(yolo) << describe(yolo.error());
    ASSERT_EQ(yolo->entries.size(), 1U);
    EXPECT_EQ(yolo->entries[0].fileName, "images/a.png");
    ASSERT_EQ(yolo->defects.size(), 1U);
    EXPECT_EQ(yolo->defects[0].file, "images/b\xEF\xBF\xBD.png");

    text("data.yaml", "train: images\nnames: [\"\xE4\"]\n");
    EXPECT_EQ(readYolo(m_folder / "data.yaml", {}).error().code, ErrorCode::Unreadable);

    text("data.yaml", "train: images\nnames: [\"a\\_b\"]\n");
    EXPECT_EQ(readYolo(m_folder / "data.yaml", {}).error().code, ErrorCode::InvalidInput);

    const std::string box = "<bndbox><xmin>3</xmin><ymin>4</ymin><xmax>20</xmax><ymax>12</ymax></bndbox></object>";
    text("images/a.xml", "<annotation><filename>a.png</filename><object><name>\xE4</name>" + box +
                             "<object><name>dust</name>" + box + "</annotation>");
    const auto voc = readVoc(m_folder / "images", {});
    ASSERT_TRUE(voc) << describe(voc.error());
    EXPECT_EQ(voc->classes, std::vector<std::string>{"dust"});
    EXPECT_EQ(countOf(*voc, Defect::Kind::DamagedLabel), 1);
}

TEST_F(Names, OfAnyLengthMakeOneSentence)
{
    picture("images/a.png");
    text("train.txt", "images/" + std::string(3000, '[') + "\n");
    const auto refused = readYolo(m_folder / "train.txt", {});
    ASSERT_FALSE(refused);
    EXPECT_LT(refused.error().message.size(), 500U);
}

} // namespace
} // namespace espalier::dataset
