#include "core/model/describe.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace espalier::model {
namespace {

constexpr int kClasses = 80;
constexpr std::int64_t kTextTower = 63'428'096;

struct Size {
    const char* size;
    std::int64_t image; ///< without the text tower
    std::int64_t stage4;
    std::array<std::int64_t, 2> topDown;
    std::array<std::int64_t, 2> bottomUp;
    std::array<std::int64_t, 3> classes;
    std::array<std::int64_t, 3> boxes;
};

const Size kSizes[]{
    {"s",
     12'759'864,
     3'675'648,
     {837'508, 226'242},
     {739'204, 2'821'896},
     {361'472, 508'928, 803'840},
     {115'008, 188'736, 336'192}},
    {"m",
     28'376'142,
     6'808'896,
     {2'498'118, 668'451},
     {2'350'662, 5'267'817},
     {763'136, 1'094'912, 1'426'688},
     {151'872, 262'464, 373'056}},
    {"l",
     46'832'034,
     7'478'784,
     {5'576'456, 1'493'892},
     {5'445'384, 5'576'456},
     {1'312'256, 1'902'080, 1'902'080},
     {188'736, 336'192, 336'192}},
    {"x",
     72'886'361,
     11'683'200,
     {8'670'410, 2'312'805},
     {8'465'610, 8'670'410},
     {2'008'832, 2'930'432, 2'930'432},
     {293'504, 523'904, 523'904}},
};

std::int64_t parametersOf(const network::NetworkTree& tree, const std::string& path)
{
    const network::ModuleId id = tree.find(path);
    EXPECT_NE(id, network::kNoModule) << path;
    return id == network::kNoModule ? -1 : tree.subtreeTotals()[static_cast<std::size_t>(id)].parameters;
}

class Counts : public testing::TestWithParam<Size> {};

TEST_P(Counts, EveryPartHasTheReferencesParameters)
{
    const Size& expected = GetParam();
    const auto options = yoloWorldOptions(expected.size, kClasses);
    ASSERT_TRUE(options);
    const network::NetworkTree tree = describe(*options);
    EXPECT_EQ(tree.subtreeTotals()[0].parameters, expected.image + kTextTower);
    EXPECT_EQ(parametersOf(tree, "backbone.image_model.stage4"), expected.stage4);
    for (std::size_t i = 0; i < 2; ++i) {
        const std::string index = std::to_string(i);
        EXPECT_EQ(parametersOf(tree, "neck.top_down_layers." + index), expected.topDown[i]);
        EXPECT_EQ(parametersOf(tree, "neck.bottom_up_layers." + index), expected.bottomUp[i]);
    }
    for (std::size_t i = 0; i < 3; ++i) {
        const std::string index = std::to_string(i);
        EXPECT_EQ(parametersOf(tree, "bbox_head.head_module.cls_preds." + index), expected.classes[i]);
        EXPECT_EQ(parametersOf(tree, "bbox_head.head_module.reg_preds." + index), expected.boxes[i]);
        EXPECT_EQ(parametersOf(tree, "bbox_head.head_module.cls_contrasts." + index), 1'026);
    }
}

INSTANTIATE_TEST_SUITE_P(Sizes, Counts, testing::ValuesIn(kSizes),
                         [](const auto& row) { return std::string(row.param.size); });

TEST(ParameterCounts, TheSmallestAndTheLargest)
{
    const auto smallest = yoloWorldOptions("n", kClasses);
    ASSERT_TRUE(smallest);
    EXPECT_EQ(describe(*smallest).subtreeTotals()[0].parameters, 3'695'167 + kTextTower);
    // Published as xl: no size of ours, but the same builder makes it.
    YoloWorldOptions largest = scaled({1.0, 1.5, 512, {128, 256, 256}, {4, 8, 8}}, kClasses);
    largest.withTextTower = false;
    EXPECT_EQ(describe(largest).subtreeTotals()[0].parameters, 104'679'696);
}

} // namespace
} // namespace espalier::model
