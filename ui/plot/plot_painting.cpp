#include "ui/plot/plot_painting.h"

#include <QPainterPath>
#include <QPolygonF>
#include <algorithm>
#include <array>
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
    painter.setPen(runPen(look, 2));
    const double y = std::floor(area.center().y()) + .5;
    painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
    if (hasMarker) {
        paintMarker(painter, QPointF(area.center().x(), y), 7.5, look, ground);
    }
}

namespace {

template <class Paint>
void eachStroke(std::span<const Column> columns, const Paint& paint)
{
    for (std::size_t first = 0; first < columns.size();) {
        std::size_t last = first + 1;
        while (last < columns.size() && !columns[last].startsStroke) {
            ++last;
        }
        paint(columns.subspan(first, last - first));
        first = last;
    }
}

} // namespace

void paintBand(QPainter& painter, const PlotScale& scale, std::span<const Column> columns, const RunLook& look)
{
    QColor fill = look.color;
    fill.setAlphaF(fill.alphaF() * 0.30F);
    painter.setRenderHint(QPainter::Antialiasing);
    eachStroke(columns, [&](std::span<const Column> stroke) {
        QPolygonF outline;
        bool isWide = false;
        for (const Column& column : stroke) {
            outline << QPointF(scale.px(column.x), scale.py(column.high));
            isWide = isWide || column.high > column.low;
        }
        for (auto column = stroke.rbegin(); column != stroke.rend(); ++column) {
            outline << QPointF(scale.px(column->x), scale.py(column->low));
        }
        if (!isWide) {
            return;
        }
        painter.setPen(Qt::NoPen);
        painter.setBrush(fill);
        painter.drawPolygon(outline);
        // A one-step spike is narrower than a pixel as an area: each column's extent is stroked too, where it is tall.
        painter.setPen(QPen(fill, 1));
        for (const Column& column : stroke) {
            const double top = scale.py(column.high);
            const double bottom = scale.py(column.low);
            if (bottom - top > 12) {
                painter.drawLine(QPointF(scale.px(column.x), top), QPointF(scale.px(column.x), bottom));
            }
        }
    });
}

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
        if (line.size() > 1) {
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

void paintRimMark(QPainter& painter, QPointF centre, RimKind kind, const QColor& color)
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
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(QPolygonF{at(0, -4.5 * up), at(4.5, 3.5 * up), at(-4.5, 3.5 * up)});
}

QColor markColor(MarkKind kind, const Theme& theme)
{
    switch (kind) {
    case MarkKind::Warning:
    case MarkKind::Rewind:
        return theme.color(Token::WarningLine);
    case MarkKind::Exploded:
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

void paintGuard(QPainter& painter, const PlotScale& scale, std::span<const GuardSpan> spans, const Theme& theme)
{
    const auto areaOf = [&](const GuardSpan& span) {
        const double left = std::max(scale.area.left(), scale.px(span.from));
        const double right = std::min(scale.area.right() + 1, std::max(scale.px(span.to), left + 2));
        return QRectF(left, scale.area.top(), right - left, scale.area.height());
    };
    // Trouble last: a single bad step is two pixels that no quiet span may cover.
    for (const GuardState state :
         {GuardState::Unknown, GuardState::Stable, GuardState::Warning, GuardState::Exploded}) {
        for (const GuardSpan& span : spans) {
            if (span.state != state || span.to < scale.x0 || span.from > scale.x1) {
                continue;
            }
            const QRectF area = areaOf(span);
            if (state == GuardState::Unknown) {
                paintHatch(painter, area, theme);
            } else {
                painter.fillRect(area, theme.color(state == GuardState::Stable    ? Token::StableBand
                                                   : state == GuardState::Warning ? Token::WarningLine
                                                                                  : Token::ExplodedLine));
            }
        }
    }
}

QColor heatColor(double share)
{
    static constexpr std::array<std::array<float, 3>, 10> kStops = {{{.039F, .122F, .267F},
                                                                     {.071F, .208F, .420F},
                                                                     {.212F, .286F, .424F},
                                                                     {.318F, .365F, .431F},
                                                                     {.412F, .443F, .451F},
                                                                     {.514F, .525F, .467F},
                                                                     {.624F, .612F, .459F},
                                                                     {.741F, .706F, .420F},
                                                                     {.867F, .804F, .345F},
                                                                     {.996F, .910F, .220F}}};
    const double place = std::clamp(std::isnan(share) ? 0.0 : share, 0.0, 1.0) * (kStops.size() - 1);
    const std::size_t below = std::min<std::size_t>(static_cast<std::size_t>(place), kStops.size() - 2);
    const auto part = static_cast<float>(place - static_cast<double>(below));
    const auto mix = [&](std::size_t i) { return kStops[below][i] + part * (kStops[below + 1][i] - kStops[below][i]); };
    return QColor::fromRgbF(mix(0), mix(1), mix(2));
}

std::pair<double, double> heatRange(std::span<const CurveIndex* const> rows)
{
    double low = std::numeric_limits<double>::infinity();
    double high = 0;
    for (const CurveIndex* row : rows) {
        const auto [from, to] = row->xRange();
        for (const Column& column : row->columns(from, to, 200)) {
            if (column.mean > 0) {
                low = std::min(low, column.mean);
                high = std::max(high, column.mean);
            }
        }
    }
    // Four decades tell more than forty.
    return {std::max(low, high * 1e-4), high};
}

void paintHeatMap(QPainter& painter, const PlotScale& scale, std::span<const CurveIndex* const> rows,
                  const Theme& theme)
{
    const auto [low, high] = heatRange(rows);
    const double height = scale.area.height() / static_cast<double>(std::max<std::size_t>(rows.size(), 1));
    const double unit = (scale.x1 - scale.x0) / std::max(1.0, scale.area.width());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const double top = std::round(scale.area.top() + height * static_cast<double>(row));
        const double bottom = std::round(scale.area.top() + height * static_cast<double>(row + 1)) - 1;
        const auto [first, last] = rows[row]->xRange();
        const int left = static_cast<int>(std::max(scale.area.left(), scale.px(first)));
        const int right = static_cast<int>(std::min(scale.area.right(), scale.px(last) + 1));
        for (int x = left; x <= right;) {
            // Cells of 3 px, or one point wide where points are far apart.
            const double from = scale.x0 + (x - scale.area.left()) * unit;
            int end = x + 3;
            MinMax cell = rows[row]->query(from, from + (end - x) * unit);
            bool bad = rows[row]->hasNonFinite(from, from + (end - x) * unit);
            if (cell.isEmpty() && !bad) {
                if (const auto near = rows[row]->nearest(from)) {
                    cell.add((*rows[row]->view().y)[*near]);
                    bad = cell.isEmpty();
                }
            }
            const double share = high > low ? std::log(std::max(cell.high, low) / low) / std::log(high / low) : 0.5;
            painter.fillRect(QRectF(x, top, std::min(end, right + 1) - x, bottom - top),
                             bad ? theme.color(Token::ExplodedLine) : heatColor(share));
            x = end;
        }
    }
}

} // namespace espalier::ui
