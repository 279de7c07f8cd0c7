#include "ui/plot/guard_band.h"

#include "ui/plot/figure_text.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainterPath>
#include <algorithm>
#include <array>
#include <cmath>

namespace espalier::ui {

namespace {

struct GuardText {
    Q_DECLARE_TR_FUNCTIONS(GuardBand)
};

constexpr double kLeastWidth = 3;
constexpr double kSignWidth = 15;
constexpr int kKeyHeight = 18;
constexpr std::array kStates{GuardState::Unknown,     GuardState::Stable,     GuardState::LossScaleSearch,
                             GuardState::ChanceLevel, GuardState::LoneSpike,  GuardState::Warning,
                             GuardState::Drift,       GuardState::Divergence, GuardState::Exploded};

QColor groundOf(GuardState state, const Theme& theme)
{
    switch (state) {
    case GuardState::Unknown:
        return theme.color(Token::Bg2);
    case GuardState::LossScaleSearch:
        return theme.color(Token::Bg3);
    case GuardState::Stable:
    case GuardState::ChanceLevel:
        return theme.color(Token::StableBand);
    case GuardState::LoneSpike:
    case GuardState::Warning:
    case GuardState::Drift:
        return theme.color(Token::WarningLine);
    case GuardState::Divergence:
    case GuardState::Exploded:
        break;
    }
    return theme.color(Token::ExplodedLine);
}

QColor inkOf(GuardState state, const Theme& theme)
{
    const bool isLoud = state >= GuardState::LoneSpike;
    return theme.color(isLoud ? Token::Bg0 : state == GuardState::LossScaleSearch ? Token::Tx2 : Token::Tx1);
}

void paintLines(QPainter& painter, const QRectF& area, const QPen& pen, double distance, double lean)
{
    painter.setPen(pen);
    // From the same places at every zoom, so that the pattern stands still.
    const double start = std::floor(area.left() / distance) * distance - std::abs(lean);
    for (double x = start; x < area.right() + std::abs(lean); x += distance) {
        painter.drawLine(QPointF(x, area.bottom() + 1), QPointF(x + lean, area.top() - 1));
    }
}

void paintPattern(QPainter& painter, const QRectF& area, GuardState state, const Theme& theme)
{
    painter.save();
    painter.setClipRect(area, Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(area, groundOf(state, theme));
    const double middle = area.center().y();
    switch (state) {
    case GuardState::Unknown:
        paintLines(painter, area, QPen(theme.color(Token::Line2), 1), 5, area.height());
        break;
    case GuardState::LossScaleSearch:
        paintLines(painter, area, QPen(theme.color(Token::Tx3), 1), 4, -area.height());
        break;
    case GuardState::ChanceLevel: {
        QPen pen(theme.color(Token::Tx1), 1.4);
        pen.setDashPattern({2, 3});
        painter.setPen(pen);
        painter.drawLine(QPointF(std::floor(area.left()), middle), QPointF(area.right(), middle));
        break;
    }
    case GuardState::Drift:
        paintLines(painter, area, QPen(theme.color(Token::Bg0), 1), 7, area.height() / 2);
        break;
    case GuardState::Divergence:
        paintLines(painter, area, QPen(theme.color(Token::WarningLine), 3), 8, area.height() / 2);
        break;
    case GuardState::Stable:
    case GuardState::LoneSpike:
    case GuardState::Warning:
    case GuardState::Exploded:
        break;
    }
    painter.restore();
}

/// The sign of a state on a plate of its own ground; calm has none.
void paintSign(QPainter& painter, QPointF centre, GuardState state, const Theme& theme)
{
    if (state <= GuardState::Stable) {
        return;
    }
    const auto at = [&](double x, double y) { return centre + QPointF(x, y); };
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(groundOf(state, theme));
    painter.drawRect(QRectF(at(-6, -5.5), at(6, 5.5)));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(inkOf(state, theme), 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    switch (state) {
    case GuardState::LossScaleSearch:
        painter.drawPolyline(QPolygonF{at(-4, 3), at(-1.5, 3), at(-1.5, -1), at(1.5, -1), at(1.5, 2), at(4, 2)});
        break;
    case GuardState::ChanceLevel:
        painter.drawLine(at(-4.5, 1.5), at(4.5, 1.5));
        painter.drawPoint(at(0, -2.5));
        break;
    case GuardState::LoneSpike:
        painter.drawPolyline(QPolygonF{at(-4.5, 3), at(-1.2, 3), at(0, -4), at(1.2, 3), at(4.5, 3)});
        break;
    case GuardState::Warning:
        painter.drawPolygon(QPolygonF{at(0, -4), at(4.4, 3.6), at(-4.4, 3.6)});
        painter.drawPoint(at(0, 1.4));
        break;
    case GuardState::Drift:
        painter.drawLine(at(-4, 3.2), at(4, -3.2));
        painter.drawPolyline(QPolygonF{at(0.2, -3.4), at(4, -3.2), at(3.6, 0.6)});
        break;
    case GuardState::Divergence: {
        QPainterPath path(at(-4.5, 3.6));
        path.cubicTo(at(1, 3.4), at(3, 2), at(3.8, -4));
        painter.drawPath(path);
        break;
    }
    case GuardState::Exploded:
        painter.drawEllipse(centre, 4.4, 4.4);
        painter.drawLine(at(-1.9, -1.9), at(1.9, 1.9));
        painter.drawLine(at(-1.9, 1.9), at(1.9, -1.9));
        break;
    case GuardState::Unknown:
    case GuardState::Stable:
        break;
    }
    painter.restore();
}

/// Sign and word where there is room for them.
void paintLabel(QPainter& painter, const QRectF& area, GuardState state, const Theme& theme)
{
    const QFont font = theme.body(10);
    const QString text = guardStateText(state);
    const double width = QFontMetricsF(font).horizontalAdvance(text);
    const bool hasSign = state > GuardState::Stable;
    const double sign = hasSign ? kSignWidth : 0;
    if (hasSign && area.width() >= kSignWidth) {
        const bool isAlone = area.width() < sign + width + 10;
        const double x = isAlone ? area.center().x() : area.center().x() - (sign + width) / 2 + sign / 2 - 1;
        paintSign(painter, QPointF(x, area.center().y()), state, theme);
    }
    if (area.width() < sign + width + 10) {
        return;
    }
    const QRectF place(area.center().x() - (sign + width) / 2 + sign, area.top(), width, area.height());
    if (hasSign) {
        painter.fillRect(place.adjusted(-2, 1, 3, -1), groundOf(state, theme));
    }
    painter.setFont(font);
    painter.setPen(inkOf(state, theme));
    painter.drawText(place, Qt::AlignCenter, text);
}

bool occurs(std::span<const GuardSpan> spans, GuardState state)
{
    return std::ranges::any_of(spans, [&](const GuardSpan& span) { return span.state == state; });
}

} // namespace

QString guardStateText(GuardState state)
{
    switch (state) {
    case GuardState::Unknown:
        return GuardText::tr("no sign");
    case GuardState::Stable:
        return GuardText::tr("stable");
    case GuardState::LossScaleSearch:
        return GuardText::tr("loss-scale search");
    case GuardState::ChanceLevel:
        return GuardText::tr("at chance level");
    case GuardState::LoneSpike:
        return GuardText::tr("lone spike");
    case GuardState::Warning:
        return GuardText::tr("warning");
    case GuardState::Drift:
        return GuardText::tr("drift");
    case GuardState::Divergence:
        return GuardText::tr("divergence");
    case GuardState::Exploded:
        return GuardText::tr("exploded");
    }
    return {};
}

void paintGuard(QPainter& painter, const PlotScale& scale, std::span<const GuardSpan> spans, const Theme& theme)
{
    for (const GuardState state : kStates) {
        for (const GuardSpan& span : spans) {
            if (span.state != state || span.to < scale.x0 || span.from > scale.x1) {
                continue;
            }
            const double least = state > GuardState::Stable ? kLeastWidth : 1;
            const double left = std::max(scale.area.left(), scale.px(span.from));
            const double right = std::min(scale.area.right() + 1, std::max(scale.px(span.to), left + least));
            const QRectF area(left, scale.area.top(), right - left, scale.area.height());
            if (area.width() > 0) {
                paintPattern(painter, area, state, theme);
                paintLabel(painter, area, state, theme);
            }
        }
    }
}

void paintGuardSwatch(QPainter& painter, const QRectF& area, GuardState state, const Theme& theme)
{
    paintPattern(painter, area, state, theme);
    paintSign(painter, area.center(), state, theme);
}

int guardKeyHeight(std::span<const GuardSpan> spans)
{
    return std::ranges::any_of(spans, [](const GuardSpan& span) { return span.state > GuardState::Stable; })
               ? kKeyHeight
               : 0;
}

void paintGuardKey(QPainter& painter, const QRectF& line, std::span<const GuardSpan> spans, const Theme& theme)
{
    constexpr double kSwatch = 26;
    if (line.height() < 10) {
        return;
    }
    const QFont font = theme.body(10);
    double x = line.left();
    for (const GuardState state : kStates) {
        const QString text = guardStateText(state);
        const double width = kSwatch + 5 + QFontMetricsF(font).horizontalAdvance(text) + 14;
        if (!occurs(spans, state) || x + width > line.right()) {
            continue;
        }
        paintGuardSwatch(painter, QRectF(x, line.bottom() - 14, kSwatch, 11), state, theme);
        painter.setFont(font);
        painter.setPen(theme.color(Token::Tx3));
        painter.drawText(QRectF(x + kSwatch + 5, line.bottom() - 16, width, 15), Qt::AlignVCenter, text);
        x += width;
    }
}

QString guardTextAt(std::span<const GuardSpan> spans, XAxis axis, double x)
{
    const GuardSpan* best = nullptr;
    for (const GuardSpan& span : spans) {
        if (span.from <= x && x <= span.to && (best == nullptr || span.state > best->state)) {
            best = &span;
        }
    }
    return best == nullptr
               ? QString()
               : QStringLiteral("%1 · %2 – %3")
                     .arg(guardStateText(best->state), positionText(axis, best->from), positionText(axis, best->to));
}

} // namespace espalier::ui
