#include "ui/place/compare/run_chips.h"

#include "ui/plot/plot_painting.h"
#include "ui/plot/run_text.h"
#include "ui/widget/controls.h"
#include "ui/widget/icon.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>
#include <QWheelEvent>
#include <algorithm>
#include <cstdlib>
#include <span>
#include <utility>

namespace espalier::ui {

namespace {

constexpr int kWidestName = 220;       ///< px; four chips stand beside each other at 1280
constexpr std::size_t kMostChips = 40; ///< the table of results has every run
const QSize kSampleSize(28, 16);
constexpr int kOutcome = 14;

/// The line of the run, and behind it how it ended unless it ended well.
QIcon chipIcon(const Theme& theme, qint64 run, run::RunState state)
{
    const bool isQuiet = state == run::RunState::Finished;
    const int width = kSampleSize.width() + (isQuiet ? 0 : kOutcome + 4);
    QPixmap image(QSize(width, kSampleSize.height()) * 2);
    image.setDevicePixelRatio(2);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    paintSample(painter, QRectF(QPointF(), QSizeF(kSampleSize)), theme.runLook(run), theme.color(Token::Bg2));
    if (!isQuiet) {
        painter.drawPixmap(QPointF(kSampleSize.width() + 4, 1),
                           iconPixmap(stateIcon(state), theme.color(stateToken(state)), kOutcome, 2));
    }
    painter.end();
    return QIcon(image);
}

} // namespace

RunChips::RunChips(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme), m_row(new QHBoxLayout(this))
{
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(6);
}

void RunChips::setFeeds(const std::vector<std::shared_ptr<RunFeed>>& feeds, qint64 reference)
{
    const qint64 focused = focusedRun();
    m_chips.clear();
    while (QLayoutItem* item = m_row->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const auto& feed : std::span(feeds).first(std::min(feeds.size(), kMostChips))) {
        const qint64 run = feed->id();
        const QString name = QString::fromStdString(feed->detail().summary.name);
        auto* chip = new QWidget(this);
        auto* row = new QHBoxLayout(chip);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(0);
        const QIcon icon = chipIcon(m_theme, run, feed->state());
        auto* button = new QPushButton(icon, {}, chip);
        button->setText(QStringLiteral("#%1 %2").arg(run).arg(
            button->fontMetrics().elidedText(name, Qt::ElideMiddle, kWidestName)));
        button->setAccessibleName(QStringLiteral("#%1 %2").arg(run).arg(name));
        button->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
        button->setIconSize(icon.availableSizes().isEmpty() ? kSampleSize : icon.availableSizes().front() / 2);
        button->setCheckable(true);
        button->setChecked(run == reference);
        button->setToolTip(tr("%1: %2. Click to take it as the reference, drag to move it, Del removes it")
                               .arg(name, stateText(feed->state())));
        button->setAccessibleDescription(stateText(feed->state()));
        button->setProperty("run", run);
        button->installEventFilter(this);
        chip->setProperty("run", run);
        m_chips << chip;
        auto* remove = new QToolButton(chip);
        remove->setIcon(themedIcon(m_theme, u"close", Token::Tx3));
        remove->setIconSize(QSize(12, 12));
        remove->setAccessibleName(tr("Remove run %1").arg(run));
        row->addWidget(button);
        row->addWidget(remove);
        m_row->addWidget(chip);
        // Queued: the answer makes all chips anew.
        connect(
            button, &QPushButton::clicked, this, [this, run] { Q_EMIT referenceAsked(run); }, Qt::QueuedConnection);
        connect(
            remove, &QToolButton::clicked, this, [this, run] { Q_EMIT removeAsked(run); }, Qt::QueuedConnection);
    }
    if (feeds.size() > kMostChips) {
        m_row->addWidget(makeLabel(QStringLiteral("+%1").arg(feeds.size() - kMostChips), Tone::Quiet, this));
    }
    m_row->addStretch(1);
    focusRun(focused);
}

/// The bar is not drawn: the wheel moves along the chips, and the one with the focus comes into view.
QScrollArea* RunChips::scrollArea() const
{
    return parentWidget() == nullptr ? nullptr : qobject_cast<QScrollArea*>(parentWidget()->parentWidget());
}

void RunChips::wheelEvent(QWheelEvent* event)
{
    if (QScrollArea* area = scrollArea()) {
        const QPoint turn = event->angleDelta();
        QScrollBar* bar = area->horizontalScrollBar();
        bar->setValue(bar->value() - (turn.x() != 0 ? turn.x() : turn.y()));
    }
    event->accept();
}

qint64 RunChips::focusedRun() const
{
    const QWidget* focused = focusWidget();
    return focused != nullptr && focused->hasFocus() ? focused->property("run").toLongLong() : 0;
}

void RunChips::focusRun(qint64 run)
{
    for (const QWidget* chip : m_chips) {
        if (chip->property("run").toLongLong() == run) {
            chip->findChild<QPushButton*>()->setFocus();
        }
    }
}

QList<qint64> RunChips::order() const
{
    QList<qint64> runs;
    for (const QWidget* chip : m_chips) {
        runs << chip->property("run").toLongLong();
    }
    return runs;
}

/// The place of the chip whose middle is nearest.
int RunChips::placeAt(int x) const
{
    int best = 0;
    for (int place = 1; place < m_chips.size(); ++place) {
        const auto distance = [&](int of) { return std::abs(m_chips[of]->geometry().center().x() - x); };
        best = distance(place) < distance(best) ? place : best;
    }
    return best;
}

void RunChips::moveChip(QWidget* chip, int place)
{
    const auto from = static_cast<int>(m_chips.indexOf(chip));
    if (from >= 0 && place >= 0 && place < m_chips.size() && place != from) {
        m_chips.move(from, place);
        m_row->removeWidget(chip);
        m_row->insertWidget(place, chip);
        m_row->activate();
    }
}

bool RunChips::eventFilter(QObject* watched, QEvent* event)
{
    auto* button = static_cast<QPushButton*>(watched);
    QWidget* chip = button->parentWidget();
    const auto* mouse = static_cast<QMouseEvent*>(event);
    switch (event->type()) {
    case QEvent::Enter:
        Q_EMIT hovered(button->property("run").toLongLong());
        break;
    case QEvent::Leave:
        Q_EMIT hovered(0);
        break;
    case QEvent::MouseButtonPress:
        m_grip = mouse->position().toPoint();
        m_before = order();
        m_isDragging = false;
        break;
    case QEvent::MouseMove:
        if (mouse->buttons().testFlag(Qt::LeftButton)) {
            m_isDragging = m_isDragging || (mouse->position().toPoint() - m_grip).manhattanLength() >=
                                               QApplication::startDragDistance();
            if (m_isDragging) {
                moveChip(chip, placeAt(button->mapTo(this, mouse->position().toPoint()).x()));
                return true;
            }
        }
        break;
    case QEvent::FocusIn:
        if (QScrollArea* area = scrollArea()) {
            area->ensureWidgetVisible(button);
        }
        break;
    case QEvent::MouseButtonRelease:
        if (std::exchange(m_isDragging, false)) {
            button->setDown(false); // it was moved, not pressed
            if (order() != m_before) {
                QMetaObject::invokeMethod(
                    this, [this, runs = order()] { Q_EMIT orderAsked(runs); }, Qt::QueuedConnection);
            }
            return true;
        }
        break;
    case QEvent::KeyPress: {
        const auto* key = static_cast<QKeyEvent*>(event);
        const int by = key->key() == Qt::Key_Left ? -1 : key->key() == Qt::Key_Right ? 1 : 0;
        if (by != 0 && key->modifiers().testFlag(Qt::AltModifier)) {
            m_before = order();
            moveChip(chip, static_cast<int>(m_chips.indexOf(chip)) + by);
            if (order() != m_before) {
                QMetaObject::invokeMethod(
                    this, [this, runs = order()] { Q_EMIT orderAsked(runs); }, Qt::QueuedConnection);
            }
            return true;
        }
        break;
    }
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace espalier::ui
