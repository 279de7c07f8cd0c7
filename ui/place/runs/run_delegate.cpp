#include "ui/place/runs/run_delegate.h"

#include "ui/plot/figure_text.h"
#include "ui/plot/plot_painting.h"
#include "ui/plot/run_text.h"
#include "ui/widget/icon.h"

#include <QPainter>
#include <QTreeView>
#include <algorithm>
#include <cmath>

namespace espalier::ui {

namespace {

constexpr int kRowHeight = 26;
constexpr int kBoxSize = 14;
constexpr int kBoxLeft = 10;
constexpr int kOpenerLeft = 30;
constexpr int kOpenerWidth = 14;
constexpr int kSampleLeft = 46;
constexpr int kSampleWidth = 26;
constexpr int kNameLeft = 80;
constexpr int kRepeatIndent = 12;
constexpr int kTagHeight = 18;
constexpr const char* kLeakTag = "leak";

} // namespace

RunDelegate::RunDelegate(const Theme& theme, const RunTreeModel& model, QObject* parent)
    : QStyledItemDelegate(parent), m_theme(theme), m_model(model)
{
}

QSize RunDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {80, kRowHeight};
}

QRect RunDelegate::boxArea(const QRect& cell)
{
    return {cell.left(), cell.top(), kOpenerLeft - 2, cell.height()};
}

QRect RunDelegate::openerArea(const QRect& cell)
{
    return {cell.left() + kOpenerLeft - 2, cell.top(), kOpenerWidth + 4, cell.height()};
}

void RunDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex&) const
{
    editor->setGeometry(option.rect.adjusted(kNameLeft - 8, 0, 0, 0));
}

void RunDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const RunTreeModel::Kind kind = m_model.kind(index);
    const bool isSelected = option.state & QStyle::State_Selected;
    const auto* view = qobject_cast<const QTreeView*>(option.widget);
    painter->save();
    const QColor ground = m_theme.color(isSelected                          ? Token::AccBg
                                        : kind == RunTreeModel::Kind::Group ? Token::Bg2
                                                                            : Token::Bg1);
    painter->fillRect(option.rect, ground);
    painter->setPen(m_theme.color(Token::Line));
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    const QRect area = option.rect.adjusted(8, 0, -8, 0);
    if (kind == RunTreeModel::Kind::Section) {
        paintSection(*painter, option.rect.adjusted(10, 0, -8, 0), index);
        painter->restore();
        return;
    }
    switch (index.column()) {
    case RunTreeModel::Name:
        paintName(*painter, option, index, ground);
        break;
    case RunTreeModel::State:
        paintState(*painter, area, index);
        break;
    case RunTreeModel::Spark:
        paintSpark(*painter, area.adjusted(0, 4, 0, -4), m_model.sparkline(index),
                   m_theme.runLook(m_model.summary(index).id).color);
        break;
    case RunTreeModel::Best:
        paintBest(*painter, area, index);
        break;
    case RunTreeModel::Tags:
        paintTags(*painter, area, index);
        break;
    default: {
        const bool isQuiet = index.column() == RunTreeModel::Number || index.column() == RunTreeModel::Started;
        const bool isLeak = index.column() == RunTreeModel::Number && m_model.summary(index).facts.isLeaked;
        painter->setFont(m_theme.mono(11));
        painter->setPen(m_theme.color(isLeak ? Token::WarningLine : isQuiet ? Token::Tx2 : Token::Tx1));
        painter->drawText(area, static_cast<Qt::Alignment>(index.data(Qt::TextAlignmentRole).toInt()),
                          index.data().toString());
    }
    }
    if (view && view->hasFocus() && view->currentIndex().siblingAtColumn(0) == index.siblingAtColumn(0)) {
        painter->setPen(QPen(m_theme.color(Token::Acc), 2));
        painter->drawLine(option.rect.left(), option.rect.top() + 1, option.rect.right(), option.rect.top() + 1);
        painter->drawLine(option.rect.left(), option.rect.bottom(), option.rect.right(), option.rect.bottom());
    }
    painter->restore();
}

void RunDelegate::paintSection(QPainter& painter, const QRect& area, const QModelIndex& index) const
{
    const QString title = index.data().toString();
    painter.setFont(m_theme.body(12, true));
    painter.setPen(m_theme.color(Token::Tx1));
    painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter, title);
    const int width = painter.fontMetrics().horizontalAdvance(title);
    painter.setFont(m_theme.body(11));
    painter.setPen(m_theme.color(Token::Tx3));
    painter.drawText(area.adjusted(width + 8, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     tr("%n run(s) · best = mAP", nullptr, static_cast<int>(m_model.runsOf(index).size())));
}

void RunDelegate::paintName(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index,
                            const QColor& ground) const
{
    const QRect cell = option.rect;
    const auto checked = static_cast<Qt::CheckState>(index.data(Qt::CheckStateRole).toInt());
    const QRectF box(cell.left() + kBoxLeft + 0.5, cell.center().y() - kBoxSize / 2 + 0.5, kBoxSize - 1, kBoxSize - 1);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_theme.color(checked == Qt::Unchecked ? Token::Line2 : Token::Acc));
    painter.setBrush(checked == Qt::Unchecked ? QBrush(Qt::NoBrush) : QBrush(m_theme.color(Token::Acc)));
    painter.drawRoundedRect(box, 3, 3);
    if (checked != Qt::Unchecked) {
        painter.drawPixmap(QPointF(box.left() + 1, box.top() + 1),
                           iconPixmap(checked == Qt::Checked ? u"check" : u"minus", m_theme.color(Token::OnAcc), 11,
                                      painter.device()->devicePixelRatioF()));
    }
    const RunTreeModel::Kind kind = m_model.kind(index);
    if (kind == RunTreeModel::Kind::Group) {
        const auto* view = qobject_cast<const QTreeView*>(option.widget);
        const bool isOpen = view && view->isExpanded(index);
        const QPointF centre(cell.left() + kOpenerLeft + kOpenerWidth / 2.0, cell.center().y() + 0.5);
        QPolygonF chevron{{-4, -2}, {0, 2}, {4, -2}};
        if (!isOpen) {
            chevron = QPolygonF{{-2, -4}, {2, 0}, {-2, 4}};
        }
        painter.setPen(QPen(m_theme.color(Token::Tx2), 1.4));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(chevron.translated(centre));
    }
    const bool isRepeat = kind == RunTreeModel::Kind::Repeat;
    const int indent = isRepeat ? kRepeatIndent : 0;
    const store::RunSummary& run = m_model.summary(index);
    paintSample(painter, QRectF(cell.left() + kSampleLeft + indent, cell.top(), kSampleWidth, cell.height()),
                m_theme.runLook(run.id), ground);
    const QRect area = cell.adjusted(kNameLeft + indent, 0, -8, 0);
    painter.setFont(m_theme.body(12, !isRepeat));
    painter.setPen(m_theme.color(isRepeat || run.isDeleted ? Token::Tx2 : Token::Tx1));
    painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideMiddle, area.width()));
}

void RunDelegate::paintState(QPainter& painter, const QRect& area, const QModelIndex& index) const
{
    const store::RunSummary& run = m_model.summary(index);
    const QColor color = m_theme.color(run.isDeleted ? Token::Tx3 : stateToken(run.state));
    painter.drawPixmap(area.left(), area.center().y() - 7,
                       iconPixmap(run.isDeleted ? QStringLiteral("trash") : stateIcon(run.state), color, 14,
                                  painter.device()->devicePixelRatioF()));
    painter.setFont(m_theme.body());
    painter.setPen(color);
    painter.drawText(area.adjusted(20, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, index.data().toString());
}

void RunDelegate::paintSpark(QPainter& painter, const QRect& area, const store::Sparkline& line,
                             const QColor& color) const
{
    const auto isDrawn = [](double value) { return std::isfinite(value) && value > 0; };
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const store::SparkPair& pair : line) {
        for (const double value : {pair.low, pair.high}) {
            if (isDrawn(value)) {
                low = std::min(low, std::log(value));
                high = std::max(high, std::log(value));
            }
        }
    }
    if (line.size() < 2 || low > high) {
        painter.setFont(m_theme.mono(11));
        painter.setPen(m_theme.color(Token::Tx3));
        painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("–"));
        return;
    }
    const double span = std::max(high - low, 1e-9);
    const auto yOf = [&](double value) { return area.bottom() - (std::log(value) - low) / span * area.height(); };
    const double step = static_cast<double>(area.width()) / static_cast<double>(line.size() - 1);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1.2));
    QPointF before;
    bool isJoined = false; // to the stretch before
    for (std::size_t at = 0; at < line.size(); ++at) {
        const double x = area.left() + static_cast<double>(at) * step;
        const double bottom = isDrawn(line[at].low) ? line[at].low : line[at].high;
        if (!isDrawn(bottom)) {
            isJoined = false;
            continue;
        }
        const double top = isDrawn(line[at].high) ? line[at].high : bottom;
        const QPointF foot(x, yOf(bottom));
        const QPointF head(x, yOf(top));
        if (isJoined) { // to the nearer end of the stretch
            const bool isAbove = std::abs(head.y() - before.y()) < std::abs(foot.y() - before.y());
            painter.drawLine(before, isAbove ? head : foot);
        }
        painter.drawLine(foot, head);
        before = (foot + head) / 2;
        isJoined = true;
    }
    for (std::size_t at = 0; at < line.size(); ++at) {
        if (!std::isfinite(line[at].high)) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(m_theme.color(Token::ExplodedLine));
            painter.drawEllipse(QPointF(area.left() + static_cast<double>(at) * step, area.top() + 2), 2.5, 2.5);
        }
    }
}

void RunDelegate::paintBest(QPainter& painter, const QRect& area, const QModelIndex& index) const
{
    const GroupScore score = m_model.score(index);
    const bool isLeaked = m_model.summary(index).facts.isLeaked;
    QRect rest = area;
    if (m_model.kind(index) == RunTreeModel::Kind::Group && score.runs > 1) {
        const QString range = QStringLiteral("%1–%2").arg(metricText(score.low), metricText(score.high));
        painter.setFont(m_theme.mono(11));
        painter.setPen(m_theme.color(Token::Tx3));
        painter.drawText(area, Qt::AlignRight | Qt::AlignVCenter, range);
        rest.setRight(area.right() - painter.fontMetrics().horizontalAdvance(range) - 8);
    }
    QFont font = m_theme.mono(11, !isLeaked);
    font.setStrikeOut(isLeaked && score.mean);
    painter.setFont(font);
    painter.setPen(m_theme.color(isLeaked ? Token::Tx3 : Token::Tx1));
    painter.drawText(rest, Qt::AlignRight | Qt::AlignVCenter, metricText(score.mean));
}

void RunDelegate::paintTags(QPainter& painter, const QRect& area, const QModelIndex& index) const
{
    painter.setFont(m_theme.body(11));
    painter.setRenderHint(QPainter::Antialiasing);
    int left = area.left();
    for (const QString& tag : index.data().toString().split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        const int width = painter.fontMetrics().horizontalAdvance(tag) + 12;
        const bool isLast = left + width > area.right();
        const QRect chip(left, area.center().y() - kTagHeight / 2, std::min(width, area.right() - left), kTagHeight);
        if (chip.width() < 24) {
            break;
        }
        const bool isLeak = tag == QLatin1String(kLeakTag);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(isLeak ? Token::WarningFill : Token::Bg3));
        painter.drawRoundedRect(chip, 3, 3);
        painter.setPen(m_theme.color(isLeak ? Token::WarningLine : Token::Tx2));
        painter.drawText(chip.adjusted(6, 0, -4, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(tag, Qt::ElideRight, chip.width() - 8));
        if (isLast) {
            break;
        }
        left += width + 4;
    }
}

} // namespace espalier::ui
