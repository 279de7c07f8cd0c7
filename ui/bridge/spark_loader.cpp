#include "ui/bridge/spark_loader.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace espalier::ui {

namespace {
constexpr const char* kSeries = "loss";
} // namespace

struct SparkLoader::Impl {
    std::filesystem::path path;
    std::mutex mutex;
    std::condition_variable_any wake;
    std::deque<store::RunId> waiting;
    std::jthread thread; ///< last: it uses all above
};

SparkLoader::SparkLoader(std::filesystem::path store, QObject* parent)
    : QObject(parent), m_impl(std::make_unique<Impl>())
{
    m_impl->path = std::move(store);
    m_impl->thread = std::jthread([this, impl = m_impl.get()](const std::stop_token& stop) {
        auto opened = store::Store::open(impl->path);
        while (opened && !stop.stop_requested()) {
            store::RunId run = 0;
            {
                std::unique_lock lock(impl->mutex);
                if (!impl->wake.wait(lock, stop, [impl] { return !impl->waiting.empty(); })) {
                    return;
                }
                run = impl->waiting.back();
                impl->waiting.pop_back();
            }
            if (const auto line = (*opened)->sparkline(run, kSeries, kStretches)) {
                Q_EMIT loaded(run, *line);
            }
        }
    });
}

SparkLoader::~SparkLoader() = default;

void SparkLoader::request(store::RunId run)
{
    {
        const std::lock_guard lock(m_impl->mutex);
        std::erase(m_impl->waiting, run);
        m_impl->waiting.push_back(run);
    }
    m_impl->wake.notify_one();
}

} // namespace espalier::ui
