#include "ui/canopy/canopy_painting.h"
#include "ui/canopy/canopy_view.h"
#include "ui/widget/count_text.h"

#include <QPainter>
#include <limits>

namespace espalier::ui {

using plan::TrainState;

void CanopyView::paintLegend(QPainter& painter) const
{
    const QRectF bar(0, height() - kCanopyLegend, width(), kCanopyLegend);
    painter.fillRect(bar, m_theme.color(Token::Bg1));
    painter.fillRect(QRectF(0, bar.top(), width(), 1), m_theme.color(Token::Line));
    const QFont font = m_theme.body(11);
    const QFontMetricsF metrics(font);
    double x = 12;
    const double y = bar.center().y() + 0.5;
    const auto entry = [&](const QString& text, auto&& paintSwatch) {
        paintSwatch(QRectF(x, y - 5.5, 16, 11));
        painter.setFont(font);
        painter.setPen(m_theme.color(Token::Tx2));
        painter.drawText(QRectF(x + 21, bar.top(), 200, bar.height()), Qt::AlignLeft | Qt::AlignVCenter, text);
        x += 21 + metrics.horizontalAdvance(text) + 14;
    };
    const auto swatch = [&](TrainState state, Qt::PenStyle style, double width) {
        return [&, state, style, width](const QRectF& rect) {
            const StateColors colors = stateColors(m_theme, state);
            painter.setPen(QPen(colors.line, width, style));
            painter.setBrush(colors.fill);
            painter.drawRoundedRect(rect, 3, 3);
        };
    };
    if (hasHeat()) {
        constexpr int kRamp = 80;
        painter.setFont(m_theme.mono(10));
        painter.setPen(m_theme.color(Token::Tx3));
        const QFontMetricsF figures(m_theme.mono(10));
        painter.drawText(QRectF(x, bar.top(), 80, bar.height()), Qt::AlignVCenter, m_heat->low);
        x += figures.horizontalAdvance(m_heat->low) + 6;
        for (int i = 0; i < kRamp; ++i) {
            painter.fillRect(QRectF(x + i, y - 5, 1, 10), m_theme.heatColor(i / (kRamp - 1.0)));
        }
        x += kRamp + 6;
        painter.drawText(QRectF(x, bar.top(), 80, bar.height()), Qt::AlignVCenter, m_heat->high);
        x += figures.horizontalAdvance(m_heat->high) + 16;
        entry(tr("non-finite"), [&](const QRectF& rect) {
            paintHeatSwatch(painter, m_theme, rect, std::numeric_limits<double>::infinity());
        });
        entry(m_heat->none.isEmpty() ? tr("not measured") : m_heat->none, [&](const QRectF& rect) {
            paintHeatSwatch(painter, m_theme, rect, std::numeric_limits<double>::quiet_NaN());
        });
        return;
    }
    entry(tr("frozen"), swatch(TrainState::Frozen, Qt::SolidLine, 1));
    entry(tr("unfrozen"), swatch(TrainState::Unfrozen, Qt::SolidLine, 1.6));
    entry(tr("adapter, rank"), [&](const QRectF& rect) { paintLeaf(painter, m_theme, rect, {}); });
    entry(tr("excluded"), swatch(TrainState::Excluded, Qt::DashLine, 1));
    entry(tr("pattern match"),
          [&](const QRectF& rect) { paintRing(painter, rect, m_theme.color(Token::Acc), 1.6, true, 0); });
    // The scale: a round count whose strip is 30 to 90 px long.
    double count = 1;
    while (count * m_layout.lengthPerParameter * m_transform.scale < 30 && count < 1e12) {
        count *= count * m_layout.lengthPerParameter * m_transform.scale * 5 < 30 ? 10 : 5;
    }
    const double length = count * m_layout.lengthPerParameter * m_transform.scale;
    const QString text = shortCount(static_cast<std::int64_t>(count)).remove(QStringLiteral(".00"));
    const double textWidth = QFontMetricsF(m_theme.mono(10)).horizontalAdvance(text);
    if (m_layout.lengthPerParameter > 0 && x + length + textWidth + 24 < width()) {
        painter.fillRect(QRectF(width() - 12 - length, y - 3, length, 6), m_theme.color(Token::FrozenStrip));
        painter.setFont(m_theme.mono(10));
        painter.setPen(m_theme.color(Token::Tx3));
        painter.drawText(QRectF(width() - 18 - length - textWidth, bar.top(), textWidth + 2, bar.height()),
                         Qt::AlignVCenter, text);
    }
}

} // namespace espalier::ui
