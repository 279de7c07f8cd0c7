#include "tests/parity/reference_network.h"

#include "core/base/hash.h"
#include "core/model/weights_binding.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace espalier::parity {

namespace {

bool endsWith(const std::string& text, std::string_view end)
{
    return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

} // namespace

void hashfill(const std::string& name, at::Tensor tensor, const Json& rule)
{
    if (tensor.dim() == 0) {
        if (rule["scalars"].contains(name)) {
            tensor.fill_(rule["scalars"][name].get<double>());
        } else {
            tensor.zero_();
        }
        return;
    }
    const std::uint64_t base = fnv1a64(name) + rule["salt"].get<std::uint64_t>();
    const double fanIn = static_cast<double>(tensor.numel() / tensor.size(0));
    const double gain = rule["gain"].get<double>() * std::sqrt(3.0 / fanIn);
    const bool isScale = endsWith(name, "weight") || endsWith(name, "running_var");
    auto* data = tensor.data_ptr<float>();
    for (std::int64_t i = 0; i < tensor.numel(); ++i) {
        const double u = hashUniform(base, static_cast<std::uint64_t>(i) + 1);
        const double value = tensor.dim() >= 2 ? (2 * u - 1) * gain : isScale ? 0.8 + 0.4 * u : 0.2 * (u - 0.5);
        data[i] = static_cast<float>(value);
    }
}

model::YoloWorldOptions optionsOf(const Golden& golden)
{
    const Json& config = golden.json["config"];
    const Json& image = config["backbone"]["image_model"];
    const Json& neck = config["neck"];
    const Json& head = config["bbox_head"]["head_module"];
    model::YoloWorldScaling scaling;
    scaling.depth = image["deepen_factor"].get<double>();
    scaling.width = image["widen_factor"].get<double>();
    scaling.lastStage = image["last_stage_out_channels"].get<std::int64_t>();
    for (std::size_t i = 0; i < 3; ++i) {
        scaling.gateEmbed[i] = neck["embed_channels"][i].get<std::int64_t>();
        scaling.gateHeads[i] = neck["num_heads"][i].get<std::int64_t>();
    }
    model::YoloWorldOptions options = model::scaled(scaling, head["num_classes"].get<int>());
    options.textWidth = head["embed_dims"].get<std::int64_t>();
    options.withTextTower = false;
    return options;
}

std::shared_ptr<model::YoloWorld> networkOf(const Golden& golden)
{
    auto network = std::make_shared<model::YoloWorld>(optionsOf(golden), at::kCPU);
    const bool isHashed = golden.json.contains("hashfill");
    const at::NoGradGuard noGradients;
    std::size_t known = 0;
    for (auto& [name, tensor] : model::namedTensors(*network)) {
        if (golden.has("w." + name)) {
            const at::Tensor given = golden.at("w." + name);
            EXPECT_EQ(given.sizes(), tensor.sizes()) << name;
            tensor.copy_(given);
            ++known;
        } else if (isHashed) {
            if (!endsWith(name, "num_batches_tracked")) {
                hashfill(name, tensor, golden.json["hashfill"]);
            }
        } else {
            ADD_FAILURE() << golden.name << " has no weight " << name;
        }
    }
    const auto given = golden.under("w.");
    EXPECT_EQ(known, static_cast<std::size_t>(
                         std::count_if(given.begin(), given.end(),
                                       [](const auto& row) { return row.first.rfind("data_preprocessor", 0) != 0; })))
        << golden.name << " has weights that the network has not";
    return network;
}

Truth truthOf(const at::Tensor& rows, std::int64_t images)
{
    std::vector<std::int64_t> counts(static_cast<std::size_t>(images), 0);
    std::int64_t most = 0;
    const auto row = rows.accessor<float, 2>();
    for (std::int64_t i = 0; i < rows.size(0); ++i) {
        most = std::max(most, ++counts[static_cast<std::size_t>(row[i][0])]);
    }
    Truth truth{at::zeros({images, most, 4}), at::zeros({images, most}, at::kLong)};
    std::fill(counts.begin(), counts.end(), 0);
    for (std::int64_t i = 0; i < rows.size(0); ++i) {
        const auto image = static_cast<std::int64_t>(row[i][0]);
        const std::int64_t place = counts[static_cast<std::size_t>(image)]++;
        truth.labels[image][place] = static_cast<std::int64_t>(row[i][1]);
        truth.boxes[image][place] = rows[i].narrow(0, 2, 4);
    }
    return truth;
}

} // namespace espalier::parity
