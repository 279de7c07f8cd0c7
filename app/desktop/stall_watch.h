// StallWatch: the longest time that the window did not answer, for whoever wants to know (`--stalls`).
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <algorithm>

namespace espalier {

class StallWatch : public QObject {
public:
    explicit StallWatch(QObject* parent) : QObject(parent)
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.callOnTimeout(this, [this] {
            const qint64 late = m_since.restart() - kBeat;
            ++m_beats;
            m_longest = std::max(m_longest, late);
            m_over += late > kLimit ? 1 : 0;
        });
    }
    /// From now on; what a window needs to open is not counted.
    void start()
    {
        m_since.start();
        m_timer.start(kBeat);
    }
    [[nodiscard]] qint64 longestMilliseconds() const { return m_longest; }
    [[nodiscard]] qint64 beats() const { return m_beats; }
    [[nodiscard]] qint64 stallsOverLimit() const { return m_over; }

    static constexpr int kBeat = 5;
    static constexpr int kLimit = 50; ///< ms; above it a hand feels it

private:
    QTimer m_timer;
    QElapsedTimer m_since;
    qint64 m_beats = 0;
    qint64 m_longest = 0;
    qint64 m_over = 0;
};

} // namespace espalier
