// LensBar: what the modules of the canopy are coloured by: their state, or what a run measured of them at a step.
#pragma once

#include "ui/canopy/canopy_view.h"
#include "ui/place/design/lens_values.h"
#include "ui/place/place.h"

#include <QFrame>
#include <QTimer>
#include <memory>
#include <optional>

class QComboBox;
class QLabel;
class QSlider;

namespace espalier::ui {

/// A run is read only while a lens needs it. At its end the slider goes along with a run that is still going.
class LensBar : public QFrame {
    Q_OBJECT
public:
    explicit LensBar(const PlaceContext& context, CanopyView& canopy, QWidget* parent = nullptr);

    void setLens(Lens lens);
    [[nodiscard]] Lens lens() const { return m_lens; }
    void setRun(qint64 run);                         ///< the one that Monitor watches; the list offers the others
    void takeTree();                                 ///< the document has another network
    void takePlan();                                 ///< or another plan
    void setDryRun(std::optional<run::DryRun> step); ///< of this network
    void scrub(int steps);                           ///< the slider, by so many steps that were measured
    [[nodiscard]] double step() const;               ///< where the slider stands
    [[nodiscard]] QString message() const;           ///< why nothing is coloured; empty

private:
    void takeRuns();
    void openRun();
    void takeSteps();
    void showValues();
    void showRates(const network::NetworkTree& tree);
    void showStep(const network::NetworkTree& tree);
    void say(const QString& text);
    [[nodiscard]] double lastStep() const;

    PlaceContext m_context;
    CanopyView& m_canopy;
    Lens m_lens = Lens::State;
    qint64 m_run = 0;
    std::shared_ptr<RunFeed> m_feed;
    HeatScale m_scale;
    std::optional<run::DryRun> m_step;
    bool m_isFollowing = true;
    QTimer m_frame; ///< a run that is still going is drawn a few times a second
    QComboBox* m_choice;
    QComboBox* m_runs;
    QSlider* m_slider;
    QLabel* m_place;
    QLabel* m_message;
};

} // namespace espalier::ui
