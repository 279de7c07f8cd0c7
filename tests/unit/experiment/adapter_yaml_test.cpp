#include "core/experiment/experiment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace espalier::experiment {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string withAdapter(const std::string& adapter)
{
    return "plan:\n  freeze: ['**']\n  adapters:\n    - " + adapter + "\n";
}

TEST(AdapterYaml, EveryMethodComesBackAsItWasWritten)
{
    for (const plan::AdapterOptions& method : plan::adapterMethods()) {
        Experiment experiment;
        plan::AdapterRule rule{"neck", method, 1.0, std::nullopt};
        if (plan::canBeGated(method)) {
            rule.gate = plan::GateOptions{0.2, 0.3, 0.05, 4.0};
        }
        experiment.plan.adapters = {rule};
        const auto back = parseYaml(toYaml(experiment), "x.yaml");
        ASSERT_TRUE(back) << describe(back.error());
        EXPECT_EQ(*back, experiment) << toYaml(experiment);
    }
}

TEST(AdapterYaml, OptionsAreReadByTheNamesOfHfPeftWhereItHasThem)
{
    const auto experiment =
        parseYaml(withAdapter("{method: lora, pattern: a, rank: 4, alpha: 8, use_rslora: true, loraplus_lr_ratio: 16, "
                              "init_lora_weights: gaussian, parts: qv}"),
                  "x.yaml");
    ASSERT_TRUE(experiment) << describe(experiment.error());
    const auto lora = std::get<plan::LoraOptions>(experiment->plan.adapters.front().adapter);
    EXPECT_TRUE(lora.useRslora);
    EXPECT_EQ(lora.lrRatio, 16);
    EXPECT_EQ(lora.init, "gaussian");
    EXPECT_EQ(lora.parts, "qv");
    EXPECT_THAT(toYaml(*experiment), HasSubstr("use_rslora"));
}

TEST(AdapterYaml, OptionsAtTheirDefaultAreNotWritten)
{
    Experiment experiment;
    experiment.plan.adapters = {{"neck", plan::LoraOptions{}, 1.0, std::nullopt}};
    EXPECT_THAT(toYaml(experiment), HasSubstr("{method: lora, rank: 8, alpha: 16, dropout: 0, pattern: \"neck\"}"));
}

TEST(AdapterYaml, AGateIsAMapOrAFlag)
{
    const auto gateOf = [](const std::string& gate) {
        const auto experiment = parseYaml(withAdapter("{method: lora, pattern: a, gate: " + gate + "}"), "x.yaml");
        EXPECT_TRUE(experiment) << (experiment ? "" : describe(experiment.error()));
        return experiment->plan.adapters.front().gate;
    };
    EXPECT_EQ(gateOf("true"), plan::GateOptions{});
    EXPECT_EQ(gateOf("false"), std::nullopt);
    EXPECT_EQ(gateOf("{l1: 0.5, lr_ratio: 3}"), (plan::GateOptions{0.1, 0.15, 0.5, 3.0}));
}

TEST(AdapterYaml, WhatMakesNoSenseIsRefusedWithItsPlace)
{
    const auto refusal = [](const std::string& adapter) {
        const auto experiment = parseYaml(withAdapter(adapter), "x.yaml");
        EXPECT_FALSE(experiment);
        return experiment ? std::string() : describe(experiment.error());
    };
    EXPECT_THAT(refusal("{method: ssf, pattern: a, gate: true}"), HasSubstr("takes no gate"));
    EXPECT_THAT(refusal("{method: lora, pattern: a, gate: {treshold: 1}}"), HasSubstr("threshold"));
    EXPECT_THAT(refusal("{method: lora, pattern: a, gate: {l1: -1}}"), HasSubstr("x.yaml:4"));
    EXPECT_THAT(refusal("{method: fact, pattern: a, form: tucker}"), HasSubstr("tt, tk"));
    EXPECT_THAT(refusal("{method: bitfit, pattern: a, rank: 3}"), HasSubstr("rank"));
}

} // namespace
} // namespace espalier::experiment
