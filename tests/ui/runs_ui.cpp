#include "tests/ui/desk.h"
#include "ui/bridge/experiment_queue.h"
#include "ui/place/runs/run_filter.h"
#include "ui/place/runs/run_table.h"
#include "ui/place/runs/runs_place.h"
#include "ui/widget/state_view.h"

#include <QAbstractItemModelTester>
#include <QDesktopServices>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>
#include <QUrl>

using namespace espalier;
using namespace espalier::ui;

class RunsUi : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { isolateSettings(); }

    void init()
    {
        m_desk = std::make_unique<Desk>();
        m_first = run(Desk::experiment("apple"), run::RunState::Finished);
        m_second = run(Desk::experiment("wild pear", 4, 50), run::RunState::Exploded);
        m_desk->window->showPlace(PlaceId::Runs);
        m_place = static_cast<RunsPlace*>(m_desk->window->place(PlaceId::Runs));
        m_table = m_place->findChild<RunTable*>();
        m_model = static_cast<RunTreeModel*>(m_table->model());
        m_search = m_place->findChild<QLineEdit*>(QStringLiteral("runSearch"));
        m_tester =
            std::make_unique<QAbstractItemModelTester>(m_model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_COMPARE(m_model->shown(), 2);
        QTRY_VERIFY(summary(m_first).bestMetric.has_value());
        QTRY_COMPARE(summary(m_second).state, run::RunState::Exploded);
        QVERIFY(QTest::qWaitForWindowActive(m_desk->window.get()));
    }
    void cleanup()
    {
        m_tester.reset();
        m_desk.reset();
    }

    void listsNewestFirstUnderWhatTheyTrainOn()
    {
        QCOMPARE(m_model->rowCount(), 1);
        const QModelIndex section = m_model->index(0, 0);
        QCOMPARE(section.data().toString(), QStringLiteral("yolo_world_v2_n · inspection bottles"));
        QCOMPARE(m_model->runsOf(section), (QList<qint64>{m_second, m_first}));
        QVERIFY(m_model->indexOf(m_first).siblingAtColumn(RunTreeModel::Best).data().toString().startsWith(u'.'));
        QTRY_VERIFY(m_model->sparkline(m_model->indexOf(m_first)).size() > 1);
        QTRY_VERIFY(!m_model->sparkline(m_model->indexOf(m_second)).empty());
        QTRY_VERIFY2(std::isinf(m_model->sparkline(m_model->indexOf(m_second)).back().high),
                     "the step that was not finite is seen in the small curve");
    }

    void searchesByWords()
    {
        QVERIFY(m_desk->window->runs().store()->setTags(m_first, {"paper", "keep"}));
        QVERIFY(m_desk->window->runs().store()->setNote(m_second, "Schedule over 160"));
        m_desk->window->runs().refresh();
        const auto found = [this](const char* text) {
            m_search->setText(QString::fromUtf8(text));
            return m_model->runsOf(m_model->index(0, 0));
        };
        const QList<qint64> first{m_first};
        const QList<qint64> second{m_second};
        const QList<qint64> both{m_second, m_first};
        const QList<qint64> none;
        QCOMPARE(found("pear"), second);
        QCOMPARE(found("state:fin"), first);
        QCOMPARE(found("tag:paper"), first);
        QCOMPARE(found("-tag:paper"), second);
        QCOMPARE(found("tag:paper or state:exploded"), both);
        QCOMPARE(found("data:bottles model:world"), both);
        QCOMPARE(found("note:\"schedule over\""), second);
        QCOMPARE(found("since:today"), both);
        QCOMPARE(found("since:2d apple"), first);
        QCOMPARE(found("since:2999-01-01"), none);
        QCOMPARE(found("adapter:lora"), none);
        QCOMPARE(found(qPrintable(QStringLiteral("#%1").arg(m_second))), second);
    }

    void findsRunsByWhatTrained()
    {
        experiment::Experiment other = Desk::experiment("quince");
        other.plan.freeze = {"**"};
        other.plan.unfreeze.back().pattern = "neck";
        const qint64 third = run(other, run::RunState::Finished);
        m_desk->window->showPlace(PlaceId::Runs);
        const auto found = [this] { return m_model->runsOf(m_model->index(0, 0)); };
        m_search->setText(QStringLiteral("trained:**.cls_preds.2"));
        QTRY_COMPARE(found(), (QList<qint64>{m_second, m_first}));
        m_search->setText(QStringLiteral("trained:neck"));
        QCOMPARE(m_model->shown(), 3); // below it something trained
        m_search->setText(QStringLiteral("trained:neck -trained:**.cls_preds.2"));
        QCOMPARE(found(), QList<qint64>{third});
        m_search->setText(QStringLiteral("trained:no.such.module"));
        QCOMPARE(m_model->shown(), 0);
        QVERIFY(m_place->findChild<StateView*>()->isVisible());
    }

    void namesTheWordThatExcludesAll()
    {
        const auto blocking = [this](const char* text) {
            m_search->setText(QString::fromLatin1(text));
            return m_model->blockingWord();
        };
        QCOMPARE(blocking("apple quince"), QStringLiteral("quince"));
        QCOMPARE(blocking("quince durian"), QStringLiteral("quince"));
        QCOMPARE(blocking("apple state:exploded"), QStringLiteral("apple"));
        m_search->setText(QStringLiteral("apple quince"));
        const auto labels = m_place->findChild<StateView*>()->findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(),
                            [](const QLabel* label) { return label->text().contains(QStringLiteral("“quince”")); }));
        QCOMPARE(RunFilter(QStringLiteral("since:soon")).brokenWord(), QStringLiteral("since:soon"));
    }

    void groupsRepeatsWithMeanAndRange()
    {
        experiment::Experiment repeat = Desk::experiment("apple");
        repeat.train.seed = 7;
        const qint64 third = run(repeat, run::RunState::Finished);
        m_desk->window->showPlace(PlaceId::Runs);
        QTRY_COMPARE(summary(third).state, run::RunState::Finished);
        QTRY_COMPARE(m_model->groups(), 1);
        const QModelIndex row = m_model->indexOf(m_first);
        const QModelIndex group = row.parent();
        QCOMPARE(m_model->kind(group), RunTreeModel::Kind::Group);
        QCOMPARE(m_model->runsOf(group), (QList<qint64>{m_first, third}));
        const double one = *summary(m_first).bestMetric;
        const double other = *summary(third).bestMetric;
        QTRY_COMPARE(*m_model->score(group).mean, (one + other) / 2);
        QCOMPARE(m_model->score(group).low, std::min(one, other));
        QCOMPARE(m_model->score(group).high, std::max(one, other));
        // A box of the group is that of its runs; what is open stays open in a new list.
        m_table->look(third);
        QVERIFY(m_table->isExpanded(m_model->indexOf(third).parent()));
        m_table->toggleCurrent();
        QCOMPARE(m_model->indexOf(third).parent().data(Qt::CheckStateRole).toInt(), int(Qt::PartiallyChecked));
        m_search->setText(QStringLiteral("apple"));
        QVERIFY(m_table->isExpanded(m_model->indexOf(third).parent()));
        QCOMPARE(m_table->currentIndex(), m_model->indexOf(third));
        QTest::keyClick(m_table, Qt::Key_G);
        QCOMPARE(m_model->rowCount(), 2);
        QTest::keyClick(m_table, Qt::Key_G);
    }

    void renamesWithUndo()
    {
        const QModelIndex cell = m_model->indexOf(m_first);
        QVERIFY(!m_model->setData(cell, QStringLiteral("  "), Qt::EditRole));
        QVERIFY(m_model->setData(cell, QStringLiteral("crab apple"), Qt::EditRole));
        QCOMPARE(summary(m_first).name, std::string("crab apple"));
        m_desk->action(CommandId::Undo)->trigger();
        QCOMPARE(summary(m_first).name, std::string("apple"));
        m_desk->action(CommandId::Redo)->trigger();
        QCOMPARE(summary(m_first).name, std::string("crab apple"));
    }

    void tagsAndNotesByKeyboardWithUndo()
    {
        m_place->select({m_first});
        m_table->setFocus();
        QTest::keyClick(m_table, Qt::Key_T);
        QWidget* field = QApplication::focusWidget();
        QVERIFY(qobject_cast<QLineEdit*>(field));
        QTest::keyClicks(field, QStringLiteral("paper, keep"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(summary(m_first).tags, (std::vector<std::string>{"keep", "paper"}));
        QVERIFY(m_table->hasFocus());
        // Of two runs only what both have is shown, and only what is changed there changes.
        m_place->select({m_first, m_second});
        QTest::keyClick(m_table, Qt::Key_T);
        field = QApplication::focusWidget();
        QVERIFY(static_cast<QLineEdit*>(field)->text().isEmpty());
        QTest::keyClicks(field, QStringLiteral("sweep"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(summary(m_first).tags, (std::vector<std::string>{"keep", "paper", "sweep"}));
        QCOMPARE(summary(m_second).tags, (std::vector<std::string>{"sweep"}));
        m_desk->action(CommandId::Undo)->trigger();
        QVERIFY(summary(m_second).tags.empty());
        QCOMPARE(summary(m_first).tags.size(), std::size_t{2});

        m_place->select({m_second});
        QTest::keyClick(m_table, Qt::Key_N);
        field = QApplication::focusWidget();
        QVERIFY(qobject_cast<QPlainTextEdit*>(field));
        QTest::keyClicks(field, QStringLiteral("too hot"));
        QTest::keyClick(field, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(summary(m_second).note, std::string("too hot"));
        m_desk->action(CommandId::Undo)->trigger();
        QVERIFY(summary(m_second).note.empty());
        QTest::keyClick(m_table, Qt::Key_N);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("never mind"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(summary(m_second).note.empty());
    }

    void deletesWithUndoAndBringsBackLater()
    {
        m_place->select({m_first});
        m_table->setFocus();
        QTest::keyClick(m_table, Qt::Key_Delete);
        QCOMPARE(m_model->shown(), 1);
        m_desk->action(CommandId::Undo)->trigger();
        QCOMPARE(m_model->shown(), 2);
        m_place->select({m_first, m_second});
        QTest::keyClick(m_table, Qt::Key_Delete);
        QCOMPARE(m_model->shown(), 0);
        m_place->undoStack()->clear(); // as after another start
        auto* shown = m_place->findChild<QPushButton*>(QStringLiteral("showDeleted"));
        QVERIFY(shown->isVisible());
        shown->click();
        QCOMPARE(m_model->shown(), 2);
        m_place->select({m_first});
        QVERIFY(!m_desk->action(CommandId::DeleteRun)->isEnabled());
        QTest::keyClick(m_table, Qt::Key_Delete, Qt::ShiftModifier);
        QCOMPARE(m_desk->window->runs().runs().size(), std::size_t{1});
        QVERIFY(m_desk->window->runs().find(m_first));
    }

    void strikesLeakedScoresThrough()
    {
        experiment::Experiment leaked = Desk::experiment("leaked");
        leaked.accept = {"validation-images-in-training"};
        const qint64 third = run(leaked, run::RunState::Finished);
        m_desk->window->showPlace(PlaceId::Runs);
        QTRY_VERIFY(summary(third).bestMetric.has_value());
        QVERIFY(m_model->indexOf(third)
                    .siblingAtColumn(RunTreeModel::Number)
                    .data()
                    .toString()
                    .contains(QStringLiteral("leak")));
        QVERIFY(longestLine(third) > 3 * longestLine(m_first));
    }

    void clonesIntoDesign()
    {
        m_place->select({m_second});
        m_desk->action(CommandId::CloneRun)->trigger();
        QCOMPARE(m_desk->window->currentPlace(), PlaceId::Design);
        QCOMPARE(m_desk->window->document().experiment().name, std::string("wild pear"));
        QCOMPARE(m_desk->window->document().experiment().train.lr, 50.0);
        QVERIFY(m_desk->window->document().file().empty());
    }

    void choosesAndComparesByKeyboard()
    {
        m_place->select({m_second});
        m_table->setFocus();
        QVERIFY(!m_desk->action(CommandId::CompareSelected)->isEnabled());
        QTest::keyClick(m_table, Qt::Key_Space);
        QTest::keyClick(m_table, Qt::Key_Down);
        QTest::keyClick(m_table, Qt::Key_Space);
        QCOMPARE(m_place->selection(), (QList<qint64>{m_second, m_first}));
        QTest::keyClick(m_table, Qt::Key_Return);
        QCOMPARE(m_desk->window->currentPlace(), PlaceId::Compare);
        m_desk->window->showPlace(PlaceId::Runs);
        QTest::keyClick(m_table, Qt::Key_Escape);
        QCOMPARE(m_place->selection(), QList<qint64>{m_first});
        QTest::keyClick(m_table, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(m_place->selection().size(), qsizetype{2});
        QTest::keyClick(m_table, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(m_table, Qt::Key_Return);
        QCOMPARE(m_desk->window->currentPlace(), PlaceId::Monitor);
    }

    void paintsOnlyTheRowThatChanged()
    {
        QList<QModelIndex> painted; // whole rows; small curves come when they come
        const auto connection = connect(m_model, &QAbstractItemModel::dataChanged, this, [&](const QModelIndex& first) {
            if (first.column() == RunTreeModel::Name) {
                painted << first;
            }
        });
        m_model->setChecked({m_first});
        QCOMPARE(painted, QList<QModelIndex>{m_model->indexOf(m_first)});
        painted.clear();
        QVERIFY(m_desk->window->runs().store()->setNote(m_second, "hot"));
        m_desk->window->runs().refresh();
        QCOMPARE(painted, QList<QModelIndex>{m_model->indexOf(m_second)});
        disconnect(connection);
    }

    void letsGoOfColumnsAsItNarrows()
    {
        const auto shown = [this](int width) {
            m_desk->window->resize(width, 800);
            QTest::qWait(1);
            QStringList hidden;
            for (const auto column : {RunTreeModel::Tags, RunTreeModel::Started, RunTreeModel::Spark}) {
                hidden << (m_table->isColumnHidden(column) ? QStringLiteral("0") : QStringLiteral("1"));
            }
            return hidden.join(QString());
        };
        QCOMPARE(shown(1440), QStringLiteral("111"));
        QCOMPARE(shown(1280), QStringLiteral("001"));
        QCOMPARE(shown(1120), QStringLiteral("000"));
        const auto* header = m_table->header();
        QVERIFY(header->sectionSize(RunTreeModel::Name) > 200);
        QCOMPARE(header->length(), header->width()); // nothing lies outside
    }

    void opensTheFolderOfARun()
    {
        QDesktopServices::setUrlHandler(QStringLiteral("file"), this, "takeUrl");
        m_place->select({m_first});
        m_table->setFocus();
        QTest::keyClick(m_table, Qt::Key_O);
        QDesktopServices::unsetUrlHandler(QStringLiteral("file"));
        QCOMPARE(m_opened.fileName(), QString::number(m_first));
    }

    void worksTheQueueDownInItsOrder()
    {
        ExperimentQueue& queue = m_desk->window->runs().queue();
        for (const char* name : {"one", "two", "three"}) {
            m_desk->window->document().replace(Desk::experiment(name));
            m_desk->action(CommandId::AddToQueue)->trigger();
        }
        QCOMPARE(queue.waiting().size(), std::size_t{3});
        QCOMPARE(m_desk->window->runs().runs().size(), std::size_t{2});
        auto* list = m_place->findChild<QListWidget*>();
        QVERIFY(list->isVisible());
        m_desk->window->showPlace(PlaceId::Runs);
        list->setCurrentRow(0);
        QVERIFY(!m_desk->action(CommandId::QueueEarlier)->isEnabled());
        QVERIFY(m_desk->action(CommandId::QueueLater)->isEnabled());
        list->setFocus();
        list->setCurrentRow(2);
        QTest::keyClick(list, Qt::Key_Up, Qt::AltModifier); // one three two
        QCOMPARE(queue.waiting()[1].name, std::string("three"));
        QTest::keyClick(list, Qt::Key_Down, Qt::AltModifier);
        QTest::keyClick(list, Qt::Key_Backspace); // one two
        QCOMPARE(queue.waiting().size(), std::size_t{2});
        m_desk->action(CommandId::Undo)->trigger();
        QCOMPARE(queue.waiting()[2].name, std::string("three"));
        m_desk->action(CommandId::QueueStart)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(m_desk->window->runs().runs().size(), std::size_t{5}, 20000);
        QTRY_VERIFY(!queue.isGoing());
        QStringList names;
        for (const store::RunSummary& one : m_desk->window->runs().runs()) {
            names.prepend(QString::fromStdString(one.name));
        }
        QCOMPARE(names.mid(2).join(QLatin1Char(' ')), QStringLiteral("one two three"));
        QVERIFY(!list->isVisible());
    }

    void goesOnOnlyIfTheRunBeforeEndedStable()
    {
        ExperimentQueue& queue = m_desk->window->runs().queue();
        queue.add(Desk::experiment("hot", 4, 50), {});
        queue.add(Desk::experiment("after hot"), {});
        queue.add(Desk::experiment("after after hot"), {});
        queue.add(Desk::experiment("calm"), {});
        queue.add(Desk::experiment("after calm"), {});
        auto* list = m_place->findChild<QListWidget*>();
        list->setFocus();
        for (const int row : {1, 2, 4}) {
            list->setCurrentRow(row);
            QTest::keyClick(list, Qt::Key_I);
        }
        QVERIFY(queue.waiting()[4].onlyIfStable);
        m_desk->action(CommandId::QueueStart)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!queue.isGoing(), 20000);
        QStringList ran;
        for (const store::RunSummary& one : m_desk->window->runs().runs()) {
            ran.prepend(QString::fromStdString(one.name));
        }
        QCOMPARE(ran.mid(2).join(QLatin1Char('|')), QStringLiteral("hot|calm|after calm"));
        QCOMPARE(queue.waiting().size(), std::size_t{2});
        QVERIFY(queue.isHeldBack(queue.waiting()[0].id));
        QVERIFY(queue.isHeldBack(queue.waiting()[1].id));
        QVERIFY(list->item(0)->text().contains(QStringLiteral("held back")));
        // Another window finds them, and trains nothing unasked.
        MainWindow other(m_desk->services, m_desk->theme, m_desk->language);
        QCOMPARE(other.runs().queue().waiting().size(), std::size_t{2});
        QVERIFY(!other.runs().queue().isGoing());
        QVERIFY(other.runs().queue().isHeldBack(other.runs().queue().waiting()[0].id));
        // Deleted or erased: an explosion that nobody sees any more holds it back all the same.
        RunCatalogue& runs = m_desk->window->runs();
        QVERIFY(runs.store()->setDeleted(queue.waiting()[0].after, true));
        runs.refresh();
        QVERIFY(runs.find(queue.waiting()[0].after) == nullptr);
        QVERIFY(queue.isHeldBack(queue.waiting()[0].id));
        QCOMPARE(store::eraseDeleted(m_desk->services.storePath, std::numeric_limits<std::int64_t>::max()).value(), 1);
        runs.refresh();
        QVERIFY(queue.isHeldBack(queue.waiting()[0].id));
    }

    void anExperimentWithoutAFileKeepsItsFolder()
    {
        ExperimentQueue& queue = m_desk->window->runs().queue();
        queue.add(Desk::experiment("loose"), {});
        QCOMPARE(queue.waiting()[0].file, (std::filesystem::current_path() / "run.yaml").string());
    }

    void runsAnExperimentAgain()
    {
        m_place->select({m_first, m_second});
        m_table->setFocus();
        QTest::keyClick(m_table, Qt::Key_Q);
        const auto& waiting = m_desk->window->runs().queue().waiting();
        QCOMPARE(waiting.size(), std::size_t{2});
        QCOMPARE(waiting[0].name, std::string("wild pear"));
        QCOMPARE(experiment::parseYaml(waiting[0].yaml, "again")->train.lr, 50.0);
    }

public Q_SLOTS:
    void takeUrl(const QUrl& url) { m_opened = url; }

private:
    qint64 run(const experiment::Experiment& experiment, run::RunState end)
    {
        const qint64 id = m_desk->start(experiment);
        if (!m_desk->waitFor(id, end)) {
            qWarning("the run did not end as it should");
        }
        return id;
    }
    [[nodiscard]] const store::RunSummary& summary(qint64 run) const { return *m_desk->window->runs().find(run); }

    /// The longest row of pixels of one colour that is not the ground, in the cell of a score.
    [[nodiscard]] int longestLine(qint64 run) const
    {
        m_table->look(run);
        const QRect cell = m_table->visualRect(m_model->indexOf(run).siblingAtColumn(RunTreeModel::Best));
        const QImage image = m_table->viewport()->grab(cell.adjusted(0, 3, 0, -3)).toImage();
        int longest = 0;
        for (int y = 0; y < image.height(); ++y) {
            int length = 0;
            for (int x = 1; x < image.width(); ++x) {
                const bool isSame =
                    image.pixel(x, y) == image.pixel(x - 1, y) && image.pixel(x, y) != image.pixel(0, 0);
                length = isSame ? length + 1 : 0;
                longest = std::max(longest, length);
            }
        }
        return longest;
    }

    std::unique_ptr<Desk> m_desk;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    RunsPlace* m_place = nullptr;
    RunTable* m_table = nullptr;
    RunTreeModel* m_model = nullptr;
    QLineEdit* m_search = nullptr;
    qint64 m_first = 0;
    qint64 m_second = 0;
    QUrl m_opened;
};

QTEST_MAIN(RunsUi)
#include "runs_ui.moc"
