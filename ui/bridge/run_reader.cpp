#include "ui/bridge/run_reader.h"

#include "ui/bridge/history_pool.h"

#include <condition_variable>
#include <iterator>

namespace espalier::ui {

namespace {

constexpr double kLocalPause = 0.008; ///< a look at an empty log costs nothing
constexpr double kStorePause = 0.120;
constexpr double kLostPause = 1.0;   ///< its process may show itself again
constexpr double kDetailPause = 1.5; ///< a lost process leaves no event: its row has to be looked at

void append(Curve& to, Curve&& from)
{
    if (to.step.empty()) {
        to = std::move(from);
        return;
    }
    to.step.insert(to.step.end(), from.step.begin(), from.step.end());
    to.epoch.insert(to.epoch.end(), from.epoch.begin(), from.epoch.end());
    to.seconds.insert(to.seconds.end(), from.seconds.begin(), from.seconds.end());
    to.value.insert(to.value.end(), from.value.begin(), from.value.end());
}

void addPoint(Curve& curve, double step, double epoch, double seconds, double value)
{
    curve.step.push_back(step);
    curve.epoch.push_back(epoch);
    curve.seconds.push_back(seconds);
    curve.value.push_back(value);
}

template <class T>
void append(std::vector<T>& to, std::vector<T>&& from)
{
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

/// Sleep that a stop request ends.
void pauseFor(const std::stop_token& stop, double seconds)
{
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, std::chrono::duration<double>(seconds), [] { return false; });
}

void merge(RunNews& to, RunNews&& from)
{
    for (auto& [name, curve] : from.curves) {
        append(to.curves[name], std::move(curve));
    }
    append(to.named, std::move(from.named));
    append(to.marks, std::move(from.marks));
    append(to.spans, std::move(from.spans));
    append(to.skipped, std::move(from.skipped));
    if (from.detail) {
        to.detail = std::move(from.detail);
    }
    if (from.state) {
        to.state = from.state;
    }
    if (from.step >= 0) {
        to.step = from.step;
        to.epoch = from.epoch;
        to.seconds = from.seconds;
    }
    if (from.wallMicroseconds > 0) {
        to.wallMicroseconds = from.wallMicroseconds;
        to.seq = from.seq;
    }
    to.historyIsComplete = to.historyIsComplete || from.historyIsComplete;
    if (!from.error.empty()) {
        to.error = std::move(from.error);
    }
}

} // namespace

bool RunNews::isEmpty() const
{
    return curves.empty() && marks.empty() && !detail && !state && step < 0 && !historyIsComplete && error.empty();
}

void RunNews::take(const run::Event& event, run::Stability& stability)
{
    wallMicroseconds = event.wallMicroseconds;
    seq = event.seq;
    if (const auto* done = std::get_if<run::StepDone>(&event.body)) {
        const auto at = static_cast<double>(done->step);
        for (const run::Sample& sample : done->samples) {
            const auto [curve, isNew] = curves.try_emplace(sample.series);
            if (isNew) {
                named.push_back(sample.series);
            }
            addPoint(curve->second, at, done->epoch, event.seconds, sample.value);
        }
        if (done->skipped) {
            skipped.push_back(at);
        }
        if (done->stability != stability || (step < 0 && spans.empty() && done->step <= 1)) {
            stability = done->stability;
            spans.emplace_back(at, stability);
        }
        step = done->step;
        epoch = done->epoch;
        seconds = event.seconds;
        return;
    }
    if (const auto* eval = std::get_if<run::EvalDone>(&event.body)) {
        for (const run::Sample& sample : eval->metrics) {
            addPoint(curves[sample.series], static_cast<double>(eval->step), eval->epoch, event.seconds, sample.value);
        }
    } else if (const auto* changed = std::get_if<run::StateChanged>(&event.body)) {
        state = changed->state;
    } else if (const auto* guarded = std::get_if<run::Guarded>(&event.body);
               guarded && guarded->stability != stability) {
        // The step that explodes may leave no StepDone behind it.
        stability = guarded->stability;
        spans.emplace_back(static_cast<double>(guarded->step), stability);
    }
    marks.push_back(event);
}

RunReader::RunReader(std::filesystem::path store, store::RunId id, std::unique_ptr<run::EventSource> source,
                     std::function<void()> arrived, std::int64_t afterSeq)
    : m_storePath(std::move(store)), m_id(id), m_afterSeq(afterSeq), m_source(std::move(source)),
      m_isLocal(m_source != nullptr), m_arrived(std::move(arrived))
{
    if (m_isLocal) {
        m_thread = std::jthread([this](const std::stop_token& stop) { follow(stop); });
    } else {
        HistoryPool::ofProcess().add(this, [this](HistoryConnections& connections) { readHistory(connections); });
    }
}

RunReader::~RunReader()
{
    HistoryPool::ofProcess().drop(this);
}

RunNews RunReader::takeNews()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_waiting, {});
}

void RunReader::finish()
{
    HistoryPool::ofProcess().drop(this);
    m_thread.request_stop();
    if (m_thread.joinable()) {
        m_thread.join();
    }
}

bool RunReader::open()
{
    auto store = store::Store::open(m_storePath);
    if (!store) {
        m_fresh.error = describe(store.error());
        return false;
    }
    m_store = std::move(*store);
    if (!m_source) {
        auto source = store::tail(m_storePath, m_id, m_afterSeq);
        if (!source) {
            m_fresh.error = describe(source.error());
            return false;
        }
        m_source = std::move(*source);
    }
    return true;
}

void RunReader::readDetail(store::Store& store)
{
    auto detail = store.runDetail(m_id);
    if (!detail) {
        m_fresh.error = describe(detail.error());
        return;
    }
    // Events know first; the row alone knows of a lost process, and how a run of this process ended.
    const run::RunState stored = detail->summary.state;
    if (stored != m_state && (run::isOver(stored) || (!m_isLocal && m_state == run::RunState::Queued))) {
        m_state = stored;
        m_fresh.state = stored;
    }
    m_fresh.detail = std::move(*detail);
}

double RunReader::pauseSeconds() const
{
    if (m_isLocal) {
        return kLocalPause;
    }
    return m_state == run::RunState::Lost ? kLostPause : kStorePause;
}

/// Nothing follows: its row says how it ended, and all before that has been read.
bool RunReader::isSettled() const
{
    return !m_isLocal && run::isOver(m_state) && m_state != run::RunState::Lost && !m_detailIsStale;
}

/// Whether there was anything.
bool RunReader::take(const std::vector<run::Event>& events)
{
    const bool wasOver = run::isOver(m_state);
    for (const run::Event& event : events) {
        m_fresh.take(event, m_stability);
        m_detailIsStale = m_detailIsStale || !std::holds_alternative<run::StepDone>(event.body);
    }
    if (m_fresh.state) {
        m_state = *m_fresh.state;
    }
    if (!m_historyIsComplete) {
        // A source gives all it has at once; what follows is live. Nothing came after a row that says how it ended.
        m_detailIsStale = m_detailIsStale && !wasOver;
        m_historyIsComplete = true;
        m_fresh.historyIsComplete = true;
    }
    return !events.empty();
}

bool RunReader::round(const std::stop_token& stop)
{
    if (take(m_source->take())) {
        publish();
        return !stop.stop_requested();
    }
    const double now = Clock().steadySeconds();
    if (m_detailIsStale || (!m_isLocal && now >= m_nextDetail)) {
        m_detailIsStale = false;
        m_nextDetail = now + kDetailPause;
        readDetail(*m_store);
    }
    publish();
    return !stop.stop_requested();
}

void RunReader::publish()
{
    if (m_fresh.isEmpty()) {
        return;
    }
    bool isUntold = false;
    {
        const std::lock_guard lock(m_mutex);
        isUntold = m_waiting.isEmpty();
        merge(m_waiting, std::exchange(m_fresh, {}));
    }
    if (isUntold) {
        m_arrived();
    }
}

/// Most runs that somebody looks at are over: this is all there is of them, and no thread waits for more.
void RunReader::readHistory(HistoryConnections& connections)
{
    if (const Status opened = connections.open(m_storePath); !opened) {
        m_fresh.error = describe(opened.error());
        m_fresh.historyIsComplete = true;
        publish();
        m_isDone = true;
        return;
    }
    readDetail(*connections.store);
    const auto events = connections.history->events(m_id, m_afterSeq);
    if (events) { // else the store was busy for long: read by who follows
        take(*events);
        m_afterSeq = events->empty() ? m_afterSeq : events->back().seq;
        publish();
    }
    if (events && isSettled()) {
        m_isDone = true;
        return;
    }
    m_thread = std::jthread([this](const std::stop_token& stop) { follow(stop); });
}

void RunReader::follow(const std::stop_token& stop)
{
    bool isGoing = open();
    if (!isGoing) {
        m_fresh.historyIsComplete = true;
        publish();
    } else if (m_isLocal) {
        readDetail(*m_store);
    }
    while (isGoing) {
        isGoing = round(stop) && !isSettled();
        if (isGoing) {
            pauseFor(stop, pauseSeconds());
        }
    }
    if (m_historyIsComplete && m_source && !isSettled()) {
        (void)round(stop); // what came last
        m_detailIsStale = true;
        (void)round(stop); // and how it ended
    }
    m_source.reset();
    m_store.reset();
    m_isDone = true;
}

} // namespace espalier::ui
