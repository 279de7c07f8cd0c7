#include "core/plan/advice.h"
#include "core/plan/presets.h"

#include <gtest/gtest.h>

namespace espalier::plan {
namespace {

TEST(Advice, FollowsTheNumberOfSamplesAtEveryBorder)
{
    const auto of = [](std::int64_t samples) { return advise({samples, 0, false}); };
    EXPECT_EQ(of(999).preset, "step1");
    EXPECT_EQ(of(1'000).preset, "lora_convolutions");
    EXPECT_EQ(of(9'999).preset, "lora_convolutions");
    EXPECT_EQ(of(10'000).preset, "step3");
    EXPECT_EQ(of(99'999).preset, "step3");
    EXPECT_EQ(of(100'000).preset, "baseline");
    EXPECT_EQ(of(100'000).reasons, std::vector{AdviceReason::VeryMany});
}

TEST(Advice, MemoryGoesBeforePurposeAndPurposeBeforeSize)
{
    const Advice deployed = advise({50'000, 24'000'000'000, true});
    EXPECT_EQ(deployed.preset, "step2");
    EXPECT_EQ(deployed.reasons, (std::vector{AdviceReason::Deployment, AdviceReason::ManySamples}));
    const Advice small = advise({50'000, kLittleMemory - 1, true});
    EXPECT_EQ(small.preset, "step1");
    EXPECT_EQ(small.reasons.front(), AdviceReason::LittleMemory);
    EXPECT_EQ(advise({50'000, kLittleMemory, false}).preset, "step3");
}

TEST(Advice, SaysNothingWhereNothingIsKnown)
{
    EXPECT_TRUE(advise({}).preset.empty());
    EXPECT_TRUE(advise({0, 24'000'000'000, false}).reasons.empty());
}

TEST(Advice, NamesPresetsThatThereAre)
{
    for (const std::int64_t samples : {0, 10, 5'000, 50'000, 500'000}) {
        for (const std::int64_t memory : {std::int64_t{0}, kLittleMemory / 2, 2 * kLittleMemory}) {
            for (const bool isForDeployment : {false, true}) {
                const Advice made = advise({samples, memory, isForDeployment});
                EXPECT_TRUE(made.preset.empty() || findPreset(made.preset) != nullptr) << made.preset;
                EXPECT_EQ(made.preset.empty(), made.reasons.empty());
            }
        }
    }
}

} // namespace
} // namespace espalier::plan
