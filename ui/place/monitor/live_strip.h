// LiveStrip: where a run stands, in figures: epochs, time left, elapsed, speed, best result, guard.
#pragma once

#include "ui/bridge/run_feed.h"
#include "ui/widget/controls.h"

#include <QFrame>

class QProgressBar;

namespace espalier::ui {

class LiveStrip : public QFrame {
    Q_OBJECT
public:
    explicit LiveStrip(const Theme& theme, QWidget* parent = nullptr);
    void take(const RunFeed& feed);

private:
    QLabel* m_epochs;
    QLabel* m_left;
    QProgressBar* m_progress;
    Figure* m_step;
    Figure* m_elapsed;
    Figure* m_speed;
    Figure* m_memory; ///< while the run says it
    Figure* m_trainable;
    Figure* m_best;
    Figure* m_guard;
};

} // namespace espalier::ui
