// MonitorPlot: the panels of one run: loss parts, gradient norm, learning rates, mAP, guard band, gradient skyline.
#pragma once

#include "ui/plot/curve_plot.h"
#include "ui/plot/run_curves.h"

#include <QTimer>
#include <QWidget>

namespace espalier::ui {

class MiniPlots;

class MonitorPlot : public QWidget {
    Q_OBJECT
public:
    explicit MonitorPlot(Theme& theme, QWidget* parent = nullptr);

    void setFeed(std::shared_ptr<RunFeed> feed);
    /// `isAsRun`: by step, the axis labelled with epochs and cut where the run went back.
    void setAxis(XAxis axis, bool isAsRun);
    [[nodiscard]] XAxis axis() const { return m_axis; }
    void takeSteps(); ///< the feed has more points
    void takeMarks();
    [[nodiscard]] CurvePlot& plot() { return *m_plot; }
    void showModule(const QString& path); ///< the row of its branch
    void showMark(std::size_t mark);      ///< cursor there, scrolled into view

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void rebuild();
    [[nodiscard]] bool isOutdated() const; ///< the panels know less than the feed
    [[nodiscard]] PlotPanel lossPanel() const;
    [[nodiscard]] PlotPanel normPanel() const;
    [[nodiscard]] PlotPanel ratePanel() const;
    [[nodiscard]] PlotPanel scorePanel() const;
    [[nodiscard]] PlotPanel skylinePanel() const;
    [[nodiscard]] PlotCurve curve(const std::string& series, const QString& name, int look) const;

    Theme& m_theme;
    CurvePlot* m_plot;
    MiniPlots* m_minis; ///< where there is room
    std::shared_ptr<RunFeed> m_feed;
    XAxis m_axis = XAxis::Step;
    bool m_isAsRun = true;
    std::size_t m_stretches = 0; ///< of the epochs when the panels were made
    std::size_t m_series = 0;    ///< number of them when the panels were made
    std::size_t m_skipped = 0;
    std::int64_t m_total = 0;
    QTimer m_guardTimer; ///< the open span grows; drawn a few times a second
};

} // namespace espalier::ui
