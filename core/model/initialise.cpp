#include "core/model/initialise.h"

#include "core/kernel/kaiming_uniform.h"
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

void initialise(YoloWorld& network, int classes, std::uint64_t seed)
{
    const at::NoGradGuard noGradients;
    for (auto& [name, tensor] : namedTensors(network)) {
        if (tensor.dim() >= 2) {
            kernel::fillKaimingUniform(tensor, name, seed);
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
