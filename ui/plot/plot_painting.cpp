#include "ui/plot/plot_painting.h"

#include "ui/plot/strokes.h"

#include <QPainterPath>
#include <QPolygonF>
#include <algorithm>
#include <cmath>

namespace espalier::ui {

double PlotScale::px(double x) const
{
    const double place = area.left() + (x - x0) / (x1 - x0) * area.width();
    return std::clamp(place, area.left() - 8 * area.width(), area.right() + 8 * area.width());
}

double PlotScale::py(double y) const
{
    double share = 0;
    if (isLogarithmic) {
        share = y > 0 ? std::log(y / y0) / std::log(y1 / y0) : -1;
    } else {
        share = (y - y0) / (y1 - y0);
    }
    return area.bottom() - std::clamp(share, -4.0, 5.0) * area.height();
}

QPen runPen(const RunLook& look, double width)
{
    QPen pen(look.color, width);
    pen.setCapStyle(Qt::FlatCap);
    pen.setJoinStyle(Qt::BevelJoin);
    if (!look.dash.isEmpty()) {
        pen.setDashPattern(look.dash);
    }
    return pen;
}

void paintMarker(QPainter& painter, QPointF centre, double size, const RunLook& look, const QColor& ground)
{
    const double r = size / 2;
    const auto at = [&](double x, double y) { return centre + QPointF(x * r, y * r); };
    const bool isStroke = look.marker >= 5;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(isStroke || look.hollow ? QPen(look.color, isStroke ? 1.8 : 1.4) : QPen(ground, 1));
    painter.setBrush(look.hollow ? QBrush(ground) : QBrush(look.color));
    switch (look.marker) {
    case 0:
        painter.drawEllipse(centre, r, r);
        break;
    case 1:
        painter.drawRect(QRectF(at(-.9, -.9), at(.9, .9)));
        break;
    case 2:
        painter.drawPolygon(QPolygonF{at(0, -1.1), at(1.1, .9), at(-1.1, .9)});
        break;
    case 3:
        painter.drawPolygon(QPolygonF{at(0, -1.2), at(1.2, 0), at(0, 1.2), at(-1.2, 0)});
        break;
    case 4:
        painter.drawPolygon(QPolygonF{at(0, 1.1), at(1.1, -.9), at(-1.1, -.9)});
        break;
    case 5:
        painter.drawLine(at(-.9, -.9), at(.9, .9));
        painter.drawLine(at(-.9, .9), at(.9, -.9));
        break;
    case 7:
        painter.drawLine(at(-.8, -.8), at(.8, .8));
        painter.drawLine(at(-.8, .8), at(.8, -.8));
        [[fallthrough]];
    default:
        painter.drawLine(at(-1.1, 0), at(1.1, 0));
        painter.drawLine(at(0, -1.1), at(0, 1.1));
    }
    painter.restore();
}

void paintSample(QPainter& painter, const QRectF& area, const RunLook& look, const QColor& ground, bool hasMarker)
{
    QPen pen = runPen(look, 2);
    QList<qreal> dash = look.dash;
    for (qreal& length : dash) {
        length /= pen.widthF(); // in px: a sample is short, and must show its gaps
    }
    if (!dash.isEmpty()) {
        pen.setDashPattern(dash);
    }
    painter.setPen(pen);
    const double y = std::floor(area.center().y()) + .5;
    painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
    if (hasMarker) {
        paintMarker(painter, QPointF(area.center().x(), y), 7.5, look, ground);
    }
}

namespace {

constexpr qsizetype kDense = 200; ///< points from which on a stroke is painted line by line

} // namespace

void paintCurve(QPainter& painter, const PlotScale& scale, std::span<const Column> columns, const RunLook& look,
                bool hasMarkers, const QColor& ground)
{
    painter.setRenderHint(QPainter::Antialiasing);
    eachStroke(columns, [&](std::span<const Column> stroke) {
        painter.setPen(runPen(look));
        painter.setBrush(Qt::NoBrush);
        QPolygonF line;
        for (const Column& column : stroke) {
            line << QPointF(scale.px(column.x), scale.py(column.mean));
        }
        if (line.size() > kDense) {
            // Line by line: without the joints, that nobody sees here, the raster engine need not build one outline.
            QList<QLineF> lines;
            lines.reserve(line.size());
            for (qsizetype i = 1; i < line.size(); ++i) {
                lines << QLineF(line[i - 1], line[i]);
            }
            painter.drawLines(lines);
        } else if (line.size() > 1) {
            painter.drawPolyline(line);
        } else if (!hasMarkers) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(look.color);
            painter.drawEllipse(line.front(), 1.6, 1.6);
        }
        if (hasMarkers) {
            for (const QPointF& point : line) {
                paintMarker(painter, point, 7, look, ground);
            }
        }
    });
}

void paintCrowdedCurve(QPainter& painter, const PlotScale& scale, std::span<const Column> columns, const QColor& color)
{
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(color, 0));
    eachStroke(columns, [&](std::span<const Column> stroke) {
        QPolygonF line;
        line.reserve(static_cast<qsizetype>(stroke.size()));
        for (const Column& column : stroke) {
            line << QPointF(scale.px(column.x), scale.py(column.mean));
        }
        if (line.size() == 1) {
            line << line.front() + QPointF(1, 0);
        }
        painter.drawPolyline(line);
    });
}

void paintRimMark(QPainter& painter, QPointF centre, RimKind kind, const QColor& color, bool isHollow)
{
    const auto at = [&](double x, double y) { return centre + QPointF(x, y); };
    painter.setRenderHint(QPainter::Antialiasing);
    if (kind == RimKind::NotANumber) {
        painter.setPen(QPen(color, 1.3));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolygon(QPolygonF{at(0, -4), at(4, 0), at(0, 4), at(-4, 0)});
        return;
    }
    const double up = kind == RimKind::PlusInfinity ? 1 : -1;
    painter.setPen(isHollow ? QPen(color, 1) : QPen(Qt::NoPen));
    painter.setBrush(isHollow ? QBrush(Qt::NoBrush) : QBrush(color));
    painter.drawPolygon(QPolygonF{at(0, -4.5 * up), at(4.5, 3.5 * up), at(-4.5, 3.5 * up)});
}

QColor markColor(MarkKind kind, const Theme& theme)
{
    switch (kind) {
    case MarkKind::Warning:
    case MarkKind::Rewind:
    case MarkKind::Skip:
    case MarkKind::Clip:
    case MarkKind::LowerRate:
    case MarkKind::FreezeBranch:
    case MarkKind::Limping:
        return theme.color(Token::WarningLine);
    case MarkKind::Exploded:
    case MarkKind::Stop:
        return theme.color(Token::ExplodedLine);
    case MarkKind::Command:
        return theme.color(Token::Acc);
    default:
        return theme.color(Token::Tx3);
    }
}

void paintMarkIcon(QPainter& painter, QPointF centre, MarkKind kind, const Theme& theme)
{
    const auto at = [&](double x, double y) { return centre + QPointF(x, y); };
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor color = markColor(kind, theme);
    QPen pen(color, 1.4);
    pen.setCapStyle(Qt::RoundCap);
    pen.setJoinStyle(Qt::RoundJoin);
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    switch (kind) {
    case MarkKind::Checkpoint:
        painter.drawLine(at(-3.5, -5), at(-3.5, 5));
        painter.setBrush(color);
        painter.drawPolygon(QPolygonF{at(-3.5, -5), at(4, -5), at(2, -2.5), at(4, 0), at(-3.5, 0)});
        break;
    case MarkKind::Evaluation:
        painter.drawLine(at(-4, 4), at(-4, 0));
        painter.drawLine(at(0, 4), at(0, -4));
        painter.drawLine(at(4, 4), at(4, -1.5));
        break;
    case MarkKind::Warning:
        painter.drawPolygon(QPolygonF{at(0, -5), at(5.2, 4.2), at(-5.2, 4.2)});
        painter.drawLine(at(0, -1.6), at(0, 1));
        painter.drawPoint(at(0, 2.8));
        break;
    case MarkKind::Exploded:
        painter.setBrush(color);
        painter.drawEllipse(centre, 5, 5);
        painter.setPen(QPen(theme.color(Token::Bg0), 1.5));
        painter.drawLine(at(-2, -2), at(2, 2));
        painter.drawLine(at(-2, 2), at(2, -2));
        break;
    case MarkKind::Rewind: {
        QPainterPath path(at(4.5, 4));
        path.cubicTo(at(4.5, -2), at(2, -2.5), at(-4, -2.5));
        painter.drawPath(path);
        painter.drawPolyline(QPolygonF{at(-1.5, -5.2), at(-4.5, -2.5), at(-1.5, .2)});
        break;
    }
    case MarkKind::Command:
        painter.drawPolyline(QPolygonF{at(-4, -4), at(0, 0), at(-4, 4)});
        painter.drawLine(at(1, 4), at(5, 4));
        break;
    case MarkKind::Recovered:
        painter.drawPolyline(QPolygonF{at(-4, 0), at(-1, 3.2), at(4.5, -3.5)});
        break;
    case MarkKind::Skip: { // a bar, leapt over
        painter.drawLine(at(0, 0), at(0, 4.5));
        QPainterPath path(at(-4.5, 2));
        path.cubicTo(at(-4, -6), at(4, -6), at(4.5, 2));
        painter.drawPath(path);
        break;
    }
    case MarkKind::Clip: // cut off at a lid
        painter.drawLine(at(-5, -4), at(5, -4));
        painter.drawLine(at(0, 4.5), at(0, -1.5));
        painter.drawPolyline(QPolygonF{at(-2.8, 1), at(0, -1.8), at(2.8, 1)});
        break;
    case MarkKind::LowerRate: // a step down
        painter.drawPolyline(QPolygonF{at(-5, -4), at(-1, -4), at(-1, 0), at(3, 0), at(3, 4.5)});
        painter.drawPolyline(QPolygonF{at(0.6, 2.2), at(3, 4.6), at(5.4, 2.2)});
        break;
    case MarkKind::FreezeBranch: // a lock
        painter.drawRect(QRectF(at(-4, -0.5), at(4, 5)));
        painter.drawArc(QRectF(at(-2.6, -5), at(2.6, 3)), 0, 180 * 16);
        break;
    case MarkKind::Stop:
        painter.setBrush(color);
        painter.drawRect(QRectF(at(-4.5, -4.5), at(4.5, 4.5)));
        painter.setPen(QPen(theme.color(Token::Bg0), 1.5));
        painter.drawLine(at(-2, -2), at(2, 2));
        painter.drawLine(at(-2, 2), at(2, -2));
        break;
    case MarkKind::Limping: // half a disc is left
        painter.drawEllipse(centre, 4.6, 4.6);
        painter.setBrush(color);
        painter.drawPie(QRectF(at(-4.6, -4.6), at(4.6, 4.6)), 180 * 16, 180 * 16);
        break;
    case MarkKind::Note:
        painter.drawEllipse(centre, 5, 5);
        painter.drawLine(at(0, 0), at(0, 2.4));
        painter.drawPoint(at(0, -2.2));
        break;
    }
    painter.restore();
}

void paintHatch(QPainter& painter, const QRectF& area, const Theme& theme)
{
    if (area.width() <= 0) {
        return;
    }
    painter.save();
    painter.setClipRect(area, Qt::IntersectClip);
    painter.fillRect(area, theme.color(Token::Bg2));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.color(Token::Line2), 1));
    for (double x = std::floor(area.left() / 5) * 5 - area.height(); x < area.right(); x += 5) {
        painter.drawLine(QPointF(x, area.bottom()), QPointF(x + area.height(), area.top()));
    }
    painter.restore();
}

} // namespace espalier::ui
