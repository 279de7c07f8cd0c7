// BatchLoader: training batches in a reproducible order, made ahead by worker threads.
#pragma once

#include "core/dataset/dataset.h"
#include "core/experiment/experiment.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace espalier::dataset {

/// What makes the batches of a run, beside its data.
struct BatchPlan {
    int batch = 1;           ///< images
    std::int64_t epochs = 0; ///< of the whole run: its last ones are without mosaic and mixup
    std::int64_t seed = 0;
    bool operator==(const BatchPlan&) const = default;
};

/// Whether mosaic and mixup may act in `epoch`, from 0.
[[nodiscard]] bool isMixing(const experiment::DataSettings& settings, std::int64_t epoch, std::int64_t epochs);

/// What the loader of such a run makes of the image `index` in `epoch`, for the shuffling `order`.
[[nodiscard]] Result<Sample> sampleOfEpoch(const DetectionDataset& dataset, std::size_t index,
                                           const experiment::DataSettings& settings, const BatchPlan& plan,
                                           std::int64_t epoch, std::int64_t order = 0);

/// The batch to be made next.
struct BatchPosition {
    std::int64_t epoch = 0;
    std::int64_t batch = 0; ///< within the epoch
    std::int64_t order = 0; ///< which shuffling
};

struct Batch {
    std::vector<Sample> samples;
    std::vector<Defect> defects; ///< images that could not be read any more
    double waitSeconds = 0;      ///< that next() stood still for it
};

/// Batches without end, epoch after epoch; the last one of an epoch may be smaller. What a batch holds follows from the
/// seed and its position alone, whatever the number of workers.
class BatchLoader {
public:
    BatchLoader(std::shared_ptr<DetectionDataset> data, const experiment::DataSettings& settings, const BatchPlan& plan,
                BatchPosition position);
    ~BatchLoader(); ///< ends the workers
    BatchLoader(const BatchLoader&) = delete;
    BatchLoader& operator=(const BatchLoader&) = delete;

    /// Waits until it is made.
    [[nodiscard]] Batch next();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace espalier::dataset
