#include "ui/shell/command_palette.h"

#include "ui/widget/icon.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

namespace espalier::ui {

namespace {

constexpr int kWidth = 480;
constexpr int kHeight = 340;
constexpr int kRowHeight = 26;

/// Every word of the question is somewhere in the text.
bool matches(const QString& text, const QString& question)
{
    const QStringList words = question.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return std::all_of(words.begin(), words.end(),
                       [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

/// What is asked for in full comes first, then what begins so.
int nearness(const QString& text, const QString& question)
{
    return text.compare(question, Qt::CaseInsensitive) == 0 ? 0
           : text.startsWith(question, Qt::CaseInsensitive) ? 1
                                                            : 2;
}

} // namespace

CommandPalette::CommandPalette(CommandTable& commands, const Theme& theme, QWidget* parent)
    : QFrame(parent, Qt::Popup), m_commands(commands), m_theme(theme), m_input(new QLineEdit(this)),
      m_list(new QListWidget(this))
{
    setProperty("kind", QStringLiteral("popup"));
    m_input->setPlaceholderText(tr("Find a command"));
    m_input->setAccessibleName(tr("Find a command"));
    m_list->setAccessibleName(tr("Commands"));
    m_list->setFont(theme.body());
    m_list->setFocusPolicy(Qt::NoFocus);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(6);
    column->addWidget(m_input);
    column->addWidget(m_list);
    m_input->installEventFilter(this);
    connect(m_input, &QLineEdit::textChanged, this, &CommandPalette::fill);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::runCurrent);
}

void CommandPalette::open()
{
    m_input->clear();
    fill();
    const QWidget* window = parentWidget();
    resize(kWidth, kHeight);
    move(window->mapToGlobal(QPoint((window->width() - kWidth) / 2, 72)));
    show();
    m_input->setFocus();
}

void CommandPalette::fill()
{
    m_list->clear();
    const QString question = m_input->text().trimmed();
    std::vector<CommandRow> rows;
    std::ranges::copy_if(commandRows(), std::back_inserter(rows), [&](const CommandRow& row) {
        const QAction* action = m_commands.action(row.id);
        return action->isEnabled() && row.id != CommandId::CommandPalette && matches(action->text(), question);
    });
    std::ranges::stable_sort(
        rows, {}, [&](const CommandRow& row) { return nearness(m_commands.action(row.id)->text(), question); });
    for (const CommandRow& row : rows) {
        const QAction* action = m_commands.action(row.id);
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        auto* item =
            new QListWidgetItem(themedIcon(m_theme, QString::fromLatin1(row.icon)),
                                keys.isEmpty() ? action->text() : QStringLiteral("%1    %2").arg(action->text(), keys));
        item->setData(Qt::UserRole, static_cast<int>(row.id));
        item->setSizeHint(QSize(0, kRowHeight));
        m_list->addItem(item);
    }
    m_list->setCurrentRow(0);
}

void CommandPalette::runCurrent()
{
    const QListWidgetItem* item = m_list->currentItem();
    if (!item) {
        return;
    }
    QAction* action = m_commands.action(static_cast<CommandId>(item->data(Qt::UserRole).toInt()));
    close();
    // After the popup is gone: the command may open a window of its own.
    QTimer::singleShot(0, action, &QAction::trigger);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_input || event->type() != QEvent::KeyPress) {
        return QFrame::eventFilter(watched, event);
    }
    const int key = static_cast<QKeyEvent*>(event)->key();
    const int last = m_list->count() - 1;
    switch (key) {
    case Qt::Key_Down:
        m_list->setCurrentRow(std::min(last, m_list->currentRow() + 1));
        return true;
    case Qt::Key_Up:
        m_list->setCurrentRow(std::max(0, m_list->currentRow() - 1));
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        runCurrent();
        return true;
    default:
        return QFrame::eventFilter(watched, event);
    }
}

} // namespace espalier::ui
