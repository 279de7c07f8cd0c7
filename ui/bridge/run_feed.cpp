#include "ui/bridge/run_feed.h"

#include "ui/bridge/core_text.h"
#include "ui/bridge/run_reader.h"

#include <QElapsedTimer>
#include <QTimer>
#include <algorithm>
#include <cmath>
#include <deque>
#include <functional>
#include <optional>

namespace espalier::ui {

namespace {

constexpr int kFrameMilliseconds = 33;
constexpr std::size_t kRateWindow = 40; ///< hand-overs the speed is measured over

double nowSeconds()
{
    return Clock().steadySeconds();
}

template <class T>
void append(std::vector<T>& to, std::vector<T>&& from)
{
    if (to.empty()) {
        to = std::move(from);
    } else {
        to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
    }
}

} // namespace

struct RunFeed::Impl {
    store::RunId id = 0;
    std::filesystem::path storePath;
    LocalRun* local = nullptr;
    std::unique_ptr<RunReader> reader;
    std::function<void()> arrived;          ///< told by the reader, from its thread
    std::unique_ptr<store::Store> commands; ///< opened when the first command goes to another process
    store::RunDetail detail;
    std::map<std::string, Curve> curves;
    std::vector<std::string> names;
    std::vector<run::Event> marks;
    std::vector<std::pair<double, run::Stability>> spans;
    std::vector<double> skipped;
    std::deque<std::pair<double, std::int64_t>> pace; ///< training seconds, step
    run::RunState state = run::RunState::Queued;
    std::int64_t step = 0;
    double epoch = 0;
    double seconds = 0;
    double lastSign = 0;
    std::int64_t lastSeq = 0;
    bool isLoading = true;
    std::optional<run::Started> started; ///< the newest; known before the store has it
    QString error;
    QTimer frame; ///< until news may be taken again
    QElapsedTimer sinceTaken;

    void takeData(RunNews& news)
    {
        for (const std::string& name : news.named) {
            if (std::ranges::find(names, name) == names.end()) {
                names.push_back(name);
            }
        }
        for (auto& [name, curve] : news.curves) {
            Curve& known = curves[name];
            append(known.step, std::move(curve.step));
            append(known.epoch, std::move(curve.epoch));
            append(known.seconds, std::move(curve.seconds));
            append(known.value, std::move(curve.value));
        }
        for (const run::Event& event : news.marks) {
            if (const auto* begun = std::get_if<run::Started>(&event.body)) {
                started = *begun;
            }
        }
        append(marks, std::move(news.marks));
        append(spans, std::move(news.spans));
        append(skipped, std::move(news.skipped));
        if (news.detail) {
            detail = std::move(*news.detail);
        }
        if (started) {
            store::RunSummary& summary = detail.summary;
            summary.totalSteps = started->totalSteps;
            summary.epochs = started->epochs;
            summary.parameters = started->parameters;
            summary.trainable = started->trainable;
            summary.adapterParameters = started->adapterParameters;
        }
        if (news.step >= 0) {
            step = news.step;
            epoch = news.epoch;
            seconds = news.seconds;
            pace.emplace_back(seconds, step);
            if (pace.size() > kRateWindow) {
                pace.pop_front();
            }
        }
        if (news.wallMicroseconds > 0) {
            lastSeq = news.seq;
            // How old the newest word is, on a clock that does not jump.
            const double age = static_cast<double>(Clock().wallMicroseconds() - news.wallMicroseconds) * 1e-6;
            lastSign = nowSeconds() - std::max(0.0, age);
        }
        if (!news.error.empty()) {
            error = coreText(news.error);
        }
    }
};

RunFeed::RunFeed(const Services& services, store::RunId id, LocalRun* local, QObject* parent)
    : QObject(parent), m_impl(std::make_unique<Impl>())
{
    m_impl->id = id;
    m_impl->storePath = services.storePath;
    m_impl->local = local;
    m_impl->lastSign = nowSeconds();
    m_impl->frame.setSingleShot(true);
    connect(&m_impl->frame, &QTimer::timeout, this, &RunFeed::takeNews);
    // At once when the last hand-over is a frame ago: a step is on screen as soon as it can be.
    m_impl->arrived = [this] {
        QMetaObject::invokeMethod(
            this,
            [this] {
                const qint64 since = m_impl->sinceTaken.isValid() ? m_impl->sinceTaken.elapsed() : kFrameMilliseconds;
                if (since >= kFrameMilliseconds) {
                    takeNews();
                } else if (!m_impl->frame.isActive()) {
                    m_impl->frame.start(static_cast<int>(kFrameMilliseconds - since));
                }
            },
            Qt::QueuedConnection);
    };
    m_impl->reader =
        std::make_unique<RunReader>(services.storePath, id, local ? local->events() : nullptr, m_impl->arrived);
}

RunFeed::~RunFeed() = default;

void RunFeed::takeNews()
{
    RunNews news = m_impl->reader->takeNews();
    if (news.isEmpty()) {
        return;
    }
    m_impl->sinceTaken.restart();
    const bool stepped = news.step >= 0 || !news.curves.empty();
    const bool marked = !news.marks.empty();
    const run::RunState before = m_impl->state;
    if (news.state) {
        m_impl->state = *news.state;
    }
    const bool isNewDetail = news.detail.has_value();
    m_impl->takeData(news);
    if (news.historyIsComplete && m_impl->isLoading) {
        m_impl->isLoading = false;
        Q_EMIT loaded();
    }
    if (stepped) {
        Q_EMIT advanced();
    }
    if (marked) {
        Q_EMIT this->marked();
    }
    if (m_impl->state != before || isNewDetail) {
        Q_EMIT stateChanged();
    }
}

void RunFeed::setLocal(LocalRun* local)
{
    m_impl->local = local;
    followAgain();
}

void RunFeed::followAgain()
{
    if (m_impl->reader->isDone()) {
        // Its first life has been read to the end: what follows is in the store.
        m_impl->reader =
            std::make_unique<RunReader>(m_impl->storePath, m_impl->id, nullptr, m_impl->arrived, m_impl->lastSeq);
    }
}

void RunFeed::releaseLocal()
{
    m_impl->local = nullptr;
    if (m_impl->reader->isLocal()) {
        m_impl->reader->finish();
        takeNews();
    }
}

store::RunId RunFeed::id() const
{
    return m_impl->id;
}

bool RunFeed::isLoading() const
{
    return m_impl->isLoading;
}

const store::RunDetail& RunFeed::detail() const
{
    return m_impl->detail;
}

const std::map<std::string, Curve>& RunFeed::curves() const
{
    return m_impl->curves;
}

const std::vector<std::string>& RunFeed::stepSeries() const
{
    return m_impl->names;
}

const std::vector<run::Event>& RunFeed::marks() const
{
    return m_impl->marks;
}

const std::vector<std::pair<double, run::Stability>>& RunFeed::stabilitySpans() const
{
    return m_impl->spans;
}

const std::vector<double>& RunFeed::skippedSteps() const
{
    return m_impl->skipped;
}

run::RunState RunFeed::state() const
{
    return m_impl->state;
}

std::int64_t RunFeed::step() const
{
    return m_impl->step;
}

double RunFeed::epoch() const
{
    return m_impl->epoch;
}

double RunFeed::seconds() const
{
    return m_impl->seconds;
}

double RunFeed::stepsPerSecond() const
{
    if (m_impl->pace.size() < 2) {
        return m_impl->seconds > 0 ? static_cast<double>(m_impl->step) / m_impl->seconds : 0;
    }
    const auto& [firstSeconds, firstStep] = m_impl->pace.front();
    const auto& [lastSeconds, lastStep] = m_impl->pace.back();
    return lastSeconds > firstSeconds ? static_cast<double>(lastStep - firstStep) / (lastSeconds - firstSeconds) : 0;
}

double RunFeed::secondsLeft() const
{
    const double rate = stepsPerSecond();
    const std::int64_t total = m_impl->detail.summary.totalSteps;
    if (!isLive() || rate <= 0 || total <= 0) {
        return std::nan("");
    }
    // A rewind puts the epoch back, not the step: what is left follows the schedule.
    const int epochs = m_impl->detail.summary.epochs;
    const double left = epochs > 0 ? static_cast<double>(total) * (1.0 - m_impl->epoch / epochs)
                                   : static_cast<double>(total - m_impl->step);
    return std::max(0.0, left) / rate;
}

double RunFeed::secondsSinceLastSign() const
{
    return nowSeconds() - m_impl->lastSign;
}

bool RunFeed::isLive() const
{
    return !run::isOver(m_impl->state);
}

QString RunFeed::error() const
{
    return m_impl->error;
}

void RunFeed::post(run::Command command)
{
    if (m_impl->local) {
        m_impl->local->post(command);
        return;
    }
    if (!m_impl->commands) {
        auto store = store::Store::open(m_impl->storePath);
        if (!store) {
            m_impl->error = errorText(store.error());
            Q_EMIT stateChanged();
            return;
        }
        m_impl->commands = std::move(*store);
    }
    if (const Status posted = m_impl->commands->postCommand(m_impl->id, command); !posted) {
        m_impl->error = errorText(posted.error());
        Q_EMIT stateChanged();
    }
}

} // namespace espalier::ui
