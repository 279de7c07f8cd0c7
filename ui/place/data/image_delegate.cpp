#include "ui/place/data/image_delegate.h"

#include "ui/place/data/data_text.h"
#include "ui/plot/box_painting.h"
#include "ui/widget/icon.h"

#include <QPainter>

namespace espalier::ui {

namespace {
constexpr int kMargin = 6;
constexpr int kIcon = 13;
constexpr int kTagLetters = 9;
constexpr int kLeastTaggedWidth = 120; ///< below it tags would hide the picture
} // namespace

ImageDelegate::ImageDelegate(const Theme& theme, ImageProxy& proxy, ImageListModel& model, QObject* parent)
    : QStyledItemDelegate(parent), m_theme(theme), m_proxy(proxy), m_model(model)
{
}

void ImageDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const int row = m_proxy.mapToSource(index).row();
    const QRect cell = option.rect.adjusted(kMargin / 2, kMargin / 2, -kMargin / 2, -kMargin / 2);
    painter->save();
    const bool isSelected = option.state & QStyle::State_Selected;
    if (isSelected || option.state & QStyle::State_MouseOver) {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(isSelected ? QPen(m_theme.color(Token::Acc), 2) : QPen(Qt::NoPen));
        painter->setBrush(m_theme.color(isSelected ? Token::AccBg : Token::Bg2));
        painter->drawRoundedRect(QRectF(cell).adjusted(1, 1, -1, -1), 5, 5);
        painter->setRenderHint(QPainter::Antialiasing, false);
    }
    const QRect inner = cell.adjusted(kMargin, kMargin, -kMargin, -kMargin);
    paintPicture(*painter, QRect(inner.topLeft(), QSize(inner.width(), inner.height() - kCaption + 2 * kMargin)), row);
    paintCaption(*painter, QRect(inner.left(), inner.bottom() - kCaption + 2 * kMargin + 4, inner.width(), 32),
                 m_model.row(row));
    painter->restore();
}

void ImageDelegate::paintPicture(QPainter& painter, const QRect& frame, int row) const
{
    const ImageRow& image = m_model.row(row);
    const dataset::Entry* entry = m_model.entry(row);
    if (entry == nullptr) {
        painter.fillRect(frame, m_theme.color(Token::ExplodedFill));
        painter.drawPixmap(
            frame.center().x() - 12, frame.center().y() - 24,
            iconPixmap(u"exploded", m_theme.color(Token::ExplodedLine), 24, painter.device()->devicePixelRatioF()));
        painter.setFont(m_theme.body(11));
        painter.setPen(m_theme.color(Token::Tx1));
        painter.drawText(frame.adjusted(8, frame.height() / 2 + 6, -8, -2),
                         Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, image.reason);
        return;
    }
    const QPixmap* picture = m_model.thumbnail(row);
    if (picture == nullptr) {
        painter.fillRect(frame, m_theme.color(Token::Bg2));
        return;
    }
    QRectF area(QPointF(), QSizeF(picture->size()).scaled(frame.size(), Qt::KeepAspectRatio));
    area.moveCenter(QRectF(frame).center());
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawPixmap(area, *picture, QRectF(picture->rect()));
    if (entry->width <= 0 || entry->height <= 0) {
        return;
    }
    const double sx = area.width() / entry->width;
    const double sy = area.height() / entry->height;
    const std::vector<std::string>& classes = m_model.images()->catalogue().classes;
    std::vector<PaintedBox> boxes;
    for (const dataset::Annotation& annotation : entry->annotations) {
        const dataset::Box& box = annotation.box;
        const QRectF place(
            QPointF(area.left() + static_cast<double>(box[0]) * sx, area.top() + static_cast<double>(box[1]) * sy),
            QPointF(area.left() + static_cast<double>(box[2]) * sx, area.top() + static_cast<double>(box[3]) * sy));
        boxes.push_back({place, annotation.label, className(classes, annotation.label), false});
    }
    paintBoxes(painter, boxes, area, m_theme, frame.width() < kLeastTaggedWidth ? 0 : kTagLetters);
}

void ImageDelegate::paintCaption(QPainter& painter, const QRect& area, const ImageRow& image) const
{
    const bool isMarked = image.findings > 0;
    const int width = area.width() - (isMarked ? kIcon + 4 : 0);
    painter.setFont(m_theme.mono(11));
    painter.setPen(m_theme.color(Token::Tx1));
    const QString stem = image.name.section(QLatin1Char('/'), -1);
    painter.drawText(QRect(area.left(), area.top(), width, 16), Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetrics(painter.font()).elidedText(stem, Qt::ElideMiddle, width));
    painter.setFont(m_theme.body(11));
    painter.setPen(m_theme.color(Token::Tx2));
    QString text;
    if (image.entry < 0) {
        text = tr("not used");
    } else if (image.boxes == 0) {
        text = tr("no box");
    } else {
        text = tr("%n box(es)", nullptr, image.boxes) + QStringLiteral(" · ") + shareText(image.largestShare);
    }
    painter.drawText(QRect(area.left(), area.top() + 16, width, 16), Qt::AlignLeft | Qt::AlignVCenter, text);
    if (isMarked) {
        const bool isLost = image.entry < 0;
        painter.drawPixmap(area.right() - kIcon, area.top() + 2,
                           iconPixmap(isLost ? u"exploded" : u"warning",
                                      m_theme.color(isLost ? Token::ExplodedLine : Token::WarningLine), kIcon,
                                      painter.device()->devicePixelRatioF()));
    }
}

} // namespace espalier::ui
