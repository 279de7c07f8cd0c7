#include "ui/place/compare/prediction_view.h"

#include "ui/plot/plot_painting.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

namespace espalier::ui {

namespace {
constexpr int kHead = 24;
constexpr int kGap = 1;
constexpr int kRim = 8;
constexpr int kTagLetters = 11;
constexpr int kSample = 26;
constexpr double kMostZoom = 40;
constexpr double kWheelStep = 1.2;
} // namespace

PredictionView::PredictionView(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    setFocusPolicy(Qt::StrongFocus);
    setProperty("panel", true);
    setAccessibleName(tr("One image, as each run sees it"));
    setCursor(Qt::OpenHandCursor);
    connect(&theme, &Theme::changed, this, [this] { update(); });
}

void PredictionView::setImage(const PredictedImage& image, const std::vector<std::string>& classes,
                              const QStringList& names, const std::vector<qint64>& runs)
{
    const bool isOther = image.file != m_image.file;
    const bool hasOtherPanels = runs != m_runs;
    m_image = image;
    m_classes = classes;
    m_names = names;
    m_runs = runs;
    setAccessibleDescription(image.file);
    if (isOther) {
        m_picture = {};
        m_fault.clear();
    }
    if (isOther || hasOtherPanels) {
        fit();
    }
    update();
}

void PredictionView::setPicture(const QImage& picture)
{
    m_picture = QPixmap::fromImage(picture);
    m_fault.clear();
    update();
}

void PredictionView::setFault(const QString& sentence)
{
    m_picture = {};
    m_fault = sentence;
    update();
}

void PredictionView::fit()
{
    m_zoom = 1;
    m_middle = QPointF(m_image.width, m_image.height) / 2;
    update();
}

QRectF PredictionView::panel(int panel) const
{
    // As many columns as give the largest pictures.
    int best = 1;
    double bestScale = 0;
    for (int columns = 1; columns <= panels(); ++columns) {
        const int rows = (panels() + columns - 1) / columns;
        const double scale =
            std::min((width() / static_cast<double>(columns) - 2 * kRim) / std::max(1, m_image.width),
                     (height() / static_cast<double>(rows) - kHead - kRim) / std::max(1, m_image.height));
        if (scale > bestScale) {
            bestScale = scale;
            best = columns;
        }
    }
    const int rows = (panels() + best - 1) / best;
    const QSizeF size(width() / static_cast<double>(best), height() / static_cast<double>(std::max(1, rows)));
    return {QPointF(panel % best * size.width(), panel / best * size.height()), size - QSizeF(kGap, kGap)};
}

QRectF PredictionView::room(int index) const
{
    return panel(index).adjusted(kRim, kHead, -kRim, -kRim);
}

double PredictionView::scale() const
{
    const QRectF room = this->room(0);
    const double fitted =
        std::min(room.width() / std::max(1, m_image.width), room.height() / std::max(1, m_image.height));
    return std::max(1e-3, fitted) * m_zoom;
}

PictureFrame PredictionView::frame(int index) const
{
    const QRectF room = this->room(index);
    const QRectF area(room.center() - m_middle * scale(), QSizeF(m_image.width, m_image.height) * scale());
    return {area, area.intersected(room)};
}

void PredictionView::keepInside()
{
    const double shown = scale();
    const auto kept = [&](double middle, double side, double room) {
        const double half = room / shown / 2;
        return 2 * half >= side ? side / 2 : std::clamp(middle, half, side - half);
    };
    m_middle = QPointF(kept(m_middle.x(), m_image.width, room(0).width()),
                       kept(m_middle.y(), m_image.height, room(0).height()));
    update();
}

void PredictionView::zoomAt(double factor, QPointF place)
{
    QPointF offset;
    for (int index = 0; index < panels(); ++index) {
        if (room(index).contains(place)) {
            offset = place - room(index).center();
        }
    }
    const double before = scale();
    m_zoom = std::clamp(m_zoom * factor, 1.0, kMostZoom);
    m_middle += offset / before - offset / scale();
    keepInside();
}

void PredictionView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Token::Line));
    for (int index = 0; index < panels(); ++index) {
        const QRectF whole = panel(index);
        painter.fillRect(whole, m_theme.color(Token::Bg0));
        double x = whole.left() + kRim;
        const double base = whole.top() + 16;
        if (m_runs[static_cast<std::size_t>(index)] > 0) {
            paintSample(painter, QRectF(x, whole.top() + 4, kSample, 16),
                        m_theme.runLook(m_runs[static_cast<std::size_t>(index)]), m_theme.color(Token::Bg0));
            x += kSample + 6;
        }
        painter.setFont(m_theme.body(11));
        const double counts = QFontMetricsF(painter.font()).horizontalAdvance(predictionText(m_image, index - 1)) + 12;
        painter.setFont(m_theme.body(12, true));
        painter.setPen(m_theme.color(Token::Tx1));
        const QString name = painter.fontMetrics().elidedText(
            m_names[index], Qt::ElideMiddle, static_cast<int>(std::max(40.0, whole.right() - x - counts - kRim)));
        painter.drawText(QPointF(x, base), name);
        x += QFontMetricsF(painter.font()).horizontalAdvance(name) + 10;
        painter.setFont(m_theme.body(11));
        paintPredictionText(painter, QPointF(x, base), m_image, index - 1, m_theme);
        paintPrediction(painter, frame(index), m_picture, m_image, index - 1, m_classes, m_theme, kTagLetters);
        if (!m_fault.isEmpty()) {
            painter.setFont(m_theme.body(11));
            painter.setPen(m_theme.color(Token::ExplodedLine));
            painter.drawText(room(index).adjusted(12, 12, -12, -12),
                             Qt::AlignHCenter | Qt::AlignBottom | Qt::TextWordWrap, m_fault);
        }
    }
    if (hasFocus()) {
        painter.setPen(QPen(m_theme.color(Token::Acc), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }
}

void PredictionView::wheelEvent(QWheelEvent* event)
{
    zoomAt(std::pow(kWheelStep, event->angleDelta().y() / 120.0), event->position());
    event->accept();
}

void PredictionView::mousePressEvent(QMouseEvent* event)
{
    m_grip = event->position();
    setCursor(Qt::ClosedHandCursor);
}

void PredictionView::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() & Qt::LeftButton) {
        m_middle -= (event->position() - m_grip) / scale();
        m_grip = event->position();
        keepInside();
    }
}

void PredictionView::mouseReleaseEvent(QMouseEvent*)
{
    setCursor(Qt::OpenHandCursor);
}

void PredictionView::mouseDoubleClickEvent(QMouseEvent*)
{
    fit();
}

void PredictionView::keyPressEvent(QKeyEvent* event)
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
    case Qt::Key_Plus:
        zoomAt(kWheelStep, {-1, -1});
        break;
    case Qt::Key_Minus:
        zoomAt(1 / kWheelStep, {-1, -1});
        break;
    case Qt::Key_0:
        fit();
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace espalier::ui
