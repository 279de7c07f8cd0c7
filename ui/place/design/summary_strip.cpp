#include "ui/place/design/summary_strip.h"

#include "ui/place/design/cost_text.h"
#include "ui/widget/controls.h"
#include "ui/widget/count_text.h"

#include <QHBoxLayout>
#include <QPainter>
#include <algorithm>

namespace espalier::ui {

/// The whole network as one bar; beneath it the part that trains, magnified.
class ShareBar final : public QWidget {
public:
    ShareBar(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
    {
        setMinimumWidth(150);
        setFixedHeight(40);
        connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    }
    void setShares(std::int64_t total, std::int64_t unfrozen, std::int64_t adapters)
    {
        m_total = total;
        m_unfrozen = unfrozen;
        m_adapters = adapters;
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        if (m_total <= 0) {
            return;
        }
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF whole(34, 6, width() - 36, 8);
        painter.fillRect(whole, m_theme.color(Token::FrozenStrip));
        const auto trains = static_cast<double>(m_unfrozen + m_adapters);
        const double share = trains / static_cast<double>(m_total);
        const double sliver = std::max(share * whole.width(), trains > 0 ? 1.0 : 0.0);
        paintShares(painter, QRectF(whole.right() - sliver, whole.top(), sliver, whole.height()));
        if (trains <= 0 || share > 0.5) {
            return;
        }
        // The largest round factor at which it still fits.
        int factor = 1;
        for (const int each : {2, 4, 10, 20, 40, 100, 200, 400, 1000}) {
            factor = share * each <= 1 ? each : factor;
        }
        const double width = share * factor * whole.width();
        const QRectF magnified(whole.right() - width, 26, width, 8);
        painter.setPen(QPen(m_theme.color(Token::Line2), 0));
        painter.drawLine(QPointF(whole.right() - sliver, whole.bottom()), magnified.topLeft());
        painter.drawLine(whole.bottomRight(), magnified.topRight());
        paintShares(painter, magnified);
        painter.setFont(m_theme.mono(10));
        painter.setPen(m_theme.color(Token::Tx3));
        painter.drawText(QRectF(0, 22, std::max(30.0, magnified.left() - 4), 16),
                         Qt::AlignVCenter | (magnified.left() > 40 ? Qt::AlignRight : Qt::AlignLeft),
                         QStringLiteral("×%1").arg(factor));
    }

private:
    void paintShares(QPainter& painter, const QRectF& bar) const
    {
        const double unfrozen =
            static_cast<double>(m_unfrozen) / static_cast<double>(m_unfrozen + m_adapters) * bar.width();
        painter.fillRect(QRectF(bar.left(), bar.top(), unfrozen, bar.height()), m_theme.color(Token::UnfrozenLine));
        painter.fillRect(QRectF(bar.left() + unfrozen, bar.top(), bar.width() - unfrozen, bar.height()),
                         m_theme.color(Token::AdapterLine));
    }
    const Theme& m_theme;
    std::int64_t m_total = 0;
    std::int64_t m_unfrozen = 0;
    std::int64_t m_adapters = 0;
};

SummaryStrip::SummaryStrip(const Theme& theme, QWidget* parent)
    : QFrame(parent), m_total(new Figure(theme, this)), m_trainable(new Figure(theme, this)),
      m_bar(new ShareBar(theme, this)), m_unfrozen(new Figure(theme, this)), m_adapters(new Figure(theme, this)),
      m_baseline(new Figure(theme, this)), m_memory(new Figure(theme, this))
{
    setProperty("kind", QStringLiteral("foot"));
    setFixedHeight(54);
    m_total->setObjectName(QStringLiteral("summaryTotal"));
    m_trainable->setObjectName(QStringLiteral("summaryTrainable"));
    m_total->setCaption(tr("Total"));
    m_trainable->setCaption(tr("Trainable"));
    m_unfrozen->setCaption(tr("Unfrozen"));
    m_adapters->setCaption(tr("Adapters"));
    m_baseline->setCaption(tr("Against baseline"));
    m_memory->setCaption(tr("Est. memory"));
    m_memory->setObjectName(QStringLiteral("summaryMemory"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(14, 6, 14, 6);
    row->setSpacing(28);
    row->addWidget(m_total);
    row->addWidget(m_trainable);
    row->addWidget(m_bar, 1);
    row->addWidget(m_unfrozen);
    row->addWidget(m_adapters);
    row->addWidget(m_baseline);
    row->addWidget(m_memory);
    for (QLabel* label : findChildren<QLabel*>()) {
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    setPlan(nullptr, 0, 0);
}

void SummaryStrip::setPlan(const plan::ResolvedPlan* plan, std::int64_t baseline, std::int64_t networkTensors)
{
    const QString dash = QStringLiteral("–");
    if (plan == nullptr) {
        for (Figure* figure : {m_total, m_trainable, m_unfrozen, m_adapters, m_baseline, m_memory}) {
            figure->setValue(dash);
        }
        m_bar->setShares(0, 0, 0);
        return;
    }
    const double percent =
        plan->total > 0 ? 100.0 * static_cast<double>(plan->trainable) / static_cast<double>(plan->total) : 0;
    m_total->setValue(exactCount(plan->total), tr("%1 tensors").arg(exactCount(networkTensors)));
    m_trainable->setValue(
        exactCount(plan->trainable),
        tr("%1 % · %2 tensors").arg(QString::number(percent, 'f', 2), exactCount(plan->trainableTensors)));
    m_trainable->setToolTip(
        tr("%1 buffers move: running statistics of BatchNorm").arg(exactCount(plan->movingBuffers)));
    m_unfrozen->setValue(exactCount(plan->unfrozen));
    m_adapters->setValue(exactCount(plan->adapters),
                         counted(static_cast<std::int64_t>(plan->grafts.size()), tr("1 graft"), tr("%1 grafts")));
    m_bar->setShares(plan->total, plan->unfrozen, plan->adapters);
    const bool isKnown = baseline > 0 && plan->trainable > 0;
    const double ratio = isKnown ? static_cast<double>(baseline) / static_cast<double>(plan->trainable) : 0;
    m_baseline->setValue(!isKnown     ? dash
                         : ratio >= 1 ? QStringLiteral("%1×").arg(ratio, 0, 'f', ratio < 10 ? 2 : 1)
                                      : QStringLiteral("%1×").arg(1 / ratio, 0, 'f', 2),
                         !isKnown     ? QString()
                         : ratio == 1 ? tr("the same")
                         : ratio > 1  ? tr("fewer")
                                      : tr("more"));
    m_baseline->setToolTip(tr("Trainable parameters against the baseline preset's %1").arg(exactCount(baseline)));
}

void SummaryStrip::setMemory(double needed, double machine, bool isMeasured, const QString& parts)
{
    m_memory->setCaption(isMeasured ? tr("Measured memory") : tr("Est. memory"));
    m_memory->setValue(bytesText(needed), machine > 0 ? tr("of %1").arg(bytesText(machine)) : QString());
    m_memory->setToolTip(parts);
}

QString SummaryStrip::asText() const
{
    QStringList lines;
    for (const Figure* figure : {m_total, m_trainable, m_unfrozen, m_adapters, m_baseline, m_memory}) {
        QStringList cells;
        for (const QLabel* label : figure->findChildren<QLabel*>()) {
            cells << label->text();
        }
        lines << cells.join(QLatin1Char('\t')).trimmed();
    }
    return lines.join(QLatin1Char('\n'));
}

void SummaryStrip::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    m_baseline->setVisible(width() >= 900);
    m_memory->setVisible(width() >= 1060);
}

} // namespace espalier::ui
