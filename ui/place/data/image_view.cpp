#include "ui/place/data/image_view.h"

#include "ui/place/data/data_text.h"
#include "ui/plot/box_painting.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

namespace espalier::ui {

namespace {
constexpr double kRim = 12;
constexpr double kMostZoom = 40;
constexpr double kSharpFrom = 3; ///< from here on pixels are shown as squares
constexpr int kTagLetters = 11;
constexpr double kWheelStep = 1.2;
} // namespace

ImageView::ImageView(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    setFocusPolicy(Qt::StrongFocus);
    setProperty("panel", true);
    setAccessibleName(tr("Image with its boxes"));
    setCursor(Qt::OpenHandCursor);
    connect(&theme, &Theme::changed, this, [this] { update(); });
}

void ImageView::setEntry(const dataset::Entry* entry, const std::vector<std::string>& classes)
{
    m_picture = {};
    m_fault.clear();
    m_annotations = entry == nullptr ? std::vector<dataset::Annotation>() : entry->annotations;
    m_size = entry == nullptr ? QSizeF() : QSizeF(entry->width, entry->height);
    m_classes = classes;
    m_marked = -1;
    fit();
}

void ImageView::setPicture(const QImage& picture)
{
    m_picture = QPixmap::fromImage(picture);
    if (m_size != QSizeF(picture.size())) {
        m_size = picture.size();
        fit();
    }
    update();
}

void ImageView::setFault(const QString& sentence)
{
    m_picture = {};
    m_fault = sentence;
    update();
}

void ImageView::setMarked(qint64 annotation)
{
    m_marked = annotation;
    update();
}

QRectF ImageView::pictureArea() const
{
    return {m_corner, m_size * m_zoom};
}

void ImageView::fit()
{
    m_isFitted = true;
    if (!m_size.isEmpty()) {
        m_zoom = std::min({(width() - 2 * kRim) / m_size.width(), (height() - 2 * kRim) / m_size.height(), kMostZoom});
        m_zoom = std::max(m_zoom, 1e-3);
        m_corner = QPointF((width() - m_size.width() * m_zoom) / 2, (height() - m_size.height() * m_zoom) / 2);
    }
    update();
}

void ImageView::zoomBy(double factor)
{
    zoomAt(factor, QRectF(rect()).center());
}

void ImageView::zoomAt(double factor, QPointF place)
{
    if (m_size.isEmpty()) {
        return;
    }
    const double least = std::min(1.0, 32 / std::max(m_size.width(), m_size.height()));
    const double next = std::clamp(m_zoom * factor, least, kMostZoom);
    m_corner = place - (place - m_corner) * (next / m_zoom);
    m_zoom = next;
    m_isFitted = false;
    update();
}

void ImageView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Token::Bg0));
    if (!m_fault.isEmpty()) {
        painter.setFont(m_theme.body(12));
        painter.setPen(m_theme.color(Token::ExplodedLine));
        painter.drawText(rect().adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap, m_fault);
        return;
    }
    const QRectF area = pictureArea();
    if (m_picture.isNull()) {
        painter.fillRect(area, m_theme.color(Token::Bg2));
        return;
    }
    painter.setRenderHint(QPainter::SmoothPixmapTransform, m_zoom < kSharpFrom);
    painter.drawPixmap(area, m_picture, QRectF(m_picture.rect()));
    std::vector<PaintedBox> boxes;
    for (const dataset::Annotation& annotation : m_annotations) {
        const dataset::Box& box = annotation.box;
        const auto toScreen = [&](float x, float y) {
            return area.topLeft() + QPointF(static_cast<double>(x), static_cast<double>(y)) * m_zoom;
        };
        const QString name = QStringLiteral("%1 %2").arg(
            className(m_classes, annotation.label),
            sizeText(static_cast<int>(std::lround(box[2] - box[0])), static_cast<int>(std::lround(box[3] - box[1]))));
        boxes.push_back({QRectF(toScreen(box[0], box[1]), toScreen(box[2], box[3])), annotation.label, name,
                         annotation.id == m_marked});
    }
    paintBoxes(painter, boxes, area.intersected(QRectF(rect())), m_theme, kTagLetters);
    if (hasFocus()) {
        painter.setPen(QPen(m_theme.color(Token::Acc), 2));
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }
}

void ImageView::resizeEvent(QResizeEvent*)
{
    if (m_isFitted) {
        fit();
    }
}

void ImageView::wheelEvent(QWheelEvent* event)
{
    zoomAt(std::pow(kWheelStep, event->angleDelta().y() / 120.0), event->position());
    event->accept();
}

void ImageView::mousePressEvent(QMouseEvent* event)
{
    m_grip = event->position();
    setCursor(Qt::ClosedHandCursor);
}

void ImageView::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() & Qt::LeftButton) {
        m_corner += event->position() - m_grip;
        m_grip = event->position();
        m_isFitted = false;
        update();
    }
}

void ImageView::mouseReleaseEvent(QMouseEvent*)
{
    setCursor(Qt::OpenHandCursor);
}

void ImageView::mouseDoubleClickEvent(QMouseEvent*)
{
    fit();
}

void ImageView::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Up:
    case Qt::Key_PageUp:
        Q_EMIT stepRequested(-1);
        break;
    case Qt::Key_Right:
    case Qt::Key_Down:
    case Qt::Key_PageDown:
        Q_EMIT stepRequested(1);
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace espalier::ui
