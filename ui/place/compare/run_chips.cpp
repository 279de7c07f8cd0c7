#include "ui/place/compare/run_chips.h"

#include "ui/plot/plot_painting.h"
#include "ui/plot/run_text.h"
#include "ui/widget/icon.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace espalier::ui {

namespace {

constexpr int kLongestName = 20;
const QSize kSampleSize(28, 16);

QIcon sampleIcon(const Theme& theme, qint64 run)
{
    QPixmap image(kSampleSize * 2);
    image.setDevicePixelRatio(2);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    paintSample(painter, QRectF(QPointF(), QSizeF(kSampleSize)), theme.runLook(run), theme.color(Token::Bg2));
    painter.end();
    return QIcon(image);
}

QString shortName(const QString& name)
{
    return name.size() <= kLongestName
               ? name
               : name.left(kLongestName / 2) + QStringLiteral("…") + name.right(kLongestName / 2 - 1);
}

} // namespace

RunChips::RunChips(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme), m_row(new QHBoxLayout(this))
{
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(6);
}

void RunChips::setFeeds(const std::vector<std::shared_ptr<RunFeed>>& feeds, qint64 reference)
{
    while (QLayoutItem* item = m_row->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const auto& feed : feeds) {
        const qint64 run = feed->id();
        const QString name = QString::fromStdString(feed->detail().summary.name);
        auto* chip = new QWidget(this);
        auto* row = new QHBoxLayout(chip);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(0);
        auto* button =
            new QPushButton(sampleIcon(m_theme, run), QStringLiteral("#%1 %2").arg(run).arg(shortName(name)), chip);
        button->setIconSize(kSampleSize);
        button->setCheckable(true);
        button->setChecked(run == reference);
        button->setToolTip(tr("%1: %2. Click to take it as the reference").arg(name, stateText(feed->state())));
        button->setProperty("run", run);
        button->installEventFilter(this);
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
}

bool RunChips::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Enter) {
        Q_EMIT hovered(watched->property("run").toLongLong());
    } else if (event->type() == QEvent::Leave) {
        Q_EMIT hovered(0);
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace espalier::ui
