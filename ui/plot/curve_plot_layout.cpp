#include "ui/plot/curve_plot_impl.h"
#include "ui/plot/figure_text.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace espalier::ui {

namespace {

constexpr int kHead = 22;
constexpr std::size_t kCrowd = 64; ///< curves from which on a panel is a bundle of hair lines

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
    XTicker(XAxis axis, std::vector<EpochStretch> epochs) : m_axis(axis), m_epochs(std::move(epochs))
    {
        setTickCount(7);
    }

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
        return m_axis == XAxis::Step ? std::max(1.0, std::floor(step)) : step; // half a step is none
    }
    int getSubTickCount(double) override { return 0; }
    QVector<double> createTickVector(double step, const QCPRange& range) override
    {
        return m_epochs.empty() ? QCPAxisTicker::createTickVector(step, range) : epochTicks(range);
    }
    QString getTickLabel(double tick, const QLocale&, QChar, int) override
    {
        for (std::size_t i = 0; i < m_epochs.size(); ++i) {
            if (i > 0 && tick == m_epochs[i].step) {
                return QStringLiteral("%1→%2")
                    .arg(std::round(m_epochs[i - 1].epochAt(tick)))
                    .arg(std::round(m_epochs[i].epoch));
            }
            if (i + 1 == m_epochs.size() || tick < m_epochs[i + 1].step) {
                const double epoch = m_epochs[i].epochAt(tick);
                return QString::number(std::abs(epoch) < 1e-9 ? 0 : epoch, 'g', 6);
            }
        }
        if (m_axis == XAxis::Epoch) {
            return QString::number(tick, 'g', 6);
        }
        return positionText(m_axis, tick);
    }

private:
    /// Round epochs of each stretch, and every cut between two; what would stand on a cut is left out.
    QVector<double> epochTicks(const QCPRange& range)
    {
        QVector<double> ticks;
        QVector<double> cuts;
        for (std::size_t i = 1; i < m_epochs.size(); ++i) {
            cuts << m_epochs[i].step;
        }
        const double room = range.size() / tickCount() / 2;
        for (std::size_t i = 0; i < m_epochs.size(); ++i) {
            const EpochStretch& part = m_epochs[i];
            const double from = i == 0 ? range.lower : std::max(range.lower, part.step);
            const double to = i + 1 < m_epochs.size() ? std::min(range.upper, m_epochs[i + 1].step) : range.upper;
            const double stride = cleanMantissa(range.size() * part.slope / tickCount());
            for (double tick = std::ceil(part.epochAt(from) / stride) * stride; tick <= part.epochAt(to) + 1e-9;
                 tick += stride) {
                const double x = part.stepOf(tick);
                if (std::ranges::none_of(cuts, [&](double cut) { return std::abs(cut - x) < room; })) {
                    ticks << x;
                }
            }
            if (i > 0 && part.step >= range.lower && part.step <= range.upper) {
                ticks << part.step;
            }
        }
        std::ranges::sort(ticks);
        return ticks;
    }

    XAxis m_axis;
    std::vector<EpochStretch> m_epochs;
};

/// A figure at the very top would stand in the lane above its panel.
bool isBelowTop(double share)
{
    return share < 0.95;
}

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
        QVector<double> ticks = QCPAxisTicker::createTickVector(step, range);
        ticks.removeIf([&](double tick) { return !isBelowTop((tick - range.lower) / range.size()); });
        return ticks;
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
                const double tick = mantissa * std::pow(10.0, decade);
                const bool isWanted = mantissa == 1 || decades < (mantissa == 2 ? 1.6 : 2.6);
                if (isWanted && isBelowTop(std::log10(tick / range.lower) / decades)) {
                    ticks << tick;
                }
            }
        }
        return ticks;
    }
};

} // namespace

QString axisText(XAxis axis)
{
    return axis == XAxis::Step    ? CurvePlot::tr("step")
           : axis == XAxis::Epoch ? CurvePlot::tr("epoch")
                                  : CurvePlot::tr("time");
}

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
        axis->setTickPen(Qt::NoPen); // a tick of no length is still a dot
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLabels(false);
        axis->setTickLabelPadding(6);
        axis->grid()->setZeroLinePen(Qt::NoPen);
        axis->setVisible(!isLane && (axis->axisType() == QCPAxis::atLeft || axis->axisType() == QCPAxis::atBottom));
    }
    rect->axis(QCPAxis::atBottom)->setTicker(QSharedPointer<XTicker>::create(set.axis, set.epochs));
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
    guardKey = nullptr;
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
        guardKey = new QCPLayoutElement(plot);
        plot->plotLayout()->addElement(row++, 0, guardKey);
        layOutGuardKey();
        guardBand = addRect(row++, true);
        guardBand->setMinimumSize(10, 16);
        guardBand->setMaximumSize(QWIDGETSIZE_MAX, 16);
        guardBand->setMargins(QMargins(leftMargin, 4, kRightMargin, 0));
        paint("curve", [this](QCPPainter& painter) {
            paintLaneName(painter, guardBand->rect(), CurvePlot::tr("guard"));
            paintGuardKey(painter, QRectF(guardKey->rect()).adjusted(leftMargin, 0, -kRightMargin, 0), guard, theme);
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
        paint(
            "band", [this, i](QCPPainter& painter) { paintEmptyText(painter, i); }, clip);
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
            QStringList names;
            for (const PlotCurve& curve : set.panels[i].curves) {
                names << curve.name;
            }
            panel.rowNames = shortNames(names);
            paint(
                "curve", [this, i](QCPPainter& painter) { paintHeat(painter, i); }, clip);
            paint("cursor", [this, i](QCPPainter& painter) { paintHeatRows(painter, i); });
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
                    if (panels[i].columns.size() > kCrowd) {
                        paintCrowdedCurve(painter, scaleOf(i), panels[i].columns[curve], lookOf(what).color);
                        continue;
                    }
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
                             axisText(set.epochs.empty() ? set.axis : XAxis::Epoch));
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

} // namespace espalier::ui
