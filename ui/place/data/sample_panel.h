// SamplePanel: what the network gets of one image: the exact tensors, un-normalised, with the boxes that go with them.
#pragma once

#include "ui/bridge/image_loader.h"
#include "ui/widget/theme.h"

#include <QWidget>
#include <vector>

class QAction;
class QLabel;
class QSpinBox;

namespace espalier::ui {

class SampleTiles;

class SamplePanel : public QWidget {
    Q_OBJECT
public:
    static constexpr int kSamples = 8; ///< augmented ones; the plain one stands before them

    SamplePanel(const Theme& theme, ImageLoader& loader, QAction* drawAgain, QWidget* parent = nullptr);

    /// `index` -1: nothing.
    void setImage(Split split, qint64 index, const std::vector<std::string>& classes);
    /// Settings, seed and epochs of the run that would get the samples; draws anew when they changed.
    void setExperiment(const experiment::Experiment& experiment);
    void drawAgain(); ///< the epochs that follow; after the last the first
    /// Those that came so far, by slot; 0 is the plain one.
    [[nodiscard]] const std::vector<SampleImage>& samples() const;
    [[nodiscard]] qint64 firstEpoch() const; ///< from 0
    void setFirstEpoch(qint64 epoch);

private:
    void request();
    void showTitle();

    ImageLoader& m_loader;
    SampleTiles* m_tiles;
    QLabel* m_facts;
    QLabel* m_note;
    QSpinBox* m_epoch; ///< shown from 1
    Split m_split = Split::Train;
    qint64 m_index = -1;
    experiment::DataSettings m_settings;
    dataset::BatchPlan m_plan;
};

} // namespace espalier::ui
