#include "tests/parity/grafted.h"

#include "core/model/describe.h"

#include <gtest/gtest.h>
#include <torch/optim/adamw.h>

#include <algorithm>
#include <cmath>

namespace espalier::parity {

namespace {

constexpr std::int64_t kExactSteps = 3;
constexpr double kEarly = 1e-5;
constexpr double kLate = 1e-4;
constexpr double kNorm = 1e-4;

} // namespace

Grafted::Grafted(torch::nn::Module& network, const plan::TuningPlan& plan)
    : m_network(network), m_tree(model::describe(network, "case", "case"))
{
    auto resolved = plan::resolve(m_tree, plan);
    if (!resolved) {
        ADD_FAILURE() << describe(resolved.error());
        return;
    }
    m_plan = std::move(*resolved);
    for (const plan::RuleReport& rule : m_plan.rules) {
        const bool mayBeEmpty = rule.kind == plan::RuleKind::Adapter && plan.adapters[rule.index].allowEmpty;
        EXPECT_TRUE(mayBeEmpty || rule.reason.empty()) << rule.pattern << ": " << rule.reason;
    }
    auto attachment = adapter::Attachment::attach(network, m_tree, m_plan, 1);
    if (!attachment) {
        ADD_FAILURE() << describe(attachment.error());
        return;
    }
    m_attachment = std::move(*attachment);
    m_attachment.train(false);
    network.eval();
    std::map<std::string, at::Tensor> all;
    for (const auto& item : network.named_parameters()) {
        at::Tensor(item.value()).set_requires_grad(false);
        all.emplace(item.key(), item.value());
    }
    for (const auto& [name, tensor] : m_attachment.tensors()) {
        all.emplace(name, tensor);
    }
    std::int64_t count = 0;
    for (const plan::ParameterGroup& group : m_plan.groups) {
        for (const std::string& name : group.tensors) {
            at::Tensor tensor = all.at(name);
            count += tensor.numel();
            m_trainable.emplace(name, tensor.set_requires_grad(true));
        }
    }
    EXPECT_EQ(count, m_plan.trainable) << "the plan counts what there is";
}

kernel::LinearMap Grafted::merged(const std::string& path) const
{
    for (const auto& item : m_network.named_modules({}, false)) {
        if (item.key() != path) {
            continue;
        }
        std::optional<kernel::LinearMap> map = dynamic_cast<const kernel::Layered&>(*item.value()).map();
        map = kernel::LinearMap{map->weight.detach(), map->bias.defined() ? map->bias.detach() : map->bias};
        for (const auto& graft : dynamic_cast<const kernel::Graftable&>(*item.value()).grafts()) {
            map = graft->merged(*map);
            if (!map) {
                ADD_FAILURE() << path << " does not merge";
                return {};
            }
        }
        return *map;
    }
    ADD_FAILURE() << path << " is not there";
    return {};
}

void Grafted::fill(const Golden& golden, const Rename& rename)
{
    const at::NoGradGuard noGradients;
    for (const auto& [name, tensor] : m_trainable) {
        const at::Tensor value = golden.at(rename(name));
        ASSERT_EQ(value.numel(), tensor.numel()) << name;
        at::Tensor(tensor).copy_(value.view(tensor.sizes()));
    }
}

void Grafted::expectGradients(const Golden& golden, const Rename& rename, double tolerance) const
{
    for (const auto& [name, tensor] : m_trainable) {
        ASSERT_TRUE(tensor.grad().defined()) << name;
        const std::string key = rename(name);
        const at::Tensor expected = golden.at(key);
        expectClose(tensor.grad().view(expected.sizes()), expected, tolerance, "gradients: " + name,
                    listedNoise(golden, key));
    }
}

void Grafted::expectTrajectory(const Golden& golden, const std::function<at::Tensor(std::int64_t step)>& loss) const
{
    std::vector<at::Tensor> tensors;
    for (const auto& [name, tensor] : m_trainable) {
        tensors.push_back(tensor);
    }
    const Json& settings = golden.json["trajectory"];
    torch::optim::AdamW optimizer(
        tensors,
        torch::optim::AdamWOptions(settings["lr"].get<double>()).weight_decay(settings["weight_decay"].get<double>()));
    const at::Tensor losses = golden.at("traj.loss");
    const at::Tensor norms = golden.at("traj.grad_norm");
    for (std::int64_t step = 0; step < losses.size(0); ++step) {
        optimizer.zero_grad();
        const at::Tensor value = loss(step);
        value.backward();
        double square = 0;
        for (const at::Tensor& tensor : tensors) {
            square += tensor.grad().defined() ? tensor.grad().square().sum().item<double>() : 0;
        }
        const double tolerance = step < kExactSteps ? kEarly : kLate;
        const std::string when = step < kExactSteps ? "first steps: " : "later steps: ";
        expectClose(value.item<double>(), losses[step].item<double>(), tolerance, when + "loss");
        const double norm = std::sqrt(square);
        expectClose(norm, norms[step].item<double>(), kNorm, when + "gradient norm");
        if (const Json clip = settings.value("clip_grad_norm", Json()); clip.is_number()) {
            const double factor = std::min(1.0, clip.get<double>() / (norm + 1e-6));
            for (const at::Tensor& tensor : tensors) {
                tensor.grad().mul_(factor);
            }
        }
        optimizer.step();
    }
}

void fillNetwork(torch::nn::Module& network, const Golden& golden, const Grafted::Rename& rename)
{
    const at::NoGradGuard noGradients;
    for (const auto& item : network.named_parameters()) {
        at::Tensor(item.value()).copy_(golden.at(rename(item.key())));
    }
}

std::string replaced(std::string text, const std::vector<std::pair<std::string, std::string>>& pairs)
{
    for (const auto& [from, to] : pairs) {
        for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
            text.replace(at, from.size(), to);
        }
    }
    return text;
}

std::string peftGradientKey(const std::string& name)
{
    const std::string start = "grad.base_model.model.";
    if (name.find("lora_") != std::string::npos) {
        return start + replaced(name, {{".weight", ".default.weight"},
                                       {"lora_magnitude_vector", "lora_magnitude_vector.default.weight"}});
    }
    if (name.find("bitfit.") != std::string::npos) {
        return start + replaced(name, {{"bitfit.shift", "base_layer.bias"}});
    }
    return start + moduleOf(name) + ".modules_to_save.default" + name.substr(name.rfind('.'));
}

std::string moduleOf(const std::string& name)
{
    return name.substr(0, name.rfind('.'));
}

} // namespace espalier::parity
