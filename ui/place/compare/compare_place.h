// ComparePlace: two or more runs on one axis, what they saw in the same images, what differs in their settings, what
// they came to; and the report of it all.
#pragma once

#include "ui/place/place.h"
#include "ui/plot/curve_set.h"

class QComboBox;
class QLabel;
class QSortFilterProxyModel;
class QStackedWidget;
class QTableView;
class QTimer;
class QTreeView;

namespace espalier::ui {

class CurvePlot;
class DifferenceModel;
class PredictionPane;
class ReportWriter;
class ResultModel;
class RunChips;
class StateView;

class ComparePlace : public Place {
    Q_OBJECT
public:
    explicit ComparePlace(const PlaceContext& context, QWidget* parent = nullptr);
    ~ComparePlace() override;

    void setRuns(const QList<qint64>& runs);
    [[nodiscard]] QList<qint64> runs() const;
    [[nodiscard]] qint64 reference() const { return m_reference; }
    void activated() override;
    void deactivated() override;
    [[nodiscard]] QVariant state() const override;
    void restore(const QVariant& state) override;
    [[nodiscard]] QString markdown() const;
    /// The study's report as HTML, Markdown or CSV, by the ending of `file`; a notice says what became of it.
    void exportReport(const QString& file);
    void showImages(bool areShown); ///< instead of the curves
    [[nodiscard]] const std::vector<CurvePlot*>& plots() const { return m_plots; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* buildHead();
    QWidget* buildBody();
    QWidget* buildPlots(QWidget* parent);
    QWidget* buildResults(QWidget* parent);
    QWidget* buildDifferences(QWidget* parent);
    void connectCommands();
    void takeFeeds();
    void takeFigures();
    void takeNotes();
    void rebuildPlots();
    void setAxis(XAxis axis);
    void setReference(qint64 run);
    void remove(qint64 run);
    void highlight(qint64 run);
    void chooseRun();
    void askForReport();
    void showView();
    [[nodiscard]] CurveSet curveSet(const std::vector<std::shared_ptr<RunFeed>>& feeds) const;
    [[nodiscard]] PlotPanel panel(const std::vector<std::shared_ptr<RunFeed>>& feeds, const std::string& series) const;
    [[nodiscard]] qint64 selectedRun() const;

    PlaceContext m_context;
    std::vector<std::shared_ptr<RunFeed>> m_feeds;
    qint64 m_reference = 0;
    XAxis m_axis = XAxis::Epoch;
    bool m_isSideBySide = false;
    bool m_isShown = false;

    RunChips* m_chips = nullptr;
    QComboBox* m_axisChoice = nullptr;
    QComboBox* m_seriesChoice = nullptr;
    QStackedWidget* m_views = nullptr;
    QStackedWidget* m_upper = nullptr; ///< curves, or the same images
    PredictionPane* m_predictions = nullptr;
    ReportWriter* m_writer;
    QWidget* m_body = nullptr;
    StateView* m_stateView = nullptr;
    QWidget* m_plotRow = nullptr;
    std::vector<CurvePlot*> m_plots; ///< one overlaid, or one a run
    ResultModel* m_results = nullptr;
    QTableView* m_resultTable = nullptr;
    QSortFilterProxyModel* m_sorted = nullptr;
    DifferenceModel* m_differences = nullptr;
    QTreeView* m_differenceTable = nullptr;
    QLabel* m_differenceCount = nullptr;
    QLabel* m_notes = nullptr;
    QTimer* m_figureTimer = nullptr;
};

} // namespace espalier::ui
