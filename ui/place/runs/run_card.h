// RunCard: the chosen run beside the list: curves, what trained, result, where it came from.
#pragma once

#include "ui/place/place.h"

#include <QScrollArea>

class QGridLayout;
class QLabel;
class QTimer;

namespace espalier::ui {

class Chip;
class CommandButton;
class CurvePlot;

class RunCard : public QScrollArea {
    Q_OBJECT
public:
    explicit RunCard(const PlaceContext& context, QWidget* parent = nullptr);
    void setRun(qint64 run); ///< 0: none

private:
    QWidget* build();
    QLabel* addRow(QGridLayout* grid, const QString& caption);
    void take();
    void takeCurves();

    PlaceContext m_context;
    qint64 m_run = 0;
    std::shared_ptr<RunFeed> m_feed;
    QTimer* m_delay; ///< a run is read when the selection has settled
    QLabel* m_name;
    Chip* m_state;
    QLabel* m_moment;
    CurvePlot* m_plot;
    QLabel* m_trainable;
    QLabel* m_adapters;
    QLabel* m_best;
    QLabel* m_last;
    QLabel* m_classes;
    QLabel* m_model;
    QLabel* m_data;
    QLabel* m_file;
    QLabel* m_checkpoint;
    QLabel* m_message;
};

} // namespace espalier::ui
