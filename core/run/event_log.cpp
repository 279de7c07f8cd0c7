#include "core/run/event_log.h"

#include "core/base/assert.h"

#include <algorithm>
#include <chrono>

namespace espalier::run {

class EventLog::Reader final : public EventSource {
public:
    Reader(EventLog& log, std::int64_t next) : m_log(log), m_next(next) {}
    ~Reader() override
    {
        const std::lock_guard lock(m_log.m_mutex);
        std::erase(m_log.m_readers, this);
        m_log.release();
    }

    std::vector<Event> take() override
    {
        const std::lock_guard lock(m_log.m_mutex);
        const auto from = m_log.m_events.begin() + static_cast<std::ptrdiff_t>(m_next - m_log.m_firstSeq);
        std::vector<Event> events(from, m_log.m_events.end());
        m_next = m_log.m_nextSeq;
        m_log.release();
        return events;
    }

    [[nodiscard]] std::int64_t next() const { return m_next; }

private:
    EventLog& m_log;
    std::int64_t m_next;
};

EventLog::EventLog(const Clock& clock) : m_clock(clock) {}

EventLog::~EventLog()
{
    ESPALIER_ASSERT(m_readers.empty(), "a log outlives its readers");
}

void EventLog::append(EventBody body, double seconds)
{
    const std::lock_guard lock(m_mutex);
    ESPALIER_ASSERT(!m_closed, "nothing follows the end of a log");
    m_events.push_back({m_nextSeq++, m_clock.wallMicroseconds(), seconds, std::move(body)});
    m_appended.notify_all();
}

void EventLog::close()
{
    const std::lock_guard lock(m_mutex);
    m_closed = true;
    m_appended.notify_all();
}

bool EventLog::closed() const
{
    const std::lock_guard lock(m_mutex);
    return m_closed;
}

void EventLog::waitPast(std::int64_t seq, double timeoutSeconds) const
{
    std::unique_lock lock(m_mutex);
    m_appended.wait_for(lock, std::chrono::duration<double>(timeoutSeconds),
                        [&] { return m_closed || m_nextSeq > seq + 1; });
}

std::int64_t EventLog::lastSeq() const
{
    const std::lock_guard lock(m_mutex);
    return m_nextSeq - 1;
}

void EventLog::startAfter(std::int64_t seq)
{
    const std::lock_guard lock(m_mutex);
    ESPALIER_ASSERT(m_events.empty() && m_readers.empty(), "the numbers of a log are set before it is used");
    m_firstSeq = m_nextSeq = seq + 1;
}

void EventLog::kept(std::int64_t seq)
{
    const std::lock_guard lock(m_mutex);
    m_kept = seq;
    m_keepingFails = false;
    m_appended.notify_all();
}

void EventLog::keepingFailed()
{
    const std::lock_guard lock(m_mutex);
    m_keepingFails = true;
    m_appended.notify_all();
}

bool EventLog::waitKept(double timeoutSeconds)
{
    std::unique_lock lock(m_mutex);
    if (!m_kept) {
        return true;
    }
    const std::int64_t wanted = m_nextSeq - 1;
    m_wanted = std::max(m_wanted, wanted);
    m_appended.notify_all();
    m_appended.wait_for(lock, std::chrono::duration<double>(timeoutSeconds),
                        [&] { return m_keepingFails || *m_kept >= wanted; });
    return *m_kept >= wanted;
}

void EventLog::waitWanted(double timeoutSeconds) const
{
    std::unique_lock lock(m_mutex);
    m_appended.wait_for(lock, std::chrono::duration<double>(timeoutSeconds),
                        [this] { return m_closed || (m_kept && m_wanted > *m_kept && !m_keepingFails); });
}

std::unique_ptr<EventSource> EventLog::reader()
{
    const std::lock_guard lock(m_mutex);
    auto made = std::make_unique<Reader>(*this, m_firstSeq);
    m_readers.push_back(made.get());
    return made;
}

// Called under the lock. Without a reader everything is kept: the first one is still to come.
void EventLog::release()
{
    if (m_readers.empty()) {
        return;
    }
    std::int64_t needed = m_nextSeq;
    for (const Reader* reader : m_readers) {
        needed = std::min(needed, reader->next());
    }
    const auto taken = static_cast<std::ptrdiff_t>(needed - m_firstSeq);
    m_events.erase(m_events.begin(), m_events.begin() + taken);
    m_firstSeq = needed;
}

void CommandBox::post(Command command)
{
    const std::lock_guard lock(m_mutex);
    m_commands.push_back(command);
    m_posted.notify_all();
}

std::vector<Command> CommandBox::take()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_commands, {});
}

void CommandBox::wait(double timeoutSeconds)
{
    std::unique_lock lock(m_mutex);
    m_posted.wait_for(lock, std::chrono::duration<double>(timeoutSeconds), [this] { return !m_commands.empty(); });
}

} // namespace espalier::run
