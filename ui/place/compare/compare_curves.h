// CompareCurves: the curves of the compared runs: a loss beside the score on linked axes, or one column a run.
#pragma once

#include "ui/edit/command_table.h"
#include "ui/place/compare/recipe_groups.h"
#include "ui/plot/curve_set.h"
#include "ui/widget/theme.h"

#include <QWidget>

class QComboBox;

namespace espalier::ui {

class CurvePlot;

class CompareCurves : public QWidget {
    Q_OBJECT
public:
    CompareCurves(Theme& theme, CommandTable& commands, QWidget* parent = nullptr);

    void setFeeds(const RunFeeds& feeds);
    void pointsAppended();
    void setAxis(XAxis axis);
    void setSideBySide(bool isSideBySide);
    void setHighlight(qint64 run); ///< 0: none
    [[nodiscard]] const std::vector<CurvePlot*>& plots() const { return m_plots; }

Q_SIGNALS:
    void hovered(qint64 run); ///< 0: none

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* buildBar();
    void rebuild();
    void addPlot();
    [[nodiscard]] PlotPanel panel(const RunFeeds& feeds, const std::string& series) const;
    [[nodiscard]] CurveSet curveSet(const RunFeeds& feeds, const std::vector<std::string>& series) const;
    [[nodiscard]] double commonEnd() const; ///< the largest x of any run: all plots end there
    [[nodiscard]] std::vector<std::string> shownSeries() const;

    Theme& m_theme;
    CommandTable& m_commands;
    RunFeeds m_feeds;
    XAxis m_axis = XAxis::Epoch;
    bool m_isSideBySide = false;
    QComboBox* m_seriesChoice = nullptr;
    QComboBox* m_axisChoice = nullptr;
    QComboBox* m_smoothing = nullptr;
    QWidget* m_row = nullptr;
    std::vector<CurvePlot*> m_plots;
};

} // namespace espalier::ui
