// What the cases of CLIP say of its towers.
#pragma once

#include "core/base/json.h"
#include "core/model/text_tower.h"
#include "tests/parity/goldens.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <torch/nn/module.h>

#include <algorithm>
#include <string>

namespace espalier::parity {

inline model::TextTowerOptions textOptionsOf(const Json& config, std::int64_t projection)
{
    model::TextTowerOptions options;
    options.vocabulary = config["vocab_size"].get<std::int64_t>();
    options.positions = config["max_position_embeddings"].get<std::int64_t>();
    options.width = config["hidden_size"].get<std::int64_t>();
    options.hidden = config["intermediate_size"].get<std::int64_t>();
    options.layers = config["num_hidden_layers"].get<int>();
    options.heads = config["num_attention_heads"].get<std::int64_t>();
    options.projection = projection;
    options.quickGelu = config["hidden_act"] == "quick_gelu";
    options.endOfText = config["eos_token_id"].get<std::int64_t>();
    return options;
}

/// The tower's names begin with `model.`, the cases' do not.
inline std::string nameInCase(const std::string& name)
{
    return name.substr(std::string("model.").size());
}

inline at::Tensor unitRows(const at::Tensor& rows)
{
    return rows / rows.norm(2, {-1}, true);
}

/// Every gradient of a tower: those that the case holds in full, and the norm of each. `nameOf` makes the case's name
/// of a parameter's. Answers how many were compared in full.
template <class NameOf>
int compareGradients(const Golden& golden, const torch::nn::Module& tower, NameOf&& nameOf)
{
    constexpr double kGradient = 1e-4;
    constexpr double kNothing = 1e-5; ///< of the largest norm
    double largest = 0;
    for (const auto& item : tower.named_parameters()) {
        largest = std::max(largest, item.value().grad().norm().template item<double>());
    }
    int compared = 0;
    for (const auto& item : tower.named_parameters()) {
        const std::string name = nameOf(item.key());
        const at::Tensor& gradient = item.value().grad();
        const std::string key = "grad." + name;
        if (golden.has(key)) {
            expectClose(gradient, golden.at(key), kGradient, key, listedNoise(golden, key));
            ++compared;
        }
        const double norm = gradient.norm().template item<double>();
        if (name.ends_with("k_proj.bias")) {
            EXPECT_LT(norm, kNothing * largest) << name; // zero in exact arithmetic: softmax takes it away
        } else {
            expectClose(norm, golden.json["grad_norms"][name].get<double>(), kGradient, "norm of " + name);
        }
    }
    return compared;
}

} // namespace espalier::parity
