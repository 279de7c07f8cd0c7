// VerdictBox: what the guard last said of a run, or that its process is gone, and the way on.
#pragma once

#include "ui/bridge/run_feed.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace espalier::ui {

class Theme;

class VerdictBox : public QFrame {
    Q_OBJECT
public:
    explicit VerdictBox(const Theme& theme, QWidget* parent = nullptr);

    void take(const RunFeed& feed);
    [[nodiscard]] bool hasWords() const; ///< nothing was ever wrong, nothing is to be said

Q_SIGNALS:
    void resumeRequested();

private:
    QLabel* m_title;
    QLabel* m_text;
    QPushButton* m_resume; ///< of a lost run
};

/// The newest of the guard; null before it said anything.
[[nodiscard]] const run::Event* lastVerdict(const RunFeed& feed);

} // namespace espalier::ui
