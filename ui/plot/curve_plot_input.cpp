#include "ui/plot/curve_plot_impl.h"
#include "ui/plot/figure_text.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <utility>

namespace espalier::ui {

namespace {

QString rimText(RimKind kind)
{
    return kind == RimKind::NotANumber     ? QStringLiteral("NaN")
           : kind == RimKind::PlusInfinity ? QStringLiteral("+inf")
                                           : QStringLiteral("−inf");
}

} // namespace

std::optional<std::size_t> CurvePlot::Impl::panelAt(QPoint position) const
{
    for (std::size_t i = 0; i < panels.size(); ++i) {
        const int top = panels[i].head->outerRect().top();
        if (position.y() >= top && position.y() <= panels[i].area->bottom()) {
            return i;
        }
    }
    return std::nullopt;
}

const PlotMark* CurvePlot::Impl::markAt(QPoint position) const
{
    if (!markLane || !markLane->rect().adjusted(-8, -2, 8, 4).contains(position)) {
        return nullptr;
    }
    const PlotScale scale = laneScale(*markLane);
    const PlotMark* best = nullptr;
    double bestDistance = 9;
    for (const PlotMark& mark : marks) {
        const double distance = std::abs(scale.px(mark.x) - position.x());
        if (distance <= bestDistance) {
            best = &mark;
            bestDistance = distance;
        }
    }
    return best;
}

void CurvePlot::Impl::setMode(Mode next)
{
    const bool was = self.isFollowing();
    mode = next;
    if (was != self.isFollowing()) {
        Q_EMIT self.followingChanged(!was);
    }
}

void CurvePlot::Impl::moveX(double from, double to)
{
    const auto [low, high] = extent();
    const double least = std::max(1e-9, (high - low) * 1e-7);
    if (!(to - from > least) || !std::isfinite(from) || !std::isfinite(to) || to - from > 20 * (high - low)) {
        return;
    }
    setMode(Mode::Manual);
    x0 = from;
    x1 = to;
    plot->replot(QCustomPlot::rpQueuedReplot);
    Q_EMIT self.xRangeChanged(x0, x1);
}

void CurvePlot::Impl::wheel(QWheelEvent* event)
{
    // Some platforms turn Shift+wheel into a sideways turn.
    const QPoint turn = event->angleDelta();
    const double notches = (turn.y() != 0 ? turn.y() : turn.x()) / 120.0;
    const double factor = std::pow(0.8, notches);
    if (!event->modifiers().testFlag(Qt::ShiftModifier)) {
        const double centre = xAt(event->position().x());
        moveX(centre - (centre - x0) * factor, centre + (x1 - centre) * factor);
        return;
    }
    const auto number = panelAt(event->position().toPoint());
    if (!number || set.panels[*number].kind == PanelKind::HeatMap) {
        return;
    }
    Panel& panel = panels[*number];
    const QRect area = panel.area->rect();
    const double share = std::clamp((area.bottom() - event->position().y()) / std::max(1, area.height()), 0.0, 1.0);
    const bool isLogarithmic = set.panels[*number].isLogarithmic;
    const double low = isLogarithmic ? std::log(panel.y0) : panel.y0;
    const double high = isLogarithmic ? std::log(panel.y1) : panel.y1;
    const double centre = low + share * (high - low);
    const double newLow = centre - (centre - low) * factor;
    const double newHigh = centre + (high - centre) * factor;
    if (newHigh - newLow > 1e-12 * std::max(1.0, std::abs(newHigh)) && std::abs(newHigh) < 690) {
        panel.valueZoom = isLogarithmic ? std::pair(std::exp(newLow), std::exp(newHigh)) : std::pair(newLow, newHigh);
    } else if (!isLogarithmic && newHigh > newLow) {
        panel.valueZoom = {newLow, newHigh};
    }
    plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurvePlot::Impl::press(QMouseEvent* event)
{
    button = event->button();
    pressedAt = event->position().toPoint();
    pressedRange = {x0, x1};
    hasMoved = false;
    spanFrom = button == Qt::RightButton ? std::optional(xAt(pressedAt.x())) : std::nullopt;
    spanTo.reset();
}

void CurvePlot::Impl::move(QMouseEvent* event)
{
    const QPoint position = event->position().toPoint();
    if (button != Qt::NoButton && (position - pressedAt).manhattanLength() > 4) {
        hasMoved = true;
    }
    if (button == Qt::LeftButton && hasMoved) {
        const double width = std::max(1, plot->viewport().width() - leftMargin - kRightMargin);
        const double shift = (pressedAt.x() - position.x()) / width * (pressedRange.second - pressedRange.first);
        moveX(pressedRange.first + shift, pressedRange.second + shift);
        return;
    }
    if (button == Qt::RightButton && hasMoved) {
        spanTo = xAt(position.x());
        plot->layer(QStringLiteral("cursor"))->replot();
        return;
    }
    hover(position);
}

void CurvePlot::Impl::release(QMouseEvent* event)
{
    const QPoint position = event->position().toPoint();
    const Qt::MouseButton was = std::exchange(button, Qt::NoButton);
    const std::optional<double> from = std::exchange(spanFrom, std::nullopt);
    const std::optional<double> to = std::exchange(spanTo, std::nullopt);
    if (was == Qt::RightButton) {
        if (hasMoved && from && to) {
            moveX(std::min(*from, *to), std::max(*from, *to));
        } else {
            contextMenu(position);
        }
        return;
    }
    if (was != Qt::LeftButton || hasMoved) {
        return;
    }
    if (const PlotMark* mark = markAt(position)) {
        Q_EMIT self.markClicked(mark->key);
        return;
    }
    const auto number = panelAt(position);
    if (number && set.panels[*number].kind == PanelKind::HeatMap) {
        const std::vector<PlotCurve>& rows = set.panels[*number].curves;
        if (const auto at = Skyline::rowAt(QRectF(panels[*number].area->rect()), position.y(), rows.size())) {
            Q_EMIT self.rowClicked(rows[*at].id);
        }
    }
}

QString CurvePlot::Impl::hoverText(QPoint position) const
{
    if (const PlotMark* mark = markAt(position)) {
        return mark->text;
    }
    if (guardBand && guardBand->rect().contains(position)) {
        return guardTextAt(guard, set.axis, xAt(position.x()));
    }
    const auto number = panelAt(position);
    if (!number) {
        return {};
    }
    const Panel& panel = panels[*number];
    if (panel.rim && panel.rim->rect().adjusted(-4, 0, 4, 0).contains(position)) {
        const PlotScale scale = laneScale(*panel.rim);
        for (const RimMark& mark : panel.rimMarks) {
            if (std::abs(scale.px(mark.x) - position.x()) <= 4) {
                return CurvePlot::tr("%1 at %2 %3")
                    .arg(rimText(mark.kind), axisText(set.axis), positionText(set.axis, mark.x));
            }
        }
        for (const double step : set.panels[*number].skipped) {
            if (std::abs(scale.px(step) - position.x()) <= 4) {
                return CurvePlot::tr("Skipped at %1 %2").arg(axisText(set.axis), positionText(set.axis, step));
            }
        }
    }
    return set.panels[*number].kind == PanelKind::HeatMap && panel.area->rect().contains(position)
               ? heatReadout(*number)
               : QString();
}

void CurvePlot::Impl::hover(QPoint position)
{
    const bool isInside = position.x() >= leftMargin && position.x() <= plot->viewport().width() - kRightMargin;
    if (isInside) {
        cursor = std::clamp(xAt(position.x()), x0, x1);
        if (const auto heat = heatPanel(); heat && panelAt(position) == heat) {
            heatRow = Skyline::rowAt(QRectF(panels[*heat].area->rect()), position.y(), panels[*heat].indices.size());
        }
        plot->layer(QStringLiteral("cursor"))->replot();
        Q_EMIT self.cursorMoved(*cursor);
    }
    plot->setCursor(markAt(position) ? Qt::PointingHandCursor : Qt::ArrowCursor);
    const QString text = hoverText(position);
    if (text.isEmpty()) {
        QToolTip::hideText();
    } else {
        QToolTip::showText(plot->mapToGlobal(position), text, plot);
    }
    qint64 group = 0;
    if (const auto number = panelAt(position); number && set.panels[*number].kind == PanelKind::Curves) {
        double best = 9;
        const PlotScale scale = scaleOf(*number);
        for (std::size_t i = 0; i < panels[*number].columns.size(); ++i) {
            for (const Column& column : panels[*number].columns[i]) {
                const QPointF distance = QPointF(scale.px(column.x), scale.py(column.mean)) - position;
                if (std::abs(distance.x()) < 6 && std::abs(distance.y()) < best) {
                    best = std::abs(distance.y());
                    group = set.panels[*number].curves[i].group;
                }
            }
        }
    }
    if (group != hovered) {
        hovered = group;
        Q_EMIT self.curveHovered(group);
    }
}

void CurvePlot::Impl::contextMenu(QPoint position)
{
    const std::size_t panel = panelAt(position).value_or(0);
    auto* menu = new QMenu(&self);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(menu->addAction(CurvePlot::tr("Fit")), &QAction::triggered, &self, [this] { self.fit(); });
    QObject::connect(menu->addAction(CurvePlot::tr("Show as table")), &QAction::triggered, &self,
                     [this, panel] { self.showTable(panel); });
    QObject::connect(menu->addAction(CurvePlot::tr("Copy picture")), &QAction::triggered, &self,
                     [this] { QApplication::clipboard()->setPixmap(plot->toPixmap(0, 0, 2)); });
    QObject::connect(menu->addAction(CurvePlot::tr("Export…")), &QAction::triggered, &self,
                     [this] { self.askForExport(); });
    Q_EMIT self.menuOpening(menu, xAt(position.x()));
    menu->popup(plot->mapToGlobal(position));
}

std::optional<std::size_t> CurvePlot::Impl::heatPanel() const
{
    for (std::size_t i = 0; i < set.panels.size(); ++i) {
        if (set.panels[i].kind == PanelKind::HeatMap && !set.panels[i].curves.empty()) {
            return i;
        }
    }
    return std::nullopt;
}

void CurvePlot::Impl::setRow(std::optional<std::size_t> next)
{
    heatRow = next;
    if (!cursor) {
        cursor = std::min(x1, self.dataEnd());
    }
    plot->layer(QStringLiteral("cursor"))->replot();
    if (const auto heat = heatPanel()) {
        self.setAccessibleDescription(heatReadout(*heat));
    }
}

void CurvePlot::Impl::moveCursor(double pixels)
{
    const double unit = (x1 - x0) / std::max(1, plot->viewport().width() - leftMargin - kRightMargin);
    const double least = set.axis == XAxis::Step ? std::max(unit, 1.0) : unit;
    double next = cursor.value_or(std::min(x1, self.dataEnd())) + pixels * least;
    next = std::clamp(set.axis == XAxis::Step ? std::round(next) : next, extent().first, extent().second);
    if (next < x0 || next > x1) {
        const double shift = next < x0 ? next - x0 : next - x1;
        moveX(x0 + shift, x1 + shift);
    }
    cursor = next;
    setRow(heatRow);
    Q_EMIT self.cursorMoved(next);
}

bool CurvePlot::Impl::pressKey(const QKeyEvent& event)
{
    constexpr double kPage = 20;
    const auto heat = heatPanel();
    const std::size_t rows = heat ? set.panels[*heat].curves.size() : 0;
    const auto zoom = [&](double factor) {
        const double centre = cursor.value_or((x0 + x1) / 2);
        moveX(centre - (centre - x0) * factor, centre + (x1 - centre) * factor);
    };
    const double stride = event.modifiers().testFlag(Qt::ShiftModifier) ? kPage : 1;
    switch (event.key()) {
    case Qt::Key_Left:
        moveCursor(-stride);
        return true;
    case Qt::Key_Right:
        moveCursor(stride);
        return true;
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (rows > 0) {
            const std::size_t last = rows - 1;
            const bool isUp = event.key() == Qt::Key_Up;
            setRow(!heatRow ? (isUp ? last : 0)
                   : isUp   ? (*heatRow == 0 ? 0 : *heatRow - 1)
                            : std::min(last, *heatRow + 1));
        }
        return rows > 0;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoom(0.8);
        return true;
    case Qt::Key_Minus:
        zoom(1.25);
        return true;
    case Qt::Key_0:
        self.fit();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (heatRow && *heatRow < rows) {
            Q_EMIT self.rowClicked(set.panels[*heat].curves[*heatRow].id);
            return true;
        }
        return false;
    default:
        return false;
    }
}

bool CurvePlot::Impl::handle(QEvent* event)
{
    switch (event->type()) {
    case QEvent::Wheel:
        wheel(static_cast<QWheelEvent*>(event));
        event->accept();
        return true;
    case QEvent::MouseButtonPress:
        press(static_cast<QMouseEvent*>(event));
        return true;
    case QEvent::MouseMove:
        move(static_cast<QMouseEvent*>(event));
        return true;
    case QEvent::MouseButtonRelease:
        release(static_cast<QMouseEvent*>(event));
        return true;
    case QEvent::MouseButtonDblClick:
        self.fit();
        return true;
    case QEvent::Leave:
        cursor.reset();
        plot->layer(QStringLiteral("cursor"))->replot();
        if (std::exchange(hovered, 0) != 0) {
            Q_EMIT self.curveHovered(0);
        }
        Q_EMIT self.cursorLeft();
        return false;
    default:
        return false;
    }
}

} // namespace espalier::ui
