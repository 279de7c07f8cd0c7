#include "ui/place/monitor/idle_veil.h"

#include <QEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

namespace espalier::ui {

namespace {

constexpr int kAlpha = 140; ///< of 255: greyed, and still to be read

} // namespace

IdleVeil::IdleVeil(const Theme& theme, QWidget* covered) : QWidget(covered), m_theme(theme)
{
    covered->installEventFilter(this);
    setGeometry(covered->rect());
    setVisible(false);
}

bool IdleVeil::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize) {
        setGeometry(parentWidget()->rect());
    }
    return QWidget::eventFilter(watched, event);
}

void IdleVeil::paintEvent(QPaintEvent* /*event*/)
{
    QColor ground = m_theme.color(Token::Bg0);
    ground.setAlpha(kAlpha);
    QPainter(this).fillRect(rect(), ground);
}

void IdleVeil::mousePressEvent(QMouseEvent* event)
{
    event->accept();
    Q_EMIT lifted();
}

void IdleVeil::wheelEvent(QWheelEvent* event)
{
    event->accept();
    Q_EMIT lifted();
}

} // namespace espalier::ui
