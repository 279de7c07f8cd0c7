#include "core/weights/weights_file.h"
#include "tests/unit/weights/archive_writer.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace espalier::weights {
namespace {

using namespace testing;

class AnyWeights : public ::testing::Test {
protected:
    void SetUp() override
    {
        m_folder = std::filesystem::temp_directory_path() / ("espalier-any-weights-" + std::to_string(::getpid()));
        std::filesystem::create_directories(m_folder);
        write("one.safetensors", shard("a"));
        write("two.safetensors", shard("b"));
    }
    void TearDown() override { std::filesystem::remove_all(m_folder); }

    void write(const std::string& name, const std::string& bytes) const
    {
        std::ofstream(m_folder / name, std::ios::binary) << bytes;
    }
    static std::string shard(const std::string& tensor)
    {
        return safetensors("{\"" + tensor + R"(":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})",
                           "\x01\x02\x03\x04");
    }
    void expectRefused(const std::string& name, const std::string& bytes, const std::string& part) const
    {
        write(name, bytes);
        const auto file = WeightsFile::open(m_folder / name);
        ASSERT_FALSE(file) << part;
        EXPECT_NE(describe(file.error()).find(part), std::string::npos) << describe(file.error());
    }

    std::filesystem::path m_folder;
};

constexpr const char* kIndex = R"({"metadata":{"total_size":8,"note":"x"},
    "weight_map":{"a":"one.safetensors","b":"two.safetensors"}})";

TEST_F(AnyWeights, ToldByContentNotBySuffix)
{
    write("plain.pth", shard("a"));
    const auto plain = WeightsFile::open(m_folder / "plain.pth");
    ASSERT_TRUE(plain) << describe(plain.error());
    EXPECT_EQ(plain->kind(), WeightsKind::Safetensors);
    EXPECT_NE(plain->find("a"), nullptr);
    write("torch.safetensors",
          torchArchive(pickled::whole(pickled::dict({{"w", pickled::tensor({"0", "ByteStorage", 4, 0, {4}, {1}})}})),
                       {{"0", "abcd"}}));
    const auto archive = WeightsFile::open(m_folder / "torch.safetensors");
    ASSERT_TRUE(archive) << describe(archive.error());
    EXPECT_EQ(archive->kind(), WeightsKind::TorchArchive);
    EXPECT_EQ(describe(archive->kind()), "PyTorch archive");
    EXPECT_EQ(archive->find("w")->bytes.size(), 4U);
    EXPECT_EQ(archive->find("v"), nullptr);
}

TEST_F(AnyWeights, OpensShardsByIndexAndByFolder)
{
    EXPECT_FALSE(WeightsFile::open(m_folder)) << "two files and no index: which one?";
    write("model.safetensors.index.json", kIndex);
    for (const auto& path : {m_folder / "model.safetensors.index.json", m_folder}) {
        const auto file = WeightsFile::open(path);
        ASSERT_TRUE(file) << describe(file.error());
        EXPECT_EQ(file->kind(), WeightsKind::ShardedSafetensors);
        EXPECT_EQ(file->tensors().size(), 2U);
        EXPECT_EQ(file->find("b")->bytes[3], std::byte{4});
        EXPECT_EQ(file->metadata().at("total_size"), "8");
    }
    std::filesystem::remove(m_folder / "model.safetensors.index.json");
    std::filesystem::remove(m_folder / "two.safetensors");
    const auto single = WeightsFile::open(m_folder);
    ASSERT_TRUE(single) << describe(single.error());
    EXPECT_EQ(single->kind(), WeightsKind::Safetensors);
}

TEST_F(AnyWeights, RefusesAnIndexThatLies)
{
    const auto index = [](const std::string& map) { return R"({"weight_map":{)" + map + "}}"; };
    const std::string name = "i.json";
    expectRefused(name, index(""), "lists no tensors");
    expectRefused(name, "{}", "weight_map");
    expectRefused(name, "{\"weight_map\":", "weight_map");
    expectRefused(name, R"({"weight_map":[1]})", "weight_map");
    expectRefused(name, index(R"("a":"gone.safetensors")"), "`gone.safetensors`, which is missing");
    expectRefused(name, index(R"("c":"one.safetensors")"),
                  "`c` in the shard `one.safetensors`, which does not hold it");
    expectRefused(name, index(R"("a":"one.safetensors","a":"two.safetensors")"), "twice");
    expectRefused(name, index(R"("a":"../one.safetensors")"), "no plain file name");
    expectRefused(name, index(R"("a":"..")"), "no plain file name");
    expectRefused(name, index(R"("a":3)"), "no plain file name");
    expectRefused(name, index(R"("a":"i.json")"), "safetensors");
    write("again.safetensors", shard("a"));
    expectRefused(name,
                  index(R"("a":"one.safetensors","b":"two.safetensors")").insert(15, R"("x":"again.safetensors",)"),
                  "does not hold it");
    write("both.safetensors", safetensors(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},)"
                                          R"("b":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}})",
                                          "xy"));
    expectRefused(name, index(R"("a":"one.safetensors","b":"both.safetensors")"), "in two shards");
}

TEST_F(AnyWeights, SaysWhatAFileIsThatHoldsNoWeights)
{
    expectRefused("p", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 441\n", "git lfs pull");
    expectRefused("h", "<html><body>Not found</body></html>", "no file of weights");
    expectRefused("e", "", "empty");
    expectRefused("o", "\x80\x02\x8a\x0al\xfc\x9c", "recent PyTorch");
    EXPECT_EQ(WeightsFile::open(m_folder / "absent").error().code, ErrorCode::NotFound);
    std::filesystem::create_directories(m_folder / "bare");
    EXPECT_EQ(WeightsFile::open(m_folder / "bare").error().code, ErrorCode::NotFound);
}

} // namespace
} // namespace espalier::weights
