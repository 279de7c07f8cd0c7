// The description against the reference's own list of parameters and buffers.
#include "core/model/describe.h"
#include "tests/parity/goldens.h"
#include "tests/parity/record.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

namespace espalier::parity {
namespace {

constexpr int kClasses = 80;

class Counts : public testing::TestWithParam<const char*> {};

TEST_P(Counts, EveryTensorHasItsNameAndShape)
{
    const std::string size = GetParam();
    const auto golden = openGolden("yolo_world/param_counts_v2_" + size);
    if (!golden) {
        return;
    }
    auto options = model::yoloWorldOptions(size, kClasses);
    ASSERT_TRUE(options);
    options->withTextTower = false;
    const network::NetworkTree tree = model::describe(*options);
    std::map<std::string, std::vector<std::int64_t>> ours;
    for (network::ModuleId id = 0; id < static_cast<network::ModuleId>(tree.size()); ++id) {
        for (const network::Tensor& tensor : tree.module(id).tensors) {
            ours.emplace(tree.tensorName(id, tensor), tensor.shape);
        }
    }
    std::size_t expected = 0;
    for (const char* list : {"params", "buffers"}) {
        for (const auto& [name, shape] : golden->json[list].items()) {
            if (name.rfind("data_preprocessor.", 0) == 0 || name == "bbox_head.head_module.proj") {
                continue; // of the reference's input pipeline; the numbers 0 to 15, in no checkpoint
            }
            ++expected;
            const auto found = ours.find(name);
            const bool isSame = found != ours.end() && found->second == shape.get<std::vector<std::int64_t>>();
            EXPECT_TRUE(isSame) << name;
            record({"names and shapes: " + name, 0, isSame ? 0.0 : 1.0, 0, "tensors"});
        }
    }
    EXPECT_EQ(ours.size(), expected);

    const auto totals = tree.subtreeTotals();
    EXPECT_EQ(totals[0].parameters, golden->json["image_part_params"].get<std::int64_t>());
    for (const auto& [path, count] : golden->json["submodule_param_counts"].items()) {
        const network::ModuleId id = tree.find(path);
        if (id != network::kNoModule) {
            const std::int64_t parameters = totals[static_cast<std::size_t>(id)].parameters;
            EXPECT_EQ(parameters, count.get<std::int64_t>()) << path;
            record({"parameters of a module: " + path, 0,
                    std::abs(static_cast<double>(parameters - count.get<std::int64_t>())), 0, "parameters"});
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Sizes, Counts, testing::Values("s", "l"));

} // namespace
} // namespace espalier::parity
