#include "ui/bridge/image_loader.h"

#include "ui/bridge/core_text.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace espalier::ui {

namespace {

/// More than fit on any screen; older requests were scrolled away.
constexpr std::size_t kMostWaiting = 256;

QImage pictureOf(const dataset::Image& image)
{
    // A deep copy: the bytes of `image` end with it.
    return QImage(image.pixels.data(), image.width, image.height, 3 * image.width, QImage::Format_RGB888).copy();
}

QImage pictureOf(const dataset::Sample& sample)
{
    const auto count = static_cast<std::size_t>(sample.side) * static_cast<std::size_t>(sample.side);
    QImage picture(sample.side, sample.side, QImage::Format_RGB888);
    for (int y = 0; y < sample.side; ++y) {
        uchar* line = picture.scanLine(y);
        for (int x = 0; x < sample.side; ++x) {
            const auto place =
                static_cast<std::size_t>(y) * static_cast<std::size_t>(sample.side) + static_cast<std::size_t>(x);
            for (std::size_t channel = 0; channel < 3; ++channel) {
                const float value = sample.pixels[channel * count + place] * 255.0F + 0.5F;
                line[3 * x + static_cast<int>(channel)] = static_cast<uchar>(std::clamp(value, 0.0F, 255.0F));
            }
        }
    }
    return picture;
}

SampleImage toPicture(Result<dataset::Sample> sample)
{
    SampleImage made;
    if (!sample) {
        made.error = errorText(sample.error());
        return made;
    }
    made.image = pictureOf(*sample);
    made.boxes = std::move(sample->boxes);
    made.labels = std::move(sample->labels);
    return made;
}

struct Wanted {
    Split split = Split::Train;
    qint64 index = 0;
    bool operator==(const Wanted&) const = default;
};

} // namespace

struct ImageLoader::Impl {
    explicit Impl(ImageLoader& loader) : self(loader) {}

    std::shared_ptr<const dataset::DetectionDataset> dataOf(Split split) const
    {
        return split == Split::Train ? splits.train : splits.val;
    }
    void makeThumbnails(const std::stop_token& stop);
    void makePictures(const std::stop_token& stop);
    void makeImage(const Wanted& wanted, const dataset::DetectionDataset& data, quint64 now);
    void makeSamples(const SampleRequest& request, const dataset::DetectionDataset& data, quint64 now, quint64 number);
    /// Run `act` on the GUI thread unless the data set changed meanwhile.
    template <class Act>
    void deliver(quint64 now, Act act)
    {
        QMetaObject::invokeMethod(
            &self,
            [this, now, act = std::move(act)] {
                if (now == generation) {
                    act();
                }
            },
            Qt::QueuedConnection);
    }

    ImageLoader& self;
    std::mutex mutex;
    std::condition_variable_any wakeThumbnails;
    std::condition_variable_any wakePictures;
    dataset::Splits splits;
    quint64 generation = 0; ///< written by the GUI thread under the mutex
    std::deque<Wanted> thumbnails;
    std::optional<Wanted> image;
    std::optional<SampleRequest> samples;
    quint64 sampleNumber = 0; ///< of the newest request
    std::jthread thumbnailThread;
    std::jthread pictureThread; ///< last: they use all above
};

void ImageLoader::Impl::makeThumbnails(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        Wanted wanted;
        std::shared_ptr<const dataset::DetectionDataset> data;
        quint64 now = 0;
        {
            std::unique_lock lock(mutex);
            if (!wakeThumbnails.wait(lock, stop, [this] { return !thumbnails.empty(); })) {
                return;
            }
            wanted = thumbnails.back();
            thumbnails.pop_back();
            data = dataOf(wanted.split);
            now = generation;
        }
        if (!data || wanted.index < 0 || static_cast<std::size_t>(wanted.index) >= data->size()) {
            continue;
        }
        const auto decoded = data->image(static_cast<std::size_t>(wanted.index));
        QImage picture;
        if (decoded) {
            picture = pictureOf(*decoded).scaled(kThumbnailSide, kThumbnailSide, Qt::KeepAspectRatio,
                                                 Qt::SmoothTransformation);
        }
        deliver(now, [this, wanted, picture] { Q_EMIT self.thumbnailLoaded(wanted.split, wanted.index, picture); });
    }
}

void ImageLoader::Impl::makeImage(const Wanted& wanted, const dataset::DetectionDataset& data, quint64 now)
{
    const auto decoded = data.image(static_cast<std::size_t>(wanted.index));
    const QImage picture = decoded ? pictureOf(*decoded) : QImage();
    const QString error = decoded ? QString() : errorText(decoded.error());
    deliver(now,
            [this, wanted, picture, error] { Q_EMIT self.imageLoaded(wanted.split, wanted.index, picture, error); });
}

void ImageLoader::Impl::makeSamples(const SampleRequest& request, const dataset::DetectionDataset& data, quint64 now,
                                    quint64 number)
{
    const auto index = static_cast<std::size_t>(request.index);
    for (int slot = 0; slot <= request.count; ++slot) {
        {
            const std::lock_guard lock(mutex);
            if (number != sampleNumber || now != generation) {
                return;
            }
        }
        const bool isPlain = slot == 0;
        const qint64 epoch = request.firstEpoch + std::max(0, slot - 1);
        SampleImage made =
            toPicture(isPlain ? dataset::plainSample(data, index, request.settings.imageSize)
                              : dataset::sampleOfEpoch(data, index, request.settings, request.plan, epoch));
        made.epoch = epoch;
        made.isPlain = isPlain;
        made.isMixing = !isPlain && dataset::isMixing(request.settings, epoch, request.plan.epochs);
        deliver(now, [this, slot, number, made = std::move(made)] {
            if (number == sampleNumber) {
                Q_EMIT self.sampleLoaded(slot, made);
            }
        });
    }
}

void ImageLoader::Impl::makePictures(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        std::optional<Wanted> wanted;
        std::optional<SampleRequest> request;
        std::shared_ptr<const dataset::DetectionDataset> data;
        quint64 now = 0;
        quint64 number = 0;
        {
            std::unique_lock lock(mutex);
            if (!wakePictures.wait(lock, stop, [this] { return image || samples; })) {
                return;
            }
            if (image) {
                wanted = std::exchange(image, std::nullopt);
                data = dataOf(wanted->split);
            } else {
                request = std::exchange(samples, std::nullopt);
                data = dataOf(request->split);
            }
            now = generation;
            number = sampleNumber;
        }
        const qint64 index = wanted ? wanted->index : request->index;
        if (!data || index < 0 || static_cast<std::size_t>(index) >= data->size()) {
            continue;
        }
        if (wanted) {
            makeImage(*wanted, *data, now);
        } else {
            makeSamples(*request, *data, now, number);
        }
    }
}

ImageLoader::ImageLoader(QObject* parent) : QObject(parent), m_impl(std::make_unique<Impl>(*this))
{
    m_impl->thumbnailThread =
        std::jthread([impl = m_impl.get()](const std::stop_token& stop) { impl->makeThumbnails(stop); });
    m_impl->pictureThread =
        std::jthread([impl = m_impl.get()](const std::stop_token& stop) { impl->makePictures(stop); });
}

ImageLoader::~ImageLoader() = default;

void ImageLoader::setSplits(const dataset::Splits& splits)
{
    const std::lock_guard lock(m_impl->mutex);
    m_impl->splits = splits;
    ++m_impl->generation;
    ++m_impl->sampleNumber;
    m_impl->thumbnails.clear();
    m_impl->image.reset();
    m_impl->samples.reset();
}

void ImageLoader::requestThumbnail(Split split, qint64 index)
{
    {
        const std::lock_guard lock(m_impl->mutex);
        auto& waiting = m_impl->thumbnails;
        std::erase(waiting, Wanted{split, index});
        waiting.push_back({split, index});
        if (waiting.size() > kMostWaiting) {
            waiting.pop_front();
        }
    }
    m_impl->wakeThumbnails.notify_one();
}

void ImageLoader::requestImage(Split split, qint64 index)
{
    {
        const std::lock_guard lock(m_impl->mutex);
        m_impl->image = Wanted{split, index};
    }
    m_impl->wakePictures.notify_one();
}

void ImageLoader::requestSamples(const SampleRequest& request)
{
    {
        const std::lock_guard lock(m_impl->mutex);
        m_impl->samples = request;
        ++m_impl->sampleNumber;
    }
    m_impl->wakePictures.notify_one();
}

} // namespace espalier::ui
