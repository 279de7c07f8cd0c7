#include "tests/ui/desk.h"
#include "ui/place/compare/compare_place.h"
#include "ui/place/compare/difference_model.h"
#include "ui/place/compare/result_model.h"
#include "ui/plot/curve_plot.h"
#include "ui/widget/state_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QTest>

using namespace espalier;
using namespace espalier::ui;

class CompareUi : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { isolateSettings(); }

    void init()
    {
        m_desk = std::make_unique<Desk>();
        m_first = m_desk->start(Desk::experiment("slow", 4, 1e-4));
        m_second = m_desk->start(Desk::experiment("fast", 6, 1e-3));
        QVERIFY(m_desk->waitFor(m_first, run::RunState::Finished));
        QVERIFY(m_desk->waitFor(m_second, run::RunState::Finished));
        m_place = static_cast<ComparePlace*>(m_desk->window->place(PlaceId::Compare));
    }
    void cleanup() { m_desk.reset(); }

    void asksForTwoRuns()
    {
        m_desk->window->showPlace(PlaceId::Compare);
        QVERIFY(m_place->findChild<StateView*>()->isVisible());
        m_desk->window->compare({m_first});
        QVERIFY(m_place->findChild<StateView*>()->isVisible());
    }

    void overlaysRunsAndSaysWhatDiffers()
    {
        compare();
        QCOMPARE(m_place->plots().size(), std::size_t{1});
        QCOMPARE(m_place->plots().front()->curves().panels.front().curves.size(), std::size_t{2});
        const auto* differences = m_place->findChild<DifferenceModel*>();
        QStringList keys;
        for (int row = 0; row < differences->rowCount(); ++row) {
            keys << differences->index(row, 0).data().toString();
        }
        QCOMPARE(keys, (QStringList{QStringLiteral("train.epochs"), QStringLiteral("train.lr")}));
    }

    void switchesTheAxis()
    {
        compare();
        m_desk->action(CommandId::AxisStep)->trigger();
        QCOMPARE(m_place->plots().front()->dataEnd(), 24.0);
        m_desk->action(CommandId::AxisEpoch)->trigger();
        QCOMPARE(m_place->plots().front()->dataEnd(), 6.0);
    }

    void standsSideBySideWithOneCursor()
    {
        compare();
        m_desk->action(CommandId::SideBySide)->trigger();
        QCOMPARE(m_place->plots().size(), std::size_t{2});
        Q_EMIT m_place->plots().front()->cursorMoved(2.0);
        QCOMPARE(m_place->plots().back()->cursor(), std::optional<double>(2.0));
        Q_EMIT m_place->plots().front()->xRangeChanged(1.0, 3.0);
        QCOMPARE(m_place->plots().back()->xRange(), (std::pair{1.0, 3.0}));
    }

    void takesAReferenceAndCopiesMarkdown()
    {
        compare();
        QCOMPARE(m_place->reference(), m_first);
        m_desk->action(CommandId::CopyMarkdown)->trigger();
        const QString text = QGuiApplication::clipboard()->text();
        QVERIFY(text.contains(QStringLiteral("slow")));
        QVERIFY(text.contains(QStringLiteral("| train.lr |")));
        const auto lines = text.split(QLatin1Char('\n'));
        QCOMPARE(lines[0].count(QLatin1Char('|')), lines[2].count(QLatin1Char('|')));
    }

private:
    void compare()
    {
        m_desk->window->compare({m_first, m_second});
        QCOMPARE(m_desk->window->currentPlace(), PlaceId::Compare);
        QCOMPARE(m_place->runs(), (QList<qint64>{m_first, m_second}));
        QTRY_VERIFY(!m_place->plots().empty() && m_place->plots().front()->isVisible());
        QTRY_VERIFY(m_place->findChild<DifferenceModel*>()->rowCount() > 0);
    }

    std::unique_ptr<Desk> m_desk;
    ComparePlace* m_place = nullptr;
    qint64 m_first = 0;
    qint64 m_second = 0;
};

QTEST_MAIN(CompareUi)
#include "compare_ui.moc"
