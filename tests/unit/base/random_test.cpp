#include "core/base/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <vector>

namespace espalier {
namespace {

std::vector<double> draw(Random& random)
{
    std::vector<double> numbers;
    for (int i = 0; i < 100; ++i) {
        numbers.push_back(random.uniform());
        numbers.push_back(random.normal());
        numbers.push_back(static_cast<double>(random.below(1000)));
        numbers.push_back(random.chance(0.5) ? 1.0 : 0.0);
    }
    return numbers;
}

TEST(Random, TheSameSeedGivesTheSameNumbers)
{
    Random first(7);
    Random second(7);
    Random other(8);
    const auto numbers = draw(first);
    EXPECT_EQ(numbers, draw(second));
    EXPECT_NE(numbers, draw(other));
}

TEST(Random, NumbersAreThoseOfTheStandardEngine)
{
    // The ten-thousandth number of mt19937_64 with its default seed, as the C++ standard states it.
    Random random(5489);
    for (int i = 1; i < 10'000; ++i) {
        static_cast<void>(random.uniform());
    }
    EXPECT_EQ(random.uniform(), static_cast<double>(9981545732273789042ULL >> 11) * 0x1.0p-53);
}

TEST(Random, GoesOnFromASavedState)
{
    Random random(3);
    draw(random);
    const std::string state = random.state();
    const auto expected = draw(random);
    Random other(99);
    ASSERT_TRUE(other.setState(state).has_value());
    EXPECT_EQ(draw(other), expected);
}

TEST(Random, ABrokenStateChangesNothing)
{
    Random random(3);
    const std::string state = random.state();
    for (const std::string& broken : {std::string(), std::string("x"), std::string("1 2 3"), state.substr(0, 500)}) {
        EXPECT_FALSE(random.setState(broken).has_value());
        EXPECT_EQ(random.state(), state);
    }
}

TEST(Random, StaysInItsRange)
{
    Random random(11);
    double sum = 0;
    double squares = 0;
    std::set<std::int64_t> seen;
    for (int i = 0; i < 20'000; ++i) {
        const double value = random.uniform(-2, 3);
        EXPECT_GE(value, -2);
        EXPECT_LT(value, 3);
        seen.insert(random.below(5));
        const double normal = random.normal();
        sum += normal;
        squares += normal * normal;
    }
    EXPECT_EQ(seen, (std::set<std::int64_t>{0, 1, 2, 3, 4}));
    // Five standard errors of mean and variance of 20000 numbers.
    EXPECT_NEAR(sum / 20'000, 0, 5 / std::sqrt(20'000.0));
    EXPECT_NEAR(squares / 20'000, 1, 5 * std::sqrt(2 / 20'000.0));
}

TEST(Random, ShufflingKeepsEveryItem)
{
    std::array<int, 50> items{};
    for (std::size_t i = 0; i < items.size(); ++i) {
        items[i] = static_cast<int>(i);
    }
    const auto sorted = items;
    Random random(1);
    random.shuffle(std::span<int>(items));
    EXPECT_NE(items, sorted);
    std::ranges::sort(items);
    EXPECT_EQ(items, sorted);
}

} // namespace
} // namespace espalier
