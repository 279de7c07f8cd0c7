#include "ui/shell/key_sheet.h"

#include "ui/widget/controls.h"

#include <QGridLayout>
#include <QVBoxLayout>

namespace espalier::ui {

namespace {

QWidget* makeColumn(const CommandTable& commands, const Theme& theme, PlaceId place, const QString& title)
{
    auto* column = new QWidget;
    auto* grid = new QGridLayout(column);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(4);
    grid->addWidget(makeLabel(title, Tone::Section), 0, 0, 1, 2);
    int line = 1;
    for (const CommandRow& row : commandRows()) {
        const QAction* action = commands.action(row.id);
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        if (row.place != place || keys.isEmpty()) {
            continue;
        }
        QLabel* key = makeMono(theme, 11, false);
        key->setProperty("tone", QStringLiteral("key"));
        key->setText(keys);
        grid->addWidget(key, line, 0, Qt::AlignLeft);
        grid->addWidget(makeLabel(action->text(), Tone::Second), line, 1);
        ++line;
    }
    grid->setRowStretch(line, 1);
    grid->setColumnStretch(1, 1);
    return column;
}

} // namespace

KeySheet::KeySheet(const CommandTable& commands, const Theme& theme, QWidget* parent)
    : QFrame(parent, Qt::Popup), m_commands(commands), m_theme(theme)
{
    setProperty("kind", QStringLiteral("popup"));
    new QVBoxLayout(this);
    layout()->setContentsMargins(16, 16, 16, 16);
}

void KeySheet::open()
{
    fill();
    adjustSize();
    const QWidget* window = parentWidget();
    move(window->mapToGlobal(QPoint((window->width() - width()) / 2, (window->height() - height()) / 2)));
    show();
}

void KeySheet::fill()
{
    delete m_content;
    m_content = new QWidget(this);
    auto* row = new QHBoxLayout(m_content);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(32);
    row->addWidget(makeColumn(m_commands, m_theme, m_commands.place(), tr("Here")));
    row->addWidget(makeColumn(m_commands, m_theme, PlaceId::Everywhere, tr("Everywhere")));
    layout()->addWidget(m_content);
}

} // namespace espalier::ui
