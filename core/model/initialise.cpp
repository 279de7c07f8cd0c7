#include "core/model/initialise.h"

#include "core/base/hash.h"
#include "core/base/random.h"
#include "core/model/weights_binding.h"

#include <ATen/ATen.h>

#include <cmath>

namespace espalier::model {

namespace {

constexpr double kContrastScale = -1.0;
constexpr double kInputSide = 640.0;

bool endsWith(std::string_view text, std::string_view end)
{
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

bool contains(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

/// `…cls_contrasts.2.bias` → 32.
double strideOfContrast(std::string_view name)
{
    const auto at = name.find("cls_contrasts.") + 14;
    return 8.0 * (1 << (name[at] - '0'));
}

} // namespace

void fillKaimingUniform(at::Tensor tensor, const std::string& name, std::uint64_t seed)
{
    const at::NoGradGuard noGradients;
    Random random(fnv1a64(name) ^ (seed * 0x9E3779B97F4A7C15ULL));
    const double bound = 1.0 / std::sqrt(static_cast<double>(tensor.numel() / tensor.size(0)));
    at::Tensor values = at::empty(tensor.sizes(), at::kFloat);
    auto* const data = values.data_ptr<float>();
    for (std::int64_t i = 0; i < values.numel(); ++i) {
        data[i] = static_cast<float>(random.uniform(-bound, bound));
    }
    tensor.copy_(values);
}

void initialise(YoloWorld& network, int classes, std::uint64_t seed)
{
    const at::NoGradGuard noGradients;
    for (auto& [name, tensor] : namedTensors(network)) {
        if (tensor.dim() >= 2) {
            fillKaimingUniform(tensor, name, seed);
        } else if (contains(name, "cls_contrasts.") && endsWith(name, ".logit_scale")) {
            tensor.fill_(kContrastScale);
        } else if (contains(name, "cls_contrasts.") && endsWith(name, ".bias") && tensor.dim() == 0) {
            const double cells = kInputSide / strideOfContrast(name);
            tensor.fill_(std::log(5.0 / classes / (cells * cells)));
        } else if (contains(name, "reg_preds.") && endsWith(name, ".2.bias")) {
            tensor.fill_(1.0);
        } else if (endsWith(name, "running_var") || endsWith(name, "bn.weight") || endsWith(name, "norm.weight") ||
                   endsWith(name, "norm1.weight") || endsWith(name, "norm2.weight")) {
            tensor.fill_(1.0);
        } else {
            tensor.zero_();
        }
    }
}

} // namespace espalier::model
