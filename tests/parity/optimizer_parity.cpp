// Optimizer steps, gradient clipping and an accumulated training run.
#include "core/train/gradient_norm.h"
#include "core/train/loss_scale.h"
#include "core/train/optimizer.h"
#include "core/train/schedule.h"
#include "tests/parity/goldens.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace espalier::parity {
namespace {

constexpr double kStep = 1e-5;
constexpr int kTensors = 3;

double numberOr(const Json& json, const char* key, double otherwise)
{
    return json.contains(key) ? json[key].get<double>() : otherwise;
}

/// Moments, momentum and step counts after the last step.
void compareState(const Golden& golden, const std::string& name, const train::StateTensors& ours)
{
    const std::map<std::string, std::string> named{
        {"exp_avg", "mean"}, {"exp_avg_sq", "square"}, {"momentum_buffer", "momentum"}};
    for (const auto& [key, expected] : golden.under(name + ".state.")) {
        const auto dot = key.find('.');
        const std::string part = key.substr(dot + 1);
        const std::string what = "state: " + name + "." + key;
        if (part == "step") {
            expectClose(ours.at("steps").to(at::kFloat), expected, 0, what);
        } else {
            expectClose(ours.at(key.substr(0, dot + 1) + named.at(part)), expected, kStep, what);
        }
    }
}

TEST(Optimizer, TakesTheReferencesSteps)
{
    const auto golden = openGolden("torch_optim/optimizers");
    if (!golden) {
        return;
    }
    for (const auto& [name, about] : golden->json["cases"].items()) {
        const std::string kind = about["optimizer"].get<std::string>();
        const bool isPlainMomentum = kind == "SGD" && about.contains("momentum") && !about.contains("nesterov");
        if ((kind != "AdamW" && kind != "SGD") || isPlainMomentum) {
            std::cout << name << ": " << kind << " is no optimizer of ours: not compared\n";
            continue;
        }
        SCOPED_TRACE(name);
        experiment::TrainSettings settings;
        settings.optimizer = kind == "SGD" ? "sgd" : "adamw";
        settings.lr = numberOr(about, "lr", 1e-3);
        settings.weightDecay = numberOr(about, "weight_decay", kind == "SGD" ? 0 : 0.01);
        settings.epsilon = numberOr(about, "eps", 1e-8);
        settings.beta1 = kind == "SGD" ? numberOr(about, "momentum", 0) : 0.9;
        if (about.contains("betas")) {
            settings.beta1 = about["betas"][0].get<double>();
            settings.beta2 = about["betas"][1].get<double>();
        }
        std::vector<std::pair<std::string, at::Tensor>> parameters;
        std::vector<plan::ParameterGroup> groups;
        for (int i = 0; i < kTensors; ++i) {
            const std::string parameter = "p" + std::to_string(i);
            parameters.emplace_back(parameter, golden->at(parameter + ".init").clone().requires_grad_(true));
            plan::ParameterGroup group{1.0, std::nullopt, {parameter}, parameter};
            if (about.contains("groups")) {
                const Json& row = about["groups"][static_cast<std::size_t>(i)];
                group.lrScale = row["lr"].get<double>() / settings.lr;
                if (row.contains("weight_decay")) {
                    group.weightDecay = row["weight_decay"].get<double>();
                }
            }
            groups.push_back(group);
        }
        train::Optimizer optimizer(settings, groups, parameters);
        int compared = 0;
        for (int step = 1; step <= 20; ++step) {
            optimizer.zeroGradients();
            for (const auto& [parameter, tensor] : parameters) {
                const at::Tensor base = golden->at("g" + std::to_string(step % 5) + "." + parameter);
                at::Tensor(tensor).mutable_grad() = base * (1 + 0.1 * step);
            }
            optimizer.step();
            for (const auto& [parameter, tensor] : parameters) {
                const std::string key = name + ".step" + std::to_string(step) + "." + parameter;
                if (golden->has(key)) {
                    expectClose(tensor, golden->at(key), kStep, "steps: " + key);
                    ++compared;
                }
            }
        }
        compareState(*golden, name, optimizer.state());
        EXPECT_GE(compared, 5 * kTensors);
    }
}

TEST(Clipping, ScalesAsTheReference)
{
    const auto golden = openGolden("torch_optim/clip_grad_norm");
    if (!golden) {
        return;
    }
    for (const auto& [name, about] : golden->json["cases"].items()) {
        if (about["norm_type"] != "2.0") {
            std::cout << name << ": only the L2 norm is used: not compared\n";
            continue;
        }
        if (about["modification"] == "inf") {
            // There the reference scales by 0 and makes NaN; our guard skips such a step before anything is scaled.
            std::cout << name << ": a step that the guard skips: only the norm is compared\n";
        }
        SCOPED_TRACE(name);
        train::NamedTensors tensors;
        for (const char* key : {"g0", "g1", "g2"}) {
            const at::Tensor gradient = golden->at(key).clone();
            if (about["modification"] == "small") {
                gradient.mul_(1e-3);
            } else if (about["modification"] == "inf" && std::string(key) == "g0") {
                gradient[0][0] = std::numeric_limits<float>::infinity();
            }
            at::Tensor tensor = at::zeros_like(gradient).requires_grad_(true);
            tensor.mutable_grad() = gradient;
            tensors.emplace_back(key, tensor);
        }
        const train::GradientNorms norms = train::gradientNorms(tensors, {0, 1, 1}, 2);
        const std::string total = about["total_norm"].get<std::string>();
        if (total == "inf") {
            EXPECT_TRUE(std::isinf(norms.total));
            continue;
        }
        expectClose(norms.total, std::stod(total), kStep, "norms: " + name);
        EXPECT_NEAR(std::hypot(norms.branches[0], norms.branches[1]), norms.total, 1e-12 * norms.total);
        train::clipGradients(tensors, norms.total, about["max_norm"].get<double>());
        for (const auto& [key, tensor] : tensors) {
            expectClose(tensor.grad(), golden->at(name + "." + key), kStep, "clipped gradients: " + name + "." + key);
        }
    }
}

TEST(LossScale, SearchesAsTheReference)
{
    const auto golden = openGolden("torch_optim/grad_scaler");
    if (!golden) {
        return;
    }
    const Json& config = golden->json["config"];
    train::LossScale scale(config["init_scale"].get<double>(), config["growth_interval"].get<int>());
    const auto infinite = golden->json["inf_steps"].get<std::vector<std::size_t>>();
    const Json& scales = golden->json["scale_after_step"];
    at::Tensor parameter = at::ones({3}).requires_grad_(true);
    experiment::TrainSettings settings;
    settings.optimizer = "sgd";
    settings.lr = 0.1;
    settings.beta1 = 0;
    settings.weightDecay = 0;
    const std::vector<std::pair<std::string, at::Tensor>> parameters{{"p", parameter}};
    train::Optimizer optimizer(settings, {plan::ParameterGroup{1.0, std::nullopt, {"p"}, "p"}}, parameters);
    for (std::size_t step = 0; step < scales.size(); ++step) {
        optimizer.zeroGradients();
        (parameter * at::arange(1, 4, at::kFloat)).sum().mul(scale.value()).backward();
        if (std::find(infinite.begin(), infinite.end(), step) != infinite.end()) {
            parameter.mutable_grad()[0] = std::numeric_limits<float>::infinity();
        }
        parameter.mutable_grad().div_(scale.value());
        const bool isFinite = std::isfinite(train::gradientNorms(parameters, {0}, 1).total);
        if (isFinite) {
            optimizer.step();
        }
        scale.update(isFinite);
        expectClose(scale.value(), scales[step].get<double>(), 0, "scales: step " + std::to_string(step));
        const auto expected = golden->json["param_after_step"][step].get<std::vector<float>>();
        expectClose(parameter.detach(), at::tensor(expected), kStep, "parameters: step " + std::to_string(step));
    }
}

TEST(Training, AccumulatesAsTheReference)
{
    const auto golden = openGolden("torch_optim/train_accum");
    if (!golden) {
        return;
    }
    const Json& about = golden->json;
    const auto number = [&](const char* key) {
        const Json& value = about[key];
        return value.is_string() ? std::stod(value.get<std::string>()) : value.get<double>();
    };
    if (!golden->has("w.0.weight")) {
        std::cout << "train_accum: the case holds no initial weights: not compared\n";
        return;
    }
    experiment::TrainSettings settings;
    settings.lr = number("lr");
    settings.weightDecay = number("weight_decay");
    train::NamedTensors parameters;
    plan::ParameterGroup group;
    for (const char* key : {"0.weight", "0.bias", "2.weight", "2.bias"}) {
        parameters.emplace_back(key, golden->at(std::string("w.") + key).clone().requires_grad_(true));
        group.tensors.emplace_back(key);
    }
    train::Optimizer optimizer(settings, {group}, parameters);
    const int accumulate = static_cast<int>(number("accumulation"));
    const at::Tensor x = golden->at("x");
    const at::Tensor y = golden->at("y");
    for (int step = 0; step < static_cast<int>(number("steps")); ++step) {
        optimizer.zeroGradients();
        double loss = 0;
        for (int a = 0; a < accumulate; ++a) {
            const int first = ((step * accumulate + a) * 4) % 24;
            const at::Tensor hidden =
                at::gelu(at::linear(x.narrow(0, first, 4), parameters[0].second, parameters[1].second));
            const at::Tensor part =
                at::cross_entropy_loss(at::linear(hidden, parameters[2].second, parameters[3].second),
                                       y.narrow(0, first, 4)) /
                accumulate;
            part.backward();
            loss += part.item<double>();
        }
        const auto norms = train::gradientNorms(parameters, {0, 0, 0, 0}, 1);
        train::clipGradients(parameters, norms.total, number("clip"));
        optimizer.setLearningRate(golden->at("lr")[step].item<double>());
        optimizer.step();
        const std::string which = step < 3 ? "first steps: " : "later steps: ";
        expectClose(loss, golden->at("loss")[step].item<double>(), step < 3 ? 1e-5 : 1e-4,
                    which + "loss of step " + std::to_string(step));
        expectClose(norms.total, golden->at("grad_norm")[step].item<double>(), step < 3 ? 1e-5 : 1e-4,
                    which + "norm of step " + std::to_string(step));
    }
    for (const auto& [key, tensor] : parameters) {
        expectClose(tensor, golden->at("final." + key), 1e-4, "tensors at the end: " + key);
    }
}

} // namespace
} // namespace espalier::parity
