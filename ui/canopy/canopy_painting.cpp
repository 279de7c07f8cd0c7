#include "ui/canopy/canopy_painting.h"

#include <QFontMetricsF>
#include <QPen>
#include <algorithm>
#include <array>
#include <cmath>

namespace espalier::ui {

namespace {

using plan::TrainState;

constexpr double kHeadLine = 17;

QPen statePen(const Theme& theme, const CanopyLook& look)
{
    const StateColors colors = stateColors(theme, look.state);
    QPen pen(colors.line, look.state == TrainState::Unfrozen ? 1.6 : 1.0);
    if (look.state == TrainState::Excluded) {
        pen.setDashPattern({4, 3});
    }
    return pen;
}

/// Two half discs: some of it trains.
void paintMixedMark(QPainter& painter, const Theme& theme, QPointF center)
{
    const QRectF disc(center - QPointF(4, 4), QSizeF(8, 8));
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(Token::UnfrozenLine));
    painter.drawPie(disc, 90 * 16, 180 * 16);
    painter.setBrush(theme.color(Token::FrozenLine));
    painter.drawPie(disc, -90 * 16, 180 * 16);
}

void paintFlame(QPainter& painter, const Theme& theme, QPointF center)
{
    QPainterPath flame(center + QPointF(0, -4.5));
    flame.cubicTo(center + QPointF(0.5, -2), center + QPointF(3.5, -0.5), center + QPointF(3, 2));
    flame.cubicTo(center + QPointF(2.6, 4.2), center + QPointF(-2.6, 4.2), center + QPointF(-3, 2));
    flame.cubicTo(center + QPointF(-3.2, 0.2), center + QPointF(-0.8, -1), center + QPointF(0, -4.5));
    painter.setPen(QPen(theme.color(Token::UnfrozenLine), 1.2));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(flame);
}

/// A ring with a bar across.
void paintBarSign(QPainter& painter, const Theme& theme, QPointF center)
{
    painter.setPen(QPen(theme.color(Token::ExcludedLine), 1.2));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(center, 3.5, 3.5);
    painter.drawLine(center + QPointF(-2.4, 2.4), center + QPointF(2.4, -2.4));
}

/// Answers the width it took.
double paintStateMark(QPainter& painter, const Theme& theme, const CanopyLook& look, QPointF center)
{
    if (!look.hasPlan || look.state == TrainState::Frozen) {
        return 0;
    }
    if (look.state == TrainState::Mixed) {
        paintMixedMark(painter, theme, center);
    } else if (look.state == TrainState::Unfrozen) {
        paintFlame(painter, theme, center);
    } else {
        paintBarSign(painter, theme, center);
    }
    return 12;
}

/// What an item is painted in: by its measure under a lens, else by its state.
struct Colors {
    QColor fill;
    QColor text;
    QColor strip;
    QColor hatch; ///< invalid: none
};

Colors colorsOf(const Theme& theme, const CanopyLook& look)
{
    if (look.hasLens) {
        const StateColors heat = heatColors(theme, look.heat);
        return {heat.fill, heat.text, heat.strip, heat.line};
    }
    if (!look.hasPlan) {
        return {theme.color(Token::Bg2), theme.color(Token::Tx2), theme.color(Token::Tx3), {}};
    }
    const StateColors colors = stateColors(theme, look.state);
    return {colors.fill, colors.text, colors.strip, {}};
}

void paintHatched(QPainter& painter, const QRectF& rect, double radius, const QColor& hatch)
{
    if (hatch.isValid()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(QBrush(hatch, Qt::BDiagPattern));
        painter.drawRoundedRect(rect, radius, radius);
    }
}

double leafWidth(const Theme& theme, const QString& text)
{
    return QFontMetricsF(theme.mono(9)).horizontalAdvance(text) + 9;
}

/// Where there is no room below the name, or modules stand there, marks go into the head line.
bool marksInHead(const CanopyItem& item)
{
    return item.isOpen || item.rect.height() < 2 * kHeadLine + 2;
}

double headTop(const CanopyItem& item)
{
    return item.rect.height() < kHeadLine + 6 ? item.rect.center().y() - 7 : item.rect.top() + 2;
}

double marksTop(const CanopyItem& item)
{
    return marksInHead(item) ? headTop(item) : item.rect.bottom() - 18;
}

void paintHeadLine(QPainter& painter, const Theme& theme, const QRectF& line, const CanopyLook& look)
{
    const QFont font = theme.mono(9);
    const QFontMetricsF metrics(font);
    painter.setFont(font);
    painter.setPen(colorsOf(theme, look).text);
    const double name = metrics.horizontalAdvance(look.label);
    // The number is never elided: it is shown whole, shorter, or not at all.
    QString count;
    for (const QString& each : {look.count, look.count2}) {
        if (count.isEmpty() && name + 8 + metrics.horizontalAdvance(each) <= line.width()) {
            count = each;
        }
    }
    const double left = count.isEmpty() ? line.width() : line.width() - metrics.horizontalAdvance(count) - 4;
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(look.label, Qt::ElideMiddle, left));
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, count);
}

void paintPill(QPainter& painter, const Theme& theme, const QRectF& rect, const CanopyLook& look)
{
    QPen pen(theme.color(look.state == TrainState::Excluded ? Token::ExcludedLine : Token::FrozenLine), 1);
    pen.setDashPattern({1.5, 2.5});
    painter.setPen(pen);
    painter.setBrush(look.hasLens ? colorsOf(theme, look).fill : theme.color(Token::Bg1));
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2);
    const QFont font = theme.mono(9);
    painter.setFont(font);
    painter.setPen(look.hasLens ? colorsOf(theme, look).text : theme.color(Token::Tx2));
    painter.drawText(rect, Qt::AlignCenter,
                     QFontMetricsF(font).elidedText(look.label, Qt::ElideMiddle, rect.width() - 4));
}

void paintFrame(QPainter& painter, const Theme& theme, const QRectF& rect, const CanopyLook& look)
{
    painter.setPen(QPen(theme.color(Token::Line2), 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(rect, 9, 9);
    CanopyLook quiet = look;
    const double mark = paintStateMark(painter, theme, look, QPointF(rect.left() + 15, rect.top() + 14));
    quiet.hasPlan = false;
    quiet.hasLens = false;
    paintHeadLine(painter, theme, QRectF(rect.left() + 9 + mark, rect.top() + 5, rect.width() - 18 - mark, 18), quiet);
}

void paintSegment(QPainter& painter, const Theme& theme, const CanopyItem& item, const CanopyLook& look)
{
    const Colors colors = colorsOf(theme, look);
    if (look.state == TrainState::Excluded) {
        painter.setPen(QPen(stateColors(theme, look.state).line, 1, Qt::DotLine));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(item.rect.adjusted(0.5, 0.5, -0.5, -0.5));
    } else {
        const bool isMeasured = look.hasLens && !std::isnan(look.heat);
        painter.fillRect(item.rect, isMeasured     ? colors.fill
                                    : look.hasLens ? theme.color(Token::Bg3)
                                    : look.hasPlan ? colors.strip
                                                   : theme.color(Token::Bg3));
        paintHatched(painter, item.rect, 0, colors.hatch);
    }
    if (!look.graft.isEmpty()) {
        painter.fillRect(QRectF(item.rect.left(), item.rect.bottom() - 2.5, std::max(item.rect.width(), 2.0), 2.5),
                         theme.color(Token::AdapterLine));
    }
    const QFont font = theme.mono(9);
    const QString name = look.label.section(QLatin1Char('.'), -1);
    if (item.rect.width() > QFontMetricsF(font).horizontalAdvance(name) + 8) {
        painter.setFont(font);
        painter.setPen(look.hasLens ? colors.text
                                    : theme.color(look.state == TrainState::Unfrozen ? Token::Bg0 : Token::Tx1));
        painter.drawText(item.rect, Qt::AlignCenter, name);
    }
}

void paintTextBadge(QPainter& painter, const Theme& theme, QPointF center)
{
    painter.setPen(QPen(theme.color(Token::Tx3), 1));
    painter.setBrush(theme.color(Token::Bg1));
    painter.drawEllipse(center, 5.5, 5.5);
    painter.setFont(theme.mono(9));
    painter.drawText(QRectF(center - QPointF(6, 6), QSizeF(12, 12)), Qt::AlignCenter, QStringLiteral("T"));
}

void paintBox(QPainter& painter, const Theme& theme, const CanopyItem& item, const CanopyLook& look)
{
    const Colors colors = colorsOf(theme, look);
    const double radius = item.shape == CanopyShape::Cell ? 3 : 5;
    painter.setPen(look.hasPlan ? statePen(theme, look) : QPen(theme.color(Token::Line2), 1));
    painter.setBrush(colors.fill);
    painter.drawRoundedRect(item.rect, radius, radius);
    paintHatched(painter, item.rect, radius, colors.hatch);
    const bool isCell = item.shape == CanopyShape::Cell;
    const bool isLow = item.rect.height() < kHeadLine + 6;
    const bool inHead = marksInHead(item);
    const double top = headTop(item);
    const double markTop = marksTop(item);
    double right = item.rect.right() - 5;
    double marks = 0;
    if (look.takesText) {
        paintTextBadge(painter, theme, QPointF(right - 5.5, markTop + 7));
        marks += 15;
    }
    if (const QRectF leaf = canopyLeafRect(theme, item, look); !leaf.isNull()) {
        marks += leaf.width() + 4;
    }
    right -= inHead ? marks : 0;
    const bool hasMark = !isCell || item.rect.width() >= 96;
    const double mark = hasMark ? paintStateMark(painter, theme, look, QPointF(item.rect.left() + 11, top + 7)) : 0;
    paintHeadLine(painter, theme, QRectF(item.rect.left() + 6 + mark, top, right - item.rect.left() - 6 - mark, 14),
                  look);
    const double bar = isCell && !item.isOpen && !isLow ? std::min(look.strip, item.rect.width() - 12) : 0;
    if (bar > 0) {
        const double y = std::min(item.rect.top() + kHeadLine + 1, item.rect.bottom() - 4);
        painter.fillRect(QRectF(item.rect.left() + 6, y, std::max(bar, 1.0), 2.5), colors.strip);
    }
    const double noteTop = item.rect.bottom() - 19;
    // Below the name and the lines of the strip.
    const double lines = std::max(1.0, std::ceil(look.strip / std::max(1.0, item.rect.width() - 12)));
    const double room = item.rect.height() - 21 - 15 * lines;
    if (!item.isOpen && room >= 15 && !look.note.isEmpty()) {
        const QFont font = theme.mono(9);
        const double width = item.rect.width() - 12 - (inHead ? 0 : marks);
        if (QFontMetricsF(font).horizontalAdvance(look.note) <= width) {
            painter.setFont(font);
            painter.setPen(look.hasLens ? colors.text : theme.color(Token::Tx3));
            painter.drawText(QRectF(item.rect.left() + 6, noteTop, width, 14), Qt::AlignLeft | Qt::AlignVCenter,
                             look.note);
        }
    }
}

} // namespace

StateColors stateColors(const Theme& theme, TrainState state)
{
    const auto made = [&](Token line, Token fill, Token text, Token strip) {
        return StateColors{theme.color(line), theme.color(fill), theme.color(text), theme.color(strip)};
    };
    switch (state) {
    case TrainState::Unfrozen:
        return made(Token::UnfrozenLine, Token::UnfrozenFill, Token::UnfrozenText, Token::UnfrozenLine);
    case TrainState::Excluded:
        return made(Token::ExcludedLine, Token::ExcludedFill, Token::ExcludedText, Token::ExcludedLine);
    case TrainState::Mixed:
    case TrainState::Frozen:
        break;
    }
    return made(Token::FrozenLine, Token::FrozenFill, Token::FrozenText, Token::FrozenStrip);
}

StateColors heatColors(const Theme& theme, double heat)
{
    if (std::isnan(heat)) {
        return {{}, theme.color(Token::Bg1), theme.color(Token::Tx3), theme.color(Token::Line2)};
    }
    if (std::isinf(heat)) {
        QColor hatch = theme.color(Token::ExplodedLine);
        hatch.setAlphaF(0.55F);
        return {hatch, theme.color(Token::ExplodedFill), theme.color(Token::Tx1), theme.color(Token::ExplodedLine)};
    }
    const QColor fill = theme.heatColor(heat);
    // The luminance from which on the darkest stop is read better than white.
    constexpr double kLight = 0.21;
    const auto linear = [](double part) { return std::pow(part, 2.2); };
    const double luminance =
        0.2126 * linear(fill.redF()) + 0.7152 * linear(fill.greenF()) + 0.0722 * linear(fill.blueF());
    const QColor text = luminance > kLight ? theme.color(Token::Heat0) : QColor(Qt::white);
    return {{}, fill, text, text};
}

void paintHeatSwatch(QPainter& painter, const Theme& theme, const QRectF& rect, double heat)
{
    const StateColors colors = heatColors(theme, heat);
    painter.setPen(QPen(theme.color(Token::Line2), 1));
    painter.setBrush(colors.fill);
    painter.drawRoundedRect(rect, 3, 3);
    paintHatched(painter, rect, 3, colors.line);
}

QPainterPath leafPath(const QRectF& rect, double round)
{
    constexpr double kSharp = 1;
    const std::array<double, 4> radii{round, kSharp, round, kSharp}; // from the top left, clockwise
    QPainterPath path;
    path.moveTo(rect.left() + radii[0], rect.top());
    path.lineTo(rect.right() - radii[1], rect.top());
    path.quadTo(rect.topRight(), rect.topRight() + QPointF(0, radii[1]));
    path.lineTo(rect.right(), rect.bottom() - radii[2]);
    path.quadTo(rect.bottomRight(), rect.bottomRight() - QPointF(radii[2], 0));
    path.lineTo(rect.left() + radii[3], rect.bottom());
    path.quadTo(rect.bottomLeft(), rect.bottomLeft() - QPointF(0, radii[3]));
    path.lineTo(rect.left(), rect.top() + radii[0]);
    path.quadTo(rect.topLeft(), rect.topLeft() + QPointF(radii[0], 0));
    path.closeSubpath();
    return path;
}

QRectF canopyLeafRect(const Theme& theme, const CanopyItem& item, const CanopyLook& look)
{
    if (look.graft.isEmpty() || item.shape == CanopyShape::Frame || item.shape == CanopyShape::Segment) {
        return {};
    }
    const double width = leafWidth(theme, look.graft);
    if (item.shape == CanopyShape::Pill) {
        return {item.rect.center().x() - width / 2, item.rect.bottom() + 2, width, 14};
    }
    const double badge = look.takesText ? 15 : 0;
    return width + badge + 10 < item.rect.width()
               ? QRectF(item.rect.right() - 5 - badge - width, marksTop(item), width, 14)
               : QRectF();
}

QString graftMark(const plan::AdapterOptions& adapter)
{
    const std::string mark = plan::adapterMark(adapter);
    return QString::fromStdString(mark.empty() ? std::string(plan::adapterTitle(adapter)) : mark);
}

void paintLeaf(QPainter& painter, const Theme& theme, const QRectF& rect, const QString& text)
{
    painter.setPen(QPen(theme.color(Token::AdapterLine), 1));
    painter.setBrush(theme.color(Token::AdapterFill));
    painter.drawPath(leafPath(rect));
    painter.setFont(theme.mono(9));
    painter.setPen(theme.color(Token::AdapterText));
    painter.drawText(rect, Qt::AlignCenter, text);
}

void paintRing(QPainter& painter, const QRectF& rect, const QColor& color, double width, bool isDashed, double distance)
{
    QPen pen(color, width);
    if (isDashed) {
        pen.setDashPattern({3.5, 2.5});
    }
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(rect.adjusted(-distance, -distance, distance, distance), 5 + distance, 5 + distance);
}

void paintWarning(QPainter& painter, const Theme& theme, QPointF center)
{
    const QPolygonF triangle{{center + QPointF(0, -6), center + QPointF(6.5, 5), center + QPointF(-6.5, 5)}};
    painter.setPen(QPen(theme.color(Token::WarningLine), 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(theme.color(Token::WarningFill));
    painter.drawPolygon(triangle);
    painter.drawLine(center + QPointF(0, -2), center + QPointF(0, 1.2));
    painter.drawPoint(center + QPointF(0, 3.2));
}

void paintImage(QPainter& painter, const Theme& theme, const QRectF& rect, const QString& caption)
{
    painter.setPen(QPen(theme.color(Token::Line2), 1));
    painter.setBrush(theme.color(Token::Bg2));
    painter.drawRoundedRect(rect, 5, 5);
    const double radius = rect.width() * 0.36;
    painter.setPen(QPen(theme.color(Token::Tx3), 1.4));
    painter.setBrush(theme.color(Token::Bg3));
    painter.drawEllipse(rect.center(), radius, radius);
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(rect.center(), radius * 0.62, radius * 0.62);
    painter.drawArc(QRectF(rect.center() - QPointF(radius, radius) * 0.8, QSizeF(radius, radius) * 1.6), 40 * 16,
                    50 * 16);
    painter.setFont(theme.mono(9));
    painter.setPen(theme.color(Token::Tx3));
    painter.drawText(QRectF(rect.left() - 50, rect.top(), 45, rect.height()), Qt::AlignRight | Qt::AlignVCenter,
                     caption);
}

void paintCanopyEdge(QPainter& painter, const Theme& theme, const QPolygonF& line)
{
    constexpr double kCorner = 7;
    QPainterPath path(line.first());
    for (int i = 1; i + 1 < line.size(); ++i) {
        const auto toward = [&](const QPointF& from, const QPointF& to) {
            const QLineF leg(from, to);
            return leg.length() <= 0 ? from : leg.pointAt(std::min(kCorner, leg.length() / 2) / leg.length());
        };
        path.lineTo(toward(line[i], line[i - 1]));
        path.quadTo(line[i], toward(line[i], line[i + 1]));
    }
    path.lineTo(line.last());
    painter.setPen(QPen(theme.color(Token::Bark), 1.6));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
    const QLineF last(line[line.size() - 2], line.last());
    if (last.length() > 8) {
        const QPointF unit = (last.p2() - last.p1()) / last.length();
        const QPointF side(-unit.y(), unit.x());
        painter.drawPolyline(
            QPolygonF{{last.p2() - unit * 5 + side * 3.5, last.p2(), last.p2() - unit * 5 - side * 3.5}});
    }
}

void paintCanopyItem(QPainter& painter, const Theme& theme, const CanopyItem& item, const CanopyLook& look)
{
    painter.setOpacity(look.opacity);
    switch (item.shape) {
    case CanopyShape::Frame:
        paintFrame(painter, theme, item.rect, look);
        break;
    case CanopyShape::Pill:
        paintPill(painter, theme, item.rect, look);
        break;
    case CanopyShape::Segment:
        paintSegment(painter, theme, item, look);
        break;
    case CanopyShape::Box:
    case CanopyShape::Cell:
        paintBox(painter, theme, item, look);
        break;
    }
    if (const QRectF leaf = canopyLeafRect(theme, item, look); !leaf.isNull()) {
        paintLeaf(painter, theme, leaf, look.graft);
    }
    painter.setOpacity(1);
}

} // namespace espalier::ui
