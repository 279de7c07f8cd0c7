#include "ui/shell/focus_ring.h"

#include <QApplication>
#include <QEvent>
#include <QPainter>

namespace espalier::ui {

FocusRing::FocusRing(const Theme& theme, QWidget* window) : QWidget(window), m_theme(theme)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    hide();
    connect(qobject_cast<QApplication*>(QCoreApplication::instance()), &QApplication::focusChanged, this,
            [this](const QWidget*, QWidget* now) {
                if (now && m_panel && now != m_panel && !m_panel->isAncestorOf(now)) {
                    hide();
                }
            });
}

void FocusRing::showAround(QWidget* panel)
{
    if (m_panel) {
        m_panel->removeEventFilter(this);
    }
    m_panel = panel;
    panel->installEventFilter(this);
    place();
    show();
    raise();
}

void FocusRing::place()
{
    if (m_panel) {
        setGeometry(QRect(m_panel->mapTo(parentWidget(), QPoint()), m_panel->size()));
    }
}

bool FocusRing::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::Resize:
    case QEvent::Move:
        place();
        break;
    case QEvent::Hide:
    case QEvent::MouseButtonPress:
        hide();
        break;
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

void FocusRing::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.color(Token::Acc), 2));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
}

} // namespace espalier::ui
