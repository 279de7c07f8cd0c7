#include "ui/place/runs/run_delegate.h"

#include "ui/place/runs/run_filter.h"
#include "ui/place/runs/run_table_model.h"
#include "ui/plot/plot_painting.h"
#include "ui/plot/run_text.h"
#include "ui/widget/icon.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

namespace espalier::ui {

namespace {
constexpr int kRowHeight = 26;
constexpr int kSampleWidth = 26;
constexpr int kSampleSpace = 36;

const store::RunSummary& summaryOf(const QModelIndex& index)
{
    const auto* proxy = static_cast<const RunProxyModel*>(index.model());
    const auto* table = static_cast<const RunTableModel*>(proxy->sourceModel());
    return table->summary(proxy->mapToSource(index).row());
}

} // namespace

RunDelegate::RunDelegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}

QSize RunDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {80, kRowHeight};
}

void RunDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex&) const
{
    editor->setGeometry(option.rect.adjusted(kSampleSpace, 0, 0, 0));
}

void RunDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const store::RunSummary& run = summaryOf(index);
    const RunLook look = m_theme.runLook(run.id);
    const bool isSelected = option.state & QStyle::State_Selected;
    painter->save();
    const QColor ground = m_theme.color(isSelected ? Token::AccBg : Token::Bg1);
    painter->fillRect(option.rect, ground);
    painter->setPen(m_theme.color(Token::Line));
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    QRect area = option.rect.adjusted(8, 0, -8, 0);
    const QString text = index.data(Qt::DisplayRole).toString();
    const auto alignment = static_cast<Qt::Alignment>(index.data(Qt::TextAlignmentRole).toInt());
    switch (index.column()) {
    case RunTableModel::Name:
        paintSample(*painter, QRectF(area.left(), area.top(), kSampleWidth, area.height()), look, ground);
        area.setLeft(option.rect.left() + kSampleSpace + 4);
        painter->setFont(m_theme.body(12, true));
        painter->setPen(m_theme.color(Token::Tx1));
        painter->drawText(area, alignment,
                          QFontMetrics(painter->font()).elidedText(text, Qt::ElideMiddle, area.width()));
        break;
    case RunTableModel::State: {
        const QColor color = m_theme.color(stateToken(run.state));
        painter->drawPixmap(area.left(), area.center().y() - 7,
                            iconPixmap(stateIcon(run.state), color, 14, painter->device()->devicePixelRatioF()));
        painter->setFont(m_theme.body());
        painter->setPen(color);
        painter->drawText(area.adjusted(20, 0, 0, 0), alignment, text);
        break;
    }
    case RunTableModel::Spark:
        paintSpark(*painter, area.adjusted(0, 4, 0, -4), index.data(RunTableModel::SparkRole).value<QList<double>>(),
                   look.color);
        break;
    default: {
        const bool isBest = index.column() == RunTableModel::Best;
        const bool isQuiet = index.column() == RunTableModel::Number || index.column() == RunTableModel::Started;
        painter->setFont(m_theme.mono(11, isBest));
        painter->setPen(m_theme.color(isQuiet ? Token::Tx2 : Token::Tx1));
        painter->drawText(area, alignment, text);
    }
    }
    painter->restore();
}

void RunDelegate::paintSpark(QPainter& painter, const QRect& area, const QList<double>& values,
                             const QColor& color) const
{
    const auto isDrawn = [](double value) { return std::isfinite(value) && value > 0; };
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const double value : values) {
        if (isDrawn(value)) {
            low = std::min(low, std::log(value));
            high = std::max(high, std::log(value));
        }
    }
    if (values.size() < 2 || low > high) {
        painter.setFont(m_theme.mono(11));
        painter.setPen(m_theme.color(Token::Tx3));
        painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("–"));
        return;
    }
    const double span = std::max(high - low, 1e-9);
    QPainterPath path;
    bool isOpen = false;
    std::optional<double> broken;
    for (qsizetype i = 0; i < values.size(); ++i) {
        const double x = area.left() + static_cast<double>(i) / static_cast<double>(values.size() - 1) * area.width();
        if (!isDrawn(values[i])) {
            broken = x;
            isOpen = false;
            continue;
        }
        const double y = area.bottom() - (std::log(values[i]) - low) / span * area.height();
        isOpen ? path.lineTo(x, y) : path.moveTo(x, y);
        isOpen = true;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1.2));
    painter.drawPath(path);
    if (broken) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(Token::ExplodedLine));
        painter.drawEllipse(QPointF(*broken, area.top() + 2), 2.5, 2.5);
    }
}

} // namespace espalier::ui
