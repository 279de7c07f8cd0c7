#include "core/model/weights_binding.h"
#include "core/train/class_embeddings.h"
#include "core/weights/safetensors.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <filesystem>

namespace espalier::train {
namespace {

std::filesystem::path scratch(const char* name)
{
    const auto folder = std::filesystem::path(testing::TempDir()) / "espalier_embeddings";
    std::filesystem::create_directories(folder);
    return folder / name;
}

std::filesystem::path written(const char* name, const at::Tensor& rows,
                              const std::map<std::string, std::string>& metadata)
{
    const auto file = scratch(name);
    const auto row = model::toWrite("embeddings", rows);
    EXPECT_TRUE(weights::writeSafetensors(file, std::span(&row, 1), metadata));
    return file;
}

TEST(HashedEmbeddings, DependOnTheNameAloneAndAreNearlyOrthogonal)
{
    const at::Tensor rows = hashedEmbeddings({"defect", "dust", "discoloration", "coil"});
    const at::Tensor other = hashedEmbeddings({"coil", "defect"});
    EXPECT_TRUE(at::equal(rows[0], other[1]));
    EXPECT_TRUE(at::equal(rows[3], other[0]));
    const at::Tensor cosines = rows.matmul(rows.t());
    EXPECT_LT((cosines - at::eye(4)).abs().max().item<double>(), 0.2) << "the diagonal is 1, the rest small";
}

TEST(LoadEmbeddings, FollowsTheNamesNotTheOrder)
{
    const at::Tensor rows = at::eye(3, 512) * 2;
    const auto file = written("named.safetensors", rows, {{"classes", R"(["a","b","c"])"}});
    const auto loaded = loadEmbeddings(file, {"c", "a"});
    ASSERT_TRUE(loaded) << describe(loaded.error());
    EXPECT_TRUE(at::allclose((*loaded)[0], at::eye(3, 512)[2])) << "normalised";
    EXPECT_TRUE(at::allclose((*loaded)[1], at::eye(3, 512)[0]));
    EXPECT_FALSE(loadEmbeddings(file, {"a", "unknown"}));
}

TEST(LoadEmbeddings, RefusesWhatCannotBeMeant)
{
    EXPECT_FALSE(loadEmbeddings(scratch("none.safetensors"), {"a"}));
    EXPECT_FALSE(loadEmbeddings(written("narrow.safetensors", at::ones({2, 300}), {}), {"a", "b"}));
    EXPECT_FALSE(loadEmbeddings(written("count.safetensors", at::ones({3, 512}), {}), {"a", "b"}));
    EXPECT_FALSE(loadEmbeddings(written("zero.safetensors", at::zeros({1, 512}), {}), {"a"}));
    EXPECT_FALSE(loadEmbeddings(written("names.safetensors", at::ones({1, 512}), {{"classes", "not json"}}), {"a"}));
}

} // namespace
} // namespace espalier::train
