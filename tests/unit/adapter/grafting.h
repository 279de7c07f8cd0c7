// A small network and a plan on it.
#pragma once

#include "core/adapter/attachment.h"
#include "core/model/describe.h"
#include "core/model/layers.h"
#include "core/plan/resolved_plan.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace espalier::adapter {

/// One layer under the name `layer`, filled with numbers.
template <class Layer, class... Sizes>
class One final : public torch::nn::Module {
public:
    explicit One(Sizes... sizes) : m_layer(register_module("layer", std::make_shared<Layer>(sizes..., at::kCPU))) {}
    at::Tensor forward(const at::Tensor& input) { return m_layer->forward(input); }
    [[nodiscard]] Layer& layer() { return *m_layer; }

private:
    std::shared_ptr<Layer> m_layer;
};

inline void fillWithNumbers(torch::nn::Module& network, std::uint64_t seed)
{
    at::manual_seed(seed);
    const at::NoGradGuard noGradients;
    for (at::Tensor& parameter : network.parameters()) {
        parameter.set_requires_grad(false).normal_(0, 0.5);
    }
    for (at::Tensor& buffer : network.buffers()) {
        if (buffer.is_floating_point()) {
            buffer.uniform_(0.5, 1.5);
        }
    }
    network.eval();
}

struct Planted {
    plan::ResolvedPlan plan;
    Attachment attachment;
    std::map<std::string, at::Tensor> tensors{};
};

inline Planted plant(torch::nn::Module& network, const std::vector<plan::AdapterRule>& rules)
{
    plan::TuningPlan plan;
    plan.freeze = {"**"};
    plan.adapters = rules;
    const network::NetworkTree tree = model::describe(network, "small", "small");
    auto resolved = plan::resolve(tree, plan);
    EXPECT_TRUE(resolved) << (resolved ? "" : describe(resolved.error()));
    auto attachment = Attachment::attach(network, tree, *resolved, 5);
    EXPECT_TRUE(attachment) << (attachment ? "" : describe(attachment.error()));
    Planted planted{std::move(*resolved), std::move(*attachment)};
    planted.attachment.train(false);
    for (const auto& [name, tensor] : planted.attachment.tensors()) {
        planted.tensors.emplace(name, tensor);
    }
    EXPECT_EQ(static_cast<std::int64_t>(planted.tensors.size()), planted.plan.trainableTensors);
    return planted;
}

/// Away from where they begin, so that nothing is zero by chance.
inline void stir(Planted& planted)
{
    at::manual_seed(11);
    const at::NoGradGuard noGradients;
    for (auto& [name, tensor] : planted.tensors) {
        tensor.add_(at::randn(tensor.sizes()) * 0.3);
    }
}

inline double apart(const at::Tensor& a, const at::Tensor& b)
{
    return ((a - b).abs().max() / b.abs().max()).item<double>();
}

} // namespace espalier::adapter
