#include "core/compare/difference.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace espalier::compare {
namespace {

TEST(Difference, NamesWhatIsNotTheSameInAll)
{
    std::vector<experiment::Experiment> three(3);
    three[1].train.lr = 0.5;
    three[2].monitor.policy = "rewind";
    three[2].name = "names are no settings";
    const auto found = differences(three);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].key, "train.lr");
    ASSERT_EQ(found[0].values.size(), 3U);
    EXPECT_EQ(found[0].values[0], found[0].values[2]);
    EXPECT_NE(found[0].values[0], found[0].values[1]);
    EXPECT_EQ(found[1].key, "monitor.policy");
    EXPECT_EQ(found[1].values, (std::vector<std::string>{"stop", "stop", "rewind"}));
}

TEST(Difference, LeavesEmptyWhatAnExperimentLacks)
{
    std::vector<experiment::Experiment> two(2);
    two[1].plan.adapters.emplace_back().pattern = "neck.**";
    const auto found = differences(two);
    ASSERT_FALSE(found.empty());
    for (const Difference& difference : found) {
        EXPECT_TRUE(difference.values.at(0).empty()) << difference.key;
    }
    EXPECT_TRUE(std::any_of(found.begin(), found.end(), [](const Difference& difference) {
        return difference.values.at(1).find("neck.**") != std::string::npos;
    }));
}

TEST(Difference, IsNoneBetweenEqualOnesOrOfOne)
{
    EXPECT_TRUE(differences(std::vector<experiment::Experiment>(2)).empty());
    EXPECT_TRUE(differences(std::vector<experiment::Experiment>(1)).empty());
    EXPECT_TRUE(differences({}).empty());
}

} // namespace
} // namespace espalier::compare
