#include "ui/plot/curve_plot.h"

#include "core/base/files.h"
#include "ui/plot/curve_table_model.h"
#include "ui/plot/figure_text.h"
#include "ui/plot/plot_painting.h"

#include <qcustomplot.h>

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDialog>
#include <QFileDialog>
#include <QMenu>
#include <QMouseEvent>
#include <QPushButton>
#include <QSaveFile>
#include <QSvgGenerator>
#include <QTableView>
#include <QTimer>
#include <QToolTip>
#include <QVBoxLayout>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

namespace espalier::ui {

namespace {

constexpr int kFrameMilliseconds = 33;
constexpr int kLane = 12;
constexpr int kHead = 22;
constexpr int kRightMargin = 14;

/// A layer's worth of painting, clipped to what `clip` says.
class Painting : public QCPLayerable {
public:
    using Paint = std::function<void(QCPPainter&)>;
    Painting(QCustomPlot* plot, const QString& layer, Paint paint, std::function<QRect()> clip = {})
        : QCPLayerable(plot, layer), m_paint(std::move(paint)), m_clip(std::move(clip))
    {
    }

protected:
    QRect clipRect() const override { return m_clip ? m_clip() : QCPLayerable::clipRect(); }
    void applyDefaultAntialiasingHint(QCPPainter*) const override {}
    void draw(QCPPainter* painter) override
    {
        painter->save();
        m_paint(*painter);
        painter->restore();
    }

private:
    Paint m_paint;
    std::function<QRect()> m_clip;
};

class XTicker : public QCPAxisTicker {
public:
    explicit XTicker(XAxis axis) : m_axis(axis) { setTickCount(7); }

protected:
    double getTickStep(const QCPRange& range) override
    {
        const double wanted = range.size() / tickCount();
        if (m_axis == XAxis::Time) {
            for (const double step :
                 {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400}) {
                if (step >= wanted) {
                    return step;
                }
            }
        }
        const double step = cleanMantissa(wanted);
        return m_axis == XAxis::Step ? std::max(1.0, step) : step;
    }
    int getSubTickCount(double) override { return 0; }
    QString getTickLabel(double tick, const QLocale&, QChar, int) override
    {
        if (m_axis == XAxis::Epoch) {
            return QString::number(tick, 'g', 6);
        }
        return positionText(m_axis, tick);
    }

private:
    XAxis m_axis;
};

class ValueTicker : public QCPAxisTicker {
public:
    ValueTicker() { setTickCount(4); }

protected:
    int getSubTickCount(double) override { return 0; }
    QString getTickLabel(double tick, const QLocale&, QChar, int) override
    {
        return axisFigure(std::abs(tick) < 1e-9 * m_size ? 0 : tick);
    }
    QVector<double> createTickVector(double step, const QCPRange& range) override
    {
        m_size = range.size();
        return QCPAxisTicker::createTickVector(step, range);
    }

private:
    double m_size = 1;
};

/// 1, 2 and 5 of each decade; 1 alone where there are many.
class LogTicker : public QCPAxisTicker {
protected:
    int getSubTickCount(double) override { return 0; }
    QString getTickLabel(double tick, const QLocale&, QChar, int) override { return axisFigure(tick); }
    QVector<double> createTickVector(double, const QCPRange& range) override
    {
        QVector<double> ticks;
        if (range.lower <= 0) {
            return ticks;
        }
        const int low = static_cast<int>(std::floor(std::log10(range.lower)));
        const int high = static_cast<int>(std::ceil(std::log10(range.upper)));
        const double decades = std::log10(range.upper / range.lower);
        const int stride = std::max(1, static_cast<int>(std::ceil(decades / 6)));
        for (int decade = low; decade <= high; decade += stride) {
            for (const int mantissa : {1, 2, 5}) {
                if (mantissa == 1 || decades < (mantissa == 2 ? 1.6 : 2.6)) {
                    ticks << mantissa * std::pow(10.0, decade);
                }
            }
        }
        return ticks;
    }
};

QString axisText(XAxis axis)
{
    return axis == XAxis::Step    ? CurvePlot::tr("step")
           : axis == XAxis::Epoch ? CurvePlot::tr("epoch")
                                  : CurvePlot::tr("time");
}

QString rimText(RimKind kind)
{
    return kind == RimKind::NotANumber     ? QStringLiteral("NaN")
           : kind == RimKind::PlusInfinity ? QStringLiteral("+inf")
                                           : QStringLiteral("−inf");
}

} // namespace

struct CurvePlot::Impl {
    struct Panel {
        QCPLayoutElement* head = nullptr;
        QCPAxisRect* rim = nullptr;
        QCPAxisRect* area = nullptr;
        std::vector<CurveIndex> indices;
        std::vector<std::vector<Column>> columns; ///< as drawn
        std::vector<RimMark> rimMarks;
        std::vector<int> lanes; ///< 0 infinities, 1 NaN, 2 skipped: those shown, from the top
        std::optional<std::pair<double, double>> valueZoom;
        double y0 = 0, y1 = 1;
    };
    enum class Mode { Fit, Follow, Manual };

    Impl(CurvePlot& owner, Theme& usedTheme) : self(owner), theme(usedTheme) {}

    // layout
    void rebuild();
    QCPAxisRect* addRect(int row, bool isLane);
    void layOutLanes(std::size_t panel);
    void applyTheme();
    // picture
    void beforeReplot();
    void chooseXRange();
    void chooseYRange(std::size_t panel);
    void requestFrame();
    void draw();
    [[nodiscard]] PlotScale scaleOf(std::size_t panel) const;
    [[nodiscard]] PlotScale laneScale(const QCPAxisRect& rect) const;
    [[nodiscard]] double xAt(double pixel) const;
    [[nodiscard]] RunLook lookOf(const PlotCurve& curve) const;
    void paintHead(QPainter& painter, std::size_t panel);
    void paintHeatKey(QPainter& painter, std::size_t panel);
    void paintRim(QPainter& painter, std::size_t panel);
    void paintMarks(QPainter& painter);
    void paintMarkLines(QPainter& painter);
    void paintCursor(QPainter& painter);
    void paintRowNames(QPainter& painter, std::size_t panel);
    void paintPanelGround(QPainter& painter, std::size_t panel);
    void paintLaneName(QPainter& painter, const QRect& rect, const QString& text);
    [[nodiscard]] std::optional<double> figureAt(std::size_t panel, std::size_t curve) const;
    // input
    bool handle(QEvent* event);
    void wheel(QWheelEvent* event);
    void press(QMouseEvent* event);
    void move(QMouseEvent* event);
    void release(QMouseEvent* event);
    void contextMenu(QPoint position);
    void hover(QPoint position);
    [[nodiscard]] QString hoverText(QPoint position) const;
    [[nodiscard]] const PlotMark* markAt(QPoint position) const;
    [[nodiscard]] std::optional<std::size_t> panelAt(QPoint position) const;
    void moveX(double from, double to);
    void setMode(Mode next);
    [[nodiscard]] std::pair<double, double> extent() const;
    [[nodiscard]] QRect plotArea() const;

    CurvePlot& self;
    Theme& theme;
    QCustomPlot* plot = nullptr;
    QTimer frame;
    CurveSet set;
    std::vector<PlotMark> marks;
    std::vector<GuardSpan> guard;
    std::vector<Panel> panels;
    std::vector<QCPLayerable*> paintings;
    QCPAxisRect* markLane = nullptr;
    QCPAxisRect* guardBand = nullptr;
    int leftMargin = 52;
    double x0 = 0, x1 = 1;
    Mode mode = Mode::Fit;
    std::optional<double> cursor;
    std::optional<qint64> highlight;
    qint64 hovered = 0;
    // dragging
    Qt::MouseButton button = Qt::NoButton;
    QPoint pressedAt;
    std::pair<double, double> pressedRange;
    std::optional<double> spanFrom, spanTo;
    bool hasMoved = false;
};

// ── layout ──────────────────────────────────────────────────────────────────────────────────────────────────────────

QCPAxisRect* CurvePlot::Impl::addRect(int row, bool isLane)
{
    auto* rect = new QCPAxisRect(plot, true);
    rect->setLayer(QStringLiteral("background")); // its ground lies below the grid
    rect->setAutoMargins(QCP::msNone);
    rect->setMargins(QMargins(leftMargin, 0, kRightMargin, 0));
    for (QCPAxis* axis : rect->axes()) {
        axis->setLayer(QStringLiteral("axes"));
        axis->grid()->setLayer(QStringLiteral("grid"));
        axis->setTickLength(0, 0);
        axis->setSubTickLength(0, 0);
        axis->setBasePen(Qt::NoPen);
        axis->setTickLabels(false);
        axis->setTickLabelPadding(6);
        axis->grid()->setZeroLinePen(Qt::NoPen);
        axis->setVisible(!isLane && (axis->axisType() == QCPAxis::atLeft || axis->axisType() == QCPAxis::atBottom));
    }
    rect->axis(QCPAxis::atBottom)->setTicker(QSharedPointer<XTicker>::create(set.axis));
    plot->plotLayout()->addElement(row, 0, rect);
    if (isLane) {
        rect->setMinimumSize(10, kLane);
        rect->setMaximumSize(QWIDGETSIZE_MAX, kLane);
    }
    return rect;
}

void CurvePlot::Impl::rebuild()
{
    for (QCPLayerable* painting : paintings) {
        delete painting;
    }
    paintings.clear();
    plot->plotLayout()->clear();
    plot->plotLayout()->simplify();
    plot->plotLayout()->setRowSpacing(0);
    panels.clear();
    panels.resize(set.panels.size());
    markLane = nullptr;
    guardBand = nullptr;
    const auto paint = [&](const char* layer, Painting::Paint how, std::function<QRect()> clip = {}) {
        paintings.push_back(new Painting(plot, QString::fromLatin1(layer), std::move(how), std::move(clip)));
    };
    const bool hasHeat =
        std::ranges::any_of(set.panels, [](const PlotPanel& p) { return p.kind == PanelKind::HeatMap; });
    leftMargin = hasHeat ? 108 : set.hasGuardBand ? 56 : 46;
    int row = 0;
    if (set.hasMarkLane) {
        markLane = addRect(row++, true);
        markLane->setMinimumSize(10, 18);
        markLane->setMaximumSize(QWIDGETSIZE_MAX, 18);
        paint("mark", [this](QCPPainter& painter) { paintMarks(painter); });
    }
    bool guardPlaced = !set.hasGuardBand;
    const auto placeGuard = [&] {
        guardBand = addRect(row++, true);
        guardBand->setMinimumSize(10, 16);
        guardBand->setMaximumSize(QWIDGETSIZE_MAX, 16);
        guardBand->setMargins(QMargins(leftMargin, 4, kRightMargin, 0));
        paint("curve", [this](QCPPainter& painter) {
            paintLaneName(painter, guardBand->rect(), CurvePlot::tr("guard"));
            painter.setClipRect(guardBand->rect());
            paintGuard(painter, laneScale(*guardBand), guard, theme);
        });
        guardPlaced = true;
    };
    for (std::size_t i = 0; i < set.panels.size(); ++i) {
        const bool isHeat = set.panels[i].kind == PanelKind::HeatMap;
        if (isHeat && !guardPlaced) {
            placeGuard();
        }
        Panel& panel = panels[i];
        panel.indices.resize(set.panels[i].curves.size());
        panel.columns.resize(set.panels[i].curves.size());
        panel.head = new QCPLayoutElement(plot);
        panel.head->setMinimumSize(10, kHead);
        panel.head->setMaximumSize(QWIDGETSIZE_MAX, kHead);
        plot->plotLayout()->addElement(row++, 0, panel.head);
        paint("cursor", [this, i](QCPPainter& painter) { paintHead(painter, i); });
        const auto clip = [this, i] { return panels[i].area->rect(); };
        if (!isHeat) {
            panel.rim = addRect(row++, true);
            paint("rim", [this, i](QCPPainter& painter) { paintRim(painter, i); });
        }
        panel.area = addRect(row, false);
        plot->plotLayout()->setRowStretchFactor(row++, set.panels[i].stretch);
        paint(
            "ground", [this, i](QCPPainter& painter) { paintPanelGround(painter, i); }, clip);
        QCPAxis* values = panel.area->axis(QCPAxis::atLeft);
        values->setTickLabels(!isHeat);
        values->grid()->setVisible(!isHeat);
        if (set.panels[i].isLogarithmic && !isHeat) {
            values->setScaleType(QCPAxis::stLogarithmic);
            values->setTicker(QSharedPointer<LogTicker>::create());
        } else {
            values->setTicker(QSharedPointer<ValueTicker>::create());
        }
        if (isHeat) {
            paint(
                "curve",
                [this, i](QCPPainter& painter) {
                    std::vector<const CurveIndex*> rows;
                    for (const CurveIndex& index : panels[i].indices) {
                        rows.push_back(&index);
                    }
                    paintHeatMap(painter, scaleOf(i), rows, theme);
                },
                clip);
            paint("curve", [this, i](QCPPainter& painter) { paintRowNames(painter, i); });
            continue;
        }
        paint(
            "band",
            [this, i](QCPPainter& painter) {
                for (std::size_t curve = 0; curve < panels[i].columns.size(); ++curve) {
                    paintBand(painter, scaleOf(i), panels[i].columns[curve], lookOf(set.panels[i].curves[curve]));
                }
            },
            clip);
        paint(
            "curve",
            [this, i](QCPPainter& painter) {
                for (std::size_t curve = 0; curve < panels[i].columns.size(); ++curve) {
                    const PlotCurve& what = set.panels[i].curves[curve];
                    const bool isSparse =
                        what.hasMarkers && panels[i].columns[curve].size() * 12 <
                                               static_cast<std::size_t>(std::max(1, panels[i].area->width()));
                    paintCurve(painter, scaleOf(i), panels[i].columns[curve], lookOf(what), isSparse,
                               theme.color(Token::Bg0));
                }
            },
            clip);
        layOutLanes(i);
    }
    if (!guardPlaced) {
        placeGuard();
    }
    if (row > 0) {
        // The last rectangle carries the axis they all share.
        auto* last = static_cast<QCPAxisRect*>(plot->plotLayout()->element(row - 1, 0));
        QCPAxis* axis = last->axis(QCPAxis::atBottom);
        axis->setVisible(true);
        axis->setTickLabels(true);
        axis->setTickLabelPadding(4);
        axis->grid()->setVisible(false);
        const QMargins margins = last->margins();
        last->setMargins(QMargins(margins.left(), margins.top(), margins.right(), 20));
        if (last == guardBand) {
            last->setMinimumSize(10, 12);
            last->setMaximumSize(QWIDGETSIZE_MAX, 12);
        }
        paint("axes", [this, last](QCPPainter& painter) {
            painter.setFont(theme.body(10));
            painter.setPen(theme.color(Token::Tx3));
            painter.drawText(QRect(0, last->bottom() + 4, leftMargin - 8, 16), Qt::AlignRight | Qt::AlignVCenter,
                             axisText(set.axis));
        });
    }
    paint("mark", [this](QCPPainter& painter) { paintMarkLines(painter); });
    paint("cursor", [this](QCPPainter& painter) { paintCursor(painter); });
    applyTheme();
}

void CurvePlot::Impl::layOutLanes(std::size_t number)
{
    Panel& panel = panels[number];
    if (!panel.rim) {
        return;
    }
    const auto any = [&](RimKind kind) {
        return std::ranges::any_of(panel.indices, [&](const CurveIndex& index) { return index.hasRim(kind); });
    };
    std::vector<int> lanes;
    const bool stands = set.panels[number].hasRim;
    if (stands || any(RimKind::PlusInfinity) || any(RimKind::MinusInfinity)) {
        lanes.push_back(0);
    }
    if (stands || any(RimKind::NotANumber)) {
        lanes.push_back(1);
    }
    if (!set.panels[number].skipped.empty()) {
        lanes.push_back(2);
    }
    panel.lanes = std::move(lanes);
    const int height = kLane * static_cast<int>(panel.lanes.size());
    panel.rim->setMinimumSize(10, height);
    panel.rim->setMaximumSize(QWIDGETSIZE_MAX, height);
}

void CurvePlot::Impl::applyTheme()
{
    plot->setBackground(QBrush(theme.color(Token::Bg1)));
    for (QCPAxisRect* rect : plot->axisRects()) {
        const bool isArea =
            std::ranges::any_of(panels, [&](const Panel& p) { return p.area == rect || p.rim == rect; });
        rect->setBackground(isArea ? QBrush(theme.color(Token::Bg0)) : QBrush(Qt::NoBrush));
        for (QCPAxis* axis : rect->axes()) {
            axis->setTickLabelFont(theme.mono(10));
            axis->setTickLabelColor(theme.color(Token::Tx3));
            axis->grid()->setPen(QPen(theme.color(Token::Grid), 0));
        }
    }
    plot->replot(QCustomPlot::rpQueuedReplot);
}

// ── picture ─────────────────────────────────────────────────────────────────────────────────────────────────────────

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
    low = low >= 0 && low < 0.1 * high ? 0 : low;
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
                panel.columns[curve] = panel.indices[curve].columns(x0, x1, width);
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
    if (panel.kind == PanelKind::HeatMap) {
        paintHeatKey(painter, number);
        right -= 260;
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
    const std::size_t left_out = panel.kind == PanelKind::Curves ? panel.curves.size() - entries.size() : 0;
    const QString more = left_out > 0 ? QStringLiteral("+%1").arg(left_out) : QString();
    if (!more.isEmpty()) {
        painter.setFont(theme.body(10));
        painter.setPen(theme.color(Token::Tx3));
        painter.drawText(QRect(right - 28, rect.top(), 28, rect.height()), Qt::AlignRight | Qt::AlignVCenter, more);
        right -= 30;
    }
    int x = right;
    for (const Entry& entry : entries) {
        x -= entry.width;
    }
    if (nameMetrics.horizontalAdvance(panel.note) < x - left - 8) {
        painter.setFont(theme.body(10));
        painter.setPen(theme.color(Token::Tx3));
        painter.drawText(left, baseline, panel.note);
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

void CurvePlot::Impl::paintHeatKey(QPainter& painter, std::size_t number)
{
    std::vector<const CurveIndex*> rows;
    for (const CurveIndex& index : panels[number].indices) {
        rows.push_back(&index);
    }
    const auto [low, high] = heatRange(rows);
    const QRect rect = panels[number].head->rect();
    const int right = rect.right() - kRightMargin;
    const int middle = rect.bottom() - 10;
    painter.setFont(theme.body(10));
    const QString text = CurvePlot::tr("non-finite");
    const int textWidth = QFontMetrics(theme.body(10)).horizontalAdvance(text);
    painter.setPen(theme.color(Token::Tx3));
    painter.drawText(right - textWidth, middle + 4, text);
    painter.fillRect(QRect(right - textWidth - 18, middle - 3, 12, 7), theme.color(Token::ExplodedLine));
    if (low >= high) {
        return;
    }
    const int keyRight = right - textWidth - 62;
    painter.setFont(theme.mono(10));
    painter.drawText(keyRight + 5, middle + 4, figure(high, 2));
    for (int i = 0; i < 80; ++i) {
        painter.fillRect(QRect(keyRight - 80 + i, middle - 3, 1, 7), heatColor(i / 79.0));
    }
    painter.drawText(QRect(keyRight - 130, middle - 8, 45, 16), Qt::AlignRight | Qt::AlignVCenter, figure(low, 2));
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
        paintRimMark(painter, QPointF(x, laneMiddle(mark.kind == RimKind::NotANumber ? 1 : 0)), mark.kind, color);
    }
    painter.setPen(QPen(theme.color(Token::WarningLine), 1.6));
    for (const double step : set.panels[number].skipped) {
        if (step >= x0 && step <= x1) {
            const double x = scale.px(step);
            painter.drawLine(QPointF(x, laneMiddle(2) - 4), QPointF(x, laneMiddle(2) + 4));
        }
    }
}

void CurvePlot::Impl::paintMarks(QPainter& painter)
{
    paintLaneName(painter, markLane->rect(), CurvePlot::tr("events"));
    const PlotScale scale = laneScale(*markLane);
    painter.setClipRect(markLane->rect().adjusted(-7, 0, 7, 0));
    // Trouble above routine where they meet.
    const auto rank = [](MarkKind kind) {
        return kind == MarkKind::Exploded ? 3 : kind == MarkKind::Rewind ? 2 : kind == MarkKind::Warning ? 1 : 0;
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
    const QRect area = plotArea();
    const PlotScale scale{QRectF(area), x0, x1, 0, 1, false};
    for (const PlotMark& mark : marks) {
        if ((mark.kind != MarkKind::Exploded && mark.kind != MarkKind::Rewind) || mark.x < x0 || mark.x > x1) {
            continue;
        }
        QPen pen(markColor(mark.kind, theme), 1);
        if (mark.kind == MarkKind::Rewind) {
            pen.setDashPattern({4, 3});
        }
        painter.setPen(pen);
        const double x = std::round(scale.px(mark.x)) + .5;
        painter.drawLine(QPointF(x, area.top() + (markLane ? 16 : 0)), QPointF(x, area.bottom()));
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
    const QString text = positionText(set.axis, *cursor);
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

void CurvePlot::Impl::paintRowNames(QPainter& painter, std::size_t number)
{
    const QRect rect = panels[number].area->rect();
    const std::vector<PlotCurve>& rows = set.panels[number].curves;
    const double height = rect.height() / std::max(1.0, static_cast<double>(rows.size()));
    const QFont font = theme.mono(9);
    const QFontMetrics metrics(font);
    painter.setFont(font);
    painter.setPen(theme.color(Token::Tx2));
    // Rows thinner than a line of text: every n-th is named, all answer on hover.
    const auto stride = static_cast<std::size_t>(std::ceil(11 / std::max(1.0, height)));
    for (std::size_t i = 0; i < rows.size(); i += stride) {
        painter.drawText(QRectF(2, rect.top() + height * static_cast<double>(i) - 3, leftMargin - 8, height + 6),
                         Qt::AlignRight | Qt::AlignVCenter,
                         metrics.elidedText(rows[i].name, Qt::ElideMiddle, leftMargin - 10));
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
    const bool isEmpty = std::ranges::all_of(panel.indices, [](const CurveIndex& index) { return index.size() == 0; });
    if (isEmpty && !set.panels[number].emptyText.isEmpty()) {
        painter.setFont(theme.body(11));
        painter.setPen(theme.color(Token::Tx3));
        painter.drawText(panel.area->rect(), Qt::AlignCenter | Qt::TextWordWrap, set.panels[number].emptyText);
    }
}

void CurvePlot::Impl::requestFrame()
{
    if (!frame.isActive()) {
        frame.start();
    }
}

void CurvePlot::Impl::draw()
{
    plot->replot(QCustomPlot::rpQueuedRefresh);
}

// ── input ───────────────────────────────────────────────────────────────────────────────────────────────────────────

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
    if (number && set.panels[*number].kind == PanelKind::HeatMap && !set.panels[*number].curves.empty()) {
        const QRect area = panels[*number].area->rect();
        const double share = static_cast<double>(position.y() - area.top()) / std::max(1, area.height());
        const auto rows = static_cast<double>(set.panels[*number].curves.size());
        if (share >= 0 && share < 1) {
            Q_EMIT self.rowClicked(set.panels[*number].curves[static_cast<std::size_t>(share * rows)].id);
        }
    }
}

QString CurvePlot::Impl::hoverText(QPoint position) const
{
    if (const PlotMark* mark = markAt(position)) {
        return mark->text;
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
    if (set.panels[*number].kind == PanelKind::HeatMap && panel.area->rect().contains(position)) {
        const double share = static_cast<double>(position.y() - panel.area->top()) / std::max(1, panel.area->height());
        const auto row = static_cast<std::size_t>(share * static_cast<double>(panel.indices.size()));
        if (row < panel.indices.size()) {
            const auto point = panel.indices[row].nearest(xAt(position.x()));
            return point ? QStringLiteral("%1  %2").arg(set.panels[*number].curves[row].name,
                                                        figure((*panel.indices[row].view().y)[*point]))
                         : QString();
        }
    }
    return {};
}

void CurvePlot::Impl::hover(QPoint position)
{
    const bool isInside = position.x() >= leftMargin && position.x() <= plot->viewport().width() - kRightMargin;
    if (isInside) {
        cursor = std::clamp(xAt(position.x()), x0, x1);
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
    menu->popup(plot->mapToGlobal(position));
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

// ── the widget ──────────────────────────────────────────────────────────────────────────────────────────────────────

CurvePlot::CurvePlot(Theme& theme, QWidget* parent) : QWidget(parent), m_impl(std::make_unique<Impl>(*this, theme))
{
    m_impl->plot = new QCustomPlot(this);
    QCustomPlot* plot = m_impl->plot;
    plot->setObjectName(QStringLiteral("plotArea"));
    plot->setMouseTracking(true);
    plot->setFocusPolicy(Qt::NoFocus);
    plot->setNoAntialiasingOnDrag(false);
    plot->plotLayout()->clear();
    plot->plotLayout()->setMargins(QMargins(0, 0, 0, 2));
    plot->plotLayout()->setAutoMargins(QCP::msNone);
    // From the ground up; the cursor has its own buffer, so that it never repaints a curve.
    plot->moveLayer(plot->layer(QStringLiteral("grid")), plot->layer(QStringLiteral("background")));
    QString below = QStringLiteral("background");
    for (const char* name : {"ground", "band", "curve", "rim", "mark", "cursor"}) {
        const QString layer = QString::fromLatin1(name);
        const QString base = layer == QStringLiteral("band") ? QStringLiteral("axes") : below;
        plot->addLayer(layer, plot->layer(base), QCustomPlot::limAbove);
        below = layer;
    }
    plot->layer(QStringLiteral("cursor"))->setMode(QCPLayer::lmBuffered);
    plot->installEventFilter(this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(plot);
    m_impl->frame.setSingleShot(true);
    m_impl->frame.setInterval(kFrameMilliseconds);
    connect(&m_impl->frame, &QTimer::timeout, this, [this] {
        if (isVisible()) {
            m_impl->draw();
        }
    });
    connect(plot, &QCustomPlot::beforeReplot, this, [this] { m_impl->beforeReplot(); });
    connect(&theme, &Theme::changed, this, [this] { m_impl->applyTheme(); });
    m_impl->rebuild();
}

CurvePlot::~CurvePlot()
{
    m_impl->plot->removeEventFilter(this);
    m_impl->plot->disconnect(this);
}

void CurvePlot::setCurves(CurveSet set)
{
    const bool sameAxis = set.axis == m_impl->set.axis;
    std::map<QString, std::pair<double, double>> zooms;
    std::map<const void*, CurveIndex> indices;
    for (std::size_t i = 0; i < m_impl->panels.size(); ++i) {
        if (m_impl->panels[i].valueZoom) {
            zooms[m_impl->set.panels[i].id] = *m_impl->panels[i].valueZoom;
        }
        for (std::size_t curve = 0; curve < m_impl->panels[i].indices.size(); ++curve) {
            CurveIndex& index = m_impl->panels[i].indices[curve];
            indices[index.view().y] = std::move(index);
        }
    }
    m_impl->set = std::move(set);
    m_impl->rebuild();
    for (std::size_t i = 0; i < m_impl->panels.size(); ++i) {
        const PlotPanel& panel = m_impl->set.panels[i];
        if (const auto zoom = zooms.find(panel.id); zoom != zooms.end()) {
            m_impl->panels[i].valueZoom = zoom->second;
        }
        for (std::size_t curve = 0; curve < panel.curves.size(); ++curve) {
            // What was indexed once is not read again; the owner in the view says that the column still is the same.
            const auto known = indices.find(panel.curves[curve].points.y);
            if (known != indices.end() && known->second.view().owner == panel.curves[curve].points.owner) {
                m_impl->panels[i].indices[curve] = known->second;
            }
        }
    }
    if (!sameAxis) {
        m_impl->cursor.reset();
        m_impl->setMode(Impl::Mode::Fit);
    }
    m_impl->requestFrame();
}

void CurvePlot::setMarks(std::vector<PlotMark> marks)
{
    m_impl->marks = std::move(marks);
    m_impl->requestFrame();
}

void CurvePlot::setGuard(std::vector<GuardSpan> spans)
{
    m_impl->guard = std::move(spans);
    m_impl->requestFrame();
}

void CurvePlot::pointsAppended()
{
    m_impl->requestFrame();
}

const CurveSet& CurvePlot::curves() const
{
    return m_impl->set;
}

void CurvePlot::fit()
{
    for (Impl::Panel& panel : m_impl->panels) {
        panel.valueZoom.reset();
    }
    m_impl->setMode(Impl::Mode::Fit);
    m_impl->plot->replot(QCustomPlot::rpQueuedReplot);
    const auto [from, to] = m_impl->extent();
    Q_EMIT xRangeChanged(from, to);
}

void CurvePlot::setXRange(double from, double to)
{
    if (to > from) {
        m_impl->setMode(Impl::Mode::Manual);
        m_impl->x0 = from;
        m_impl->x1 = to;
        m_impl->plot->replot(QCustomPlot::rpQueuedReplot);
    }
}

std::pair<double, double> CurvePlot::xRange() const
{
    return {m_impl->x0, m_impl->x1};
}

void CurvePlot::follow()
{
    m_impl->setMode(m_impl->mode == Impl::Mode::Fit ? Impl::Mode::Fit : Impl::Mode::Follow);
    m_impl->plot->replot(QCustomPlot::rpQueuedReplot);
}

bool CurvePlot::isFollowing() const
{
    return m_impl->mode != Impl::Mode::Manual;
}

double CurvePlot::dataEnd() const
{
    double end = 0;
    for (const Impl::Panel& panel : m_impl->panels) {
        for (const CurveIndex& index : panel.indices) {
            end = std::max(end, index.xRange().second);
        }
    }
    return end;
}

void CurvePlot::setCursor(std::optional<double> x)
{
    if (x != m_impl->cursor) {
        m_impl->cursor = x;
        m_impl->plot->layer(QStringLiteral("cursor"))->replot();
    }
}

std::optional<double> CurvePlot::cursor() const
{
    return m_impl->cursor;
}

void CurvePlot::setHighlight(std::optional<qint64> group)
{
    if (group != m_impl->highlight) {
        m_impl->highlight = group;
        m_impl->plot->replot(QCustomPlot::rpQueuedReplot);
    }
}

void CurvePlot::replotNow()
{
    m_impl->plot->replot(QCustomPlot::rpImmediateRefresh);
}

std::vector<Column> CurvePlot::drawnColumns(std::size_t panel, std::size_t curve) const
{
    return m_impl->panels.at(panel).columns.at(curve);
}

std::vector<RimMark> CurvePlot::rimMarks(std::size_t panel) const
{
    return m_impl->panels.at(panel).rimMarks;
}

QRect CurvePlot::panelArea(std::size_t panel) const
{
    return m_impl->panels.at(panel).area->rect().translated(m_impl->plot->pos());
}

QString CurvePlot::readout(std::size_t panel, std::size_t curve) const
{
    const std::optional<double> value = m_impl->figureAt(panel, curve);
    return value ? figure(*value) : QStringLiteral("–");
}

Status CurvePlot::exportTo(const std::filesystem::path& file)
{
    const QString path = QString::fromStdString(file.string());
    const QString ending = QString::fromStdString(file.extension().string()).toLower();
    const auto answer = [&](bool done) {
        return done ? Status() : fail(ErrorCode::Io, "the picture could not be written", file.string());
    };
    if (ending == QStringLiteral(".csv")) {
        std::vector<PlotCurve> all;
        for (const PlotPanel& panel : m_impl->set.panels) {
            all.insert(all.end(), panel.curves.begin(), panel.curves.end());
        }
        QSaveFile target(path);
        const QByteArray text = CurveTableModel(m_impl->set.axis, std::move(all)).text(u',').toUtf8();
        return answer(target.open(QIODevice::WriteOnly) && target.write(text) == text.size() && target.commit());
    }
    if (ending == QStringLiteral(".png")) {
        return answer(m_impl->plot->savePng(path, 0, 0, 2.0));
    }
    if (ending == QStringLiteral(".pdf")) {
        return answer(m_impl->plot->savePdf(path));
    }
    if (ending == QStringLiteral(".svg")) {
        QSvgGenerator generator;
        generator.setFileName(path);
        generator.setSize(m_impl->plot->size());
        generator.setViewBox(m_impl->plot->rect());
        QCPPainter painter;
        if (!painter.begin(&generator)) {
            return answer(false);
        }
        painter.setMode(QCPPainter::pmVectorized);
        m_impl->plot->toPainter(&painter);
        return answer(painter.end());
    }
    return fail(ErrorCode::InvalidInput, "the file must end in .png, .svg, .pdf or .csv", file.string());
}

void CurvePlot::askForExport()
{
    auto* dialog = new QFileDialog(this, tr("Export plot"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Picture (*.png)"), tr("Drawing (*.svg)"), tr("Document (*.pdf)"), tr("Table (*.csv)")});
    dialog->setDefaultSuffix(QStringLiteral("png"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.section(QStringLiteral("*."), 1).chopped(1));
    });
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        if (const Status done = exportTo(path.toStdString()); !done) {
            QToolTip::showText(mapToGlobal(rect().center()), QString::fromStdString(describe(done.error())), this);
        }
    });
    dialog->open();
}

void CurvePlot::showTable(std::size_t panel)
{
    if (panel >= m_impl->set.panels.size()) {
        return;
    }
    auto* dialog = new QDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(m_impl->set.panels[panel].title);
    dialog->resize(640, 480);
    auto* model =
        new CurveTableModel(m_impl->set.axis, m_impl->set.panels[panel].curves, m_impl->x0, m_impl->x1, dialog);
    auto* view = new QTableView(dialog);
    view->setModel(model);
    view->setFont(m_impl->theme.mono(11));
    view->setAlternatingRowColors(true);
    auto* copy = new QPushButton(tr("Copy table"), dialog);
    connect(copy, &QPushButton::clicked, model, [model] { QApplication::clipboard()->setText(model->text(u'\t')); });
    auto* layout = new QVBoxLayout(dialog);
    layout->addWidget(view);
    layout->addWidget(copy, 0, Qt::AlignRight);
    dialog->show();
}

bool CurvePlot::eventFilter(QObject* watched, QEvent* event)
{
    return watched == m_impl->plot ? m_impl->handle(event) : QWidget::eventFilter(watched, event);
}

void CurvePlot::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_impl->requestFrame();
}

} // namespace espalier::ui
