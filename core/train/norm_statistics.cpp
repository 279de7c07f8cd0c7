#include "core/train/norm_statistics.h"

#include "core/model/layers.h"
#include "core/train/batch.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace espalier::train {

namespace {
/// Every channel sees thousands of places in each image: more of them move the figures little.
constexpr std::size_t kMostImages = 16;
} // namespace

Result<RecoveredStatistics> recoverStatistics(TrainingNetwork& network, const dataset::DetectionDataset& images,
                                              int side)
{
    const at::NoGradGuard noGradients;
    std::vector<std::shared_ptr<model::BatchNorm2d>> norms;
    for (const auto& module : network.model().modules(/*include_self=*/false)) {
        auto norm = std::dynamic_pointer_cast<model::BatchNorm2d>(module);
        if (norm && norm->lacksStatistics()) {
            norms.push_back(std::move(norm));
        }
    }
    if (norms.empty()) {
        return RecoveredStatistics{};
    }
    for (const auto& norm : norms) {
        norm->startMeasuring();
    }
    network.train(false);
    const std::size_t most = std::min(kMostImages, images.size());
    for (std::size_t i = 0; i < most; ++i) {
        const auto sample = dataset::plainSample(images, i * images.size() / most, side);
        if (!sample) {
            return fail(sample.error());
        }
        (void)network.forward(toTensors({&*sample, 1}).images);
    }
    for (const auto& norm : norms) {
        norm->adoptMeasured();
    }
    return RecoveredStatistics{norms.size(), most};
}

} // namespace espalier::train
