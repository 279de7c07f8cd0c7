// PredictionPane: the same validation images with the boxes of each run side by side, small or one of them large.
#pragma once

#include "ui/bridge/prediction_reader.h"
#include "ui/bridge/run_feed.h"
#include "ui/place/compare/prediction_model.h"
#include "ui/place/place.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QSlider;
class QStackedWidget;
class QTableView;
class QTimer;

namespace espalier::ui {

class CommandButton;
class PredictionView;
class StateView;

class PredictionPane : public QWidget {
    Q_OBJECT
public:
    PredictionPane(const PlaceContext& context, QWidget* parent = nullptr);
    ~PredictionPane() override;

    /// Nothing is read before the pane is seen.
    void setFeeds(const std::vector<std::shared_ptr<RunFeed>>& feeds);
    void setScore(double score); ///< detections below are left out
    void setLarge(bool isLarge);
    [[nodiscard]] bool isLarge() const;
    void setHighlight(qint64 run); ///< others fade to 30 %; 0: none
    void step(int by);             ///< to the image before or after
    void focusImages();
    [[nodiscard]] const PredictionModel& model() const { return *m_model; }
    [[nodiscard]] const DataSet& images() const { return *m_data; }
    [[nodiscard]] QString current() const; ///< file name of the image; empty: none

Q_SIGNALS:
    void hovered(qint64 run); ///< 0: none
    void largeChanged(bool isLarge);

protected:
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* buildBar();
    QWidget* buildNotes();
    void ask(); ///< for the boxes, as they are on the disk now
    void takeTable(std::shared_ptr<const PredictionTable> table);
    void takeData();
    void takeCurrent();
    /// Change the model without losing the image that is looked at.
    template <class Change>
    void keepingCurrent(Change&& change);
    void openImages();
    void showState();
    void showNotes();
    void layOut();

    PlaceContext m_context;
    std::vector<std::shared_ptr<RunFeed>> m_feeds;
    std::unique_ptr<DataSet> m_data;
    ImageLoader* m_loader;
    PredictionReader* m_reader;
    PredictionModel* m_model;
    QTimer* m_pause; ///< so that events of runs and the slider ask once
    qint64 m_shownEntry = -1;

    QComboBox* m_order = nullptr;
    QComboBox* m_filter = nullptr;
    QSlider* m_slider = nullptr;
    QLabel* m_score = nullptr;
    QLabel* m_count = nullptr;
    CommandButton* m_back = nullptr;
    CommandButton* m_large = nullptr;
    QWidget* m_notes = nullptr;
    QLabel* m_note = nullptr;
    QPushButton* m_again = nullptr;
    QStackedWidget* m_views = nullptr;
    StateView* m_state = nullptr;
    QTableView* m_table = nullptr;
    PredictionView* m_view = nullptr;
};

} // namespace espalier::ui
