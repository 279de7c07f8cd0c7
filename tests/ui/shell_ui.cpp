#include "tests/ui/desk.h"
#include "ui/bridge/experiment_queue.h"
#include "ui/edit/document_checks.h"
#include "ui/place/data/chart_export.h"
#include "ui/place/data/data_charts.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/focus_ring.h"
#include "ui/shell/notice_stack.h"
#include "ui/shell/recent_files.h"
#include "ui/shell/unsaved_copy.h"
#include "ui/widget/state_view.h"

#include <QAccessible>
#include <QApplication>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QProcess>
#include <QPushButton>
#include <QSet>
#include <QSettings>
#include <QSignalSpy>
#include <QSplitter>
#include <QTest>
#include <csignal>

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

    void reachesEveryCommandByKeyboard()
    {
        CommandTable commands;
        QMainWindow window;
        window.setFocusPolicy(Qt::StrongFocus);
        for (const CommandRow& row : commandRows()) {
            window.addAction(commands.action(row.id));
        }
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        for (const PlaceId place :
             {PlaceId::Design, PlaceId::Data, PlaceId::Monitor, PlaceId::Compare, PlaceId::Runs}) {
            commands.setPlace(place);
            for (const CommandRow& row : commandRows()) {
                if (row.place != place && (row.place != PlaceId::Everywhere || place != PlaceId::Design)) {
                    continue;
                }
                QAction* action = commands.action(row.id);
                if (action->shortcut().isEmpty()) {
                    continue;
                }
                QSignalSpy triggered(action, &QAction::triggered);
                const QKeyCombination key = action->shortcut()[0];
                QTest::keyClick(&window, key.key(), key.keyboardModifiers());
                QVERIFY2(triggered.count() == 1, row.text);
            }
        }
    }

    void findsEveryCommandByItsName()
    {
        Theme theme(Scheme::Dark);
        CommandTable commands;
        QMainWindow window;
        CommandPalette palette(commands, theme, &window);
        window.show();
        auto* input = palette.findChild<QLineEdit*>();
        for (const CommandRow& row : commandRows()) {
            if (row.id == CommandId::CommandPalette) {
                continue;
            }
            commands.setPlace(row.place == PlaceId::Everywhere ? PlaceId::Design : row.place);
            QAction* action = commands.action(row.id);
            QSignalSpy triggered(action, &QAction::triggered);
            palette.open();
            input->setText(action->text());
            QTest::keyClick(input, Qt::Key_Return);
            QTRY_VERIFY2(triggered.count() == 1, row.text);
        }
    }

    void cyclesPanelsWithARing()
    {
        Desk desk;
        const qint64 run = desk.start(Desk::experiment("walked"));
        QVERIFY(desk.waitFor(run, run::RunState::Finished));
        QVERIFY(QTest::qWaitForWindowActive(desk.window.get()));
        QTRY_VERIFY(desk.window->document().tree());
        auto* ring = desk.window->findChild<FocusRing*>();
        for (const PlaceId place : {PlaceId::Design, PlaceId::Data, PlaceId::Monitor, PlaceId::Runs}) {
            desk.window->showPlace(place);
            const auto hasPanel = [&] { // once it has read what it shows
                const auto all = desk.window->place(place)->findChildren<QWidget*>();
                return std::ranges::any_of(
                    all, [](const QWidget* one) { return one->isVisible() && one->property("panel").toBool(); });
            };
            QTRY_VERIFY(hasPanel());
            QList<QWidget*> walked;
            QTest::keyClick(desk.window.get(), Qt::Key_F6);
            for (QWidget* panel = ring->panel(); panel && !walked.contains(panel); panel = ring->panel()) {
                walked << panel;
                QVERIFY(panel->hasFocus() || panel->isAncestorOf(QApplication::focusWidget()));
                QCOMPARE(ring->mapToGlobal(QPoint()), panel->mapToGlobal(QPoint()));
                QCOMPARE(ring->size(), panel->size());
                QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6);
            }
            QVERIFY2(!walked.isEmpty(), qPrintable(desk.window->place(place)->objectName()));
            QCOMPARE(ring->panel(), walked.front());
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6, Qt::ShiftModifier);
            QCOMPARE(ring->panel(), walked.back());
        }
    }

    void namesEveryWidgetThatTakesTheFocus()
    {
        Desk desk;
        const qint64 one = desk.start(Desk::experiment("one"));
        QVERIFY(desk.waitFor(one, run::RunState::Finished));
        const qint64 other = desk.start(Desk::experiment("other", 4, 50));
        QVERIFY(desk.waitFor(other, run::RunState::Exploded));
        desk.window->runs().queue().add(Desk::experiment("waiting"), {});
        QTRY_VERIFY(desk.window->document().tree());
        desk.window->compare({one, other});
        QSet<QString> unnamed;
        for (const PlaceId place :
             {PlaceId::Design, PlaceId::Data, PlaceId::Monitor, PlaceId::Compare, PlaceId::Runs}) {
            desk.window->showPlace(place);
            QTest::qWait(50); // what the place lays out is there
            for (QWidget* widget : desk.window->findChildren<QWidget*>()) {
                const bool takesFocus = (widget->focusPolicy() & Qt::TabFocus) != 0 && widget->isVisible();
                const bool isInner = widget->objectName().startsWith(QLatin1String("qt_"));
                QAccessibleInterface* told =
                    takesFocus && !isInner ? QAccessible::queryAccessibleInterface(widget) : nullptr;
                if (told && told->text(QAccessible::Name).isEmpty()) {
                    unnamed.insert(QStringLiteral("%1 %2 in %3")
                                       .arg(QString::fromLatin1(widget->metaObject()->className()),
                                            widget->objectName(), widget->parentWidget()->objectName()));
                }
            }
        }
        QVERIFY2(unnamed.isEmpty(), qPrintable(QStringList(unnamed.values()).join(QLatin1Char('\n'))));
    }

    void offersThreeWaysIn()
    {
        Desk desk;
        QVERIFY(QTest::qWaitForWindowActive(desk.window.get()));
        auto* welcome = desk.window->place(PlaceId::Design)->findChild<StateView*>();
        QVERIFY(welcome->isVisible());
        QStringList ways;
        for (const QPushButton* button : welcome->findChildren<QPushButton*>()) {
            ways << button->text();
        }
        for (const CommandId id : {CommandId::NewFromPreset, CommandId::OpenCheckpoint, CommandId::Open}) {
            QVERIFY(ways.contains(desk.action(id)->text()));
        }
        QTest::keyClick(desk.window.get(), Qt::Key_N, Qt::ControlModifier);
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        QVERIFY(menu);
        QTest::keyClick(menu, Qt::Key_Return);
        QVERIFY(desk.window->document().experiment() != experiment::Experiment());
        QTRY_VERIFY(desk.window->document().tree());
        QTRY_VERIFY(!desk.window->document().checks().isChecking());
        QCOMPARE(desk.window->document().checks().errors(), 0);
    }

    void opensWhatIsDroppedOnIt()
    {
        Desk desk;
        QTemporaryDir folder;
        const QString yaml = write(folder, QStringLiteral("dropped.yaml"), "name: dropped\n");
        drop(desk, yaml);
        QCOMPARE(desk.window->document().experiment().name, std::string("dropped"));
        QCOMPARE(desk.window->currentPlace(), PlaceId::Design);
        drop(desk, QStringLiteral(ESPALIER_SOURCE_DIR "/resources/weights/inspection-base-n.safetensors"));
        QCOMPARE(desk.window->document().experiment().model.size, std::string("n"));
        QVERIFY(desk.window->document().experiment().model.checkpoint.ends_with("inspection-base-n.safetensors"));
        QVERIFY(desk.window->document().file().empty());
        const std::string before = desk.window->document().experiment().name;
        drop(desk, write(folder, QStringLiteral("letter.txt"), "Dear friend"));
        QCOMPARE(desk.window->document().experiment().name, before);
        QVERIFY(desk.window->findChild<NoticeStack*>()->count() > 0);
        const qint64 run = desk.start(Desk::experiment("run"));
        QVERIFY(desk.waitFor(run, run::RunState::Finished));
        desk.window->showPlace(PlaceId::Design);
        drop(desk, QString::fromStdString(desk.window->runs().store()->runDetail(run)->runFolder.string()));
        QCOMPARE(desk.window->currentPlace(), PlaceId::Monitor);
        drop(desk, folder.path());
        QCOMPARE(desk.window->currentPlace(), PlaceId::Data);
    }

    void proposesANameForWhatHasNoFile()
    {
        Desk desk;
        experiment::Experiment plan = Desk::experiment("../half: done?");
        desk.window->document().replace(plan);
        QCOMPARE(QFileInfo(desk.window->proposedFile()).fileName(), QStringLiteral("-half- done-.espalier.yaml"));
        plan.name.clear();
        desk.window->document().replace(plan);
        QCOMPARE(QFileInfo(desk.window->proposedFile()).fileName(), QStringLiteral("experiment.espalier.yaml"));
    }

    void keepsCommentsOfTheFileItSaves()
    {
        Desk desk;
        QTemporaryDir folder;
        const QString path = write(folder, QStringLiteral("own.yaml"),
                                   "# by hand\nname: own\ntrain:\n  epochs: 3   # few\n  # low\n  lr: 1e-4\n");
        QVERIFY(desk.window->openExperiment(path));
        desk.window->document().edit(QStringLiteral("more"), [](experiment::Experiment& e) { e.train.epochs = 9; });
        desk.action(CommandId::Save)->trigger();
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(),
                 QByteArray("# by hand\nname: own\ntrain:\n  epochs: 9   # few\n  # low\n  lr: 1e-4\n"));
        QVERIFY(!desk.window->document().isModified());
    }

    void saysWhichEditIsTakenBack()
    {
        Desk desk;
        QVERIFY(!desk.action(CommandId::Undo)->isEnabled());
        desk.window->document().replace(Desk::experiment("edited"));
        desk.window->document().edit(QStringLiteral("Longer"), [](experiment::Experiment& e) { e.train.epochs = 9; });
        QCOMPARE(desk.action(CommandId::Undo)->text(), QStringLiteral("Undo: Longer"));
        desk.window->showPlace(PlaceId::Runs); // a stack of its own
        QVERIFY(!desk.action(CommandId::Undo)->isEnabled());
        desk.window->showPlace(PlaceId::Design);
        desk.action(CommandId::Undo)->trigger();
        QCOMPARE(desk.window->document().experiment().train.epochs, 4);
        QCOMPARE(desk.action(CommandId::Redo)->text(), QStringLiteral("Redo: Longer"));
    }

    void remembersWhatWasOpened()
    {
        QTemporaryDir folder;
        const QString one = write(folder, QStringLiteral("one.yaml"), "name: one\n");
        const QString other = write(folder, QStringLiteral("other.yaml"), "name: other\n");
        RecentFiles::add(other);
        RecentFiles::add(one);
        RecentFiles::add(folder.filePath(QStringLiteral("gone.yaml")));
        QCOMPARE(RecentFiles::files().mid(0, 2), (QStringList{one, other}));
        Desk desk;
        QVERIFY(QTest::qWaitForWindowActive(desk.window.get()));
        QTest::keyClick(desk.window.get(), Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
        QWidget* menu = QApplication::activePopupWidget();
        QVERIFY(menu);
        QTest::keyClick(menu, Qt::Key_2);
        QCOMPARE(desk.window->document().experiment().name, std::string("other"));
    }

    void remembersItsSplittersByNameAndPutsThemBack()
    {
        QByteArray changed;
        {
            Desk desk;
            desk.window->setUnattended(false);
            desk.window->showPlace(PlaceId::Runs);
            QTest::qWait(1);
            auto* splitter = desk.window->findChild<QSplitter*>(QStringLiteral("runs"));
            const QList<int> usual = splitter->sizes();
            splitter->setSizes({usual[0] - 150, usual[1] + 150});
            changed = splitter->saveState();
            desk.window->close();
        }
        Desk desk;
        desk.window->setUnattended(false);
        desk.window->showPlace(PlaceId::Runs);
        auto* splitter = desk.window->findChild<QSplitter*>(QStringLiteral("runs"));
        QTRY_COMPARE(splitter->saveState(), changed);
        const QList<int> before = splitter->sizes();
        QTest::mouseDClick(splitter->handle(1), Qt::LeftButton);
        QVERIFY(splitter->sizes() != before);
        for (const QSplitter* each : desk.window->findChildren<QSplitter*>()) {
            QVERIFY2(!each->objectName().isEmpty(), qPrintable(each->parentWidget()->objectName()));
        }
        QSettings().remove(QStringLiteral("splitter"));
    }

    void bringsBackWhatAKillLeftUnsaved()
    {
        QTemporaryDir folder;
        const QString path =
            write(folder, QStringLiteral("edited.yaml"), "# mine\nname: edited\ntrain:\n  epochs: 3\n");
        const QDir settings(QFileInfo(QSettings().fileName()).absolutePath());
        QProcess other;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("ESPALIER_UI_CRASH"), path);
        environment.insert(QStringLiteral("ESPALIER_UI_SETTINGS"),
                           QDir(settings.filePath(QStringLiteral(".."))).canonicalPath());
        other.setProcessEnvironment(environment);
        other.start(QCoreApplication::applicationFilePath(), {});
        QVERIFY(other.waitForStarted());
        const QDir unsaved(settings.filePath(QStringLiteral("unsaved")));
        const auto copies = [&] { return unsaved.entryList({QStringLiteral("*.json")}, QDir::Files).size(); };
        QTRY_VERIFY_WITH_TIMEOUT(copies() == 1, 30000);
        {
            Desk beside; // the other one lives: nothing is offered
            beside.window->setUnattended(false);
            QTest::qWait(50);
            QCOMPARE(beside.window->findChild<NoticeStack*>()->count(), 0);
        }
        ::kill(static_cast<pid_t>(other.processId()), SIGKILL);
        QVERIFY(other.waitForFinished());
        QCOMPARE(copies(), 1);

        Desk desk;
        desk.window->setUnattended(false);
        auto* notices = desk.window->findChild<NoticeStack*>();
        QTRY_COMPARE(notices->count(), 1);
        notices->findChildren<QPushButton*>().front()->click();
        QTRY_COMPARE(desk.window->document().experiment().train.epochs, 77);
        QCOMPARE(QString::fromStdString(desk.window->document().file().string()), path);
        QVERIFY(desk.window->document().isModified());
        desk.window->document().undoStack().undo();
        QCOMPARE(desk.window->document().experiment().train.epochs, 3);
        desk.window->setUnattended(true);
        QTRY_COMPARE(copies(), 1); // its own now, if any; a window that closes leaves nothing
        desk.window.reset();
        QCOMPARE(copies(), 0);
    }

    void savesWhereItOpenedWhateverTheWorkingFolder()
    {
        QTemporaryDir folder;
        QTemporaryDir other;
        const QString path = write(folder, QStringLiteral("own.yaml"), "name: own\n");
        const QString namesake = write(other, QStringLiteral("own.yaml"), "name: namesake\n");
        const QString before = QDir::currentPath();
        Desk desk;
        ExperimentDocument& document = desk.window->document();
        QVERIFY(QDir::setCurrent(folder.path()));
        const bool isOpened = document.open("own.yaml").has_value();
        QVERIFY(QDir::setCurrent(other.path()));
        const std::filesystem::path file = document.file();
        document.edit(QStringLiteral("more"), [](experiment::Experiment& e) { e.name = "changed"; });
        desk.action(CommandId::Save)->trigger();
        QVERIFY(QDir::setCurrent(before));
        QVERIFY(isOpened && file.is_absolute());
        QCOMPARE(experiment::load(path.toStdString())->name, std::string("changed"));
        QCOMPARE(experiment::load(namesake.toStdString())->name, std::string("namesake"));
    }

    void bringsBackACopyOfAnUnknownFolderWithoutAFile()
    {
        const QString copy = leaveCopy(R"({"file": "own.yaml", "yaml": "name: mine\n"})");
        QVERIFY(!copy.isEmpty());
        Desk desk;
        desk.window->setUnattended(false);
        auto* notices = desk.window->findChild<NoticeStack*>();
        QTRY_COMPARE(notices->count(), 1);
        notices->findChildren<QPushButton*>().front()->click();
        QTRY_COMPARE(desk.window->document().experiment().name, std::string("mine"));
        QVERIFY(desk.window->document().file().empty());
        QVERIFY(!QFile::exists(copy));
    }

    void saysWhereACopyLiesThatCannotBeRead()
    {
        const QString copy = leaveCopy(R"({"file": "", "yaml": "name: mine\ntrain: {epoch: 3}\n"})");
        QVERIFY(!copy.isEmpty());
        Desk desk;
        desk.window->setUnattended(false);
        auto* notices = desk.window->findChild<NoticeStack*>();
        QTRY_COMPARE(notices->count(), 1);
        QVERIFY(notices->findChild<QLabel*>(QStringLiteral("noticeText"))->text().contains(copy));
        QVERIFY(QFile::exists(copy));
        QCOMPARE(desk.window->document().experiment(), experiment::Experiment());
        QCOMPARE(notices->findChildren<QPushButton*>().size(), 1);
        notices->findChildren<QPushButton*>().front()->click();
        QTRY_VERIFY(!QFile::exists(copy));
    }

    void aQuestionStaysAndEveryNoticeIsReadable()
    {
        Desk desk;
        auto* notices = desk.window->findChild<NoticeStack*>();
        const QString text = QStringLiteral("a sentence that is longer than a line of a notice ").repeated(4);
        bool isAnswered = false;
        notices->ask(text, {{QStringLiteral("Yes"), [&] { isAnswered = true; }}});
        for (int i = 0; i < 6; ++i) {
            notices->add(text, true);
            QCoreApplication::processEvents();
            for (const QLabel* label : notices->findChildren<QLabel*>(QStringLiteral("noticeText"))) {
                QVERIFY(label->isVisible());
                QVERIFY2(label->height() >= label->heightForWidth(label->width()),
                         qPrintable(QString::number(label->height())));
            }
        }
        QCOMPARE(notices->count(), 4);
        desk.action(CommandId::SwitchLanguage)->trigger();
        notices = desk.window->findChild<NoticeStack*>();
        const auto buttons = notices->findChildren<QPushButton*>();
        QCOMPARE(buttons.size(), 1);
        QVERIFY(buttons.front()->isVisible());
        buttons.front()->click();
        QTRY_VERIFY(isAnswered);
        desk.action(CommandId::SwitchLanguage)->trigger();
    }

    void exportsChartsInEveryForm()
    {
        Desk desk;
        desk.window->document().replace(Desk::experiment("drawn"));
        desk.window->showPlace(PlaceId::Data);
        auto* charts = desk.window->findChild<DataCharts*>();
        QTRY_VERIFY(charts->table().size() > 3);
        QTemporaryDir folder;
        const std::pair<const char*, const char*> forms[] = {
            {"a.png", "\x89PNG"}, {"a.svg", "<?xml"}, {"a.pdf", "%PDF"}, {"a.csv", "chart,what"}};
        for (const auto& [name, begin] : forms) {
            const QString path = folder.filePath(QString::fromLatin1(name));
            QVERIFY2(exportChart(*charts, charts->table(), path.toStdString()), name);
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(file.readAll().startsWith(begin), name);
        }
        QVERIFY(!exportChart(*charts, charts->table(), folder.filePath(QStringLiteral("a.bmp")).toStdString()));
    }

private:
    static QString write(const QTemporaryDir& folder, const QString& name, const QByteArray& text)
    {
        QFile file(folder.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? file.fileName() : QString();
    }

    /// As a window that is gone would have left it.
    static QString leaveCopy(const QByteArray& json)
    {
        const QString place = QFileInfo(QSettings().fileName()).absolutePath() + QStringLiteral("/unsaved");
        QDir().mkpath(place);
        QFile file(place + QStringLiteral("/left.json"));
        return file.open(QIODevice::WriteOnly) && file.write(json) == json.size() ? file.fileName() : QString();
    }

    static void drop(Desk& desk, const QString& path)
    {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter(QPoint(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(desk.window.get(), &enter);
        QDropEvent event(QPointF(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(desk.window.get(), &event);
    }
};

namespace {

/// Another Espalier that edits a file and does not save it, until it is killed.
int editUnsaved()
{
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, qEnvironmentVariable("ESPALIER_UI_SETTINGS"));
    QCoreApplication::setOrganizationName(QStringLiteral("espalier-test"));
    QCoreApplication::setApplicationName(QStringLiteral("espalier-test"));
    Desk desk;
    desk.window->setUnattended(false);
    if (!desk.window->document().open(qEnvironmentVariable("ESPALIER_UI_CRASH").toStdString())) {
        return 1;
    }
    desk.window->document().edit(QStringLiteral("more"), [](experiment::Experiment& e) { e.train.epochs = 77; });
    return QApplication::exec();
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    if (qEnvironmentVariableIsSet("ESPALIER_UI_CRASH")) {
        return editUnsaved();
    }
    ShellUi test;
    return QTest::qExec(&test, argc, argv);
}
#include "shell_ui.moc"
