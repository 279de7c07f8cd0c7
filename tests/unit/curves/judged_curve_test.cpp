#include "core/curves/judged_curve.h"

#include <gtest/gtest.h>

namespace espalier::curves {
namespace {

JudgedCurve judged(const std::string& rows)
{
    const auto curve = curveFromBytes("step,loss,grad_norm\n" + rows, "log");
    EXPECT_TRUE(curve.has_value());
    return judge(*curve);
}

/// Rows of a run that goes well.
std::string healthy(int from, int to)
{
    std::string rows;
    for (int i = from; i < to; ++i) {
        rows += std::to_string(i) + ',' + std::to_string(2.0 - 0.005 * i + 0.01 * (i % 3)) + ",1." +
                std::to_string(i % 5) + '\n';
    }
    return rows;
}

TEST(JudgedCurve, SaysNothingOfAHealthyRunButItsLoneSpikes)
{
    const JudgedCurve curve = judged(healthy(0, 50) + "50,1.75,90\n" + healthy(51, 100));
    EXPECT_EQ(jsonText(toJson(curve, "a.csv")),
              R"({"file":"a.csv","rows":100,"verdict":"stable","first_warning":null,"first_nonfinite":null,)"
              R"("series":null,"spikes":[50],"reason":null})");
}

TEST(JudgedCurve, NamesTheRowsOfAnExplosionAndOfTheWarningBeforeIt)
{
    const JudgedCurve curve = judged(healthy(0, 50) + "50,9,30\n51,80,900\n52,nan,nan\n53,nan,nan\n");
    EXPECT_EQ(jsonText(toJson(curve, "a.csv")),
              R"({"file":"a.csv","rows":54,"verdict":"exploded","first_warning":50,"first_nonfinite":52,)"
              R"("series":"loss","spikes":[],"reason":"non_finite_loss"})");
}

TEST(JudgedCurve, WhatHealedDoesNotStand)
{
    const JudgedCurve curve = judged(healthy(0, 50) + "50,nan,1\n" + healthy(51, 100));
    EXPECT_EQ(curve.verdict, monitor::Condition::Stable);
    EXPECT_EQ(curve.firstWarning, 50);
    EXPECT_EQ(curve.reason, "non_finite_loss");
}

TEST(JudgedCurve, ASearchForTheLossScaleAtTheStartIsNoWarning)
{
    const JudgedCurve curve = judged("0,2.1,nan\n1,2.05,inf\n2,2,nan\n" + healthy(3, 60));
    EXPECT_EQ(curve.verdict, monitor::Condition::Stable);
    EXPECT_EQ(curve.firstWarning, std::nullopt);
    EXPECT_EQ(curve.firstNonFinite, 0);
    EXPECT_EQ(curve.conditions.front(), monitor::Condition::LossScaleSearch);
}

} // namespace
} // namespace espalier::curves
