// CurvePlot's inside, shared by its four sources alone: layout, painting, input and the widget itself.
#pragma once

#include "ui/plot/curve_plot.h"
#include "ui/plot/guard_band.h"
#include "ui/plot/plot_painting.h"
#include "ui/plot/skyline.h"

#include <qcustomplot.h>

#include <QElapsedTimer>
#include <QTimer>
#include <optional>
#include <vector>

namespace espalier::ui {

constexpr int kLane = 12;
constexpr int kRightMargin = 14;

/// `step`, `epoch` or `time`.
[[nodiscard]] QString axisText(XAxis axis);

struct CurvePlot::Impl {
    struct Panel {
        QCPLayoutElement* head = nullptr;
        QCPAxisRect* rim = nullptr;
        QCPAxisRect* area = nullptr;
        std::vector<CurveIndex> indices;
        std::vector<std::vector<Column>> columns; ///< as drawn
        std::vector<RimMark> rimMarks;
        std::vector<int> lanes; ///< 0 infinities, 1 NaN, 2 skipped: those shown, from the top
        Skyline skyline;        ///< of a heat map
        QStringList rowNames;
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
    void paintRim(QPainter& painter, std::size_t panel);
    void paintMarks(QPainter& painter);
    void paintMarkLines(QPainter& painter);
    void paintCursor(QPainter& painter);
    void paintHeat(QPainter& painter, std::size_t panel);
    void paintHeatRows(QPainter& painter, std::size_t panel);
    [[nodiscard]] QString heatReadout(std::size_t panel) const;
    void layOutGuardKey();
    void paintPanelGround(QPainter& painter, std::size_t panel);
    [[nodiscard]] bool isLossScaleSearch(double x) const;
    [[nodiscard]] QString placeText(double x) const; ///< of the axis, as it is labelled
    void paintEmptyText(QPainter& painter, std::size_t panel);
    void paintLaneName(QPainter& painter, const QRect& rect, const QString& text);
    [[nodiscard]] std::optional<double> figureAt(std::size_t panel, std::size_t curve) const;
    // input
    bool handle(QEvent* event);
    void wheel(QWheelEvent* event);
    void press(QMouseEvent* event);
    void move(QMouseEvent* event);
    void release(QMouseEvent* event);
    void contextMenu(QPoint position);
    [[nodiscard]] bool pressKey(const QKeyEvent& event);
    void moveCursor(double pixels);
    void setRow(std::optional<std::size_t> next);
    [[nodiscard]] std::optional<std::size_t> heatPanel() const;
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
    QElapsedTimer sinceDrawn;
    CurveSet set;
    std::vector<PlotMark> marks;
    std::vector<GuardSpan> guard;
    std::vector<Panel> panels;
    std::vector<QCPLayerable*> paintings;
    QCPAxisRect* markLane = nullptr;
    QCPLayoutElement* guardKey = nullptr; ///< as high as nothing while there is nothing but calm
    QCPAxisRect* guardBand = nullptr;
    int leftMargin = 52;
    double x0 = 0, x1 = 1;
    Mode mode = Mode::Fit;
    std::optional<double> cursor;
    std::optional<std::size_t> heatRow; ///< under the cursor
    std::optional<qint64> highlight;
    qint64 hovered = 0;
    // dragging
    Qt::MouseButton button = Qt::NoButton;
    QPoint pressedAt;
    std::pair<double, double> pressedRange;
    std::optional<double> spanFrom, spanTo;
    bool hasMoved = false;
};

} // namespace espalier::ui
