#include "tests/bench/window_bench.h"
#include "ui/plot/curve_plot.h"

#include <QImage>
#include <QMouseEvent>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <memory>

namespace espalier::bench {

namespace {

using namespace ui;

constexpr std::size_t kPoints = 1'000'000;
constexpr std::size_t kCurves = 8;
constexpr std::size_t kSpikeCurve = 2;
constexpr std::size_t kSpike = 640'320;
constexpr double kSpikeHeight = 40; // all others stay below 3

struct Columns {
    std::vector<double> x;
    std::vector<std::vector<double>> y;
};

/// Noise on a falling loss; one value stands out in one curve.
std::shared_ptr<const Columns> makeColumns()
{
    auto made = std::make_shared<Columns>();
    made->x.resize(kPoints);
    for (std::size_t i = 0; i < kPoints; ++i) {
        made->x[i] = static_cast<double>(i + 1);
    }
    std::uint64_t state = 0x9E3779B97F4A7C15;
    const auto random = [&state] {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return static_cast<double>(state >> 11) * 0x1p-53;
    };
    for (std::size_t curve = 0; curve < kCurves; ++curve) {
        std::vector<double> values(kPoints);
        for (std::size_t i = 0; i < kPoints; ++i) {
            const double place = static_cast<double>(i) / kPoints;
            values[i] = (0.2 + 0.1 * static_cast<double>(curve) + std::exp(-4 * place)) * (0.6 + 0.8 * random());
        }
        made->y.push_back(std::move(values));
    }
    made->y[kSpikeCurve][kSpike] = kSpikeHeight;
    return made;
}

CurveSet setOf(const std::shared_ptr<const Columns>& columns, const Theme& theme)
{
    CurveSet set;
    PlotPanel panel;
    panel.id = QStringLiteral("loss");
    panel.title = QStringLiteral("loss");
    panel.isLogarithmic = true;
    for (std::size_t curve = 0; curve < kCurves; ++curve) {
        PlotCurve made;
        made.id = made.name = QStringLiteral("run %1").arg(curve + 1);
        made.look = theme.runLook(static_cast<qint64>(curve + 1));
        made.group = static_cast<qint64>(curve + 1);
        made.points = {columns, &columns->x, &columns->y[curve]};
        panel.curves.push_back(std::move(made));
    }
    set.panels.push_back(std::move(panel));
    return set;
}

/// Least and largest value of each drawn curve are those of its points in the view.
bool keepsExtremes(const CurvePlot& plot, const Columns& columns)
{
    const auto [from, to] = plot.xRange();
    for (std::size_t curve = 0; curve < kCurves; ++curve) {
        const auto first = std::ranges::lower_bound(columns.x, from) - columns.x.begin();
        const auto last = std::ranges::upper_bound(columns.x, to) - columns.x.begin();
        if (first >= last) {
            continue;
        }
        const auto [low, high] = std::minmax_element(columns.y[curve].begin() + first, columns.y[curve].begin() + last);
        double drawnLow = std::numeric_limits<double>::infinity();
        double drawnHigh = -drawnLow;
        for (const Column& column : plot.drawnColumns(0, curve)) {
            drawnLow = std::min(drawnLow, column.low);
            drawnHigh = std::max(drawnHigh, column.high);
        }
        if (drawnLow > *low || drawnHigh < *high) {
            return false;
        }
    }
    return true;
}

/// Something is drawn about x, a fifth of the panel below its top: only the spike reaches there.
bool hasInk(const QImage& picture, const QRect& area, int x)
{
    const int row = area.top() + area.height() / 5;
    const QColor ground(picture.pixel(area.left() + 3, row + 1));
    for (int at = std::max(area.left(), x - 2); at <= std::min(area.right(), x + 2); ++at) {
        const QColor seen(picture.pixel(at, row));
        const int distance = std::abs(seen.red() - ground.red()) + std::abs(seen.green() - ground.green()) +
                             std::abs(seen.blue() - ground.blue());
        if (distance > 70) { // the grid stays below
            return true;
        }
    }
    return false;
}

bool showsSpike(CurvePlot& plot)
{
    const QRect area = plot.panelArea(0);
    const QImage picture = plot.grab().toImage();
    const auto [from, to] = plot.xRange();
    const double share = (static_cast<double>(kSpike + 1) - from) / (to - from);
    const int x = area.left() + static_cast<int>(std::lround(share * area.width()));
    const int beside = area.left() + static_cast<int>(std::lround(share / 2 * area.width()));
    return hasInk(picture, area, x) && !hasInk(picture, area, beside);
}

} // namespace

void benchPlot(Report& report)
{
    const auto columns = makeColumns();
    Theme theme(Scheme::Dark);
    theme.apply();
    CurvePlot plot(theme);
    plot.resize(1040, 620);
    plot.show();
    settle();
    auto* area = plot.findChild<QWidget*>(QStringLiteral("plotArea"));
    Figure open{"plot.open", "8 curves x 1,000,000 points handed over until drawn", 0, {}, {}};
    open.samples.push_back(timeToPaint(area, [&] { plot.setCurves(setOf(columns, theme)); }));
    report.add(open);
    settle();
    report.check("plot: a spike of one step in a million shows at full zoom-out", showsSpike(plot));

    bool keeps = true;
    int frames = 0;
    const auto frame = [&](Figure& figure, const std::function<void()>& act) {
        figure.samples.push_back(timeToPaint(area, act));
        if (++frames % 5 == 0) {
            keeps = keeps && keepsExtremes(plot, *columns);
        }
    };
    const auto spikeAt = [&] {
        const auto [from, to] = plot.xRange();
        const QRect panel = plot.panelArea(0);
        return QPointF(panel.left() + (static_cast<double>(kSpike + 1) - from) / (to - from) * panel.width(),
                       panel.center().y());
    };
    const auto wheel = [&](Figure& figure, int turns, int notch) {
        for (int turn = 0; turn < turns; ++turn) {
            const QPointF at = spikeAt();
            frame(figure, [&] {
                QWheelEvent event(at, area->mapToGlobal(at), {}, QPoint(0, notch), Qt::NoButton, Qt::NoModifier,
                                  Qt::NoScrollPhase, false);
                QCoreApplication::sendEvent(area, &event);
            });
        }
    };
    const auto drag = [&](Figure& figure, int moves) {
        QPointF at = plot.panelArea(0).center();
        const auto send = [&](QEvent::Type type, Qt::MouseButton button, Qt::MouseButtons held) {
            QMouseEvent event(type, at, area->mapToGlobal(at), button, held, Qt::NoModifier);
            QCoreApplication::sendEvent(area, &event);
        };
        send(QEvent::MouseButtonPress, Qt::LeftButton, Qt::LeftButton);
        at += QPointF(8, 0);
        for (int move = 0; move < moves; ++move) {
            at += QPointF(move < moves / 2 ? 7 : -7, 0);
            frame(figure, [&] { send(QEvent::MouseMove, Qt::NoButton, Qt::LeftButton); });
        }
        send(QEvent::MouseButtonRelease, Qt::LeftButton, Qt::NoButton);
    };
    constexpr double kFrame = 1000.0 / 60;
    Figure zoom{"plot.zoom", "a notch of the wheel until painted", kFrame, {}, {}};
    Figure pan{"plot.pan", "a move of the drag until painted", kFrame, {}, {}};
    wheel(zoom, 4, 120);
    report.check("plot: the spike shows a little closer", showsSpike(plot));
    drag(pan, 80);
    wheel(zoom, 26, 120);
    drag(pan, 80);
    wheel(zoom, 30, -120);
    drag(pan, 80);
    report.add(zoom);
    report.add(pan);
    plot.fit();
    settle();
    report.check("plot: least and largest value of every curve are drawn in every picture", keeps);
    report.check("plot: the spike shows at full zoom-out again", showsSpike(plot));
}

} // namespace espalier::bench
