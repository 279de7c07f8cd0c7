#include "core/dataset/batch_loader.h"

#include "core/base/hash.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <iterator>
#include <map>
#include <mutex>
#include <numeric>
#include <thread>

namespace espalier::dataset {

namespace {

std::uint64_t mixed(std::initializer_list<std::int64_t> numbers)
{
    std::uint64_t state = 0;
    for (const std::int64_t number : numbers) {
        state = splitMix64(state ^ static_cast<std::uint64_t>(number), 1);
    }
    return state;
}

} // namespace

struct BatchLoader::Impl {
    std::shared_ptr<DetectionDataset> data;
    experiment::DataSettings settings;
    BatchPlan plan;
    std::int64_t order;
    std::int64_t batchesPerEpoch;

    std::mutex mutex;
    std::condition_variable made;
    std::condition_variable wanted;
    std::map<std::int64_t, Batch> ready; ///< by running number
    std::int64_t nextToMake;             ///< epoch · batchesPerEpoch + batch
    std::int64_t nextToGive;
    bool isEnding = false;
    std::vector<std::jthread> workers;

    std::vector<std::size_t> orderOf(std::int64_t epoch) const
    {
        std::vector<std::size_t> indices(data->size());
        std::iota(indices.begin(), indices.end(), 0U);
        Random random(mixed({plan.seed, order, epoch}));
        random.shuffle(std::span(indices));
        return indices;
    }

    Batch make(std::int64_t number) const
    {
        const std::int64_t epoch = number / batchesPerEpoch;
        const auto batch = static_cast<std::size_t>(plan.batch);
        const std::size_t first = static_cast<std::size_t>(number % batchesPerEpoch) * batch;
        const std::vector<std::size_t> indices = orderOf(epoch);
        Batch batchMade;
        for (std::size_t i = first; i < std::min(first + batch, indices.size()); ++i) {
            const std::size_t index = indices[i];
            auto sample = sampleOfEpoch(*data, index, settings, plan, epoch, order);
            if (sample) {
                std::move(sample->leftOut.begin(), sample->leftOut.end(), std::back_inserter(batchMade.defects));
                sample->leftOut.clear();
                batchMade.samples.push_back(std::move(*sample));
            } else {
                batchMade.defects.push_back({Defect::Kind::DamagedImage, data->catalogue().entries[index].fileName, -1,
                                             "left out of this batch: " + sample.error().message});
            }
        }
        return batchMade;
    }

    void work(std::int64_t ahead)
    {
        std::unique_lock lock(mutex);
        while (true) {
            wanted.wait(lock, [&] { return isEnding || nextToMake < nextToGive + ahead; });
            if (isEnding) {
                return;
            }
            const std::int64_t number = nextToMake++;
            lock.unlock();
            Batch batchMade = make(number);
            lock.lock();
            ready.emplace(number, std::move(batchMade));
            made.notify_all();
        }
    }
};

bool isMixing(const experiment::DataSettings& settings, std::int64_t epoch, std::int64_t epochs)
{
    return (settings.mosaic > 0 || settings.mixup > 0) && epoch < epochs - settings.closeMosaic;
}

Result<Sample> sampleOfEpoch(const DetectionDataset& dataset, std::size_t index,
                             const experiment::DataSettings& settings, const BatchPlan& plan, std::int64_t epoch,
                             std::int64_t order)
{
    experiment::DataSettings acting = settings;
    if (!isMixing(settings, epoch, plan.epochs)) {
        acting.mosaic = acting.mixup = 0;
    }
    return augmentedSample(dataset, index, acting,
                           Random(mixed({plan.seed, order, epoch, static_cast<std::int64_t>(index) + 1})));
}

BatchLoader::BatchLoader(std::shared_ptr<DetectionDataset> data, const experiment::DataSettings& settings,
                         const BatchPlan& plan, BatchPosition position)
    : m_impl(std::make_unique<Impl>())
{
    Impl& impl = *m_impl;
    impl.plan = plan;
    impl.batchesPerEpoch = (static_cast<std::int64_t>(data->size()) + plan.batch - 1) / plan.batch;
    impl.data = std::move(data);
    impl.settings = settings;
    impl.order = position.order;
    impl.nextToMake = impl.nextToGive = position.epoch * impl.batchesPerEpoch + position.batch;
    for (int i = 0; i < settings.workers; ++i) {
        impl.workers.emplace_back([&impl, ahead = settings.workers + 1] { impl.work(ahead); });
    }
}

BatchLoader::~BatchLoader()
{
    {
        const std::lock_guard lock(m_impl->mutex);
        m_impl->isEnding = true;
    }
    m_impl->wanted.notify_all();
    m_impl->workers.clear(); // joins
}

Batch BatchLoader::next()
{
    Impl& impl = *m_impl;
    const auto begin = std::chrono::steady_clock::now();
    Batch batch;
    if (impl.workers.empty()) {
        batch = impl.make(impl.nextToGive++);
    } else {
        std::unique_lock lock(impl.mutex);
        impl.made.wait(lock, [&] { return impl.ready.count(impl.nextToGive) != 0; });
        batch = std::move(impl.ready.extract(impl.nextToGive).mapped());
        ++impl.nextToGive;
        lock.unlock();
        impl.wanted.notify_all();
    }
    batch.waitSeconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return batch;
}

} // namespace espalier::dataset
