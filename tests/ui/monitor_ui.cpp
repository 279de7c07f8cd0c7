#include "tests/ui/desk.h"
#include "ui/place/monitor/event_list.h"
#include "ui/place/monitor/monitor_place.h"
#include "ui/plot/curve_plot.h"
#include "ui/widget/state_view.h"

#include <QPushButton>
#include <QTest>
#include <cmath>

using namespace espalier;
using namespace espalier::ui;

class MonitorUi : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { isolateSettings(); }

    void saysWhatToDoWhileThereIsNoRun()
    {
        Desk desk;
        desk.window->showPlace(PlaceId::Monitor);
        QVERIFY(monitor(desk).findChild<StateView*>()->isVisible());
        QVERIFY(!desk.action(CommandId::PauseResume)->isEnabled());
    }

    void drawsEveryStepOfARun()
    {
        Desk desk;
        const qint64 run = desk.start(Desk::experiment("whole"));
        QVERIFY(run > 0);
        QCOMPARE(desk.window->currentPlace(), PlaceId::Monitor);
        QCOMPARE(monitor(desk).watched(), run);
        QVERIFY(desk.waitFor(run, run::RunState::Finished));
        const auto feed = desk.window->runs().feed(run);
        const std::size_t steps = 16; // 16 images in batches of 4, 4 epochs
        QTRY_COMPARE(feed->curves().at("loss").value.size(), steps);
        QCOMPARE(feed->curves().at("grad_norm").value.size(), steps);
        QCOMPARE(feed->curves().at("mAP").value.size(), std::size_t{4});
        QCOMPARE(feed->step(), std::int64_t{16});
        const auto* events = monitor(desk).findChild<EventList*>();
        QTRY_COMPARE(events->model().rowCount(), static_cast<int>(feed->marks().size()));
        QVERIFY(plot(desk).isVisible());
        QTRY_VERIFY(!plot(desk).drawnColumns(0, 0).empty());
    }

    void obeysPauseGoOnAndStop()
    {
        Desk desk(0.01);
        const qint64 run = desk.start(Desk::experiment("long", 400));
        QVERIFY(desk.waitFor(run, run::RunState::Running));
        QTRY_VERIFY(desk.action(CommandId::PauseResume)->isEnabled());
        desk.action(CommandId::PauseResume)->trigger();
        QVERIFY(desk.waitFor(run, run::RunState::Paused));
        desk.action(CommandId::PauseResume)->trigger();
        QVERIFY(desk.waitFor(run, run::RunState::Running));
        desk.action(CommandId::StopRun)->trigger();
        QPushButton* stop = nullptr;
        QTRY_VERIFY((stop = popupButton(desk, QStringLiteral("Stop after this step"))) != nullptr);
        stop->click();
        QVERIFY(desk.waitFor(run, run::RunState::Stopped));
        QTRY_VERIFY(!desk.window->runs().hasLocalRun());
    }

    void putsNonFiniteStepsAtTheRim()
    {
        Desk desk;
        const qint64 run = desk.start(Desk::experiment("wild", 4, 50));
        QVERIFY(desk.waitFor(run, run::RunState::Exploded));
        const auto feed = desk.window->runs().feed(run);
        QVERIFY(std::isinf(feed->curves().at("grad_norm").value.back()));
        QTRY_COMPARE(plot(desk).rimMarks(1).size(), std::size_t{1});
        QCOMPARE(plot(desk).rimMarks(1).front().kind, RimKind::PlusInfinity);
        QCOMPARE(feed->stabilitySpans().back().second, run::Stability::Exploded);
    }

    void followsARunOfAnotherProcess()
    {
        Desk desk(0.002);
        desk.window->showPlace(PlaceId::Monitor);
        const qint64 run = desk.runElsewhere(Desk::experiment("elsewhere", 40));
        QVERIFY(run > 0);
        QTRY_COMPARE(monitor(desk).watched(), run);
        QVERIFY(desk.waitFor(run, run::RunState::Finished));
        QTRY_COMPARE(desk.window->runs().feed(run)->curves().at("loss").value.size(), std::size_t{160});
    }

    void resumesAStoppedRunWithItsHistory()
    {
        Desk desk(0.005);
        const qint64 run = desk.start(Desk::experiment("twice", 100));
        QVERIFY(desk.waitFor(run, run::RunState::Running));
        const auto feed = desk.window->runs().feed(run);
        QTRY_VERIFY(feed->step() > 10);
        feed->post({run::CommandKind::Stop, 0});
        QVERIFY(desk.waitFor(run, run::RunState::Stopped));
        QTRY_VERIFY(!desk.window->runs().hasLocalRun());
        const auto resumed = desk.window->runs().resume(run);
        QVERIFY2(resumed.has_value(), resumed ? "" : describe(resumed.error()).c_str());
        QVERIFY(desk.waitFor(run, run::RunState::Finished));
        QTRY_COMPARE(desk.window->runs().feed(run)->step(), std::int64_t{400});
    }

private:
    static MonitorPlace& monitor(Desk& desk)
    {
        return *static_cast<MonitorPlace*>(desk.window->place(PlaceId::Monitor));
    }
    static CurvePlot& plot(Desk& desk) { return *monitor(desk).findChild<CurvePlot*>(); }
    static QPushButton* popupButton(Desk& desk, const QString& text)
    {
        for (QPushButton* button : desk.window->findChildren<QPushButton*>()) {
            if (button->text() == text && button->isVisible()) {
                return button;
            }
        }
        return nullptr;
    }
};

QTEST_MAIN(MonitorUi)
#include "monitor_ui.moc"
