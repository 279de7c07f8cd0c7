#include "ui/bridge/prediction_reader.h"

#include "ui/bridge/core_text.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

namespace espalier::ui {

namespace {

struct Wish {
    std::vector<PredictionReader::Source> sources;
    metrics::MatchRules rules;
    quint64 number = 0;
};

/// A file as it was when it was read.
struct Known {
    std::filesystem::file_time_type written;
    std::uintmax_t bytes = 0;
    LoadedPredictions loaded;
};

} // namespace

struct PredictionReader::Impl {
    explicit Impl(PredictionReader& reader) : self(reader) {}

    void work(const std::stop_token& stop);
    LoadedPredictions load(const Source& source);

    PredictionReader& self;
    std::map<qint64, Known> known; ///< of the thread
    std::mutex mutex;
    std::condition_variable_any wake;
    std::optional<Wish> wish;
    quint64 number = 0;  ///< of the newest wish; written by the GUI thread under the mutex
    std::jthread thread; ///< last: it uses all above
};

LoadedPredictions PredictionReader::Impl::load(const Source& source)
{
    LoadedPredictions loaded;
    loaded.run = source.run;
    const std::filesystem::path file = source.folder / metrics::kDetectionsFileName;
    std::error_code fault;
    const auto written = std::filesystem::last_write_time(file, fault);
    const std::uintmax_t bytes = fault ? 0 : std::filesystem::file_size(file, fault);
    if (fault) {
        known.erase(source.run);
        return loaded;
    }
    if (const auto before = known.find(source.run);
        before != known.end() && before->second.written == written && before->second.bytes == bytes) {
        return before->second.loaded;
    }
    if (auto read = metrics::readDetections(file)) {
        loaded.file = std::make_shared<metrics::DetectionsFile>(std::move(*read));
    } else {
        loaded.isDamaged = true;
        loaded.error = errorText(read.error());
    }
    known[source.run] = {written, bytes, loaded};
    return loaded;
}

void PredictionReader::Impl::work(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        Wish now;
        {
            std::unique_lock lock(mutex);
            if (!wake.wait(lock, stop, [this] { return wish.has_value(); })) {
                return;
            }
            now = *std::exchange(wish, std::nullopt);
        }
        std::vector<LoadedPredictions> loaded;
        for (const Source& source : now.sources) {
            loaded.push_back(load(source));
        }
        auto table = std::make_shared<const PredictionTable>(predictionTable(loaded, now.rules));
        QMetaObject::invokeMethod(
            &self,
            [this, asked = now.number, table = std::move(table)] {
                if (asked == number) {
                    Q_EMIT self.tableRead(table);
                }
            },
            Qt::QueuedConnection);
    }
}

PredictionReader::PredictionReader(QObject* parent) : QObject(parent), m_impl(std::make_unique<Impl>(*this))
{
    m_impl->thread = std::jthread([impl = m_impl.get()](const std::stop_token& stop) { impl->work(stop); });
}

PredictionReader::~PredictionReader() = default;

void PredictionReader::read(std::vector<Source> sources, const metrics::MatchRules& rules)
{
    {
        const std::lock_guard lock(m_impl->mutex);
        m_impl->wish = Wish{std::move(sources), rules, ++m_impl->number};
    }
    m_impl->wake.notify_one();
}

} // namespace espalier::ui
