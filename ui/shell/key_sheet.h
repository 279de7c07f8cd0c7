// KeySheet: the keys that work here (F1).
#pragma once

#include "ui/edit/command_table.h"
#include "ui/widget/theme.h"

#include <QFrame>

namespace espalier::ui {

class KeySheet : public QFrame {
    Q_OBJECT
public:
    KeySheet(const CommandTable& commands, const Theme& theme, QWidget* parent);
    void open();

private:
    void fill();

    const CommandTable& m_commands;
    const Theme& m_theme;
    QWidget* m_content = nullptr;
};

} // namespace espalier::ui
