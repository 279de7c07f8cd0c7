// RunQueue: the one trainer thread of a process; runs are done in order.
#pragma once

#include "core/run/engine.h"

#include <functional>
#include <memory>

namespace espalier::run {

class RunQueue {
public:
    /// The engine must outlive the queue.
    explicit RunQueue(Engine& engine);
    /// Asks the run in progress to stop, drops those waiting (their `done` is called with Stopped), joins.
    ~RunQueue();
    RunQueue(const RunQueue&) = delete;
    RunQueue& operator=(const RunQueue&) = delete;

    /// `log` and `commands` must live until `done` has been called, which happens on the trainer thread.
    void enqueue(RunSpec spec, EventLog& log, CommandBox& commands, std::function<void(Outcome)> done);
    /// Work with the engine that is no run, in its turn among them. `work` is called on the trainer thread; with
    /// nullptr when the queue ends before. It is not asked to stop: it must see itself whether it is still wanted.
    void enqueue(std::function<void(Engine* engine)> work);
    /// Nothing runs and nothing waits.
    [[nodiscard]] bool isIdle() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace espalier::run
