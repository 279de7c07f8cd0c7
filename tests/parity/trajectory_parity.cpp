// Whole training steps of the detector: losses, gradient norms and the tensors after the last step. Once in single
// precision, where rounding grows from step to step, and once in double precision, where it does not hide anything.
#include "core/model/weights_binding.h"
#include "core/train/detection_loss.h"
#include "core/train/gradient_norm.h"
#include "core/train/optimizer.h"
#include "tests/parity/goldens.h"
#include "tests/parity/reference_network.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace espalier::parity {
namespace {

constexpr int kFirstSteps = 3; ///< before rounding has grown
/// In double precision. The reference adds 1.2e-7 to a divisor, and ten steps make forty times as much of it.
constexpr double kExact = 1e-5;

double number(const Json& value)
{
    return value.is_string() ? std::stod(value.get<std::string>()) : value.get<double>();
}

struct Run {
    const char* golden;
    at::ScalarType precision;
};

class Trajectory : public testing::TestWithParam<Run> {};

TEST_P(Trajectory, FollowsTheReference)
{
    const auto golden = openGolden(GetParam().golden);
    if (!golden) {
        return;
    }
    const bool isExact = GetParam().precision == at::kDouble;
    const auto network = networkOf(*golden);
    network->to(GetParam().precision);
    std::set<std::string> open;
    for (const Json& name : golden->json["trainable"]) {
        open.insert(name.get<std::string>());
    }
    const bool isWhole = golden->json["freeze"].empty();
    network->train();
    train::NamedTensors trainable;
    plan::ParameterGroup group;
    for (const auto& item : network->named_parameters()) {
        at::Tensor(item.value()).set_requires_grad(open.count(item.key()) != 0);
        if (open.count(item.key()) != 0) {
            trainable.emplace_back(item.key(), item.value());
            group.tensors.push_back(item.key());
        }
    }
    if (!isWhole) {
        // In the reference's frozen cases every BatchNorm, also of what was re-opened, stays in eval mode.
        for (const auto& item : network->named_modules({}, false)) {
            if (auto* norm = dynamic_cast<model::BatchNorm2d*>(item.value().get())) {
                norm->freezeStatistics(true);
            }
        }
    }
    experiment::TrainSettings settings;
    settings.lr = number(golden->json["lr"]);
    settings.weightDecay = number(golden->json["weight_decay"]);
    train::Optimizer optimizer(settings, {group}, trainable);
    const double clip = number(golden->json["clip_grad_norm"]);
    const int steps = static_cast<int>(number(golden->json["steps"]));
    std::map<std::string, double> noiseSoFar;
    for (int step = 0; step < steps; ++step) {
        const std::string which = std::to_string(step % 2);
        const at::Tensor images = golden->at("in.image" + which).to(GetParam().precision);
        const at::Tensor text = golden->at("in.text" + which).to(GetParam().precision);
        Truth truth = truthOf(golden->at("in.gts" + which), images.size(0));
        truth.boxes = truth.boxes.to(GetParam().precision);
        optimizer.zeroGradients();
        const auto output = network->forward(images, text);
        const auto loss = train::detectionLoss(output.logits, output.distributions, truth.boxes, truth.labels);
        (loss.loss_cls + loss.loss_bbox + loss.loss_dfl).backward();
        const auto norms = train::gradientNorms(trainable, std::vector<int>(trainable.size(), 0), 1);
        train::clipGradients(trainable, norms.total, clip);
        optimizer.step();
        const auto compare = [&](const std::string& series, double actual) {
            const double expected = golden->at("traj." + series)[step].item<double>();
            const double exact = golden->at("traj_f64." + series)[step].item<double>();
            if (isExact) {
                expectClose(actual, exact, kExact,
                            "steps in double precision: " + series + " of step " + std::to_string(step));
                return;
            }
            // The reference's own rounding noise so far: once apart, two float runs stay apart.
            double& noise = noiseSoFar[series];
            noise = std::max(noise, std::abs(expected - exact) / std::abs(expected));
            const bool isTight = !isWhole && step < kFirstSteps;
            expectClose(actual, expected, isTight ? 1e-5 : 1e-4,
                        (step < kFirstSteps ? "first steps: " : "later steps: ") + series + " of step " +
                            std::to_string(step),
                        noise * std::abs(expected));
        };
        compare("loss_cls", loss.loss_cls.item<double>());
        compare("loss_bbox", loss.loss_bbox.item<double>());
        compare("loss_dfl", loss.loss_dfl.item<double>());
        compare("total", (loss.loss_cls + loss.loss_bbox + loss.loss_dfl).item<double>());
        compare("grad_norm", norms.total);
    }
    if (isExact) {
        return; // the case holds these in single precision
    }
    const auto tensors = model::namedTensors(*network);
    for (const auto& [name, expected] : golden->under("final.")) {
        const auto found =
            std::find_if(tensors.begin(), tensors.end(), [&, key = name](const auto& row) { return row.first == key; });
        ASSERT_NE(found, tensors.end()) << name;
        expectClose(found->second, expected, 5e-3, "tensors at the end: " + name);
    }
}

INSTANTIATE_TEST_SUITE_P(Cases, Trajectory,
                         testing::Values(Run{"yolo_world/train_full", at::kFloat},
                                         Run{"yolo_world/train_full", at::kDouble},
                                         Run{"yolo_world/train_step2_like", at::kFloat},
                                         Run{"yolo_world/train_step2_like", at::kDouble}));

} // namespace
} // namespace espalier::parity
