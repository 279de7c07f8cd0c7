#include "app/wiring/network_options.h"
#include "app/wiring/weights_fit.h"
#include "core/train/base_weights.h"
#include "core/train/caught.h"

namespace espalier::wiring {

namespace {

Result<WeightsFit> fitted(const experiment::ModelSettings& model, const std::filesystem::path& file)
{
    auto options = networkOptions(model);
    if (!options) {
        return fail(options.error());
    }
    options->withTextTower = false;
    model::YoloWorld network(*options, at::kCPU);
    auto fit = train::fitBaseWeights(network, file, 1, 0);
    if (!fit) {
        return fail(fit.error());
    }
    model::Binding& binding = fit->binding;
    return WeightsFit{options->model,
                      fit->used,
                      std::move(binding.missing),
                      std::move(binding.misshaped),
                      std::move(binding.notFinite),
                      std::move(binding.unexpected),
                      std::move(binding.initialised),
                      std::move(fit->notes),
                      std::move(fit->refusal)};
}

} // namespace

Result<WeightsFit> fitWeights(const experiment::ModelSettings& model, const std::filesystem::path& file)
{
    return train::caught([&] { return fitted(model, file); });
}

} // namespace espalier::wiring
