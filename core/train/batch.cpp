#include "core/train/batch.h"

#include "core/base/assert.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace espalier::train {

BatchTensors toTensors(std::span<const dataset::Sample> samples)
{
    ESPALIER_ASSERT(!samples.empty(), "a batch holds a sample");
    const auto count = static_cast<std::int64_t>(samples.size());
    const std::int64_t side = samples.front().side;
    std::size_t most = 0;
    for (const dataset::Sample& sample : samples) {
        most = std::max(most, sample.boxes.size());
    }
    const auto rows = static_cast<std::int64_t>(most);
    BatchTensors batch{at::empty({count, 3, side, side}), at::zeros({count, rows, 4}),
                       at::zeros({count, rows}, at::kLong)};
    auto boxes = batch.boxes.accessor<float, 3>();
    auto labels = batch.labels.accessor<std::int64_t, 2>();
    auto* pixels = batch.images.data_ptr<float>();
    for (std::int64_t b = 0; b < count; ++b) {
        const dataset::Sample& sample = samples[static_cast<std::size_t>(b)];
        ESPALIER_ASSERT(sample.side == side, "samples of a batch have one side");
        pixels = std::copy(sample.pixels.begin(), sample.pixels.end(), pixels);
        for (std::size_t i = 0; i < sample.boxes.size(); ++i) {
            for (std::size_t k = 0; k < 4; ++k) {
                boxes[b][static_cast<std::int64_t>(i)][static_cast<std::int64_t>(k)] = sample.boxes[i][k];
            }
            labels[b][static_cast<std::int64_t>(i)] = sample.labels[i];
        }
    }
    return batch;
}

} // namespace espalier::train
