#include "ui/bridge/history_pool.h"

#include <algorithm>

namespace espalier::ui {

namespace {
constexpr int kThreads = 3;
} // namespace

Status HistoryConnections::open(const std::filesystem::path& wanted)
{
    if (history && path == wanted) {
        return {};
    }
    auto openedStore = store::Store::open(wanted);
    if (!openedStore) {
        return fail(openedStore.error());
    }
    auto openedHistory = store::History::open(wanted);
    if (!openedHistory) {
        return fail(openedHistory.error());
    }
    path = wanted;
    store = std::move(*openedStore);
    history = std::move(*openedHistory);
    return {};
}

HistoryPool& HistoryPool::ofProcess()
{
    static HistoryPool pool;
    return pool;
}

HistoryPool::~HistoryPool()
{
    for (std::jthread& thread : m_threads) {
        thread.request_stop();
    }
}

void HistoryPool::add(const void* owner, Task task)
{
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.emplace_back(owner, std::move(task));
        if (m_threads.size() < kThreads) {
            m_threads.emplace_back([this](const std::stop_token& stop) { work(stop); });
        }
    }
    m_wake.notify_one();
}

void HistoryPool::drop(const void* owner)
{
    std::unique_lock lock(m_mutex);
    std::erase_if(m_waiting, [owner](const auto& one) { return one.first == owner; });
    m_ended.wait(lock, [this, owner] { return std::ranges::find(m_running, owner) == m_running.end(); });
}

void HistoryPool::work(const std::stop_token& stop)
{
    HistoryConnections connections;
    std::unique_lock lock(m_mutex);
    while (!stop.stop_requested()) {
        if (m_waiting.empty()) {
            // Nobody reads: no file stays open, whose store may be moved or removed meanwhile.
            lock.unlock();
            connections = {};
            lock.lock();
            if (!m_wake.wait(lock, stop, [this] { return !m_waiting.empty(); })) {
                return;
            }
        }
        const auto [owner, task] = std::move(m_waiting.front());
        m_waiting.pop_front();
        m_running.push_back(owner);
        lock.unlock();
        task(connections);
        lock.lock();
        m_running.erase(std::ranges::find(m_running, owner));
        m_ended.notify_all();
    }
}

} // namespace espalier::ui
