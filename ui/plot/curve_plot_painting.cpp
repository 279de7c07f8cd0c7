#include "ui/plot/curve_plot_impl.h"
#include "ui/plot/figure_text.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace espalier::ui {

namespace {

constexpr qint64 kFrameMilliseconds = 33;
constexpr int kMoreWidth = 30; ///< of `+12`: curves that the head has no room for

bool isEnd(MarkKind kind)
{
    return kind == MarkKind::Exploded || kind == MarkKind::Stop;
}

} // namespace

QRect CurvePlot::Impl::plotArea() const
{
    QRect area;
    for (QCPAxisRect* rect : plot->axisRects()) {
        area = area.united(rect->rect());
    }
    return area;
}

std::pair<double, double> CurvePlot::Impl::extent() const
{
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const Panel& panel : panels) {
        for (const CurveIndex& index : panel.indices) {
            const auto [from, to] = index.xRange();
            if (from <= to) {
                low = std::min(low, from);
                high = std::max(high, to);
            }
        }
    }
    if (low > high) {
        return {0, std::max(1.0, set.xEnd)};
    }
    // A run starts at its start: no hole of a few steps before the first point.
    low = low >= 0 && (low < 0.1 * high || set.xEnd > 0) ? 0 : low;
    high = std::max(high, set.xEnd);
    return {low, high > low ? high : low + 1};
}

void CurvePlot::Impl::chooseXRange()
{
    if (mode == Mode::Fit) {
        std::tie(x0, x1) = extent();
    } else if (mode == Mode::Follow) {
        const double span = x1 - x0;
        x1 = self.dataEnd() + span * 0.03;
        x0 = x1 - span;
    }
}

void CurvePlot::Impl::chooseYRange(std::size_t number)
{
    Panel& panel = panels[number];
    if (panel.valueZoom) {
        std::tie(panel.y0, panel.y1) = *panel.valueZoom;
        return;
    }
    const bool isLogarithmic = set.panels[number].isLogarithmic;
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const std::vector<Column>& columns : panel.columns) {
        for (const Column& column : columns) {
            if (column.x < x0 || column.x > x1) {
                continue;
            }
            const double foot = !isLogarithmic || column.low > 0 ? column.low : column.mean;
            if (!isLogarithmic || foot > 0) {
                low = std::min(low, foot);
            }
            if (!isLogarithmic || column.high > 0) {
                high = std::max(high, column.high);
            }
        }
    }
    if (low > high) {
        low = isLogarithmic ? 0.1 : 0;
        high = isLogarithmic ? 10 : 1;
    }
    if (isLogarithmic) {
        const double pad = std::max(0.06 * std::log(high / low), 0.25);
        panel.y0 = std::max(low * std::exp(-pad), 1e-300);
        panel.y1 = std::min(high * std::exp(pad), 1e300);
        return;
    }
    if (set.panels[number].includesZero) {
        low = std::min(low, 0.0);
        high = std::max(high, 0.0);
    }
    const double pad = high > low ? 0.08 * (high - low) : std::max(0.1 * std::abs(high), 1e-12);
    panel.y0 = std::max(low - (set.panels[number].includesZero && low == 0 ? 0 : pad), -1e300);
    panel.y1 = std::min(high + pad, 1e300);
}

void CurvePlot::Impl::beforeReplot()
{
    for (std::size_t i = 0; i < panels.size(); ++i) {
        Panel& panel = panels[i];
        panel.rimMarks.clear();
        for (std::size_t curve = 0; curve < panel.indices.size(); ++curve) {
            panel.indices[curve].update(set.panels[i].curves[curve].points);
            if (set.panels[i].kind == PanelKind::Curves) {
                std::ranges::move(panel.indices[curve].rim(), std::back_inserter(panel.rimMarks));
            }
        }
        layOutLanes(i);
    }
    chooseXRange();
    const int width = std::max(50, plot->viewport().width() - leftMargin - kRightMargin);
    for (std::size_t i = 0; i < panels.size(); ++i) {
        Panel& panel = panels[i];
        if (set.panels[i].kind == PanelKind::Curves) {
            for (std::size_t curve = 0; curve < panel.indices.size(); ++curve) {
                const int smoothing = set.panels[i].curves[curve].hasMarkers ? 1 : set.smoothing;
                panel.columns[curve] = panel.indices[curve].columns(x0, x1, width, smoothing);
            }
            chooseYRange(i);
        }
        panel.area->axis(QCPAxis::atLeft)->setRange(panel.y0, panel.y1);
    }
    for (QCPAxisRect* rect : plot->axisRects()) {
        rect->axis(QCPAxis::atBottom)->setRange(x0, x1);
    }
}

PlotScale CurvePlot::Impl::scaleOf(std::size_t number) const
{
    const Panel& panel = panels[number];
    return {QRectF(panel.area->rect()), x0, x1, panel.y0, panel.y1, set.panels[number].isLogarithmic};
}

PlotScale CurvePlot::Impl::laneScale(const QCPAxisRect& rect) const
{
    return {QRectF(rect.rect()), x0, x1, 0, 1, false};
}

double CurvePlot::Impl::xAt(double pixel) const
{
    const double width = std::max(1, plot->viewport().width() - leftMargin - kRightMargin);
    return x0 + (pixel - leftMargin) / width * (x1 - x0);
}

RunLook CurvePlot::Impl::lookOf(const PlotCurve& curve) const
{
    RunLook look = curve.look;
    if (highlight && *highlight != curve.group) {
        look.color.setAlphaF(0.3F);
    }
    return look;
}

std::optional<double> CurvePlot::Impl::figureAt(std::size_t panel, std::size_t curve) const
{
    const CurveIndex& index = panels[panel].indices[curve];
    if (index.size() == 0) {
        return std::nullopt;
    }
    const std::optional<std::size_t> point = cursor ? index.nearest(*cursor) : index.size() - 1;
    return point ? std::optional((*index.view().y)[*point]) : std::nullopt;
}

void CurvePlot::Impl::paintHead(QPainter& painter, std::size_t number)
{
    const PlotPanel& panel = set.panels[number];
    const QRect rect = panels[number].head->rect();
    const int baseline = rect.bottom() - 6;
    int left = leftMargin;
    painter.setFont(theme.body(12, true));
    painter.setPen(theme.color(Token::Tx1));
    painter.drawText(left, baseline, panel.title);
    left += QFontMetrics(theme.body(12, true)).horizontalAdvance(panel.title) + 10;
    int right = rect.right() - kRightMargin;
    QString note = panel.note;
    if (panel.kind == PanelKind::HeatMap) {
        right -= panels[number].skyline.paintKey(painter, QRectF(left, baseline - 12, right - left, 16), theme);
        if (const QString readout = heatReadout(number); !readout.isEmpty()) {
            note = QFontMetrics(theme.body(10)).elidedText(readout, Qt::ElideLeft, right - left - 24);
        }
    }
    const QFontMetrics nameMetrics(theme.body(10));
    const QFontMetrics figureMetrics(theme.mono(10, true));
    struct Entry {
        std::size_t curve;
        QString name, figure;
        int width;
    };
    std::vector<Entry> entries;
    int space = right - left;
    for (std::size_t i = 0; panel.kind == PanelKind::Curves && i < panel.curves.size(); ++i) {
        const std::optional<double> value = figureAt(number, i);
        Entry entry{i, panel.curves[i].name, value ? figure(*value) : QStringLiteral("–"), 0};
        if (!value && !panel.curves[i].missing.isEmpty()) {
            entry.figure = panel.curves[i].missing;
        }
        entry.name = nameMetrics.elidedText(entry.name, Qt::ElideMiddle, 150);
        entry.width =
            18 + 5 + nameMetrics.horizontalAdvance(entry.name) + 5 +
            std::max(figureMetrics.horizontalAdvance(entry.figure), figureMetrics.horizontalAdvance(u'0') * 6) + 12;
        if (space < entry.width) {
            break;
        }
        space -= entry.width;
        entries.push_back(std::move(entry));
    }
    while (!entries.empty() && entries.size() < panel.curves.size() && space < kMoreWidth) {
        space += entries.back().width;
        entries.pop_back();
    }
    const std::size_t left_out = panel.kind == PanelKind::Curves ? panel.curves.size() - entries.size() : 0;
    const QString more = left_out > 0 ? QStringLiteral("+%1").arg(left_out) : QString();
    if (!more.isEmpty()) {
        painter.setFont(theme.body(10));
        painter.setPen(theme.color(Token::Tx3));
        painter.drawText(QRect(right - 28, rect.top(), 28, rect.height()), Qt::AlignRight | Qt::AlignVCenter, more);
        right -= kMoreWidth;
    }
    int x = right;
    for (const Entry& entry : entries) {
        x -= entry.width;
    }
    if (nameMetrics.horizontalAdvance(note) < x - left - 8) {
        painter.setFont(theme.body(10));
        painter.setPen(theme.color(note == panel.note ? Token::Tx3 : Token::Tx1));
        painter.drawText(left, baseline, note);
    }
    x += 12;
    for (const Entry& entry : entries) {
        paintSample(painter, QRectF(x, baseline - 9, 18, 10), lookOf(panel.curves[entry.curve]),
                    theme.color(Token::Bg1), panel.curves[entry.curve].hasMarkers);
        painter.setFont(theme.body(10));
        painter.setPen(theme.color(Token::Tx2));
        painter.drawText(x + 23, baseline, entry.name);
        painter.setFont(theme.mono(10, true));
        painter.setPen(theme.color(Token::Tx1));
        painter.drawText(x + 28 + nameMetrics.horizontalAdvance(entry.name), baseline, entry.figure);
        x += entry.width;
    }
}

void CurvePlot::Impl::paintLaneName(QPainter& painter, const QRect& rect, const QString& text)
{
    painter.setFont(theme.body(10));
    painter.setPen(theme.color(Token::Tx3));
    painter.drawText(QRect(0, rect.top() - 2, leftMargin - 8, rect.height() + 4), Qt::AlignRight | Qt::AlignVCenter,
                     text);
}

void CurvePlot::Impl::paintRim(QPainter& painter, std::size_t number)
{
    const Panel& panel = panels[number];
    if (panel.lanes.empty()) {
        return;
    }
    const PlotScale scale = laneScale(*panel.rim);
    const auto laneMiddle = [&](int lane) {
        const auto at = std::ranges::find(panel.lanes, lane) - panel.lanes.begin();
        return panel.rim->top() + kLane * static_cast<double>(at) + kLane / 2.0;
    };
    painter.setFont(theme.mono(10));
    painter.setPen(theme.color(Token::Tx3));
    for (const int lane : panel.lanes) {
        const QString name = lane == 0   ? QStringLiteral("±inf")
                             : lane == 1 ? QStringLiteral("NaN")
                                         : CurvePlot::tr("skip");
        painter.drawText(QRectF(0, laneMiddle(lane) - 8, leftMargin - 6, 16), Qt::AlignRight | Qt::AlignVCenter, name);
    }
    painter.setClipRect(panel.rim->rect().adjusted(-4, 0, 4, 0));
    const QColor color = theme.color(Token::ExplodedLine);
    std::map<RimKind, int> lastPixel; // marks on one pixel are one mark
    for (const RimMark& mark : panel.rimMarks) {
        if (mark.x < x0 || mark.x > x1) {
            continue;
        }
        const double x = scale.px(mark.x);
        const int pixel = static_cast<int>(x);
        const auto [at, isNew] = lastPixel.try_emplace(mark.kind, pixel);
        if (!isNew && at->second == pixel) {
            continue;
        }
        at->second = pixel;
        const bool isSearch = isLossScaleSearch(mark.x);
        paintRimMark(painter, QPointF(x, laneMiddle(mark.kind == RimKind::NotANumber ? 1 : 0)), mark.kind,
                     isSearch ? theme.color(Token::Tx3) : color, isSearch);
    }
    for (const double step : set.panels[number].skipped) {
        if (step >= x0 && step <= x1) {
            const double x = scale.px(step);
            painter.setPen(QPen(theme.color(isLossScaleSearch(step) ? Token::Tx3 : Token::WarningLine), 1.6));
            painter.drawLine(QPointF(x, laneMiddle(2) - 4), QPointF(x, laneMiddle(2) + 4));
        }
    }
}

/// There, a non-finite step is how the scale is found, and harmless.
bool CurvePlot::Impl::isLossScaleSearch(double x) const
{
    return std::ranges::any_of(guard, [x](const GuardSpan& span) {
        return span.state == GuardState::LossScaleSearch && x >= span.from && x <= span.to;
    });
}

void CurvePlot::Impl::paintMarks(QPainter& painter)
{
    paintLaneName(painter, markLane->rect(), CurvePlot::tr("events"));
    const PlotScale scale = laneScale(*markLane);
    painter.setClipRect(markLane->rect().adjusted(-7, 0, 7, 0));
    // Trouble above routine where they meet.
    const auto rank = [](MarkKind kind) -> int {
        return isEnd(kind) ? 3 : kind == MarkKind::Rewind ? 2 : kind == MarkKind::Warning || kind > MarkKind::Recovered;
    };
    for (int level = 0; level < 4; ++level) {
        double last = -100;
        for (const PlotMark& mark : marks) {
            if (rank(mark.kind) != level || mark.x < x0 || mark.x > x1) {
                continue;
            }
            const double x = scale.px(mark.x);
            if (x - last < 5) {
                continue;
            }
            last = x;
            paintMarkIcon(painter, QPointF(std::round(x), markLane->rect().center().y() + .5), mark.kind, theme);
        }
    }
}

void CurvePlot::Impl::paintMarkLines(QPainter& painter)
{
    const PlotScale scale{QRectF(plotArea()), x0, x1, 0, 1, false};
    for (const PlotMark& mark : marks) {
        if ((!isEnd(mark.kind) && mark.kind != MarkKind::Rewind) || mark.x < x0 || mark.x > x1) {
            continue;
        }
        QPen pen(markColor(mark.kind, theme), 1);
        if (mark.kind == MarkKind::Rewind) {
            pen.setDashPattern({4, 3});
        }
        painter.setPen(pen);
        const double x = std::round(scale.px(mark.x)) + .5;
        for (const QCPAxisRect* rect : plot->axisRects()) { // not across the titles between them
            if (rect != markLane) {
                painter.drawLine(QPointF(x, rect->top()), QPointF(x, rect->bottom()));
            }
        }
    }
}

void CurvePlot::Impl::paintCursor(QPainter& painter)
{
    const QRect area = plotArea();
    const PlotScale scale{QRectF(area), x0, x1, 0, 1, false};
    if (spanFrom && spanTo) {
        const double left = scale.px(std::min(*spanFrom, *spanTo));
        const double right = scale.px(std::max(*spanFrom, *spanTo));
        QColor fill = theme.color(Token::Acc);
        fill.setAlphaF(0.18F);
        painter.fillRect(QRectF(left, area.top(), right - left, area.height()), fill);
    }
    if (!cursor || *cursor < x0 || *cursor > x1) {
        return;
    }
    const double x = std::round(scale.px(*cursor)) + .5;
    painter.setPen(QPen(theme.color(Token::Acc), 1));
    painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    const QString text = placeText(*cursor);
    const int width = QFontMetrics(theme.mono(10)).horizontalAdvance(text) + 10;
    const double left =
        std::clamp(x - width / 2.0, static_cast<double>(area.left()), static_cast<double>(area.right() - width));
    const QRectF chip(left, area.bottom() + 3, width, 15);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(Token::Acc));
    painter.drawRoundedRect(chip, 3, 3);
    painter.setPen(theme.color(Token::OnAcc));
    painter.setFont(theme.mono(10));
    painter.drawText(chip, Qt::AlignCenter, text);
}

QString CurvePlot::Impl::placeText(double x) const
{
    const auto after = std::ranges::upper_bound(set.epochs, x, {}, &EpochStretch::step);
    return set.epochs.empty()
               ? positionText(set.axis, x)
               : QStringLiteral("e%1 · %2")
                     .arg(positionText(XAxis::Epoch, (after == set.epochs.begin() ? after : after - 1)->epochAt(x)),
                          positionText(set.axis, x));
}

void CurvePlot::Impl::paintHeat(QPainter& painter, std::size_t number)
{
    std::vector<const CurveIndex*> rows;
    for (const CurveIndex& index : panels[number].indices) {
        rows.push_back(&index);
    }
    panels[number].skyline.paint(painter, scaleOf(number), rows, theme);
}

void CurvePlot::Impl::paintHeatRows(QPainter& painter, std::size_t number)
{
    const QRectF area(panels[number].area->rect());
    Skyline::paintNames(painter, area, leftMargin, panels[number].rowNames, heatRow, theme);
    if (heatRow && *heatRow < panels[number].indices.size()) {
        painter.setPen(QPen(theme.color(Token::Acc), 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(Skyline::rowRect(area, *heatRow, panels[number].indices.size()).adjusted(-1, -1.5, 0, 0));
    }
}

QString CurvePlot::Impl::heatReadout(std::size_t number) const
{
    if (!heatRow || !cursor || *heatRow >= panels[number].indices.size()) {
        return {};
    }
    const CurveIndex& index = panels[number].indices[*heatRow];
    const auto point = index.nearest(*cursor);
    const QString& name = set.panels[number].curves[*heatRow].name;
    return !point ? name
                  : QStringLiteral("%1 · %2 %3 · %4")
                        .arg(name, axisText(set.axis), positionText(set.axis, (*index.view().x)[*point]),
                             figure((*index.view().y)[*point]));
}

void CurvePlot::Impl::layOutGuardKey()
{
    if (guardKey) {
        const int height = guardKeyHeight(guard);
        guardKey->setMinimumSize(10, height);
        guardKey->setMaximumSize(QWIDGETSIZE_MAX, height);
    }
}

void CurvePlot::Impl::paintPanelGround(QPainter& painter, std::size_t number)
{
    const Panel& panel = panels[number];
    const PlotScale scale = scaleOf(number);
    if (set.panels[number].includesZero && panel.y0 < 0) {
        QColor fill = theme.color(Token::ExplodedFill);
        const double zero = scale.py(0);
        painter.fillRect(QRectF(scale.area.left(), zero, scale.area.width(), scale.area.bottom() - zero + 1), fill);
        painter.setPen(QPen(theme.color(Token::ExplodedLine), 0));
        painter.drawLine(QPointF(scale.area.left(), zero), QPointF(scale.area.right(), zero));
    }
}

/// Above the grid, on ground of its own: no line runs through the sentence.
void CurvePlot::Impl::paintEmptyText(QPainter& painter, std::size_t number)
{
    const Panel& panel = panels[number];
    const bool isEmpty = std::ranges::all_of(panel.indices, [](const CurveIndex& index) { return index.size() == 0; });
    if (isEmpty && !set.panels[number].emptyText.isEmpty()) {
        painter.setFont(theme.body(11));
        const QRect room = panel.area->rect();
        const int flags = Qt::AlignCenter | Qt::TextWordWrap;
        const QRect text = painter.fontMetrics().boundingRect(room, flags, set.panels[number].emptyText);
        painter.fillRect(text.adjusted(-8, -3, 8, 3).intersected(room), theme.color(Token::Bg0));
        painter.setPen(theme.color(Token::Tx3));
        painter.drawText(room, flags, set.panels[number].emptyText);
    }
}

void CurvePlot::Impl::requestFrame()
{
    if (!frame.isActive()) {
        // At once when the last one is long enough ago, but behind what else is being said now.
        const qint64 since = sinceDrawn.isValid() ? sinceDrawn.elapsed() : kFrameMilliseconds;
        frame.start(static_cast<int>(std::max<qint64>(0, kFrameMilliseconds - since)));
    }
}

void CurvePlot::Impl::draw()
{
    sinceDrawn.restart();
    plot->replot(QCustomPlot::rpQueuedRefresh);
}

} // namespace espalier::ui
