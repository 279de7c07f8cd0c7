#include "ui/plot/box_painting.h"

#include <QFontMetricsF>
#include <algorithm>
#include <cmath>

namespace espalier::ui {

namespace {

constexpr double kLine = 1.6;
constexpr double kStrongLine = 2.6;

QPen classPen(const RunLook& look, double width)
{
    QPen pen(look.color, width, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin);
    if (!look.dash.isEmpty()) {
        pen.setDashPattern(look.dash);
    }
    return pen;
}

/// The two ends of the theme's greys.
QColor darkEnd(const Theme& theme)
{
    return theme.color(theme.scheme() == Scheme::Dark ? Token::Bg0 : Token::Tx1);
}

QColor brightEnd(const Theme& theme)
{
    return theme.color(theme.scheme() == Scheme::Dark ? Token::Tx1 : Token::Bg1);
}

/// The one that is read on `ground`.
QColor readableOn(const QColor& ground, const Theme& theme)
{
    const auto light = [](const QColor& color) {
        return 0.3 * color.redF() + 0.59 * color.greenF() + 0.11 * color.blueF();
    };
    constexpr double kMiddle = 0.45;
    return light(ground) > kMiddle ? darkEnd(theme) : brightEnd(theme);
}

void paintTag(QPainter& painter, const QRectF& box, const QString& name, const QRectF& bounds, const QColor& ground,
              const Theme& theme)
{
    const QFontMetricsF metrics(painter.font());
    const double width = metrics.horizontalAdvance(name) + 8;
    const double height = metrics.height() + 1;
    if (width > bounds.width()) {
        return;
    }
    QRectF tag(box.left() - 1, box.top() - height, width, height);
    if (tag.top() < bounds.top()) {
        tag.moveTop(std::max(box.top(), bounds.top()));
    }
    tag.moveLeft(std::clamp(tag.left(), bounds.left(), bounds.right() - width));
    painter.fillRect(tag, ground);
    painter.setPen(readableOn(ground, theme));
    painter.drawText(tag, Qt::AlignCenter, name);
}

} // namespace

RunLook classLook(const Theme& theme, int label)
{
    return theme.runLook(label + 1);
}

QString className(const std::vector<std::string>& classes, int label)
{
    const bool isKnown = label >= 0 && static_cast<std::size_t>(label) < classes.size();
    return isKnown ? QString::fromStdString(classes[static_cast<std::size_t>(label)]) : QString::number(label);
}

void paintBoxes(QPainter& painter, std::span<const PaintedBox> boxes, const QRectF& bounds, const Theme& theme,
                int tagPixels)
{
    painter.save();
    painter.setClipRect(bounds, Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    QColor casing = theme.color(Token::Bg1);
    casing.setAlphaF(0.75F);
    for (const PaintedBox& box : boxes) {
        const double width = box.isStrong ? kStrongLine : kLine;
        painter.setPen(QPen(casing, width + 2, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
        painter.drawRect(box.area);
        painter.setPen(classPen(classLook(theme, box.label), width));
        painter.drawRect(box.area);
    }
    if (tagPixels > 0) {
        painter.setFont(theme.mono(tagPixels));
        for (const PaintedBox& box : boxes) {
            paintTag(painter, box.area, box.name, bounds, classLook(theme, box.label).color, theme);
        }
    }
    painter.restore();
}

void paintTruth(QPainter& painter, std::span<const PaintedTruth> boxes, const QRectF& bounds, const Theme& theme,
                int tagPixels)
{
    painter.save();
    painter.setClipRect(bounds, Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor shade = darkEnd(theme);
    shade.setAlphaF(0.6F);
    QPen dots(brightEnd(theme), kLine, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin);
    dots.setDashPattern({1.5, 1.5});
    for (const PaintedTruth& box : boxes) {
        painter.setBrush(box.isMissed ? QBrush(theme.color(Token::ExplodedLine), Qt::BDiagPattern) : Qt::NoBrush);
        painter.setPen(QPen(shade, kLine + 1.4, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
        painter.drawRect(box.area);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(dots);
        painter.drawRect(box.area);
    }
    if (tagPixels > 0) {
        painter.setFont(theme.mono(tagPixels));
        for (const PaintedTruth& box : boxes) {
            paintTag(painter, box.area, box.name, bounds, darkEnd(theme), theme);
        }
    }
    painter.restore();
}

void paintClassSample(QPainter& painter, const QRectF& area, const RunLook& look)
{
    painter.save();
    painter.setPen(classPen(look, 1.8));
    painter.drawLine(QPointF(area.left(), area.center().y()), QPointF(area.right(), area.center().y()));
    painter.restore();
}

} // namespace espalier::ui
