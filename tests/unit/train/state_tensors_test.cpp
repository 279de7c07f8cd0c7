#include "core/train/position.h"
#include "core/train/state_tensors.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace espalier::train {
namespace {

std::filesystem::path scratch(const char* name)
{
    const auto folder = std::filesystem::path(testing::TempDir()) / "espalier_state";
    std::filesystem::create_directories(folder);
    return folder / name;
}

TEST(StateTensors, ComeBackFromDiskBitForBit)
{
    at::Tensor odd =
        at::tensor({1.0F, -0.0F, std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()});
    const StateTensors written{{"a", odd}, {"steps", at::full({}, 7, at::kLong)}};
    const auto file = scratch("state.safetensors");
    ASSERT_TRUE(writeStateTensors(file, written, {{"key", "value"}}));
    const auto read = readStateTensors(file);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->metadata.at("key"), "value");
    EXPECT_EQ(read->tensors.at("steps").item<int>(), 7);
    EXPECT_EQ(0, std::memcmp(read->tensors.at("a").data_ptr(), odd.data_ptr(), odd.nbytes()));
    EXPECT_FALSE(allFinite(read->tensors));
}

TEST(StateTensors, RefuseWhatDoesNotFitByName)
{
    const StateTensors ours{{"a", at::zeros({2})}, {"b", at::zeros({3})}};
    const auto lacking = copyInto(ours, {{"a", at::ones({2})}});
    ASSERT_FALSE(lacking);
    EXPECT_NE(lacking.error().message.find("b"), std::string::npos);
    EXPECT_FALSE(copyInto(ours, {{"a", at::ones({2})}, {"b", at::ones({4})}}));
    EXPECT_FALSE(copyInto(ours, {{"a", at::ones({2})}, {"b", at::ones({3})}, {"c", at::ones({1})}}));
    EXPECT_EQ(ours.at("a").sum().item<double>(), 0) << "nothing was copied by halves";
    EXPECT_TRUE(copyInto(ours, {{"a", at::ones({2})}, {"b", at::ones({3})}}));
    EXPECT_EQ(ours.at("b").sum().item<double>(), 3);
}

TEST(StateTensors, ATruncatedFileIsRefused)
{
    const auto file = scratch("cut.safetensors");
    ASSERT_TRUE(writeStateTensors(file, {{"a", at::zeros({64})}}, {}));
    std::filesystem::resize_file(file, std::filesystem::file_size(file) - 5);
    EXPECT_FALSE(readStateTensors(file));
}

TEST(Position, SurvivesJsonWithItsInfinity)
{
    Position position;
    position.step = 12;
    position.epoch = 3;
    position.batch = 4;
    position.order = 1;
    position.lrFactor = 0.5;
    const auto back = positionFromJson(toJson(position));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->step, 12);
    EXPECT_EQ(back->order, 1);
    EXPECT_EQ(back->best, position.best);
    EXPECT_FALSE(positionFromJson(Json::object()));
    Json wrong = toJson(position);
    wrong["step"] = -1;
    EXPECT_FALSE(positionFromJson(wrong));
}

} // namespace
} // namespace espalier::train
