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
constexpr const char* kAsks = "asks";
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

void NoticeStack::makeRoom()
{
    for (int i = 0; i < layout()->count() && layout()->count() >= kMostNotices;) {
        QWidget* notice = layout()->itemAt(i)->widget();
        if (notice->property(kAsks).toBool()) {
            ++i;
        } else {
            delete notice;
        }
    }
}

QFrame* NoticeStack::addNotice(const QString& text, const QString& icon, Token color)
{
    makeRoom();
    auto* notice = new QFrame(this);
    notice->setProperty("kind",
                        color == Token::ExplodedLine ? QStringLiteral("noticeError") : QStringLiteral("notice"));
    auto* column = new QVBoxLayout(notice);
    column->setContentsMargins(10, 6, 6, 6);
    column->setSpacing(4);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    auto* picture = new QLabel(notice);
    picture->setPixmap(iconPixmap(icon, m_theme.color(color), 16, devicePixelRatioF()));
    QLabel* label = makeLabel(text, Tone::Second, notice);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setObjectName(QStringLiteral("noticeText"));
    auto* close = new QToolButton(notice);
    close->setIcon(themedIcon(m_theme, u"close"));
    close->setAccessibleName(tr("Close"));
    row->addWidget(picture, 0, Qt::AlignTop);
    row->addWidget(label, 1);
    row->addWidget(close, 0, Qt::AlignTop);
    column->addLayout(row);
    layout()->addWidget(notice);
    connect(
        close, &QToolButton::clicked, this, [this, notice] { remove(notice); }, Qt::QueuedConnection);
    return notice;
}

void NoticeStack::remove(QFrame* notice)
{
    delete notice;
    place();
}

void NoticeStack::add(const QString& text, bool isError)
{
    QFrame* notice = addNotice(text, isError ? QStringLiteral("exploded") : QStringLiteral("info"),
                               isError ? Token::ExplodedLine : Token::Acc);
    if (!isError) {
        auto* timer = new QTimer(notice);
        timer->setSingleShot(true);
        connect(
            timer, &QTimer::timeout, this, [this, notice] { remove(notice); }, Qt::QueuedConnection);
        timer->start(kShownMilliseconds);
    }
    notice->show(); // a layout asks no height for what is hidden
    place();
}

void NoticeStack::ask(const QString& text, const QList<Answer>& answers)
{
    QFrame* notice = addNotice(text, QStringLiteral("info"), Token::Acc);
    notice->setProperty(kAsks, true);
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    bool isFirst = true;
    for (const Answer& answer : answers) {
        QPushButton* button =
            makeButton(answer.text, isFirst ? CommandButton::Kind::Primary : CommandButton::Kind::Normal, notice);
        isFirst = false;
        connect(
            button, &QPushButton::clicked, this,
            [this, notice, act = answer.act] {
                remove(notice);
                act();
            },
            Qt::QueuedConnection);
        row->addWidget(button);
    }
    static_cast<QVBoxLayout*>(notice->layout())->addLayout(row);
    notice->show();
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
