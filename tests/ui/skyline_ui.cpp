// The gradient skyline: no maximum is lost at any zoom, rows stand in the order of the network, keys reach all of it;
// and the tree of Design in the same colours.
#include "tests/ui/desk.h"
#include "ui/canopy/canopy_view.h"
#include "ui/place/design/lens_bar.h"
#include "ui/place/monitor/monitor_place.h"
#include "ui/plot/curve_plot.h"
#include "ui/plot/guard_band.h"
#include "ui/plot/skyline.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <cmath>
#include <random>

using namespace espalier;
using namespace espalier::ui;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Points {
    std::shared_ptr<std::vector<double>> x = std::make_shared<std::vector<double>>();
    std::shared_ptr<std::vector<double>> y = std::make_shared<std::vector<double>>();
    [[nodiscard]] CurveView view() const { return {x, x.get(), y.get()}; }
};

Points noise(std::size_t points, unsigned seed)
{
    Points made;
    std::mt19937 random(seed);
    std::lognormal_distribution<double> value(2, 1);
    for (std::size_t i = 0; i < points; ++i) {
        made.x->push_back(static_cast<double>(i + 1));
        made.y->push_back(value(random));
    }
    return made;
}

} // namespace

class SkylineUi : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { isolateSettings(); }

    void keepsTheMaximumOfEveryPixel_data()
    {
        QTest::addColumn<double>("from");
        QTest::addColumn<double>("to");
        QTest::newRow("all") << 0.0 << 20000.0;
        QTest::newRow("a tenth") << 7003.3 << 9001.7;
        QTest::newRow("fewer points than pixels") << 500.3 << 560.1;
    }

    void keepsTheMaximumOfEveryPixel()
    {
        QFETCH(double, from);
        QFETCH(double, to);
        const Points column = noise(20000, 3);
        CurveIndex index;
        index.update(column.view());
        constexpr int kPixels = 700;
        const std::vector<Peak> peaks = index.peaks(from, to, kPixels);
        QCOMPARE(peaks.size(), std::size_t{kPixels});
        const double unit = (to - from) / kPixels;
        for (int pixel = 0; pixel < kPixels; ++pixel) {
            double highest = 0;
            for (std::size_t i = 0; i < column.x->size(); ++i) {
                const double x = (*column.x)[i];
                if (std::floor((x - from) / unit) == pixel) {
                    highest = std::max(highest, (*column.y)[i]);
                }
            }
            const Peak& peak = peaks[static_cast<std::size_t>(pixel)];
            QVERIFY(peak.kind == Peak::Kind::Finite);
            if (highest > 0) {
                QCOMPARE(peak.high, highest);
            } else { // between two points: the one before holds
                const auto past = std::ranges::upper_bound(*column.x, from + pixel * unit);
                QCOMPARE(peak.high, (*column.y)[static_cast<std::size_t>(past - column.x->begin()) - 1]);
            }
        }
    }

    void aSingleBadStepIsSeenAndAGapIsMissing()
    {
        Points column = noise(100000, 5);
        (*column.y)[43210] = kInfinity;
        // A branch that did not train for a while says nothing.
        column.x->erase(column.x->begin() + 60000, column.x->begin() + 80000);
        column.y->erase(column.y->begin() + 60000, column.y->begin() + 80000);
        CurveIndex index;
        index.update(column.view());
        constexpr int kPixels = 800;
        const std::vector<Peak> peaks = index.peaks(0, 100000, kPixels);
        const auto bad = std::ranges::count_if(peaks, [](const Peak& p) { return p.kind == Peak::Kind::NonFinite; });
        const auto gap = std::ranges::count_if(peaks, [](const Peak& p) { return p.kind == Peak::Kind::Missing; });
        QCOMPARE(bad, std::ptrdiff_t{1});
        QVERIFY(peaks[43211 * kPixels / 100000].kind == Peak::Kind::NonFinite);
        QVERIFY2(gap > 155 && gap < 161, qPrintable(QString::number(gap)));

        Theme theme(Scheme::Dark);
        QImage picture(kPixels, 20, QImage::Format_RGB32);
        QPainter painter(&picture);
        Skyline skyline;
        const CurveIndex* rows[] = {&index};
        skyline.paint(painter, {QRectF(0, 0, kPixels, 20), 0, 100000, 0, 1, false}, rows, theme);
        painter.end();
        const int at = 43211 * kPixels / 100000;
        QSet<QRgb> colors; // hatched: told by more than its colour
        int wide = 0;
        for (int x = at - 4; x < at + 5; ++x) {
            wide += picture.pixel(x, 3) == theme.color(Token::ExplodedLine).rgb() ||
                    picture.pixel(x, 4) == theme.color(Token::ExplodedLine).rgb();
        }
        for (int y = 0; y < 15; ++y) {
            colors << picture.pixel(at + 1, y);
        }
        QVERIFY2(wide >= 3, qPrintable(QString::number(wide)));
        QCOMPARE(colors.size(), 2);
    }

    void coloursRiseInLightnessInBothThemes()
    {
        for (const Scheme scheme : {Scheme::Dark, Scheme::Light}) {
            const Theme theme(scheme);
            const auto luminance = [&](double share) {
                const QColor c = theme.heatColor(share);
                const auto linear = [](double v) {
                    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
                };
                return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF());
            };
            for (int i = 1; i <= 100; ++i) {
                QVERIFY2(luminance(i / 100.0) > luminance((i - 1) / 100.0), qPrintable(QString::number(i)));
            }
        }
    }

    void namesAreShortAndDistinct()
    {
        QCOMPARE(shortNames({QStringLiteral("backbone.image_model.stem"), QStringLiteral("head.cls_preds.0"),
                             QStringLiteral("head.cls_preds.1"), QStringLiteral("a.out"), QStringLiteral("b.out")}),
                 QStringList({QStringLiteral("stem"), QStringLiteral("cls_preds.0"), QStringLiteral("cls_preds.1"),
                              QStringLiteral("a.out"), QStringLiteral("b.out")}));
    }

    /// Says how long a frame takes; the machine decides, so nothing is demanded.
    void redrawsSixtyBranchesOfAHundredThousandSteps()
    {
        constexpr int kRows = 60;
        std::vector<Points> columns;
        std::vector<CurveIndex> indices(kRows);
        std::vector<const CurveIndex*> rows;
        for (int row = 0; row < kRows; ++row) {
            columns.push_back(noise(100000, static_cast<unsigned>(row)));
            indices[static_cast<std::size_t>(row)].update(columns.back().view());
            rows.push_back(&indices[static_cast<std::size_t>(row)]);
        }
        Theme theme(Scheme::Dark);
        QImage picture(1000, 400, QImage::Format_RGB32);
        Skyline skyline;
        const auto draw = [&](double from, double to) {
            QElapsedTimer clock;
            clock.start();
            QPainter painter(&picture);
            skyline.paint(painter, {QRectF(0, 0, 1000, 400), from, to, 0, 1, false}, rows, theme);
            return static_cast<double>(clock.nsecsElapsed()) * 1e-6;
        };
        const double first = draw(0, 100000);
        double worst = 0;
        double sum = 0;
        constexpr int kFrames = 20;
        for (int frame = 0; frame < kFrames; ++frame) {
            const double zoom = std::pow(0.75, frame);
            const double took = draw(50000 - 50000 * zoom, 50000 + 50000 * zoom);
            worst = std::max(worst, took);
            sum += took;
        }
        const double still =
            draw(50000 - 50000 * std::pow(0.75, kFrames - 1), 50000 + 50000 * std::pow(0.75, kFrames - 1));
        qInfo("60 x 100000 at 1000 x 400 px: first %.2f ms, zooming %.2f ms on average, %.2f ms at most, unchanged "
              "%.2f ms",
              first, sum / kFrames, worst, still);
        QCOMPARE(skyline.scale().isEmpty(), false);
    }

    void standsInMonitorInTheOrderOfTheNetwork()
    {
        Desk desk;
        const qint64 run = desk.start(Desk::experiment("rows"));
        QVERIFY(desk.waitFor(run, run::RunState::Finished));
        QTRY_VERIFY(!rowsOf(desk).isEmpty());
        const QStringList wanted{QStringLiteral("backbone.image_model.stage4"),
                                 QStringLiteral("neck.top_down_layers.0"), QStringLiteral("neck.bottom_up_layers.1"),
                                 QStringLiteral("bbox_head.head_module.cls_preds.2"),
                                 QStringLiteral("bbox_head.head_module.reg_preds.2")};
        QTRY_COMPARE(rowsOf(desk), wanted);
    }

    void keysReachEveryCellAndEnterGoesToDesign()
    {
        Desk desk;
        const qint64 run = desk.start(Desk::experiment("keys"));
        QVERIFY(desk.waitFor(run, run::RunState::Finished));
        QTRY_COMPARE(rowsOf(desk).value(1), QStringLiteral("neck.top_down_layers.0"));
        QTRY_VERIFY(desk.window->document().tree() != nullptr);
        plot(desk).setFocus();
        QTest::keyClick(&plot(desk), Qt::Key_Down);
        QTest::keyClick(&plot(desk), Qt::Key_Down);
        QVERIFY2(plot(desk).heatReadout().startsWith(QStringLiteral("neck.top_down_layers.0 · step 16")),
                 qPrintable(plot(desk).heatReadout()));
        QTest::keyClick(&plot(desk), Qt::Key_Left);
        QVERIFY2(plot(desk).heatReadout().startsWith(QStringLiteral("neck.top_down_layers.0 · step 15")),
                 qPrintable(plot(desk).heatReadout()));
        const auto [from, to] = plot(desk).xRange();
        QTest::keyClick(&plot(desk), Qt::Key_Plus);
        QVERIFY(plot(desk).xRange().second - plot(desk).xRange().first < to - from);
        QTest::keyClick(&plot(desk), Qt::Key_Return);
        QCOMPARE(desk.window->currentPlace(), PlaceId::Design);
        const auto selected = desk.window->document().selection();
        QCOMPARE(selected.size(), std::size_t{1});
        QCOMPARE(desk.window->document().tree()->module(selected.front()).path, std::string("neck.top_down_layers.0"));
    }

    void coloursTheTreeByTheRunAtAStep()
    {
        Desk desk;
        const qint64 run = desk.start(Desk::experiment("lens"));
        QVERIFY(desk.waitFor(run, run::RunState::Finished));
        desk.window->showPlace(PlaceId::Design);
        auto* bar = desk.window->findChild<LensBar*>();
        auto* canopy = desk.window->findChild<CanopyView*>();
        QVERIFY(bar != nullptr && canopy != nullptr);
        QVERIFY(!canopy->heat());
        desk.action(CommandId::NextLens)->trigger();
        QCOMPARE(bar->lens(), Lens::GradientNorm);
        QTRY_VERIFY2(canopy->heat().has_value(), qPrintable(bar->message()));
        QTRY_COMPARE(bar->step(), 16.0);
        const auto& tree = *desk.window->document().tree();
        const auto share = [&](const char* path) {
            return canopy->heat()->shares[static_cast<std::size_t>(tree.find(path))];
        };
        QVERIFY(share("neck.top_down_layers.0") >= 0);
        QVERIFY(std::isnan(share("backbone.image_model.stage1"))); // not measured
        const LensValues last = lensValues(*desk.window->runs().feed(run), tree, Lens::GradientNorm, 16);
        const LensValues before = lensValues(*desk.window->runs().feed(run), tree, Lens::GradientNorm, 15);
        const auto at = static_cast<std::size_t>(tree.find("neck.top_down_layers.0"));
        QCOMPARE(last.values[at],
                 desk.window->runs().feed(run)->curves().at("grad_norm/neck.top_down_layers.0").value[15]);
        const auto& curves = desk.window->runs().feed(run)->curves();
        QCOMPARE(last.values[static_cast<std::size_t>(tree.find("neck"))],
                 std::hypot(curves.at("grad_norm/neck.top_down_layers.0").value[15],
                            curves.at("grad_norm/neck.bottom_up_layers.1").value[15]));
        desk.action(CommandId::LensEarlier)->trigger();
        QCOMPARE(bar->step(), 15.0);
        QVERIFY(before.values[at] != last.values[at]);
        bar->setLens(Lens::UpdateRatio);
        QVERIFY(!canopy->heat());
        QVERIFY(!bar->message().isEmpty());
        bar->setLens(Lens::State);
        QVERIFY(!canopy->heat());
    }

    void tellsTheStatesApartWithoutColour()
    {
        // In grey, every pair of swatches differs in more than its mean.
        Theme theme(Scheme::Dark);
        QList<QImage> swatches;
        for (const GuardState state :
             {GuardState::Stable, GuardState::LossScaleSearch, GuardState::ChanceLevel, GuardState::LoneSpike,
              GuardState::Warning, GuardState::Drift, GuardState::Divergence, GuardState::Exploded}) {
            QImage swatch(40, 12, QImage::Format_RGB32);
            QPainter painter(&swatch);
            paintGuardSwatch(painter, QRectF(0, 0, 40, 12), state, theme);
            painter.end();
            swatches << pattern(swatch);
        }
        for (int i = 0; i < swatches.size(); ++i) {
            for (int j = i + 1; j < swatches.size(); ++j) {
                QVERIFY2(swatches[i] != swatches[j], qPrintable(QStringLiteral("%1 and %2").arg(i).arg(j)));
            }
        }
    }

private:
    /// Where a swatch is lighter or darker than its ground: its shape alone.
    static QImage pattern(const QImage& swatch)
    {
        const QImage grey = swatch.convertToFormat(QImage::Format_Grayscale8);
        QImage shape(grey.size(), QImage::Format_Grayscale8);
        const int ground = qGray(grey.pixel(0, 0));
        for (int y = 0; y < grey.height(); ++y) {
            for (int x = 0; x < grey.width(); ++x) {
                shape.setPixel(x, y, std::abs(qGray(grey.pixel(x, y)) - ground) > 24 ? 255 : 0);
            }
        }
        return shape;
    }
    static MonitorPlace& monitor(Desk& desk)
    {
        return *static_cast<MonitorPlace*>(desk.window->place(PlaceId::Monitor));
    }
    static CurvePlot& plot(Desk& desk) { return *monitor(desk).findChild<CurvePlot*>(); }
    static QStringList rowsOf(Desk& desk)
    {
        QStringList names;
        for (const PlotPanel& panel : plot(desk).curves().panels) {
            for (const PlotCurve& curve : panel.curves) {
                if (panel.kind == PanelKind::HeatMap) {
                    names << curve.name;
                }
            }
        }
        return names;
    }
};

QTEST_MAIN(SkylineUi)
#include "skyline_ui.moc"
