#include "core/train/put_back.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace espalier::train {

namespace {

/// A chain of factors, each a tensor of its own; the loss is their product.
class Chain : public testing::Test {
protected:
    Chain()
    {
        for (const char* name : {"param.backbone.stem.conv.weight", "param.backbone.stage.conv.weight",
                                 "param.backbone.stage.norm.weight", "param.head.out.weight"}) {
            m_live.emplace(name, at::ones({1}));
        }
        m_live.emplace("buffer.backbone.stage.norm.mean", at::zeros({1}));
        m_healthy = cloned(m_live);
    }
    void scale(const std::string& name, double factor) { m_live.at(name).mul_(factor); }
    [[nodiscard]] double loss() const
    {
        double product = 1;
        for (const auto& [name, tensor] : m_live) {
            product *= name.starts_with("param") ? tensor.item<double>() : 1;
        }
        return product;
    }
    [[nodiscard]] std::optional<monitor::HealingFacts> healing()
    {
        m_passes = 0;
        return putBack(m_live, m_healthy, loss(), 1, [this] {
            ++m_passes;
            m_live.at("buffer.backbone.stage.norm.mean").add_(1); // as a norm that trains
            return loss();
        });
    }

    StateTensors m_live;
    StateTensors m_healthy;
    int m_passes = 0;
};

} // namespace

TEST_F(Chain, NamesTheSmallestPartThatHealsAlone)
{
    scale("param.backbone.stage.conv.weight", 100);
    const auto found = healing();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->module, "backbone.stage.conv");
    EXPECT_EQ(found->now, 100);
    EXPECT_EQ(found->healed, 1);
    EXPECT_EQ(m_passes, 6); // two children of the root, two of the backbone, two of the stage
}

TEST_F(Chain, StopsWhereTwoPartsHealOnlyTogether)
{
    scale("param.backbone.stage.conv.weight", 10);
    scale("param.backbone.stage.norm.weight", 10);
    const auto found = healing();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->module, "backbone.stage");
}

TEST_F(Chain, NamesNobodyWhenAllAreToBlame)
{
    scale("param.backbone.stem.conv.weight", 10);
    scale("param.head.out.weight", 10);
    const auto found = healing();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->module, "");
    EXPECT_EQ(found->healed, 10);
}

TEST_F(Chain, NamesNobodyWhenWhatItHealsIsStillAWreck)
{
    scale("param.backbone.stem.conv.weight", 1e20);
    scale("param.head.out.weight", 1e4);
    const auto found = healing();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->module, "");
}

TEST_F(Chain, FindsWhatIsNotFinite)
{
    scale("param.head.out.weight", std::numeric_limits<double>::quiet_NaN());
    const auto found = healing();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->module, "head.out");
    EXPECT_EQ(found->healed, 1);
}

TEST_F(Chain, HasNothingToSayOfABatchThatHealthyWeightsFailToo)
{
    EXPECT_FALSE(healing());
    EXPECT_EQ(m_passes, 0);
    EXPECT_FALSE(putBack(m_live, m_healthy, std::nan(""), std::nan(""), [] { return 1.0; }));
}

TEST_F(Chain, LeavesAllAsItWas)
{
    scale("param.head.out.weight", 100);
    const StateTensors before = cloned(m_live);
    (void)healing();
    for (const auto& [name, tensor] : before) {
        EXPECT_TRUE(at::equal(tensor, m_live.at(name))) << name;
    }
}

} // namespace espalier::train
