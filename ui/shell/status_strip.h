// StatusStrip: the 24 px at the bottom: the run that goes on, whichever place is shown, and the store.
#pragma once

#include "ui/bridge/run_feed.h"
#include "ui/widget/theme.h"

#include <QFrame>

class QLabel;
class QProgressBar;
class QPushButton;

namespace espalier::ui {

class StatusStrip : public QFrame {
    Q_OBJECT
public:
    StatusStrip(RunCatalogue& runs, const Theme& theme, const QString& store, QWidget* parent = nullptr);

Q_SIGNALS:
    void watchRequested(qint64 run);
    void queueRequested();

private:
    void take();

    RunCatalogue& m_runs;
    QPushButton* m_run;
    QProgressBar* m_progress;
    QLabel* m_figures;
    QPushButton* m_queue;
    qint64 m_shown = 0;
};

} // namespace espalier::ui
