#include "core/weights/torch_archive.h"
#include "tests/unit/weights/archive_writer.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstring>
#include <fstream>

namespace espalier::weights {
namespace {

using namespace testing;
using pickled::Tensor;

const std::vector<float> kSix{0, 1, 2, 3, 4, 5};

class TorchFile : public ::testing::Test {
protected:
    void SetUp() override
    {
        m_folder = std::filesystem::temp_directory_path() / ("espalier-torch-" + std::to_string(::getpid()));
        std::filesystem::create_directories(m_folder);
    }
    void TearDown() override { std::filesystem::remove_all(m_folder); }

    [[nodiscard]] Result<TorchArchive> opened(const std::string& bytes, const TorchArchiveOptions& options = {}) const
    {
        std::ofstream(m_folder / "x.pth", std::ios::binary) << bytes; // thousands of files: none is synced
        return TorchArchive::open(m_folder / "x.pth", options);
    }
    void expectRefused(const std::string& bytes, const std::string& part) const
    {
        const auto file = opened(bytes);
        ASSERT_FALSE(file) << part;
        EXPECT_NE(file.error().message.find(part), std::string::npos) << describe(file.error());
        EXPECT_NE(file.error().where.find("x.pth"), std::string::npos) << describe(file.error());
    }
    /// One tensor over a storage of six floats.
    static std::string oneTensor(const Tensor& tensor)
    {
        return torchArchive(pickled::whole(pickled::dict({{"w", pickled::tensor(tensor)}})), {{"0", blob(kSix)}});
    }

    std::filesystem::path m_folder;
};

std::vector<float> floats(const TensorView& view)
{
    std::vector<float> values(view.bytes.size() / sizeof(float));
    std::memcpy(values.data(), view.bytes.data(), view.bytes.size());
    return values;
}

/// A small file with everything an unstripped checkpoint of mmengine has.
std::string checkpoint()
{
    const Tensor whole{"0", "FloatStorage", 6, 0, {2, 3}, {3, 1}};
    const Tensor turned{"0", "FloatStorage", 6, 0, {3, 2}, {1, 3}};
    const Tensor part{"0", "FloatStorage", 6, 2, {2}, {1}};
    const Tensor count{"1", "LongStorage", 1, 0, {}, {}};
    const std::string state = pickled::build(
        pickled::orderedDict({{"module.whole", pickled::tensor(whole)},
                              {"turned", pickled::parameter(turned)},
                              {"part", pickled::tensor(part)},
                              {"count", pickled::tensor(count)},
                              {"empty", pickled::tensor({"2", "HalfStorage", 0, 0, {0, 4}, {4, 1}})}}),
        pickled::dict({{"_metadata", pickled::orderedDict({{"", pickled::dict({{"version", "K\x01"}})}})}}));
    return torchArchive(pickled::whole(pickled::dict(
                            {{"meta", pickled::mmengineMeta()},
                             {"state_dict", state},
                             {"ema_state_dict", pickled::orderedDict({{"module.raw", pickled::tensor(part)}})}})),
                        {{"0", blob(kSix)}, {"1", blob(std::vector<std::int64_t>{77})}, {"2", ""}});
}

TEST_F(TorchFile, ReadsACheckpointOfMmengine)
{
    const auto file = opened(checkpoint());
    ASSERT_TRUE(file) << describe(file.error());
    ASSERT_EQ(file->tensors().size(), 5U);
    EXPECT_EQ(file->metadata().at("source"), "state_dict");
    EXPECT_EQ(floats(*file->find("whole")), kSix);
    EXPECT_EQ(file->find("turned")->shape, (std::vector<std::int64_t>{3, 2}));
    EXPECT_EQ(floats(*file->find("turned")), (std::vector<float>{0, 3, 1, 4, 2, 5}));
    EXPECT_EQ(floats(*file->find("part")), (std::vector<float>{2, 3}));
    EXPECT_EQ(file->find("part")->bytes.data(), file->find("whole")->bytes.data() + 8) << "not shared, or copied";
    EXPECT_EQ(file->find("count")->type, ScalarType::Int64);
    EXPECT_TRUE(file->find("count")->shape.empty());
    EXPECT_EQ(file->find("empty")->bytes.size(), 0U);
}

TEST_F(TorchFile, ReadsTheOtherWeightsOnRequest)
{
    const auto file = opened(checkpoint(), {.emaStateDict = true});
    ASSERT_TRUE(file) << describe(file.error());
    EXPECT_EQ(file->tensors().size(), 1U);
    EXPECT_EQ(floats(*file->find("raw")), (std::vector<float>{2, 3}));
    const auto none = opened(oneTensor({"0", "FloatStorage", 6, 0, {6}, {1}}), {.emaStateDict = true});
    ASSERT_FALSE(none);
    EXPECT_NE(none.error().message.find("ema_state_dict"), std::string::npos);
}

TEST_F(TorchFile, ReadsAModuleSavedWhole)
{
    const std::string conv =
        pickled::module({{"weight", pickled::parameter({"0", "FloatStorage", 6, 0, {6}, {1}})}, {"bias", "N"}}, {});
    const std::string model = pickled::module({}, {{"model", pickled::module({}, {{"0", conv}})}});
    const auto file = opened(torchArchive(
        pickled::whole(pickled::dict({{"epoch", "J\xff\xff\xff\xff"}, {"model", model}})), {{"0", blob(kSix)}}));
    ASSERT_TRUE(file) << describe(file.error());
    EXPECT_EQ(floats(*file->find("model.0.weight")), kSix);
    EXPECT_EQ(file->tensors().size(), 1U);
}

TEST_F(TorchFile, ReadsRecordsForLargeFiles)
{
    const std::string pickle =
        pickled::whole(pickled::dict({{"w", pickled::tensor({"0", "FloatStorage", 6, 0, {6}, {1}})}}));
    const auto file = opened(zip({{"best/data.pkl", pickle, 0, true}, {"best/data/0", blob(kSix), 0, true}}, true));
    ASSERT_TRUE(file) << describe(file.error());
    EXPECT_EQ(floats(*file->find("w")), kSix);
}

TEST_F(TorchFile, RefusesTensorsThatLie)
{
    ASSERT_TRUE(opened(oneTensor({"0", "FloatStorage", 6, 0, {2, 3}, {3, 1}})));
    const std::int64_t huge = INT64_MAX;
    expectRefused(oneTensor({"0", "FloatStorage", 6, 1, {2, 3}, {3, 1}}), "beyond its storage");
    expectRefused(oneTensor({"0", "FloatStorage", 6, 0, {2, 3}, {4, 1}}), "beyond its storage");
    expectRefused(oneTensor({"0", "FloatStorage", 6, huge, {2}, {1}}), "beyond its storage");
    expectRefused(oneTensor({"0", "FloatStorage", 6, 0, {huge, huge}, {huge, huge}}), "beyond its storage");
    expectRefused(oneTensor({"0", "FloatStorage", 6, 0, {huge, 4}, {0, 0}}), "beyond its storage");
    expectRefused(oneTensor({"0", "FloatStorage", 6, 0, {7}, {0}}), "beyond its storage");
    expectRefused(oneTensor({"0", "FloatStorage", 6, 0, {-1}, {1}}), "no counts");
    expectRefused(oneTensor({"0", "FloatStorage", 6, 0, {2}, {-1}}), "no counts");
    expectRefused(oneTensor({"0", "FloatStorage", 6, 0, {2, 3}, {1}}), "no counts");
    expectRefused(oneTensor({"0", "FloatStorage", 7, 0, {6}, {1}}), "size is not what the file says");
    expectRefused(oneTensor({"0", "FloatStorage", huge, 0, {6}, {1}}), "size is not what the file says");
    expectRefused(oneTensor({"0", "DoubleStorage", 6, 0, {6}, {1}}), "size is not what the file says");
    expectRefused(oneTensor({"0", "ComplexFloatStorage", 6, 0, {6}, {1}}), "ComplexFloatStorage");
    expectRefused(oneTensor({"9", "FloatStorage", 6, 0, {6}, {1}}), "archive lacks");
    std::vector<std::pair<std::string, std::string>> many;
    for (int i = 0; i < 500; ++i) {
        many.emplace_back("t" + std::to_string(i), pickled::tensor({"0", "FloatStorage", 1000, 0, {10, 100}, {1, 10}}));
    }
    expectRefused(torchArchive(pickled::whole(pickled::dict(many)), {{"0", std::string(4000, 'x')}}), "more ways");
}

TEST_F(TorchFile, RefusesWhatItCannotRead)
{
    const std::string none = pickled::whole(pickled::dict({{"a", "K\x01"}}));
    expectRefused("\x80\x02\x8a\x0al\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", "recent PyTorch");
    expectRefused("hello", "no archive of torch.save");
    expectRefused(torchArchive(none, {}), "no dict of tensors");
    expectRefused(torchArchive(pickled::whole("K\x01"), {}), "no dict of tensors");
    expectRefused(zip({{"x/other", ""}}), "no data.pkl");
    expectRefused(zip({{"x/data.pkl", none, 8}}), "compressed");
    expectRefused(zip({{"x/data.pkl", none}, {"x/byteorder", "big"}}), "big-endian");
    expectRefused(zip({{"x/data.pkl", none}, {"x/constants.pkl", none}}), "TorchScript");
    expectRefused(zip({{"x/data.pkl", none}, {"x/data.pkl", none}}), "twice");
    const std::string sparse = pickled::call(pickled::global("torch._utils", "_rebuild_sparse_tensor"), {"N"});
    expectRefused(torchArchive(pickled::whole(pickled::dict({{"s", sparse}})), {}), "_rebuild_sparse_tensor");
    const std::string tensor = pickled::tensor({"0", "FloatStorage", 6, 0, {6}, {1}});
    expectRefused(
        torchArchive(pickled::whole(pickled::dict({{"w", tensor}, {"module.w", tensor}})), {{"0", blob(kSix)}}),
        "there twice");
}

TEST_F(TorchFile, RefusesEntriesThatOverlap)
{
    std::string bytes = checkpoint();
    // The directory's offset of the second entry is made that of the first, whose local name is then another.
    const std::size_t first = bytes.find("PK\x01\x02");
    const std::size_t second = bytes.find("PK\x01\x02", first + 4);
    std::memcpy(bytes.data() + second + 42, bytes.data() + first + 42, 4);
    expectRefused(bytes, "another name");
    // An entry that reaches into the next one.
    bytes = checkpoint();
    const std::uint32_t longer = 100;
    std::memcpy(bytes.data() + second + 20, &longer, 4);
    std::memcpy(bytes.data() + second + 24, &longer, 4);
    const auto file = opened(bytes);
    ASSERT_FALSE(file);
    EXPECT_TRUE(file.error().message.find("overlap") != std::string::npos) << describe(file.error());
}

TEST_F(TorchFile, AModuleThatHoldsItselfHasAnEnd)
{
    using namespace std::string_literals;
    // object q1, its state {"_modules": {"a": object, "b": object}}
    const std::string children = "}(" + pickled::text("a") + "h\x01" + pickled::text("b") + "h\x01u";
    const std::string model = pickled::global("m", "M") + ")\x81q\x01}" + pickled::text("_modules") + children + "sb";
    expectRefused(torchArchive(pickled::whole(pickled::dict({{"model", model}})), {}), "without end");
}

TEST_F(TorchFile, EveryCutAndEveryFlippedByteIsAnswered)
{
    const std::string whole = checkpoint();
    for (std::size_t length = 0; length < whole.size(); ++length) {
        EXPECT_FALSE(opened(whole.substr(0, length))) << length;
    }
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (const unsigned char mask : {0x01, 0x80, 0xFF}) {
            std::string bytes = whole;
            bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ mask);
            const auto file = opened(bytes);
            if (!file) {
                EXPECT_FALSE(file.error().message.empty()) << at;
                continue;
            }
            for (const auto& [name, view] : file->tensors()) {
                std::uint64_t elements = 1;
                for (const std::int64_t length : view.shape) {
                    elements *= static_cast<std::uint64_t>(length);
                }
                EXPECT_EQ(view.bytes.size(), elements * byteSize(view.type)) << at << " " << name;
            }
        }
    }
}

} // namespace
} // namespace espalier::weights
