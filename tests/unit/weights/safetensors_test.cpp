#include "core/base/files.h"
#include "core/weights/safetensors.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace espalier::weights {
namespace {

class Safetensors : public testing::Test {
protected:
    void SetUp() override
    {
        m_folder = std::filesystem::temp_directory_path() / ("espalier-safetensors-" + std::to_string(::getpid()));
        std::filesystem::create_directories(m_folder);
    }
    void TearDown() override { std::filesystem::remove_all(m_folder); }

    [[nodiscard]] std::filesystem::path path() const { return m_folder / "x.safetensors"; }
    /// A file with this header, honest about its length, and so many bytes of data.
    [[nodiscard]] std::string fileWith(const std::string& header, std::size_t dataBytes) const
    {
        const std::uint64_t size = header.size();
        std::string bytes(sizeof size, '\0');
        std::memcpy(bytes.data(), &size, sizeof size);
        return bytes + header + std::string(dataBytes, 'd');
    }
    [[nodiscard]] Result<SafetensorsFile> opened(const std::string& bytes) const
    {
        EXPECT_TRUE(writeFileAtomically(path(), bytes));
        return SafetensorsFile::open(path());
    }
    void expectRefused(const std::string& header, std::size_t dataBytes) const
    {
        const auto file = opened(fileWith(header, dataBytes));
        ASSERT_FALSE(file) << header.substr(0, 200);
        EXPECT_EQ(file.error().code, ErrorCode::Unreadable) << header.substr(0, 200);
        EXPECT_NE(file.error().where.find("x.safetensors"), std::string::npos) << describe(file.error());
    }

    std::filesystem::path m_folder;
};

TEST_F(Safetensors, RoundTrip)
{
    const std::array<float, 6> matrix{1, -2, 3.5F, 1e-30F, -0.0F, 6};
    const std::array<std::int64_t, 1> count{1LL << 40};
    const std::array<std::uint8_t, 3> flags{1, 0, 1};
    const std::vector<TensorToWrite> tensors{
        {"flags", ScalarType::Bool, {3}, std::as_bytes(std::span(flags))},
        {"backbone.conv.weight", ScalarType::Float32, {2, 3}, std::as_bytes(std::span(matrix))},
        {"scalar", ScalarType::Int64, {}, std::as_bytes(std::span(count))},
        {"nothing", ScalarType::Float32, {0, 7}, {}}};
    ASSERT_TRUE(writeSafetensors(path(), tensors, {{"format", "pt"}, {"note", "a \"quote\" – ü"}}));
    const auto file = SafetensorsFile::open(path());
    ASSERT_TRUE(file) << describe(file.error());
    EXPECT_EQ(file->tensors().size(), 4U);
    EXPECT_EQ(file->metadata().at("note"), "a \"quote\" – ü");
    for (const TensorToWrite& written : tensors) {
        const TensorView* read = file->find(written.name);
        ASSERT_NE(read, nullptr) << written.name;
        EXPECT_EQ(read->type, written.type);
        EXPECT_EQ(read->shape, written.shape);
        EXPECT_TRUE(std::equal(read->bytes.begin(), read->bytes.end(), written.bytes.begin(), written.bytes.end()));
    }
    EXPECT_EQ(file->find("absent"), nullptr);
}

TEST_F(Safetensors, DataBeginsAligned)
{
    const std::array<float, 1> one{1};
    for (const char* name : {"a", "ab", "abc", "abcd", "abcde", "abcdef", "abcdefg", "abcdefgh"}) {
        ASSERT_TRUE(writeSafetensors(
            path(), std::vector<TensorToWrite>{{name, ScalarType::Float32, {1}, std::as_bytes(std::span(one))}}));
        const std::string bytes = readFile(path()).value();
        EXPECT_EQ((bytes.size() - sizeof one) % 8, 0U) << name;
        EXPECT_EQ(std::memcmp(bytes.data() + bytes.size() - sizeof one, one.data(), sizeof one), 0);
    }
}

TEST_F(Safetensors, AWriteThatFailsLeavesTheOldFile)
{
    ASSERT_TRUE(writeFileAtomically(path(), "old"));
    EXPECT_FALSE(writeSafetensors(m_folder / "no such folder" / "x.safetensors", {}));
    EXPECT_EQ(readFile(path()).value(), "old");
}

TEST_F(Safetensors, TakesAnHonestHeaderMadeByHand)
{
    const auto file = opened(fileWith(R"({"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}})", 4));
    ASSERT_TRUE(file) << describe(file.error());
    EXPECT_EQ(file->find("a")->bytes.size(), 4U);
}

TEST_F(Safetensors, RefusesHostileHeaders)
{
    const auto entry = [](const std::string& dtype, const std::string& shape, const std::string& offsets) {
        return R"({"a":{"dtype":)" + dtype + R"(,"shape":)" + shape + R"(,"data_offsets":)" + offsets + "}}";
    };
    expectRefused("", 0);
    expectRefused("not json", 4);
    expectRefused("[1,2]", 4);
    expectRefused(R"({"a":3})", 4);
    expectRefused(R"({"a":{}})", 4);
    expectRefused(entry("\"F99\"", "[1]", "[0,4]"), 4);
    expectRefused(entry("3", "[1]", "[0,4]"), 4);
    expectRefused(entry("\"F32\"", "\"1\"", "[0,4]"), 4);
    expectRefused(entry("\"F32\"", "[-1]", "[0,4]"), 4);
    expectRefused(entry("\"F32\"", "[1.5]", "[0,4]"), 4);
    expectRefused(entry("\"F32\"", "[1]", "[0]"), 4);
    expectRefused(entry("\"F32\"", "[1]", "[-4,0]"), 4);
    expectRefused(entry("\"F32\"", "[1]", "[4,0]"), 4);
    expectRefused(entry("\"F32\"", "[1]", "[0,8]"), 4);                                // beyond the file
    expectRefused(entry("\"F32\"", "[2]", "[0,4]"), 4);                                // not its size
    expectRefused(entry("\"F32\"", "[1]", "[0,4]"), 8);                                // data of nobody
    expectRefused(entry("\"F32\"", "[1]", "[4,8]"), 8);                                // a hole before it
    expectRefused(entry("\"F32\"", "[4294967296,4294967296,4294967296]", "[0,0]"), 0); // bytes overflow to 0
    expectRefused(entry("\"U8\"", "[18446744073709551615]", "[0,4]"), 4);              // a length over 64 bit signed
    expectRefused(entry("\"U8\"", "[4]", "[18446744073709551612,18446744073709551616]"), 4); // offsets that wrap
}

TEST_F(Safetensors, RefusesOverlapsAndRepeatedNames)
{
    const std::string a = R"("a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]})";
    expectRefused("{" + a + R"(,"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", 4);
    expectRefused("{" + a + R"(,"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}})", 6);
    expectRefused("{" + a + R"(,"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", 4);
}

TEST_F(Safetensors, RefusesLengthsOfTheHeaderThatLie)
{
    const std::string whole = fileWith(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", 4);
    for (const std::uint64_t size :
         {std::uint64_t{0}, std::uint64_t{whole.size()}, ~std::uint64_t{0}, std::uint64_t{1} << 63}) {
        std::string bytes = whole;
        std::memcpy(bytes.data(), &size, sizeof size);
        EXPECT_FALSE(opened(bytes)) << size;
    }
    for (std::size_t length = 0; length < whole.size(); ++length) {
        EXPECT_FALSE(opened(whole.substr(0, length))) << "cut after " << length << " bytes";
    }
}

TEST_F(Safetensors, RefusesNestingWithoutEnd)
{
    expectRefused(std::string(1U << 20, '['), 0);
    expectRefused(R"({"a":)" + std::string(1U << 18, '[') + std::string(1U << 18, ']') + "}", 0);
}

TEST_F(Safetensors, SaysThatThereIsNoFile)
{
    EXPECT_EQ(SafetensorsFile::open(m_folder / "absent").error().code, ErrorCode::NotFound);
    EXPECT_FALSE(SafetensorsFile::open(m_folder));
}

} // namespace
} // namespace espalier::weights
