// What the cases of CLIP say of its text tower.
#pragma once

#include "core/base/json.h"
#include "core/model/text_tower.h"

#include <ATen/ATen.h>

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

} // namespace espalier::parity
