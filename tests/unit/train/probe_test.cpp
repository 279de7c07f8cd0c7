#include "core/train/probe.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace espalier::train {

namespace {

/// Five linear layers in a row, of which one can be made to fail in either direction.
struct Row : torch::nn::Module {
    enum class Fault { None, Forward, Backward, Grows };
    Row(int faulty, Fault kind) : m_faulty(faulty), m_kind(kind)
    {
        torch::manual_seed(1);
        for (int i = 0; i < 5; ++i) {
            m_layers.push_back(register_module("layer" + std::to_string(i), torch::nn::Linear(6, 6)));
        }
    }
    at::Tensor forward(at::Tensor x)
    {
        for (int i = 0; i < 5; ++i) {
            x = at::tanh(m_layers[static_cast<std::size_t>(i)]->forward(x));
            if (i == m_faulty) {
                x = broken(x);
            }
        }
        return x;
    }

private:
    at::Tensor broken(const at::Tensor& x) const
    {
        switch (m_kind) {
        case Fault::Forward:
            return x / (x - x);
        case Fault::Backward:
            return x + at::sqrt(x * 0); // finite on the way there, infinite times zero on the way back
        case Fault::Grows:
            return x * 1e6;
        case Fault::None:
            break;
        }
        return x;
    }

    int m_faulty;
    Fault m_kind;
    std::vector<torch::nn::Linear> m_layers;
};

Pass passOf(Row& row)
{
    torch::manual_seed(2);
    const at::Tensor input = at::randn({3, 6});
    return Probe(row).pass([&] {
        at::Tensor output = row.forward(input);
        probeScope("loss");
        return output.square().mean();
    });
}

const ModuleTrace& traceOf(const Pass& pass, const std::string& module)
{
    const auto found = std::ranges::find(pass.modules, module, [](const ModuleTrace& trace) { return trace.module; });
    if (found == pass.modules.end()) {
        throw std::runtime_error("no module " + module);
    }
    return *found;
}

} // namespace

TEST(Probe, FindsTheModuleWhoseOutputIsNotFinite)
{
    for (int faulty = 0; faulty < 5; ++faulty) {
        Row row(faulty, Row::Fault::Forward);
        const Pass pass = passOf(row);
        EXPECT_EQ(pass.firstModule, "layer" + std::to_string(faulty));
        EXPECT_EQ(pass.direction, "forward");
        for (int i = 0; i < 5; ++i) {
            EXPECT_EQ(std::isfinite(traceOf(pass, "layer" + std::to_string(i)).activation), i < faulty) << i;
        }
    }
}

TEST(Probe, FindsTheModuleWhoseWayBackIsNotFinite)
{
    for (int faulty = 0; faulty < 5; ++faulty) {
        Row row(faulty, Row::Fault::Backward);
        const Pass pass = passOf(row);
        EXPECT_EQ(pass.firstModule, "layer" + std::to_string(faulty));
        EXPECT_EQ(pass.direction, "backward");
        for (int i = 0; i < 5; ++i) {
            const ModuleTrace& trace = traceOf(pass, "layer" + std::to_string(i));
            EXPECT_TRUE(std::isfinite(trace.activation)) << i;
            EXPECT_EQ(std::isfinite(trace.parameterGradient), i > faulty) << i;
        }
    }
}

TEST(Probe, AnInfiniteWeightIsItsOwnModules)
{
    Row row(0, Row::Fault::None);
    {
        const at::NoGradGuard noGradients;
        row.named_parameters()["layer3.weight"][0][0] = std::numeric_limits<double>::infinity();
    }
    const Pass pass = passOf(row);
    EXPECT_EQ(pass.firstModule, "layer3");
    EXPECT_EQ(pass.direction, "forward");
}

TEST(Probe, AHealthyPassNamesNothingAndReadsWhatAutogradReads)
{
    Row row(0, Row::Fault::None);
    const Pass pass = passOf(row);
    EXPECT_EQ(pass.firstModule, "");
    EXPECT_EQ(pass.direction, "");
    ASSERT_EQ(pass.modules.size(), 6U);
    EXPECT_EQ(pass.modules.front().module, "layer0");
    EXPECT_EQ(pass.modules.back().module, "loss");
    EXPECT_EQ(firstBad(pass, &pass).module, "");

    // The same by hand.
    row.zero_grad();
    torch::manual_seed(2);
    const at::Tensor input = at::randn({3, 6});
    row.forward(input).square().mean().backward();
    const auto parameters = row.named_parameters();
    const double norm = std::hypot(parameters["layer2.weight"].grad().norm().item<double>(),
                                   parameters["layer2.bias"].grad().norm().item<double>());
    EXPECT_DOUBLE_EQ(traceOf(pass, "layer2").parameterGradient, norm);
    const at::Tensor first = at::linear(input, parameters["layer0.weight"], parameters["layer0.bias"]);
    EXPECT_DOUBLE_EQ(traceOf(pass, "layer0").activation, first.abs().max().item<double>());
}

TEST(Probe, AFiniteGrowthIsSeenAgainstAHealthyPass)
{
    Row healthy(2, Row::Fault::None);
    Row grown(2, Row::Fault::Grows);
    const Pass before = passOf(healthy);
    const Pass now = passOf(grown);
    EXPECT_EQ(now.firstModule, "");
    EXPECT_EQ(firstBad(now).module, "");
    const FirstBad bad = firstBad(now, &before);
    EXPECT_EQ(bad.module, "layer2");
    EXPECT_EQ(bad.direction, "forward");
    EXPECT_EQ(firstBad(before, &before).module, "");
}

TEST(Probe, WhatComesInBadIsTheInputsFault)
{
    Row row(0, Row::Fault::None);
    const Pass pass = Probe(row).pass([&] { return row.forward(at::full({3, 6}, std::nan(""))).square().mean(); });
    EXPECT_EQ(pass.firstModule, "input");
    EXPECT_EQ(pass.direction, "forward");
}

TEST(Probe, AMaskOfMinusInfinityIsNoFault)
{
    Row row(0, Row::Fault::None);
    const Pass pass = Probe(row).pass([&] {
        const at::Tensor mask = at::full({3, 6}, -std::numeric_limits<float>::infinity()).triu(1);
        return (row.forward(at::ones({3, 6})) + mask).softmax(1).square().mean();
    });
    EXPECT_EQ(pass.firstModule, "");
}

TEST(Probe, ASiteIsNamedWithoutAParameter)
{
    Row row(0, Row::Fault::None);
    const Pass pass = Probe(row).pass([&] {
        const at::Tensor seen = probeSite("between", row.forward(at::ones({3, 6})));
        return (seen / (seen - seen)).square().mean();
    });
    EXPECT_EQ(pass.firstModule, "between");
    const at::Tensor outside = at::ones({2});
    EXPECT_TRUE(probeSite("nobody looks", outside).is_same(outside));
    probeScope("nobody looks");
}

TEST(Probe, NothingIsWatchedAfterAPass)
{
    Row row(1, Row::Fault::Forward);
    const Pass first = passOf(row);
    Row fine(1, Row::Fault::None);
    EXPECT_TRUE(fine.forward(at::ones({3, 6})).isfinite().all().item<bool>());
    const Pass second = passOf(fine);
    EXPECT_EQ(first.firstModule, "layer1");
    EXPECT_EQ(second.firstModule, "");
    EXPECT_THROW((void)Probe(fine).pass([]() -> at::Tensor { throw std::runtime_error("mine"); }), std::runtime_error);
    EXPECT_EQ(passOf(fine).firstModule, "");
}

} // namespace espalier::train
