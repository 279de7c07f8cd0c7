#include "core/base/files.h"
#include "core/monitor/autopsy.h"
#include "tests/ui/desk.h"
#include "ui/place/monitor/autopsy_panel.h"
#include "ui/place/monitor/autopsy_text.h"
#include "ui/place/monitor/event_list.h"
#include "ui/place/monitor/idle_veil.h"
#include "ui/place/monitor/mini_plots.h"
#include "ui/place/monitor/monitor_place.h"
#include "ui/place/monitor/run_sentences.h"
#include "ui/plot/curve_plot.h"
#include "ui/plot/run_curves.h"
#include "ui/plot/run_text.h"
#include "ui/widget/state_view.h"

#include <QDoubleSpinBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
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
        const auto& panels = plot(desk).curves().panels;
        const auto rates = std::ranges::find(panels, QStringLiteral("lr"), &PlotPanel::id);
        QVERIFY(rates != panels.end() && !rates->curves.empty()); // one group or many
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

    void stopsAtOnceWithoutACheckpoint()
    {
        Desk desk(0.005);
        experiment::Experiment plan = Desk::experiment("at once", 400);
        plan.train.checkpointEvery = 0;
        const qint64 run = desk.start(plan);
        QVERIFY(desk.waitFor(run, run::RunState::Running));
        const auto feed = desk.window->runs().feed(run);
        QTRY_VERIFY(feed->step() > 4);
        desk.action(CommandId::StopRun)->trigger();
        QPushButton* stop = nullptr;
        QTRY_VERIFY((stop = popupButton(desk, QStringLiteral("Stop now"))) != nullptr);
        stop->click();
        QVERIFY(desk.waitFor(run, run::RunState::Stopped));
        QTRY_VERIFY(!desk.window->runs().hasLocalRun());
        QVERIFY(std::ranges::none_of(feed->marks(), [](const run::Event& event) {
            return std::holds_alternative<run::CheckpointWritten>(event.body);
        }));
    }

    void standsGreyedUntilSomebodyLooksOrStarts()
    {
        Desk desk;
        const qint64 first = desk.start(Desk::experiment("first"));
        QVERIFY(desk.waitFor(first, run::RunState::Finished));
        const auto* bar = monitor(desk).findChild<QFrame*>(QStringLiteral("monitorIdle"));
        auto* veil = monitor(desk).findChild<IdleVeil*>();
        QVERIFY(bar->isHidden() && veil->isHidden()); // it was watched until it ended
        const auto forget = [&](const char* name) {
            monitor(desk).watch(0);
            QVERIFY(desk.window->runs().store()->rename(first, name).has_value());
            desk.window->runs().refresh();
            QTRY_VERIFY(bar->isVisible() && veil->isVisible());
        };
        forget("once");
        QCOMPARE(monitor(desk).watched(), first);
        QTest::mouseClick(veil, Qt::LeftButton);
        QVERIFY(bar->isHidden() && veil->isHidden());
        forget("twice");
        const qint64 second = desk.start(Desk::experiment("second"));
        QCOMPARE(monitor(desk).watched(), second);
        QVERIFY(bar->isHidden() && veil->isHidden());
        QVERIFY(desk.waitFor(second, run::RunState::Finished));
    }

    void saysSpeedLossScaleAndTheNewestHealthyState()
    {
        Desk desk(0.002);
        experiment::Experiment plan = Desk::experiment("figures", 8);
        plan.monitor.snapshotEvery = 4;
        const qint64 run = desk.start(plan);
        QVERIFY(desk.waitFor(run, run::RunState::Finished));
        const auto figure = [&](const char* name) {
            QString text;
            for (const QLabel* label :
                 monitor(desk).findChild<QWidget*>(QString::fromLatin1(name))->findChildren<QLabel*>()) {
                text += label->text() + u' ';
            }
            return text;
        };
        QTRY_VERIFY2(figure("healthyStates").contains(QStringLiteral("step 31")), qPrintable(figure("healthyStates")));
        QVERIFY(figure("lossScale").contains(QStringLiteral("–")));
        QVERIFY(figure("lossScale").contains(QStringLiteral("full precision")));
    }

    void hasSmallPlotsWhereThereIsRoom()
    {
        Desk desk(0.002);
        const qint64 run = desk.start(Desk::experiment("small", 8));
        QVERIFY(desk.waitFor(run, run::RunState::Finished));
        auto* minis = monitor(desk).findChild<MiniPlots*>();
        desk.window->resize(1280, 800);
        QTRY_VERIFY(minis->isHidden());
        desk.window->resize(1440, 900);
        QTRY_VERIFY(minis->isVisible());
        const auto plots = minis->findChildren<CurvePlot*>();
        QCOMPARE(plots.size(), 3);
        const auto points = [&] { return plots[0]->curves().panels.at(0).curves.at(0).points.size(); };
        QTRY_VERIFY(points() > 0);
        const QTemporaryDir folder;
        QVERIFY(plots[0]->exportTo(folder.filePath(QStringLiteral("speed.csv")).toStdString()).has_value());
    }

    void saysHowFarBehindAndFollowsAgain()
    {
        Desk desk(0.005);
        const qint64 run = desk.start(Desk::experiment("away", 400));
        QVERIFY(desk.waitFor(run, run::RunState::Running));
        const auto feed = desk.window->runs().feed(run);
        QTRY_VERIFY(feed->step() > 20);
        QAction* follow = desk.action(CommandId::FollowLive);
        QVERIFY(!follow->isEnabled());
        QTest::keyClick(&plot(desk), Qt::Key_Plus); // zoomed in: no longer live
        QTRY_VERIFY(follow->isEnabled());
        plot(desk).setXRange(1, 10);
        const auto behind = [&] { return popupButtonBeginning(desk, QStringLiteral("Follow live · ")); };
        QTRY_VERIFY(behind() != nullptr && behind()->text().contains(QStringLiteral("behind")));
        follow->trigger();
        QVERIFY(plot(desk).isFollowing());
        QTRY_VERIFY(!follow->isEnabled());
        feed->post({run::CommandKind::Stop, 0});
        QVERIFY(desk.waitFor(run, run::RunState::Stopped));
    }

    void changesTheRateByKeysAlone()
    {
        Desk desk(0.005);
        const qint64 run = desk.start(Desk::experiment("rate", 400));
        QVERIFY(desk.waitFor(run, run::RunState::Running));
        const auto feed = desk.window->runs().feed(run);
        QTRY_VERIFY(feed->step() > 4);
        desk.action(CommandId::ChangeLr)->trigger();
        QDoubleSpinBox* field = nullptr;
        QTRY_VERIFY((field = desk.window->findChild<QDoubleSpinBox*>(QStringLiteral("rateFactor"))) != nullptr);
        field->setValue(0.25);
        QTest::keyClick(field, Qt::Key_Return);
        const auto applied = [&] {
            return std::ranges::any_of(feed->marks(), [](const run::Event& event) {
                const auto* command = std::get_if<run::CommandApplied>(&event.body);
                return command != nullptr && command->command.kind == run::CommandKind::SetLearningRate &&
                       command->command.value == 0.25;
            });
        };
        QTRY_VERIFY(applied());
        feed->post({run::CommandKind::Stop, 0});
        QVERIFY(desk.waitFor(run, run::RunState::Stopped));
    }

    void saysWhatAQueuedRunWaitsForAndWhatItWillDo()
    {
        Desk desk(0.005);
        const qint64 first = desk.start(Desk::experiment("first", 400));
        QVERIFY(desk.waitFor(first, run::RunState::Running));
        const qint64 second = desk.start(Desk::experiment("second", 9));
        monitor(desk).watch(second);
        const auto words = [&] {
            QString text;
            for (const QLabel* label : monitor(desk).findChild<StateView*>()->findChildren<QLabel*>()) {
                text += label->text() + u' ';
            }
            return text;
        };
        QTRY_VERIFY2(words().contains(QStringLiteral("second: 9 epochs, batch 4")), qPrintable(words()));
        QVERIFY2(words().contains(QStringLiteral("before it")), qPrintable(words()));
        desk.window->runs().feed(first)->post({run::CommandKind::Stop, 0});
        QVERIFY(desk.waitFor(first, run::RunState::Stopped));
        QVERIFY(desk.waitFor(second, run::RunState::Finished));
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

    void opensTheAutopsyOfAMark()
    {
        Desk desk;
        const qint64 run = desk.start(Desk::experiment("dissected", 4, 50));
        QVERIFY(desk.waitFor(run, run::RunState::Exploded));
        auto* panel = monitor(desk).findChild<AutopsyPanel*>();
        QVERIFY(panel != nullptr && !panel->isVisible());
        desk.action(CommandId::ShowAutopsy)->trigger();
        QVERIFY(panel->isVisible());
        QTRY_VERIFY(panel->hasPage());
        QCOMPARE(panel->step(), desk.window->runs().feed(run)->step());
        QCOMPARE(panel->findChild<QLabel*>(QStringLiteral("autopsyCause"))->text(), causeText("rate_too_high"));
        QCOMPARE(panel->findChildren<QLabel*>(QStringLiteral("autopsyPicture")).size(), 4);
        for (const QLabel* picture : panel->findChildren<QLabel*>(QStringLiteral("autopsyPicture"))) {
            QVERIFY(!picture->toolTip().contains(QStringLiteral("cannot")));
        }
        QTRY_VERIFY(desk.window->document().tree() != nullptr);
        QSignalSpy asked(panel, &AutopsyPanel::moduleRequested);
        panel->findChild<QPushButton*>(QStringLiteral("autopsyModule"))->click();
        QCOMPARE(asked.size(), 1);
        QCOMPARE(desk.window->currentPlace(), PlaceId::Design);
        QCOMPARE(desk.window->document().selection().size(), std::size_t{1});
    }

    void saysWhenNothingWasOutOfPlaceAndWhenTheFileIsDamaged()
    {
        Desk desk;
        const qint64 run = desk.start(Desk::experiment("damaged", 4, 50));
        QVERIFY(desk.waitFor(run, run::RunState::Exploded));
        const auto feed = desk.window->runs().feed(run);
        auto* panel = monitor(desk).findChild<AutopsyPanel*>();
        panel->setVisible(true);
        QTRY_VERIFY(!feed->detail().runFolder.empty());
        panel->open(feed, 1); // all was well there
        auto* view = panel->findChild<StateView*>();
        QTRY_VERIFY(view->isVisible() && !view->findChildren<QLabel*>().at(2)->text().isEmpty());
        QVERIFY(!panel->hasPage());
        const auto file = feed->detail().runFolder / monitor::kAutopsiesFolder /
                          monitor::autopsyFolderName(feed->step()) / monitor::kAutopsyFileName;
        QVERIFY(writeFileAtomically(file, "{\"step\": \"many\"}").has_value());
        panel->open(feed, feed->step());
        QTRY_COMPARE(view->findChildren<QLabel*>().at(1)->text(), QStringLiteral("The autopsy could not be read"));
    }

    void writesTheAutopsyAsADocument()
    {
        Desk desk;
        const qint64 run = desk.start(Desk::experiment("exported", 4, 50));
        QVERIFY(desk.waitFor(run, run::RunState::Exploded));
        auto* panel = monitor(desk).findChild<AutopsyPanel*>();
        desk.action(CommandId::ShowAutopsy)->trigger();
        QTRY_VERIFY(panel->hasPage());
        const QTemporaryDir folder;
        for (const char* name : {"autopsy.md", "autopsy.html"}) {
            QSignalSpy said(panel, &AutopsyPanel::noticeRequested);
            const QString file = folder.filePath(QString::fromLatin1(name));
            panel->exportTo(file);
            QTRY_COMPARE(said.size(), 1);
            QCOMPARE(said.front().at(1).toBool(), false);
            const auto text = readFile(file.toStdString());
            QVERIFY(text.has_value());
            QVERIFY(text->find(monitor::causeSentence("rate_too_high")) != std::string::npos);
        }
    }

    void everySentenceOfAnAutopsyCanBeTranslated()
    {
        const QStringList known = autopsySentences();
        const auto check = [&](std::string_view sentence) {
            QVERIFY2(known.contains(QString::fromUtf8(sentence.data(), static_cast<qsizetype>(sentence.size()))),
                     std::string(sentence).c_str());
        };
        for (const auto& words : monitor::evidenceWords()) {
            check(words.sentence);
        }
        for (const auto& table : {monitor::causeWords(), monitor::adviceWords(), monitor::actionWords()}) {
            for (const auto& words : table) {
                check(words.sentence);
            }
        }
        const QString text = evidenceText({"loss_share", "loss_cls", 0.93, 0.25});
        QVERIFY2(text.contains(QStringLiteral("loss_cls")) && text.contains(QStringLiteral("93 %")) &&
                     text.contains(QStringLiteral("25 %")),
                 qPrintable(text));
    }

    void rewindsToTheCursorAndSaysWhatIsLost()
    {
        Desk desk(0.005);
        const qint64 run = desk.start(Desk::experiment("back", 400));
        QVERIFY(desk.waitFor(run, run::RunState::Running));
        const auto feed = desk.window->runs().feed(run);
        QTRY_VERIFY(feed->step() > 40);
        QTRY_VERIFY(desk.action(CommandId::RewindHere)->isEnabled());
        plot(desk).setCursor(20.4);
        desk.action(CommandId::RewindHere)->trigger();
        QPushButton* rewind = popupButton(desk, QStringLiteral("Rewind to step 20"));
        QVERIFY(rewind != nullptr);
        rewind->click();
        const auto rewound = [&]() -> const run::Guarded* {
            for (const run::Event& event : feed->marks()) {
                if (const auto* guarded = std::get_if<run::Guarded>(&event.body);
                    guarded && guarded->action == "rewind") {
                    return guarded;
                }
            }
            return nullptr;
        };
        QTRY_VERIFY(rewound() != nullptr);
        QCOMPARE(rewound()->rewindStep, std::int64_t{20});
        QCOMPARE(rewound()->reason, std::string("asked"));
        feed->post({run::CommandKind::Stop, 0});
        QVERIFY(desk.waitFor(run, run::RunState::Stopped));
        QTRY_VERIFY(!desk.action(CommandId::RewindHere)->isEnabled());
        QVERIFY(desk.action(CommandId::RewindHere)->toolTip().contains(QStringLiteral("over")));
    }

    void aRescuedStepIsOneStepOfTheBandAndAMarkOnTheCurves()
    {
        Desk desk;
        experiment::Experiment wild = Desk::experiment("rescued", 10, 50);
        wild.monitor.policy = "rewind";
        wild.monitor.rewinds = 1;
        wild.monitor.rewindLr = 1e-4;
        const qint64 run = desk.start(wild);
        QVERIFY(desk.waitFor(run, run::RunState::Finished));
        const auto feed = desk.window->runs().feed(run);
        const auto spans = guardSpans(*feed, XAxis::Step);
        QCOMPARE(spans.size(), std::size_t{3});
        QVERIFY(spans[0].state == GuardState::Stable && spans[2].state == GuardState::Stable);
        QVERIFY(spans[1].state == GuardState::Exploded);
        QCOMPARE(spans[1].to - spans[1].from, 1.0);
        QCOMPARE(spans[2].to, static_cast<double>(feed->step()));
        const auto marks = plotMarks(*feed, XAxis::Step);
        const auto rewind = std::ranges::find(marks, MarkKind::Rewind, &PlotMark::kind);
        QVERIFY(rewind != marks.end());
        QCOMPARE(rewind->x, spans[1].from);
        QVERIFY(rewind->text.contains(QStringLiteral("rewound")));
        // As run: epochs over steps, cut where the run went back; time never folds.
        const auto& epochs = plot(desk).curves().epochs;
        QTRY_COMPARE(plot(desk).curves().epochs.size(), std::size_t{2});
        QCOMPARE(epochs[1].step, rewind->x + 1);
        QVERIFY(epochs[1].epoch < epochs[0].epochAt(rewind->x));
        plot(desk).replotNow();
        const QString cut =
            QStringLiteral("%1→%2").arg(std::round(epochs[0].epochAt(epochs[1].step))).arg(std::round(epochs[1].epoch));
        QVERIFY2(plot(desk).axisLabels().contains(cut), qPrintable(plot(desk).axisLabels().join(u' ')));
        double last = -1;
        for (const Column& column : plot(desk).drawnColumns(0, 0)) {
            QVERIFY(column.x > last);
            last = column.x;
        }
        const double lost = secondsTakenBack(*feed);
        const auto& seconds = feed->curves().at("loss").seconds;
        QVERIFY(lost > 0 && lost < seconds.back());
        // By epoch the rewind goes back: the newest pass counts.
        QCOMPARE(stepAt(*feed, XAxis::Epoch, 10.0), std::optional(static_cast<double>(feed->step())));
        QCOMPARE(stepAt(*feed, XAxis::Step, 7.9), std::optional(7.0));
    }

    void everyCodeOfTheGuardIsASentence()
    {
        for (const char* reason : {"non_finite_gradient", "non_finite_loss", "diverged", "spike", "recovered",
                                   "negative_rate", "drift", "chance_level", "loss_scale_search", "limping", "asked",
                                   "loss_rises", "norm_rises", "loss_vanished", "skips_persist", "loss_above_start"}) {
            for (const char* action : {"none", "skip", "clip", "lower_rate", "freeze_branch", "rewind", "stop"}) {
                run::Event event;
                event.body =
                    run::Guarded{7, run::Stability::Warning, reason, "grad_norm/neck.out_layers.0", 12.5, action, 3};
                const QString text = eventText(event);
                QVERIFY2(!text.contains(QLatin1Char('_')) || text.contains(QStringLiteral("out_layers")),
                         qPrintable(text));
                QVERIFY2(!text.startsWith(QString::fromLatin1(reason)), qPrintable(text));
                QVERIFY(!eventIcon(event).isEmpty());
            }
        }
    }

private:
    static MonitorPlace& monitor(Desk& desk)
    {
        return *static_cast<MonitorPlace*>(desk.window->place(PlaceId::Monitor));
    }
    static CurvePlot& plot(Desk& desk) { return *monitor(desk).findChild<CurvePlot*>(); }
    static QPushButton* popupButtonBeginning(Desk& desk, const QString& text)
    {
        for (QPushButton* button : desk.window->findChildren<QPushButton*>()) {
            if (button->text().startsWith(text) && button->isVisible()) {
                return button;
            }
        }
        return nullptr;
    }
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
