#include "core/run/run_queue.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace espalier::run {

namespace {

struct Job {
    RunSpec spec;
    EventLog* log = nullptr;
    CommandBox* commands = nullptr;
    std::function<void(Outcome)> done;
    std::function<void(Engine*)> work; ///< then there is no run
};

} // namespace

struct RunQueue::Impl {
    explicit Impl(Engine& backend) : engine(backend), thread([this] { work(); }) {}

    ~Impl()
    {
        {
            const std::lock_guard lock(mutex);
            isEnding = true;
            if (current != nullptr) {
                current->post({CommandKind::Stop, 0});
            }
            changed.notify_all();
        }
        thread.join();
    }

    void work()
    {
        for (;;) {
            std::unique_lock lock(mutex);
            changed.wait(lock, [this] { return isEnding || !waiting.empty(); });
            if (waiting.empty()) {
                return;
            }
            Job job = std::move(waiting.front());
            waiting.pop_front();
            if (job.work) {
                isWorking = true;
                Engine* const given = isEnding ? nullptr : &engine;
                lock.unlock();
                job.work(given);
                lock.lock();
                isWorking = false;
                continue;
            }
            if (isEnding) {
                lock.unlock();
                Outcome outcome;
                outcome.state = RunState::Stopped;
                outcome.message = "stopped before it began";
                outcome.cancelled = true;
                job.done(std::move(outcome));
                continue;
            }
            current = job.commands;
            lock.unlock();
            Outcome outcome = engine.run(job.spec, *job.log, *job.commands);
            lock.lock();
            current = nullptr; // before `done`: what it tells may free the box
            lock.unlock();
            job.done(std::move(outcome));
        }
    }

    Engine& engine;
    mutable std::mutex mutex;
    std::condition_variable changed;
    std::deque<Job> waiting;
    CommandBox* current = nullptr; ///< of the run in progress
    bool isWorking = false;        ///< something that is no run
    bool isEnding = false;
    std::thread thread; ///< last: it starts when all else stands
};

RunQueue::RunQueue(Engine& engine) : m_impl(std::make_unique<Impl>(engine)) {}

RunQueue::~RunQueue() = default;

void RunQueue::enqueue(RunSpec spec, EventLog& log, CommandBox& commands, std::function<void(Outcome)> done)
{
    const std::lock_guard lock(m_impl->mutex);
    m_impl->waiting.push_back({std::move(spec), &log, &commands, std::move(done), {}});
    m_impl->changed.notify_all();
}

void RunQueue::enqueue(std::function<void(Engine*)> work)
{
    const std::lock_guard lock(m_impl->mutex);
    m_impl->waiting.push_back({{}, nullptr, nullptr, {}, std::move(work)});
    m_impl->changed.notify_all();
}

bool RunQueue::isIdle() const
{
    const std::lock_guard lock(m_impl->mutex);
    return m_impl->current == nullptr && !m_impl->isWorking && m_impl->waiting.empty();
}

} // namespace espalier::run
