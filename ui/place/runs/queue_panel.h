// QueuePanel: the experiments that wait, in the order in which they begin.
#pragma once

#include "ui/bridge/experiment_queue.h"
#include "ui/edit/command_table.h"
#include "ui/widget/theme.h"

#include <QFrame>

class QLabel;
class QListWidget;
class QPushButton;
class QUndoStack;

namespace espalier::ui {

/// Not there while nothing waits. Alt+Up and Alt+Down move the row, I makes it wait for a calm end of the one before.
class QueuePanel : public QFrame {
    Q_OBJECT
public:
    QueuePanel(ExperimentQueue& queue, CommandTable& commands, const Theme& theme, QUndoStack& undo,
               QWidget* parent = nullptr);
    [[nodiscard]] std::int64_t current() const; ///< 0: none
    void takeCommands();                        ///< the place is shown: what can be done now

    void move(int places);
    void toggleOnlyIfStable();
    void remove();
    void startOrHold();

private:
    void take();
    [[nodiscard]] QString text(const store::WaitingExperiment& experiment, int place) const;

    ExperimentQueue& m_queue;
    CommandTable& m_commands;
    const Theme& m_theme;
    QUndoStack& m_undo;
    QLabel* m_title;
    QListWidget* m_list;
};

} // namespace espalier::ui
