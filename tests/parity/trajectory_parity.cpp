// Whole training steps of the detector: losses, gradient norms and the tensors after the last step.
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

double number(const Json& value)
{
    return value.is_string() ? std::stod(value.get<std::string>()) : value.get<double>();
}

class Trajectory : public testing::TestWithParam<const char*> {};

TEST_P(Trajectory, FollowsTheReference)
{
    const auto golden = openGolden(GetParam());
    if (!golden) {
        return;
    }
    const auto network = networkOf(*golden);
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
        const at::Tensor images = golden->at("in.image" + which);
        const Truth truth = truthOf(golden->at("in.gts" + which), images.size(0));
        optimizer.zeroGradients();
        const auto output = network->forward(images, golden->at("in.text" + which));
        const auto loss = train::detectionLoss(output.logits, output.distributions, truth.boxes, truth.labels);
        (loss.loss_cls + loss.loss_bbox + loss.loss_dfl).backward();
        const auto norms = train::gradientNorms(trainable, std::vector<int>(trainable.size(), 0), 1);
        train::clipGradients(trainable, norms.total, clip);
        optimizer.step();
        const auto compare = [&](const std::string& series, double actual) {
            const double expected = golden->at("traj." + series)[step].item<double>();
            const double exact = golden->at("traj_f64." + series)[step].item<double>();
            // The reference's own rounding noise so far: once apart, two float runs stay apart.
            double& noise = noiseSoFar[series];
            noise = std::max(noise, std::abs(expected - exact) / std::abs(expected));
            expectClose(actual, expected, std::max(1e-4, 20 * noise), series + " of step " + std::to_string(step));
        };
        compare("loss_cls", loss.loss_cls.item<double>());
        compare("loss_bbox", loss.loss_bbox.item<double>());
        compare("loss_dfl", loss.loss_dfl.item<double>());
        compare("grad_norm", norms.total);
    }
    const auto tensors = model::namedTensors(*network);
    for (const auto& [name, expected] : golden->under("final.")) {
        const auto found =
            std::find_if(tensors.begin(), tensors.end(), [&, key = name](const auto& row) { return row.first == key; });
        ASSERT_NE(found, tensors.end()) << name;
        expectClose(found->second, expected, 5e-3, "final " + name);
    }
}

INSTANTIATE_TEST_SUITE_P(Cases, Trajectory, testing::Values("yolo_world/train_full", "yolo_world/train_step2_like"));

} // namespace
} // namespace espalier::parity
