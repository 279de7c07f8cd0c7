#include "tests/ui/desk.h"
#include "ui/place/runs/run_filter.h"
#include "ui/place/runs/run_table_model.h"
#include "ui/place/runs/runs_place.h"

#include <QLineEdit>
#include <QTest>
#include <QTreeView>

using namespace espalier;
using namespace espalier::ui;

class RunsUi : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { isolateSettings(); }

    void init()
    {
        m_desk = std::make_unique<Desk>();
        m_first = m_desk->start(Desk::experiment("apple"));
        QVERIFY(m_desk->waitFor(m_first, run::RunState::Finished));
        m_second = m_desk->start(Desk::experiment("wild pear", 4, 50));
        QVERIFY(m_desk->waitFor(m_second, run::RunState::Exploded));
        m_desk->window->showPlace(PlaceId::Runs);
        m_place = static_cast<RunsPlace*>(m_desk->window->place(PlaceId::Runs));
        m_table = m_place->findChild<QTreeView*>();
        QTRY_COMPARE(m_table->model()->rowCount(), 2);
        QTRY_VERIFY(summary(m_first).bestMetric.has_value());
    }
    void cleanup() { m_desk.reset(); }

    void listsNewestFirstWithResultAndSparkLine()
    {
        QCOMPARE(idOf(0), m_second);
        QCOMPARE(idOf(1), m_first);
        QVERIFY(m_table->model()->index(1, RunTableModel::Best).data().toString().startsWith(QLatin1Char('.')));
        QTRY_VERIFY(m_table->model()
                        ->index(1, RunTableModel::Spark)
                        .data(RunTableModel::SparkRole)
                        .value<QList<double>>()
                        .size() > 1);
    }

    void searchesByNameAndState()
    {
        auto* search = m_place->findChild<QLineEdit*>();
        search->setText(QStringLiteral("pear"));
        QCOMPARE(m_table->model()->rowCount(), 1);
        search->setText(QStringLiteral("state:finished"));
        QTRY_COMPARE(m_table->model()->rowCount(), 1);
        QCOMPARE(idOf(0), m_first);
        search->setText(QStringLiteral("apple state:exploded"));
        QCOMPARE(m_table->model()->rowCount(), 0);
        const RunFilter filter(QStringLiteral("apple quince"));
        QCOMPARE(filter.blockingWord(m_desk->window->runs().runs()), QStringLiteral("quince"));
    }

    void renamesWithUndo()
    {
        const QModelIndex cell = m_table->model()->index(1, RunTableModel::Name);
        QVERIFY(!m_table->model()->setData(cell, QStringLiteral("  ")));
        QVERIFY(m_table->model()->setData(cell, QStringLiteral("crab apple")));
        QCOMPARE(summary(m_first).name, std::string("crab apple"));
        m_desk->action(CommandId::Undo)->trigger();
        QCOMPARE(summary(m_first).name, std::string("apple"));
        m_desk->action(CommandId::Redo)->trigger();
        QCOMPARE(summary(m_first).name, std::string("crab apple"));
    }

    void deletesWithUndo()
    {
        m_place->select({m_first});
        m_desk->action(CommandId::DeleteRun)->trigger();
        QCOMPARE(m_table->model()->rowCount(), 1);
        QCOMPARE(idOf(0), m_second);
        m_desk->action(CommandId::Undo)->trigger();
        QCOMPARE(m_table->model()->rowCount(), 2);
        QCOMPARE(m_place->selection(), QList<qint64>{m_first});
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

    void comparesAndWatchesWhatIsSelected()
    {
        m_place->select({m_first});
        QVERIFY(!m_desk->action(CommandId::CompareSelected)->isEnabled());
        m_place->select({m_first, m_second});
        QVERIFY(m_desk->action(CommandId::CompareSelected)->isEnabled());
        m_desk->action(CommandId::CompareSelected)->trigger();
        QCOMPARE(m_desk->window->currentPlace(), PlaceId::Compare);
        m_desk->window->showPlace(PlaceId::Runs);
        m_place->select({m_first});
        m_desk->action(CommandId::WatchSelected)->trigger();
        QCOMPARE(m_desk->window->currentPlace(), PlaceId::Monitor);
    }

private:
    [[nodiscard]] qint64 idOf(int row) const
    {
        return m_table->model()->index(row, 0).data(RunTableModel::RunRole).toLongLong();
    }
    [[nodiscard]] const store::RunSummary& summary(qint64 run) const { return *m_desk->window->runs().find(run); }

    std::unique_ptr<Desk> m_desk;
    RunsPlace* m_place = nullptr;
    QTreeView* m_table = nullptr;
    qint64 m_first = 0;
    qint64 m_second = 0;
};

QTEST_MAIN(RunsUi)
#include "runs_ui.moc"
