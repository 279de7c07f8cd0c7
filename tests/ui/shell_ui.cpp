#include "tests/ui/desk.h"
#include "ui/edit/document_checks.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/notice_stack.h"

#include <QApplication>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QSet>
#include <QTest>

using namespace espalier;
using namespace espalier::ui;

class ShellUi : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { isolateSettings(); }

    void noKeyMeansTwoThingsInOnePlace()
    {
        for (const PlaceId place :
             {PlaceId::Design, PlaceId::Data, PlaceId::Monitor, PlaceId::Compare, PlaceId::Runs}) {
            QSet<QString> keys;
            for (const CommandRow& row : commandRows()) {
                const QString key = QString::fromLatin1(row.shortcut);
                if (key.isEmpty() || (row.place != place && row.place != PlaceId::Everywhere)) {
                    continue;
                }
                QVERIFY2(!keys.contains(key), row.text);
                QVERIFY2(!QKeySequence(key, QKeySequence::PortableText).isEmpty(), row.text);
                keys.insert(key);
            }
        }
    }

    void goesFromPlaceToPlace()
    {
        Desk desk;
        for (const auto& [command, place] :
             {std::pair{CommandId::GoRuns, PlaceId::Runs}, std::pair{CommandId::GoCompare, PlaceId::Compare},
              std::pair{CommandId::GoMonitor, PlaceId::Monitor}, std::pair{CommandId::GoData, PlaceId::Data},
              std::pair{CommandId::GoDesign, PlaceId::Design}}) {
            desk.action(command)->trigger();
            QCOMPARE(desk.window->currentPlace(), place);
            QVERIFY(desk.window->place(place)->isVisible());
        }
        QVERIFY(!desk.action(CommandId::DeleteRun)->isEnabled());
    }

    void findsACommandByItsName()
    {
        Desk desk;
        desk.action(CommandId::CommandPalette)->trigger();
        auto* palette = desk.window->findChild<CommandPalette*>();
        QVERIFY(palette->isVisible());
        auto* input = palette->findChild<QLineEdit*>();
        QTest::keyClicks(input, QStringLiteral("runs"));
        QTest::keyClick(input, Qt::Key_Return);
        QTRY_COMPARE(desk.window->currentPlace(), PlaceId::Runs);
        QVERIFY(!palette->isVisible());
    }

    void changesItsColoursAtOnce()
    {
        Desk desk;
        const QColor dark = QApplication::palette().color(QPalette::Window);
        desk.action(CommandId::ToggleTheme)->trigger();
        QVERIFY(QApplication::palette().color(QPalette::Window).lightness() > dark.lightness());
        QCOMPARE(QApplication::palette().color(QPalette::Window), desk.theme.color(Token::Bg1));
        desk.action(CommandId::ToggleTheme)->trigger();
        QCOMPARE(QApplication::palette().color(QPalette::Window), dark);
    }

    void keepsWhatIsShownWhenTheLanguageChanges()
    {
        Desk desk;
        const qint64 run = desk.start(Desk::experiment("kept"));
        QVERIFY(desk.waitFor(run, run::RunState::Finished));
        desk.action(CommandId::SwitchLanguage)->trigger();
        QCOMPARE(desk.language.code(), QStringLiteral("ko"));
        QCOMPARE(desk.window->currentPlace(), PlaceId::Monitor);
        QCOMPARE(desk.window->place(PlaceId::Monitor)->state().toLongLong(), run);
        desk.action(CommandId::SwitchLanguage)->trigger();
        QCOMPARE(desk.language.code(), QStringLiteral("en"));
    }

    void refusesABrokenExperimentWithOneNotice()
    {
        Desk desk;
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("broken.yaml"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("name: x\ntrain: {epoch: 3}\n");
        file.close();
        desk.window->document().replace(Desk::experiment("old"));
        QVERIFY(!desk.window->openExperiment(path));
        QCOMPARE(desk.window->document().experiment().name, std::string("old"));
        QCOMPARE(desk.window->findChild<NoticeStack*>()->count(), 1);
    }

    void asksBeforeItStartsWithErrors()
    {
        Desk desk;
        experiment::Experiment faulty = Desk::experiment("faulty");
        faulty.plan.unfreeze.push_back({"no_such_layer", 1.0, std::nullopt, false});
        desk.window->document().replace(faulty);
        QTRY_VERIFY(desk.window->document().checks().errors() > 0);
        desk.window->showPlace(PlaceId::Runs);
        desk.action(CommandId::StartRun)->trigger();
        QCOMPARE(desk.window->currentPlace(), PlaceId::Design);
        QVERIFY(desk.window->runs().runs().empty());
        QVERIFY(desk.window->findChild<QWidget*>(QStringLiteral("preflightQuestion"))->isVisible());
        desk.window->findChild<QPushButton*>(QStringLiteral("preflightStart"))->click();
        QCOMPARE(desk.window->currentPlace(), PlaceId::Monitor);
        QCOMPARE(desk.window->runs().runs().size(), std::size_t{1});
        QCOMPARE(desk.window->document().experiment().accept, std::vector<std::string>{"pattern-no-module"});
    }
};

QTEST_MAIN(ShellUi)
#include "shell_ui.moc"
