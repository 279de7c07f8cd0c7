#include "core/preflight/memory_estimate.h"

namespace espalier::preflight {

namespace {

using network::ModuleId;
using network::ModuleKind;

constexpr std::string_view kImageModel = "backbone.image_model";

/// Every convolution keeps its output for the way back, every norm its own and its activation's; below the first
/// parameter that trains nothing is kept.
double activationBytes(const Subject& subject, int batch)
{
    const ModuleId image = subject.tree.find(kImageModel);
    const bool skipsImage =
        image != network::kNoModule && subject.plan.trainableUnder[static_cast<std::size_t>(image)] == 0;
    double elements = 0;
    for (std::size_t i = 0; i < subject.tree.size(); ++i) {
        const network::Module& module = subject.tree.modules()[i];
        const bool isKept =
            module.isImageMap && module.stride > 0 && module.children.empty() && module.kind != ModuleKind::Identity;
        if (!isKept || (skipsImage && subject.tree.isWithin(static_cast<ModuleId>(i), image))) {
            continue;
        }
        const double side = static_cast<double>(subject.experiment.data.imageSize) / static_cast<double>(module.stride);
        elements +=
            static_cast<double>(module.outputs) * side * side * (module.kind == ModuleKind::BatchNorm2d ? 2 : 1);
    }
    return elements * batch * sizeof(float);
}

} // namespace

MemoryEstimate estimateMemory(const Subject& subject, int batch)
{
    const double moments = subject.experiment.train.optimizer == "adamw" ? 2 : 1;
    MemoryEstimate out;
    out.weights = static_cast<double>(subject.plan.total) * sizeof(float);
    constexpr double kHealthyStates = 3;
    out.training = static_cast<double>(subject.plan.trainable) * sizeof(float) * (1 + moments) * (1 + kHealthyStates);
    out.activations = activationBytes(subject, batch);
    return out;
}

} // namespace espalier::preflight
