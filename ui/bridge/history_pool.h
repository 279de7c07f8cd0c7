// HistoryPool: a few threads that read what runs have said until now, for all who ask.
#pragma once

#include "core/store/history.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace espalier::ui {

/// What one of the threads reads with.
struct HistoryConnections {
    std::filesystem::path path;
    std::unique_ptr<store::Store> store;
    std::unique_ptr<store::History> history;

    [[nodiscard]] Status open(const std::filesystem::path& wanted); ///< nothing to do when it is open
};

/// A thousand runs may be asked for at once. A thread and two connections for each take longer than their curves.
class HistoryPool {
public:
    using Task = std::function<void(HistoryConnections&)>;

    static HistoryPool& ofProcess();
    ~HistoryPool();
    HistoryPool(const HistoryPool&) = delete;
    HistoryPool& operator=(const HistoryPool&) = delete;

    void add(const void* owner, Task task); ///< first come, first served
    void drop(const void* owner);           ///< afterwards no task of the owner waits or runs; blocks while one runs

private:
    HistoryPool() = default;
    void work(const std::stop_token& stop);

    std::mutex m_mutex;
    std::condition_variable_any m_wake; ///< something waits
    std::condition_variable m_ended;    ///< a task has
    std::deque<std::pair<const void*, Task>> m_waiting;
    std::vector<const void*> m_running;  ///< owners
    std::vector<std::jthread> m_threads; ///< last: they use all above
};

} // namespace espalier::ui
