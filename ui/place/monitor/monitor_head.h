// MonitorHead: which run is watched, how it stands, and what can be done to it.
#pragma once

#include "ui/bridge/run_feed.h"
#include "ui/edit/command_table.h"
#include "ui/plot/curve_set.h"
#include "ui/widget/controls.h"

class QComboBox;

namespace espalier::ui {

class MonitorHead : public PlaceHead {
    Q_OBJECT
public:
    MonitorHead(const Theme& theme, CommandTable& commands, QWidget* parent = nullptr);

    void takeRuns(const std::vector<store::RunSummary>& runs, qint64 watched);
    void choose(qint64 run);
    [[nodiscard]] bool offers(qint64 run) const;
    void takeState(const RunFeed* feed); ///< null: no run is watched
    void takeGuard(const RunFeed& feed);
    void takeButtons(const RunFeed* feed, bool isFollowing);
    void showLag(double seconds); ///< how far what is looked at lies behind the newest step

    [[nodiscard]] CommandButton* stop() const { return m_stop; }
    [[nodiscard]] CommandButton* rate() const { return m_rate; }

Q_SIGNALS:
    void watchRequested(qint64 run);
    void resumeRequested();
    void axisChosen(XAxis axis, bool isAsRun);

private:
    const Theme& m_theme;
    QComboBox* m_choice;
    QComboBox* m_axis;
    Chip* m_stateChip;
    Chip* m_guardChip;
    CommandButton* m_follow;
    CommandButton* m_pause;
    CommandButton* m_checkpoint;
    CommandButton* m_rate;
    CommandButton* m_stop;
    CommandButton* m_start;
    QPushButton* m_resume;
};

} // namespace espalier::ui
