// BatchLoader: training batches in a reproducible order, made ahead by worker threads.
#pragma once

#include "core/dataset/dataset.h"
#include "core/experiment/experiment.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace espalier::dataset {

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
    BatchLoader(std::shared_ptr<DetectionDataset> data, const experiment::DataSettings& settings, int batch,
                std::int64_t seed, BatchPosition position);
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
