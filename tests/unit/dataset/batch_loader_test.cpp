#include "core/dataset/batch_loader.h"
#include "core/dataset/inspection.h"

#include <gtest/gtest.h>

namespace espalier::dataset {
namespace {

std::vector<std::int64_t> ids(const Batch& batch)
{
    std::vector<std::int64_t> found;
    for (const Sample& sample : batch.samples) {
        found.push_back(sample.imageId);
    }
    return found;
}

experiment::DataSettings settings(int workers)
{
    experiment::DataSettings data;
    data.imageSize = 64;
    data.workers = workers;
    return data;
}

TEST(BatchLoader, WorkersChangeNothing)
{
    const auto set = makeInspectionDataset("bottles", 7, 64, 1, "train", {});
    BatchLoader alone(set, settings(0), {3, 3, 42}, {});
    BatchLoader many(set, settings(3), {3, 3, 42}, {});
    for (int i = 0; i < 7; ++i) {
        const Batch a = alone.next();
        const Batch b = many.next();
        ASSERT_EQ(ids(a), ids(b));
        for (std::size_t k = 0; k < a.samples.size(); ++k) {
            EXPECT_EQ(a.samples[k].pixels, b.samples[k].pixels);
            EXPECT_EQ(a.samples[k].boxes, b.samples[k].boxes);
        }
    }
}

TEST(BatchLoader, AnEpochHoldsEachImageOnce)
{
    const auto set = makeInspectionDataset("bottles", 7, 64, 1, "train", {});
    BatchLoader loader(set, settings(1), {3, 1, 42}, {});
    std::vector<std::int64_t> first;
    for (const std::size_t size : {3U, 3U, 1U}) {
        const Batch batch = loader.next();
        EXPECT_EQ(batch.samples.size(), size);
        for (const std::int64_t id : ids(batch)) {
            first.push_back(id);
        }
    }
    std::sort(first.begin(), first.end());
    EXPECT_EQ(first, (std::vector<std::int64_t>{1, 2, 3, 4, 5, 6, 7}));
}

TEST(BatchLoader, GoesOnFromAnyPositionToTheSameBatches)
{
    const auto set = makeInspectionDataset("bottles", 7, 64, 1, "train", {});
    BatchLoader whole(set, settings(0), {3, 3, 42}, {});
    for (int i = 0; i < 4; ++i) {
        (void)whole.next();
    }
    BatchLoader resumed(set, settings(1), {3, 3, 42}, {1, 1, 0});
    const Batch a = whole.next();
    const Batch b = resumed.next();
    ASSERT_EQ(ids(a), ids(b));
    EXPECT_EQ(a.samples[0].pixels, b.samples[0].pixels);

    BatchLoader reordered(set, settings(0), {7, 3, 42}, {0, 0, 1});
    BatchLoader original(set, settings(0), {7, 3, 42}, {0, 0, 0});
    EXPECT_NE(ids(reordered.next()), ids(original.next())) << "a rewind takes another order";
}

} // namespace
} // namespace espalier::dataset
