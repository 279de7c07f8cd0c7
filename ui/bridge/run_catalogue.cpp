#include "ui/bridge/core_text.h"
#include "ui/bridge/experiment_queue.h"
#include "ui/bridge/run_feed.h"

#include <QTimer>
#include <algorithm>
#include <thread>

namespace espalier::ui {

namespace {

constexpr int kPollMilliseconds = 500;
constexpr std::int64_t kMicrosecondsADay = 86'400'000'000;
constexpr int kPollsUntilForced = 8; ///< a lost process commits nothing: look now and then all the same

struct OwnRun {
    std::unique_ptr<LocalRun> run;
    std::shared_ptr<RunFeed> feed; ///< holds the log's first reader, so that nothing is missed
};

} // namespace

struct RunCatalogue::Impl {
    const Services& services;
    std::unique_ptr<store::Store> store;
    QString error;
    std::vector<store::RunSummary> runs;
    std::vector<store::RunSummary> deleted;
    std::map<store::RunId, std::weak_ptr<RunFeed>> feeds;
    std::vector<OwnRun> own;
    std::int64_t version = -1;
    int polls = 0;
    QTimer timer;
    std::unique_ptr<ExperimentQueue> queue;
    std::uint64_t reads = 0;                   ///< in the GUI thread: what began before the last one is old
    bool isReading = false;                    ///< the helper
    std::unique_ptr<store::Store> helperStore; ///< of the helper alone
    std::jthread eraser;                       ///< of what was deleted long ago
    std::jthread helper;                       ///< last: it uses all above

    explicit Impl(const Services& given) : services(given) {}

    void openStore()
    {
        auto opened = store::Store::open(services.storePath);
        if (opened) {
            store = std::move(*opened);
            error.clear();
        } else {
            error = errorText(opened.error());
        }
    }

    void read()
    {
        if (!store) {
            return;
        }
        ++reads;
        take(store->runs(true));
    }

    void take(Result<std::vector<store::RunSummary>> listed)
    {
        if (listed) {
            const auto gone = std::stable_partition(listed->begin(), listed->end(),
                                                    [](const store::RunSummary& run) { return !run.isDeleted; });
            deleted.assign(std::make_move_iterator(gone), std::make_move_iterator(listed->end()));
            listed->erase(gone, listed->end());
            runs = std::move(*listed);
            error.clear();
        } else {
            error = errorText(listed.error());
        }
    }

    /// What other processes and recorders wrote, without holding up the window: ten thousand rows take many frames.
    void readInHelper(RunCatalogue& self)
    {
        isReading = true;
        helper = std::jthread([this, &self, asked = reads] {
            Result<std::vector<store::RunSummary>> listed = std::vector<store::RunSummary>();
            if (!helperStore) {
                auto opened = store::Store::open(services.storePath);
                if (opened) {
                    helperStore = std::move(*opened);
                } else {
                    listed = fail(opened.error());
                }
            }
            if (helperStore) {
                listed = helperStore->runs(true);
            }
            QMetaObject::invokeMethod(
                &self,
                [this, &self, asked, listed = std::move(listed)]() mutable {
                    isReading = false;
                    if (asked != reads) { // something was read in between, and may know more
                        version = -1;
                        return;
                    }
                    take(std::move(listed));
                    followResumed();
                    Q_EMIT self.changed();
                },
                Qt::QueuedConnection);
        });
    }

    /// Readers of runs that are over have ended; those that somebody resumed are followed again.
    void followResumed()
    {
        std::erase_if(feeds, [](const auto& one) { return one.second.expired(); });
        for (const store::RunSummary& run : runs) {
            const auto known = run::isOver(run.state) ? feeds.end() : feeds.find(run.id);
            if (const auto feed = known == feeds.end() ? nullptr : known->second.lock()) {
                feed->followAgain();
            }
        }
    }

    [[nodiscard]] bool mustRead()
    {
        if (!store) {
            return false;
        }
        const std::int64_t now = store->dataVersion();
        const bool hasLive =
            std::any_of(runs.begin(), runs.end(), [](const store::RunSummary& run) { return !run::isOver(run.state); });
        const bool isForced = hasLive && ++polls % kPollsUntilForced == 0;
        return std::exchange(version, now) != now || isForced;
    }

    void dropFinished()
    {
        std::erase_if(own, [](OwnRun& one) {
            if (!one.run->isOver()) {
                return false;
            }
            one.feed->releaseLocal();
            return true;
        });
    }
};

RunCatalogue::RunCatalogue(const Services& services, QObject* parent)
    : QObject(parent), m_impl(std::make_unique<Impl>(services))
{
    m_impl->openStore();
    m_impl->read();
    m_impl->timer.setInterval(kPollMilliseconds);
    connect(&m_impl->timer, &QTimer::timeout, this, [this] {
        m_impl->dropFinished();
        if (!m_impl->isReading && m_impl->mustRead()) {
            m_impl->readInHelper(*this);
        }
    });
    m_impl->timer.start();
    m_impl->queue = std::make_unique<ExperimentQueue>(services, *this);
    const std::int64_t limit = Clock().wallMicroseconds() - kDaysKept * kMicrosecondsADay;
    const bool hasOld = std::any_of(m_impl->deleted.begin(), m_impl->deleted.end(),
                                    [limit](const store::RunSummary& run) { return run.deletedMicroseconds < limit; });
    if (hasOld) {
        m_impl->eraser = std::jthread([path = services.storePath, limit] { (void)store::eraseDeleted(path, limit); });
    }
}

RunCatalogue::~RunCatalogue()
{
    for (OwnRun& one : m_impl->own) {
        one.feed->releaseLocal();
    }
}

const std::vector<store::RunSummary>& RunCatalogue::runs() const
{
    return m_impl->runs;
}

const std::vector<store::RunSummary>& RunCatalogue::deleted() const
{
    return m_impl->deleted;
}

const store::RunSummary* RunCatalogue::find(store::RunId id) const
{
    const auto found =
        std::lower_bound(m_impl->runs.begin(), m_impl->runs.end(), id,
                         [](const store::RunSummary& run, store::RunId wanted) { return run.id > wanted; });
    return found == m_impl->runs.end() || found->id != id ? nullptr : &*found;
}

std::shared_ptr<RunFeed> RunCatalogue::feed(store::RunId id)
{
    if (auto known = m_impl->feeds[id].lock()) {
        return known;
    }
    auto feed = std::make_shared<RunFeed>(m_impl->services, id, nullptr);
    m_impl->feeds[id] = feed;
    return feed;
}

store::Store* RunCatalogue::store()
{
    return m_impl->store.get();
}

QString RunCatalogue::error() const
{
    return m_impl->error;
}

Result<store::RunId> RunCatalogue::start(const experiment::Experiment& experiment, const std::filesystem::path& file)
{
    auto started = m_impl->services.start(experiment, file);
    if (!started) {
        return fail(started.error());
    }
    const store::RunId id = (*started)->id();
    auto feed = std::make_shared<RunFeed>(m_impl->services, id, started->get());
    m_impl->feeds[id] = feed;
    m_impl->own.push_back({std::move(*started), feed});
    refresh();
    Q_EMIT runStarted(id);
    return id;
}

Result<store::RunId> RunCatalogue::resume(store::RunId id)
{
    auto resumed = m_impl->services.resume(id);
    if (!resumed) {
        return fail(resumed.error());
    }
    m_impl->dropFinished(); // its first life, when that was lived here
    // Its history is in the store, and so is soon what it says now: the store is tailed, commands go straight to it.
    auto resumedFeed = feed(id);
    resumedFeed->setLocal(resumed->get());
    m_impl->own.push_back({std::move(*resumed), resumedFeed});
    refresh();
    Q_EMIT runStarted(id);
    return id;
}

ExperimentQueue& RunCatalogue::queue()
{
    return *m_impl->queue;
}

bool RunCatalogue::hasLocalRun() const
{
    return std::any_of(m_impl->own.begin(), m_impl->own.end(), [](const OwnRun& one) { return !one.run->isOver(); });
}

void RunCatalogue::refresh()
{
    if (!m_impl->store) {
        m_impl->openStore();
    }
    m_impl->read();
    Q_EMIT changed();
}

} // namespace espalier::ui
