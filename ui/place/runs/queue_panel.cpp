#include "ui/place/runs/queue_panel.h"

#include "ui/place/runs/store_command.h"
#include "ui/widget/controls.h"
#include "ui/widget/icon.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QSignalBlocker>
#include <QUndoStack>
#include <algorithm>
#include <memory>

namespace espalier::ui {

namespace {

constexpr int kRowHeight = 24;
constexpr int kIconSize = 14;
constexpr int kMostRows = 6; ///< seen at once

} // namespace

QueuePanel::QueuePanel(ExperimentQueue& queue, CommandTable& commands, const Theme& theme, QUndoStack& undo,
                       QWidget* parent)
    : QFrame(parent), m_queue(queue), m_commands(commands), m_theme(theme), m_undo(undo),
      m_title(makeLabel({}, Tone::Section, this)), m_list(new QListWidget(this))
{
    setProperty("kind", QStringLiteral("foot"));
    setObjectName(QStringLiteral("queue"));
    m_list->setAccessibleName(tr("Waiting experiments"));
    m_list->setProperty("panel", true);
    m_list->setIconSize(QSize(kIconSize, kIconSize));
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(12, 6, 12, 4);
    head->setSpacing(8);
    head->addWidget(m_title);
    head->addStretch(1);
    const std::pair<CommandId, QString> buttons[] = {{CommandId::QueueEarlier, tr("Earlier")},
                                                     {CommandId::QueueLater, tr("Later")},
                                                     {CommandId::QueueIfStable, tr("If stable then")},
                                                     {CommandId::QueueRemove, tr("Remove")},
                                                     {CommandId::QueueStart, {}}};
    for (const auto& [id, text] : buttons) {
        auto* button = new CommandButton(commands.action(id), CommandButton::Kind::Normal, this);
        button->setShortText(text);
        head->addWidget(button);
    }
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_list);
    connect(&queue, &ExperimentQueue::changed, this, &QueuePanel::take);
    connect(m_list, &QListWidget::currentRowChanged, this, &QueuePanel::take);
    connect(&theme, &Theme::changed, this, &QueuePanel::take);
    take();
}

QString QueuePanel::text(const store::WaitingExperiment& experiment, int place) const
{
    const QString name = QStringLiteral("%1  %2").arg(place + 1).arg(QString::fromStdString(experiment.name));
    if (m_queue.isHeldBack(experiment.id)) {
        return experiment.after > 0 ? tr("%1 · held back: run %2 did not end stable").arg(name).arg(experiment.after)
                                    : tr("%1 · held back with the one before it").arg(name);
    }
    return experiment.onlyIfStable ? tr("%1 · only if the one before ends stable").arg(name) : name;
}

void QueuePanel::take()
{
    const auto& waiting = m_queue.waiting();
    const std::int64_t chosen = current();
    const int count = static_cast<int>(waiting.size());
    {
        const QSignalBlocker quiet(m_list);
        while (m_list->count() > count) {
            delete m_list->takeItem(m_list->count() - 1);
        }
        for (int place = 0; place < count; ++place) {
            const store::WaitingExperiment& one = waiting[static_cast<std::size_t>(place)];
            QListWidgetItem* item = m_list->item(place);
            if (!item) {
                item = new QListWidgetItem(m_list);
                item->setSizeHint(QSize(0, kRowHeight));
            }
            const bool isHeld = m_queue.isHeldBack(one.id);
            item->setText(text(one, place));
            item->setIcon(
                themedIcon(m_theme, isHeld ? u"warning" : u"queue", isHeld ? Token::WarningLine : Token::Tx2));
            item->setForeground(m_theme.color(isHeld ? Token::WarningLine : Token::Tx1));
            item->setData(Qt::UserRole, static_cast<qint64>(one.id));
        }
        if (count > 0) {
            const int place = m_queue.placeOf(chosen);
            m_list->setCurrentRow(place >= 0 ? place : std::clamp(m_list->currentRow(), 0, count - 1));
        }
    }
    m_title->setText(m_queue.isGoing() ? tr("Queue: %n waiting", nullptr, count)
                                       : tr("Queue: %n waiting, not started", nullptr, count));
    m_list->setFixedHeight(std::min(count, kMostRows) * kRowHeight + 4);
    setVisible(count > 0);
    takeCommands();
}

void QueuePanel::takeCommands()
{
    const int count = static_cast<int>(m_queue.waiting().size());
    const int place = m_queue.placeOf(current());
    QAction* start = m_commands.action(CommandId::QueueStart);
    start->setText(m_queue.isGoing() ? tr("Hold the queue") : tr("Start the queue"));
    if (m_commands.place() != PlaceId::Runs) {
        return;
    }
    start->setEnabled(count > 0);
    m_commands.action(CommandId::QueueEarlier)->setEnabled(place > 0);
    m_commands.action(CommandId::QueueLater)->setEnabled(place >= 0 && place + 1 < count);
    m_commands.action(CommandId::QueueIfStable)->setEnabled(place >= 0);
    m_commands.action(CommandId::QueueRemove)->setEnabled(place >= 0);
}

std::int64_t QueuePanel::current() const
{
    const QListWidgetItem* item = m_list->currentItem();
    return item ? item->data(Qt::UserRole).toLongLong() : 0;
}

void QueuePanel::move(int places)
{
    const std::int64_t id = current();
    if (m_queue.find(id)) {
        m_queue.move(id, places);
    }
}

void QueuePanel::toggleOnlyIfStable()
{
    if (const store::WaitingExperiment* chosen = m_queue.find(current())) {
        m_queue.setOnlyIfStable(chosen->id, !chosen->onlyIfStable);
    }
}

void QueuePanel::remove()
{
    const store::WaitingExperiment* chosen = m_queue.find(current());
    if (!chosen) {
        return;
    }
    // Its number changes when it is put back.
    const auto gone = std::make_shared<store::WaitingExperiment>(*chosen);
    const int place = m_queue.placeOf(chosen->id);
    m_undo.push(new StoreCommand(
        tr("Removed %1 from the queue").arg(QString::fromStdString(chosen->name)),
        [this, gone] { m_queue.remove(gone->id); },
        [this, gone, place] {
            m_queue.putBack(*gone, place);
            const int last = static_cast<int>(m_queue.waiting().size()) - 1;
            if (last >= 0) {
                gone->id = m_queue.waiting()[static_cast<std::size_t>(std::min(place, last))].id;
            }
        }));
}

void QueuePanel::startOrHold()
{
    m_queue.isGoing() ? m_queue.hold() : m_queue.start();
}

} // namespace espalier::ui
