// MonitorPlace: one run, live or past: commands, curves, guard, events, autopsy.
#pragma once

#include "ui/place/place.h"
#include "ui/plot/curve_set.h"

#include <optional>

class QFrame;
class QLabel;
class QMenu;
class QSplitter;
class QStackedWidget;

namespace espalier::ui {

class AutopsyPanel;
class EventList;
class IdleVeil;
class LiveStrip;
class MonitorHead;
class MonitorPlot;
class StateView;
class VerdictBox;

class MonitorPlace : public Place {
    Q_OBJECT
public:
    explicit MonitorPlace(const PlaceContext& context, QWidget* parent = nullptr);
    ~MonitorPlace() override;

    void watch(qint64 run); ///< 0: none
    [[nodiscard]] qint64 watched() const { return m_run; }
    void activated() override;
    void deactivated() override;
    [[nodiscard]] QVariant state() const override;
    void restore(const QVariant& state) override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    QWidget* buildHead();
    QWidget* buildBody();
    QWidget* buildIdleBar(QWidget* parent);
    void setIdle(bool isIdle);
    void connectCommands();
    void takeRuns();
    void takeState();
    void takeSteps();
    void showLag();
    void takeMarks();
    void takeCommands();
    void showView();
    void post(run::CommandKind kind, double value = 0);
    void askToRewind(std::optional<qint64> step);
    void fillMenu(QMenu* menu, double x);
    [[nodiscard]] std::optional<qint64> stepHere() const; ///< under the cursor
    [[nodiscard]] QString whyNoRewind() const;            ///< empty: it can
    void openAutopsy(qint64 mark);
    void openLastAutopsy();
    void closeAutopsy();
    void resumeRun();
    void stepMark(int direction);
    [[nodiscard]] bool hasRun() const { return m_feed != nullptr; }

    PlaceContext m_context;
    std::shared_ptr<RunFeed> m_feed;
    qint64 m_run = 0;
    qint64 m_mark = -1; ///< the one the cursor stands on
    bool m_isShown = false;
    bool m_isIdle = false; ///< the last run stands here greyed: nobody asked for it

    MonitorHead* m_head = nullptr;
    QStackedWidget* m_views = nullptr;
    QWidget* m_body = nullptr;
    StateView* m_stateView = nullptr;
    LiveStrip* m_strip = nullptr;
    MonitorPlot* m_plot = nullptr;
    EventList* m_events = nullptr;
    AutopsyPanel* m_autopsy = nullptr;
    QSplitter* m_columns = nullptr; ///< plots, side
    QSplitter* m_side = nullptr;    ///< autopsy, events
    VerdictBox* m_verdict = nullptr;
    QFrame* m_idleBar = nullptr;
    QLabel* m_idleText = nullptr;
    IdleVeil* m_veil = nullptr;
};

} // namespace espalier::ui
