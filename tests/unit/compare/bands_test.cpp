#include "core/compare/bands.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace espalier::compare {
namespace {

using Curve = std::vector<store::SeriesPoint>;

TEST(Bands, MeansAndBoundsOnTheStepsOfAll)
{
    const std::vector<Curve> curves{{{10, 0, 0, 1}, {20, 0, 0, 3}, {30, 0, 0, 3}}, {{10, 0, 0, 5}, {30, 0, 0, 1}}};
    const Band band = bandOf(curves);
    EXPECT_EQ(band.step, (std::vector<double>{10, 20, 30}));
    EXPECT_EQ(band.mean, (std::vector<double>{3, 3, 2}));
    EXPECT_EQ(band.low, (std::vector<double>{1, 3, 1}));
    EXPECT_EQ(band.high, (std::vector<double>{5, 3, 3}));
    EXPECT_EQ(band.count, (std::vector<std::size_t>{2, 2, 2}));
}

TEST(Bands, ReadBetweenPoints)
{
    const std::vector<Curve> curves{{{0, 0, 0, 0}, {10, 0, 0, 10}}, {{4, 0, 0, 0}}};
    const Band band = bandOf(curves);
    EXPECT_EQ(band.step, (std::vector<double>{0, 4, 10}));
    EXPECT_EQ(band.high[1], 4);
    EXPECT_EQ(band.count, (std::vector<std::size_t>{1, 2, 1}));
}

TEST(Bands, CountTellsWhereACurveExploded)
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const std::vector<Curve> curves{{{1, 0, 0, 2}, {2, 0, 0, 2}, {3, 0, 0, nan}}, {{1, 0, 0, 4}, {2, 0, 0, 4}}};
    const Band band = bandOf(curves);
    EXPECT_EQ(band.count, (std::vector<std::size_t>{2, 2, 0}));
    EXPECT_EQ(band.mean[1], 3);
    EXPECT_TRUE(std::isnan(band.mean[2]) && std::isnan(band.low[2]) && std::isnan(band.high[2]));
    EXPECT_TRUE(bandOf({}).step.empty());
}

TEST(Bands, GroupRunsByRecipe)
{
    std::vector<store::RunSummary> runs(4);
    runs[0].recipeHash = runs[2].recipeHash = "a";
    runs[1].recipeHash = runs[3].recipeHash = "b";
    EXPECT_EQ(groupsByRecipe(runs), (std::vector<std::vector<std::size_t>>{{0, 2}, {1, 3}}));
}

} // namespace
} // namespace espalier::compare
