#include "ui/shell/notice_stack.h"

#include "ui/widget/controls.h"
#include "ui/widget/icon.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

namespace espalier::ui {

namespace {
constexpr int kShownMilliseconds = 6000;
constexpr int kMostNotices = 4;
constexpr int kWidth = 420;
constexpr int kMargin = 12;
constexpr int kStripHeight = 24;
} // namespace

NoticeStack::NoticeStack(const Theme& theme, QWidget* window) : QWidget(window), m_theme(theme)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    window->installEventFilter(this);
    setVisible(false);
}

int NoticeStack::count() const
{
    return layout()->count();
}

void NoticeStack::add(const QString& text, bool isError)
{
    while (layout()->count() >= kMostNotices) {
        delete layout()->itemAt(0)->widget();
    }
    auto* notice = new QFrame(this);
    notice->setProperty("kind", isError ? QStringLiteral("noticeError") : QStringLiteral("notice"));
    auto* row = new QHBoxLayout(notice);
    row->setContentsMargins(10, 6, 6, 6);
    row->setSpacing(8);
    auto* icon = new QLabel(notice);
    icon->setPixmap(iconPixmap(isError ? QStringLiteral("exploded") : QStringLiteral("info"),
                               m_theme.color(isError ? Token::ExplodedLine : Token::Acc), 16, devicePixelRatioF()));
    QLabel* label = makeLabel(text, Tone::Second, notice);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setObjectName(QStringLiteral("noticeText"));
    auto* close = new QToolButton(notice);
    close->setIcon(themedIcon(m_theme, u"close"));
    close->setAccessibleName(tr("Close"));
    row->addWidget(icon, 0, Qt::AlignTop);
    row->addWidget(label, 1);
    row->addWidget(close, 0, Qt::AlignTop);
    layout()->addWidget(notice);
    const auto remove = [this, notice] {
        delete notice;
        place();
    };
    connect(close, &QToolButton::clicked, this, remove, Qt::QueuedConnection);
    if (!isError) {
        auto* timer = new QTimer(notice);
        timer->setSingleShot(true);
        connect(timer, &QTimer::timeout, this, remove, Qt::QueuedConnection);
        timer->start(kShownMilliseconds);
    }
    place();
}

void NoticeStack::place()
{
    setVisible(layout()->count() > 0);
    setFixedWidth(kWidth);
    resize(kWidth, layout()->hasHeightForWidth() ? layout()->heightForWidth(kWidth) : sizeHint().height());
    move(parentWidget()->width() - kWidth - kMargin, parentWidget()->height() - height() - kMargin - kStripHeight);
    raise();
}

bool NoticeStack::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize) {
        place();
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace espalier::ui
