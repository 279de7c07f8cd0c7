// ComparePlace: two or more runs on one axis, what they came to and against how many parameters, what they saw in the
// same images, what differs in their settings, what to doubt; and the report of it all.
#pragma once

#include "ui/place/place.h"

class QLabel;
class QSortFilterProxyModel;
class QStackedWidget;
class QTableView;
class QTimer;
class QTreeView;

namespace espalier::ui {

class CompareCurves;
class CurvePlot;
class DifferenceModel;
class ParetoPlot;
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
    void showImages(bool areShown);    ///< below the results
    void addFrom(const QString& text); ///< runs by the numbers in a text, as pasted; unknown ones are named
    [[nodiscard]] const std::vector<CurvePlot*>& plots() const;

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* buildHead();
    QWidget* buildBody();
    QWidget* buildResults(QWidget* parent);
    QWidget* buildDifferences(QWidget* parent);
    QWidget* buildNotes(QWidget* parent);
    void connectCommands();
    void takeFeeds();
    void gather();
    [[nodiscard]] bool isReading() const;
    void takeFigures();
    void takeStates();
    void takeNotes();
    void setReference(qint64 run);
    void setOrder(const QList<qint64>& order);
    void selectRun(qint64 run);
    void remove(qint64 run);
    void highlight(qint64 run);
    void chooseRun();
    void askForReport();
    void showView();
    [[nodiscard]] qint64 selectedRun() const; ///< of the chip with the focus, or else of the row

    PlaceContext m_context;
    std::vector<std::shared_ptr<RunFeed>> m_feeds;
    qint64 m_reference = 0;
    bool m_isShown = false;

    RunChips* m_chips = nullptr;
    QStackedWidget* m_views = nullptr;
    CompareCurves* m_curves = nullptr;
    QWidget* m_resultRows = nullptr;
    ParetoPlot* m_pareto = nullptr;
    PredictionPane* m_predictions = nullptr;
    ReportWriter* m_writer;
    QWidget* m_body = nullptr;
    StateView* m_stateView = nullptr;
    ResultModel* m_results = nullptr;
    QTableView* m_resultTable = nullptr;
    QSortFilterProxyModel* m_sorted = nullptr;
    DifferenceModel* m_differences = nullptr;
    QTreeView* m_differenceTable = nullptr;
    QLabel* m_differenceCount = nullptr;
    QLabel* m_notes = nullptr;
    QTimer* m_figureTimer = nullptr;
    QTimer* m_gatherTimer = nullptr;
};

} // namespace espalier::ui
