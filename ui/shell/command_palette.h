// CommandPalette: type a few letters, Enter does it (Ctrl+K).
#pragma once

#include "ui/edit/command_table.h"
#include "ui/widget/theme.h"

#include <QFrame>

class QLineEdit;
class QListWidget;

namespace espalier::ui {

class CommandPalette : public QFrame {
    Q_OBJECT
public:
    CommandPalette(CommandTable& commands, const Theme& theme, QWidget* parent);
    void open();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fill();
    void runCurrent();

    CommandTable& m_commands;
    const Theme& m_theme;
    QLineEdit* m_input;
    QListWidget* m_list;
};

} // namespace espalier::ui
