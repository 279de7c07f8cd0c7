// EventLog: append-only, many readers; what all readers have taken is freed. CommandBox: the way back.
#pragma once

#include "core/base/clock.h"
#include "core/run/event.h"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace espalier::run {

/// What a view reads: a reader of the log here, a tail of the store elsewhere.
class EventSource {
public:
    virtual ~EventSource() = default;
    /// Everything since the last call, oldest first. Never blocks for long.
    virtual std::vector<Event> take() = 0;
};

/// Thread-safe. The trainer appends; recorder, window and printer read, each at its own pace.
class EventLog {
public:
    explicit EventLog(const Clock& clock);
    ~EventLog();

    /// Numbers and stamps the event. `seconds` is the training time so far.
    void append(EventBody body, double seconds);
    /// No event follows; readers drain and then see closed().
    void close();
    [[nodiscard]] bool closed() const;
    /// Block until there is something after `seq`, the log is closed, or the time is over.
    void waitPast(std::int64_t seq, double timeoutSeconds) const;
    [[nodiscard]] std::int64_t lastSeq() const;
    /// Go on counting from here: a resumed run's numbers follow the stored ones. Before the first append.
    void startAfter(std::int64_t seq);

    /// Said by the one reader that keeps events for good, from its start on: all up to `seq` outlive the process.
    void kept(std::int64_t seq);
    /// The keeper cannot keep: nobody should wait for it until it says kept() again.
    void keepingFailed();
    /// Block until all that was said so far is kept, and hurry the keeper. True at once when nobody keeps; false when
    /// keeping fails or the time is over.
    [[nodiscard]] bool waitKept(double timeoutSeconds);
    /// For the keeper, to gather events: sleep until somebody waits for it, the log is closed, or the time is over.
    void waitWanted(double timeoutSeconds) const;

    /// A reader from now on (or from the oldest kept event). It may outlive no log.
    [[nodiscard]] std::unique_ptr<EventSource> reader();

private:
    class Reader;
    void release();

    const Clock& m_clock;
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_appended;
    std::deque<Event> m_events; ///< from m_firstSeq on
    std::int64_t m_firstSeq = 1;
    std::int64_t m_nextSeq = 1;
    bool m_closed = false;
    std::optional<std::int64_t> m_kept; ///< none: nobody keeps
    std::int64_t m_wanted = 0;          ///< somebody waits until this is kept
    bool m_keepingFails = false;
    std::vector<Reader*> m_readers;
};

/// Thread-safe queue of commands to a run; polled at step borders.
class CommandBox {
public:
    void post(Command command);
    /// All waiting commands, oldest first.
    [[nodiscard]] std::vector<Command> take();
    /// Sleep until a command waits or the time is over: how a paused run waits.
    void wait(double timeoutSeconds);

private:
    std::mutex m_mutex;
    std::condition_variable m_posted;
    std::vector<Command> m_commands;
};

} // namespace espalier::run
