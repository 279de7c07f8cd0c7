// CurvePlot: stacked panels over one x axis, with bands, rim lanes, marks, guard band, cursor and readout.
#pragma once

#include "core/base/result.h"
#include "ui/plot/curve_index.h"
#include "ui/plot/curve_set.h"

#include <QWidget>
#include <filesystem>
#include <memory>
#include <optional>

class QMenu;

namespace espalier::ui {

/// Wheel zooms x, Shift+wheel y, drag pans, right drag takes a span, double click fits. Bands show minimum to maximum
/// of every bin, non-finite points stand at the rim, whatever the zoom. Repaints at most 30 times a second for new
/// points, at once for input; the cursor has a buffer of its own.
class CurvePlot : public QWidget {
    Q_OBJECT
public:
    explicit CurvePlot(Theme& theme, QWidget* parent = nullptr);
    ~CurvePlot() override;

    void setCurves(CurveSet set); ///< zoom is kept while axis and panels stay
    void setMarks(std::vector<PlotMark> marks);
    void setGuard(std::vector<GuardSpan> spans);
    void pointsAppended(); ///< the views have grown; only what is new is read
    [[nodiscard]] const CurveSet& curves() const;

    void fit();
    void setXRange(double from, double to);
    [[nodiscard]] std::pair<double, double> xRange() const;
    void follow(); ///< keep the newest points in view from now on
    [[nodiscard]] bool isFollowing() const;
    [[nodiscard]] double dataEnd() const; ///< the largest x; 0 when there is none

    void setCursor(std::optional<double> x); ///< draws the line and the readout, emits nothing
    [[nodiscard]] std::optional<double> cursor() const;
    void setHeatRow(const QString& curveId);        ///< of the heat map; one that it has not is passed over
    void setHighlight(std::optional<qint64> group); ///< others fade to 30 %

    void replotNow();
    /// What is drawn now, by panel and curve of curves().
    [[nodiscard]] std::vector<Column> drawnColumns(std::size_t panel, std::size_t curve) const;
    [[nodiscard]] std::vector<RimMark> rimMarks(std::size_t panel) const;
    [[nodiscard]] QRect panelArea(std::size_t panel) const;                    ///< in px of this widget
    [[nodiscard]] QString readout(std::size_t panel, std::size_t curve) const; ///< figure in the head
    [[nodiscard]] QStringList axisLabels() const;                              ///< under the x axis, from the left
    /// Of the heat map where the cursor stands: row, position and value; empty.
    [[nodiscard]] QString heatReadout() const;

    /// By the ending: .png, .svg, .pdf or .csv (every point of every panel's curves).
    [[nodiscard]] Status exportTo(const std::filesystem::path& file);
    void askForExport();
    void showTable(std::size_t panel);

Q_SIGNALS:
    void cursorMoved(double x);
    void cursorLeft();
    void xRangeChanged(double from, double to); ///< by the user
    void followingChanged(bool isFollowing);
    void markClicked(qint64 key);
    void curveHovered(qint64 group);         ///< 0: none
    void rowClicked(QString curveId);        ///< of a heat map, by mouse or Enter
    void menuOpening(QMenu* menu, double x); ///< at this place of the axis; others may add to it

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override; ///< arrows: cursor and row; + - 0: zoom
    void showEvent(QShowEvent* event) override;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace espalier::ui
