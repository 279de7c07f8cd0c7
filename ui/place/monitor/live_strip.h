// LiveStrip: where a run stands, in figures: epochs, time left, elapsed, speed, memory, healthy states, best result.
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

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void takeScale(const RunFeed& feed);
    void takeHealthy(const RunFeed& feed);

    QLabel* m_epochs;
    QLabel* m_left;
    QProgressBar* m_progress;
    Figure* m_step;
    Figure* m_elapsed;
    Figure* m_speed;
    Figure* m_images;
    Figure* m_memory; ///< while the run says it
    Figure* m_scale;
    Figure* m_healthy;
    Figure* m_trainable;
    Figure* m_best;
};

} // namespace espalier::ui
