#include "tests/unit/monitor/detector_rows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <functional>
#include <string>

namespace espalier::monitor {
namespace {

// What healthy runs look like, each at three scales: nothing of it may be more than a lone spike.

struct LookAlike {
    const char* name;
    std::function<Observation(int, Noise&)> rowAt;
};

class HealthyRun : public testing::TestWithParam<LookAlike> {};

TEST_P(HealthyRun, RaisesNoWarning)
{
    for (const double scale : {1e-3, 1.0, 1e4}) {
        Detector detector;
        Noise noise(0.25);
        const auto scaled = [&](int i) {
            Observation row = GetParam().rowAt(i, noise);
            *row.loss *= scale;
            for (run::Sample& part : row.parts) {
                part.value *= scale;
            }
            if (row.gradientNorm) {
                *row.gradientNorm *= scale;
            }
            return row;
        };
        EXPECT_LE(worstOf(detector, 1500, scaled), Condition::LoneSpike) << GetParam().name << " at " << scale;
    }
}

double learnt(int i)
{
    return 0.3 + 2.0 * std::exp(-0.01 * i);
}

INSTANTIATE_TEST_SUITE_P(
    Detector, HealthyRun,
    testing::Values(
        LookAlike{"small batches",
                  [](int i, Noise& noise) { return logged(learnt(i) * noise() * noise() * noise(), noise()); }},
        LookAlike{"warm-up",
                  [](int i, Noise& noise) {
                      Observation row = logged((i < 50 ? 2.3 + 0.01 * i : learnt(i - 50) + 0.5) * noise(),
                                               (1 + 0.1 * std::min(i, 60)) * noise());
                      row.learningRate = 1e-5 * std::min(i + 1, 100);
                      return row;
                  }},
        LookAlike{"rate drops",
                  [](int i, Noise& noise) {
                      Observation row =
                          logged(learnt(i) * (i > 700 ? 0.5 : 1) * noise(), (i > 700 ? 0.4 : 1) * noise());
                      row.learningRate = i > 700 ? 1e-4 : 1e-3;
                      return row;
                  }},
        LookAlike{"rate restarts",
                  [](int i, Noise& noise) {
                      const int place = i % 500;
                      Observation row = logged((learnt(i) + 0.3 * std::exp(-0.02 * place) * (i > 500)) * noise(),
                                               (1 + 2 * (place < 30)) * noise());
                      row.learningRate = 1e-3 * (0.5 + 0.5 * std::cos(place * 3.14159 / 500)) + 1e-6;
                      return row;
                  }},
        LookAlike{"lone spikes of the norm",
                  [](int i, Noise& noise) { return logged(learnt(i) * noise(), (i % 97 == 96 ? 80 : 1) * noise()); }},
        LookAlike{"gaps",
                  [](int i, Noise& noise) {
                      return i % 3 == 0 ? logged(learnt(i) * noise()) : logged(learnt(i) * noise(), noise());
                  }},
        LookAlike{"a second run in the same log",
                  [](int i, Noise& noise) {
                      const int place = i % 750;
                      Observation row = logged((0.05 + 3 * std::exp(-0.02 * place)) * noise(), noise());
                      row.step = 10 * place;
                      return row;
                  }},
        LookAlike{"parts that come and go",
                  [](int i, Noise& noise) {
                      Observation row = logged(learnt(i) * noise(), noise());
                      row.parts = {{"loss_cls", *row.loss / 2}};
                      if (i % 2 == 0) {
                          row.parts.insert(row.parts.begin(), {"loss_mask", i % 10 == 0 ? 0.0 : *row.loss / 2});
                      }
                      return row;
                  }}),
    [](const auto& suite) {
        std::string name = suite.param.name;
        std::replace_if(
            name.begin(), name.end(), [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
        return name;
    });

} // namespace
} // namespace espalier::monitor
