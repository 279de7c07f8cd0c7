// Design on the network that people open: canopy, outline and pattern bar agree, every edit is one step back and forth,
// and what is saved is what was shown.
#include "core/plan/presets.h"
#include "core/preflight/preflight.h"
#include "design_desk.h"
#include "ui/bridge/core_text.h"
#include "ui/canopy/canopy_view.h"
#include "ui/edit/document_checks.h"
#include "ui/edit/plan_edits.h"
#include "ui/model/outline_model.h"
#include "ui/place/design/design_place.h"
#include "ui/place/design/field_form.h"
#include "ui/place/design/outline_panel.h"
#include "ui/place/design/pattern_bar.h"
#include "ui/place/design/preflight_panel.h"
#include "ui/place/design/strip_bar.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTranslator>
#include <QTreeView>
#include <optional>

namespace espalier::ui {

namespace {

using network::ModuleId;

using Desk = DesignDesk;

} // namespace

class DesignTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void treeHasTheStudysCounts();
    void selectionIsShared();
    void patternsAreCountedWhileTyped();
    void patternThatSelectsNothingNamesTheNearest();
    void enterMakesARule();
    void presetsGiveTheStudysNumbers_data();
    void presetsGiveTheStudysNumbers();
    void everyEditIsUndone_data();
    void everyEditIsUndone();
    void freezingAPartSplitsAWiderRule();
    void mergedEditsAreOneStep();
    void whatIsSavedIsWhatWasShown();
    void keysChangeTheSummary();
    void selectionOutlivesAChangeOfSize();
    void failureIsShownAndRepeated();
    void settingsAreCheckedByTheirRange();
    void dropGrafts();
    void canopyShowsEveryPartAndIsFast();
    void rulesOfferTheNearest();
    void checksFollowTheEdits();
    void repairIsOneStep();
    void repairAllIsOneStep();
    void acceptedFindingsAreMeant();
    void startWithErrorsAsksInPlace();
    void findingLeadsToItsPlace();
    void checksWaitForTheImages();
    void nothingFoundTakesNoRoom();
    void everySentenceHasItsTranslation();
};

void DesignTest::treeHasTheStudysCounts()
{
    const auto totals = test::YoloWorldTree::make(test::YoloWorldTree::large()).subtreeTotals();
    QCOMPARE(totals.front().parameters, 110'260'130);
}

void DesignTest::selectionIsShared()
{
    Desk desk;
    desk.open("step2");
    const ModuleId branch = desk.find("bbox_head.head_module.cls_preds.2");
    desk.document->setSelection({branch});
    auto* outline = desk.child<QTreeView>("outline");
    QCOMPARE(outline->selectionModel()->selectedRows().size(), 1);
    QCOMPARE(outline->selectionModel()->selectedRows().front().data(OutlineModel::IdRole).toInt(), branch);

    // From the outline to the document, and from a click in the canopy to both.
    auto* panel = desk.place->findChild<OutlinePanel*>();
    const ModuleId stem = desk.find("backbone.image_model.stem");
    const QModelIndex row =
        static_cast<QAbstractProxyModel*>(outline->model())->mapFromSource(panel->model().indexOf(stem));
    outline->setCurrentIndex(row);
    QCOMPARE(desk.document->selection(), std::vector<ModuleId>{stem});

    desk.place->show();
    const auto* item = desk.canopy()->scene().itemOf(desk.find("neck.top_down_layers.0"));
    QVERIFY(item != nullptr);
    QTest::mouseClick(desk.canopy(), Qt::LeftButton, {}, (item->rect.topLeft() + QPointF(8, 5)).toPoint());
    QCOMPARE(desk.document->selection(), std::vector<ModuleId>{desk.find("neck.top_down_layers.0")});
    QCOMPARE(outline->selectionModel()->selectedRows().front().data(OutlineModel::IdRole).toInt(),
             desk.find("neck.top_down_layers.0"));
}

void DesignTest::patternsAreCountedWhileTyped()
{
    Desk desk;
    desk.open("step1");
    desk.type("cls_preds.2, reg_preds.2");
    QCOMPARE(desk.bar()->tokens().size(), 2U);
    QCOMPARE(desk.bar()->tokens()[0].parameters, 1'902'080);
    QCOMPARE(desk.bar()->tokens()[1].parameters, 336'192);
    QCOMPARE(desk.document->matches().size(), 2U);
    desk.type("");
    QVERIFY(desk.document->matches().empty());
}

void DesignTest::patternThatSelectsNothingNamesTheNearest()
{
    Desk desk;
    desk.open("step1");
    desk.place->show();
    desk.type("cls_pred.2");
    QVERIFY(desk.bar()->tokens().front().matches.empty());
    QCOMPARE(desk.bar()->tokens().front().nearest, QStringLiteral("bbox_head.head_module.cls_preds.2"));
    QVERIFY(desk.child<QWidget>("patternWarning")->isVisible());
    desk.type("out_layers.2");
    QCOMPARE(desk.bar()->tokens().front().parameters, 0);
    QCOMPARE(desk.bar()->tokens().front().nearest, QStringLiteral("neck.bottom_up_layers.1"));
    desk.type("re:(");
    QVERIFY(!desk.bar()->tokens().front().fault.isEmpty());
    QVERIFY(!desk.child<QPushButton>("patternUnfreeze")->isEnabled());
}

void DesignTest::enterMakesARule()
{
    Desk desk;
    desk.open("step1");
    desk.place->show();
    auto* edit = desk.child<QLineEdit>("patternText");
    desk.type("cls_preds.2");
    QTest::keyClick(edit, Qt::Key_Return);
    QCOMPARE(desk.document->experiment().plan.unfreeze.size(), 1U);
    QCOMPARE(desk.document->experiment().plan.unfreeze.front().pattern, std::string("cls_preds.2"));
    QCOMPARE(desk.document->resolved().trainable, 249'856 + 1'902'080);
    QTest::keyClick(edit, Qt::Key_Return, Qt::ShiftModifier);
    QVERIFY(desk.document->experiment().plan.unfreeze.empty());
    const std::size_t before = desk.document->resolved().grafts.size();
    desk.type("stage4");
    QTest::keyClick(edit, Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(desk.document->resolved().grafts.size(), before + 3);
    QTest::keyClick(edit, Qt::Key_Escape);
    QVERIFY(desk.document->matches().empty());
}

void DesignTest::presetsGiveTheStudysNumbers_data()
{
    QTest::addColumn<int>("command");
    QTest::addColumn<qint64>("trainable");
    QTest::addColumn<qint64>("total");
    const auto row = [](const char* name, CommandId id, qint64 trainable, qint64 total) {
        QTest::newRow(name) << static_cast<int>(id) << trainable << total;
    };
    row("full", CommandId::PresetFull, 110'260'130, 110'260'130);
    row("baseline", CommandId::PresetBaseline, 46'832'034, 110'260'130);
    row("step 1", CommandId::PresetStep1, 249'856, 110'509'986);
    row("step 2", CommandId::PresetStep2, 2'488'128, 110'509'986);
    row("step 3", CommandId::PresetStep3, 20'776'524, 110'509'986);
}

void DesignTest::presetsGiveTheStudysNumbers()
{
    QFETCH(int, command);
    QFETCH(qint64, trainable);
    QFETCH(qint64, total);
    Desk desk;
    desk.open("linear_probe");
    desk.press(static_cast<CommandId>(command));
    QCOMPARE(desk.document->resolved().trainable, trainable);
    QCOMPARE(desk.document->resolved().total, total);
    QCOMPARE(desk.document->undoStack().count(), 1);
}

void DesignTest::everyEditIsUndone_data()
{
    QTest::addColumn<int>("command");
    for (const CommandId id :
         {CommandId::Freeze, CommandId::Unfreeze, CommandId::Exclude, CommandId::GraftFeatureAdapter,
          CommandId::GraftLora, CommandId::RemoveGraft, CommandId::PresetStep3, CommandId::PresetFull}) {
        QTest::newRow(commandRows()[static_cast<std::size_t>(id)].text) << static_cast<int>(id);
    }
}

void DesignTest::everyEditIsUndone()
{
    QFETCH(int, command);
    Desk desk;
    desk.open("step2");
    const auto id = static_cast<CommandId>(command);
    // What is unfrozen can be frozen, what is frozen the rest; a stage carries no adapter yet, a branch does.
    const bool onBranch = id == CommandId::Freeze || id == CommandId::RemoveGraft;
    desk.document->setSelection(
        {desk.find(onBranch ? "bbox_head.head_module.cls_preds.2" : "backbone.image_model.stage4.1")});
    const experiment::Experiment before = desk.document->experiment();
    const auto trainable = desk.document->resolved().trainable;
    desk.pressHere(id);
    const experiment::Experiment after = desk.document->experiment();
    QVERIFY(after != before);
    QVERIFY(desk.document->isModified());
    QCOMPARE(desk.document->undoStack().count(), 1);
    QVERIFY(!desk.document->undoStack().undoText().isEmpty());
    desk.document->undoStack().undo();
    QVERIFY(desk.document->experiment() == before);
    QCOMPARE(desk.document->resolved().trainable, trainable);
    desk.document->undoStack().redo();
    QVERIFY(desk.document->experiment() == after);
}

void DesignTest::freezingAPartSplitsAWiderRule()
{
    Desk desk;
    desk.open("step3");
    const ModuleId branch = desk.find("bbox_head.head_module.cls_preds.1");
    const auto before = desk.document->resolved().trainable;
    desk.document->setSelection({branch});
    desk.pressHere(CommandId::Freeze);
    const auto& resolved = desk.document->resolved();
    QCOMPARE(resolved.subtree[static_cast<std::size_t>(branch)], plan::TrainState::Frozen);
    for (const char* other : {"bbox_head.head_module.cls_preds.0", "bbox_head.head_module.cls_preds.2"}) {
        QCOMPARE(resolved.subtree[static_cast<std::size_t>(desk.find(other))], plan::TrainState::Unfrozen);
        QCOMPARE(resolved.lrScale[static_cast<std::size_t>(desk.find(other)) + 2], 0.5);
    }
    QCOMPARE(resolved.trainable, before - 1'902'080);
    // The other way round: what was frozen out of it can be opened again, and trains once more.
    desk.press(CommandId::Unfreeze);
    QCOMPARE(desk.document->resolved().trainable, before);
}

void DesignTest::mergedEditsAreOneStep()
{
    Desk desk;
    desk.open("step1");
    for (const double rate : {1e-3, 2e-3, 3e-3}) {
        desk.document->edit(
            QStringLiteral("LR"), [rate](experiment::Experiment& e) { e.train.lr = rate; }, QStringLiteral("lr"));
    }
    QCOMPARE(desk.document->undoStack().count(), 1);
    QCOMPARE(desk.document->experiment().train.lr, 3e-3);
    desk.document->edit(QStringLiteral("nothing"), [](experiment::Experiment&) {});
    QCOMPARE(desk.document->undoStack().count(), 1);
    desk.document->undoStack().undo();
    QCOMPARE(desk.document->experiment().train.lr, experiment::TrainSettings{}.lr);
}

void DesignTest::whatIsSavedIsWhatWasShown()
{
    Desk desk;
    desk.open("step2");
    desk.document->setSelection({desk.find("backbone.image_model.stage4")});
    desk.press(CommandId::GraftLora);
    desk.document->edit(QStringLiteral("LR"), [](experiment::Experiment& e) { e.train.lr = 1e-3; });
    const auto file = std::filesystem::path(desk.folder.path().toStdString()) / "plan.yaml";
    QVERIFY(desk.document->save(file).has_value());
    QVERIFY(!desk.document->isModified());
    const auto loaded = experiment::load(file);
    QVERIFY(loaded.has_value());
    QVERIFY(*loaded == desk.document->experiment());

    const auto trainable = desk.document->resolved().trainable;
    desk.press(CommandId::PresetFull);
    QVERIFY(desk.document->isModified());
    QVERIFY(desk.document->open(file).has_value());
    QVERIFY(!desk.document->isModified());
    QCOMPARE(desk.document->resolved().trainable, trainable);
    QCOMPARE(desk.document->undoStack().count(), 0);
    // A file that cannot be read leaves the open one.
    QVERIFY(!desk.document->open(file.parent_path() / "none.yaml").has_value());
    QCOMPARE(desk.document->file(), file);
}

void DesignTest::keysChangeTheSummary()
{
    Desk desk;
    desk.open("step1");
    desk.document->setSelection({desk.find("bbox_head.head_module.reg_preds.2")});
    QSignalSpy changed(&*desk.document, &ExperimentDocument::experimentChanged);
    desk.press(CommandId::Unfreeze);
    QCOMPARE(changed.count(), 1);
    const QWidget* summary = desk.child<QWidget>("summaryTrainable");
    QStringList texts;
    for (const QLabel* label : summary->findChildren<QLabel*>()) {
        texts << label->text();
    }
    QVERIFY2(texts.contains(QStringLiteral("586,048")), qPrintable(texts.join(QLatin1Char('|'))));
    // Nothing selected: no edit, and it is said.
    desk.document->setSelection({});
    QSignalSpy said(&desk.navigator, &Navigator::noticeRequested);
    desk.press(CommandId::Exclude);
    QCOMPARE(said.count(), 1);
    QCOMPARE(desk.document->undoStack().count(), 1);
}

void DesignTest::selectionOutlivesAChangeOfSize()
{
    Desk desk;
    desk.open("step1", "l");
    desk.document->setSelection({desk.find("neck.bottom_up_layers.1")});
    QSignalSpy described(&*desk.document, &ExperimentDocument::treeChanged);
    desk.document->edit(QStringLiteral("size"), [](experiment::Experiment& e) { e.model.size = "n"; });
    QVERIFY(desk.document->tree() == nullptr);
    QVERIFY(QTest::qWaitFor([&] { return desk.document->tree() != nullptr; }));
    QCOMPARE(desk.document->tree()->model(), std::string("yolo_world_v2_n"));
    QCOMPARE(desk.document->selection(), std::vector<ModuleId>{desk.find("neck.bottom_up_layers.1")});
    desk.document->undoStack().undo();
    QVERIFY(QTest::qWaitFor([&] { return desk.document->tree() != nullptr; }));
    QCOMPARE(desk.document->resolved().trainable, 249'856);
    QCOMPARE(described.count(), 4);
}

void DesignTest::failureIsShownAndRepeated()
{
    Desk desk(/*failsFirst=*/true);
    desk.document->replace({});
    QVERIFY(desk.document->isDescribing());
    QVERIFY(QTest::qWaitFor([&] { return !desk.document->treeError().isEmpty(); }));
    QVERIFY(desk.document->treeError().contains(QStringLiteral("cache")));
    QVERIFY(desk.document->resolved().own.empty());
    desk.document->describeAgain();
    QVERIFY(QTest::qWaitFor([&] { return desk.document->tree() != nullptr; }));
    QVERIFY(desk.document->treeError().isEmpty());
}

void DesignTest::settingsAreCheckedByTheirRange()
{
    Desk desk;
    desk.open("step1");
    desk.place->show();
    auto* epochs = desk.child<QLineEdit>("field.epochs");
    QVERIFY(epochs != nullptr);
    const int before = desk.document->experiment().train.epochs;
    for (const char* wrong : {"0", "many", "1.5", "1e9", "nan"}) {
        epochs->setText(QString::fromLatin1(wrong));
        Q_EMIT epochs->editingFinished();
        QCOMPARE(desk.document->experiment().train.epochs, before);
    }
    QCOMPARE(desk.document->undoStack().count(), 0);
    epochs->setText(QStringLiteral("24"));
    Q_EMIT epochs->editingFinished();
    QCOMPARE(desk.document->experiment().train.epochs, 24);
    QCOMPARE(desk.document->undoStack().count(), 1);
    desk.document->undoStack().undo();
    QCOMPARE(epochs->text(), QString::number(before));
    // What the parser of a file refuses, the window does too.
    const experiment::Experiment whole = desk.document->experiment();
    for (const auto& [field, wrong] : {std::pair{"field.ladder", ""}, std::pair{"field.ladder", "skip, skip"},
                                       std::pair{"field.ladder", "stop, skip"}, std::pair{"field.image_size", "330"}}) {
        auto* line = desk.child<QLineEdit>(field);
        QVERIFY(line != nullptr);
        line->setText(QString::fromLatin1(wrong));
        Q_EMIT line->editingFinished();
        QVERIFY2(desk.document->experiment() == whole, wrong);
        const auto labels = line->parentWidget()->findChildren<QLabel*>();
        QVERIFY2(std::ranges::any_of(labels,
                                     [](const QLabel* label) {
                                         return !label->isHidden() && label->text().contains(QLatin1Char('`'));
                                     }),
                 wrong);
    }
}

void DesignTest::dropGrafts()
{
    Desk desk;
    desk.open("linear_probe");
    Q_EMIT desk.canopy()->graftRequested(1, desk.find("neck.top_down_layers.0"));
    QCOMPARE(desk.document->resolved().grafts.size(), 1U);
    QCOMPARE(desk.document->resolved().adapters, 16'384);
    QCOMPARE(desk.document->selection(), std::vector<ModuleId>{desk.find("neck.top_down_layers.0")});
    desk.press(CommandId::RemoveGraft);
    QVERIFY(desk.document->resolved().grafts.empty());
    // The norm of a block carries no LoRA: said, not done.
    QSignalSpy said(&desk.navigator, &Navigator::noticeRequested);
    desk.document->setSelection({desk.find("backbone.image_model.stem.bn")});
    desk.press(CommandId::GraftLora);
    QCOMPARE(said.count(), 1);
    QVERIFY(desk.document->resolved().grafts.empty());
}

void DesignTest::canopyShowsEveryPartAndIsFast()
{
    Desk desk;
    desk.open("step2");
    desk.place->show();
    const CanopyScene& scene = desk.canopy()->scene();
    for (const network::Module& module : desk.document->tree()->modules()) {
        if (!module.part.empty()) {
            const auto* item = scene.itemOf(desk.document->tree()->find(module.path));
            QVERIFY2(item != nullptr, module.path.c_str());
            QVERIFY2(desk.canopy()->rect().contains(item->rect.toAlignedRect()), module.path.c_str());
        }
    }
    // Parts stand beside each other, never over each other.
    std::vector<const CanopyItem*> parts;
    for (const CanopyItem& item : scene.items()) {
        if (item.shape == CanopyShape::Box || item.shape == CanopyShape::Pill) {
            for (const CanopyItem* other : parts) {
                QVERIFY(!other->rect.intersects(item.rect));
            }
            parts.push_back(&item);
        }
    }
    QVERIFY(parts.size() >= 28);
    // A module that no box shows is shown by what is around it or what it holds.
    QCOMPARE(scene.rectsOf(*desk.document->tree(), desk.find("bbox_head.head_module.cls_preds")).size(), 3U);
    QCOMPARE(scene.rectsOf(*desk.document->tree(), desk.find("backbone.image_model.stage3.1.blocks.0.conv1.bn")).size(),
             1U);
    // Zoomed in, a stage shows its modules.
    const auto before = scene.items().size();
    desk.canopy()->zoomTo(desk.find("backbone.image_model.stage3"));
    QVERIFY(desk.canopy()->scene().itemOf(desk.find("backbone.image_model.stage3.1.blocks.0.conv1")) != nullptr);
    desk.canopy()->zoomToFit();
    QCOMPARE(desk.canopy()->scene().items().size(), before);
}

void DesignTest::rulesOfferTheNearest()
{
    Desk desk;
    desk.open("step2");
    desk.place->show();
    auto* rules = desk.child<QTreeView>("rules");
    const auto& reports = desk.document->resolved().rules;
    const auto empty = std::ranges::find(reports, std::string("out_layers.2"), &plan::RuleReport::pattern);
    QVERIFY(empty != reports.end());
    QVERIFY(!empty->reason.empty());
    const std::string nearest = empty->nearest;
    rules->setCurrentIndex(rules->model()->index(static_cast<int>(empty - reports.begin()), 0));
    desk.child<QPushButton>("ruleReplace")->click();
    QCOMPARE(desk.document->experiment().plan.unfreeze.front().pattern, nearest);
    QCOMPARE(desk.document->undoStack().count(), 1);
    QVERIFY(desk.document->resolved().trainable > 2'488'128);
    desk.child<QPushButton>("ruleRemove")->click();
    QCOMPARE(desk.document->experiment().plan.unfreeze.size(), 2U);
}

// Pre-flight

namespace {

/// Faults of three gravities, two with a repair: a schedule that ends before the run, a pattern of no module, a mosaic
/// that never closes.
experiment::Experiment faulty()
{
    experiment::Experiment made;
    made.name = "Faulty";
    made.model.size = "n";
    made.plan = plan::findPreset("baseline")->make();
    made.plan.unfreeze.push_back({"no_such_layer", 1.0, std::nullopt, false});
    made.train.epochs = 160;
    made.train.scheduleEpochs = 100;
    made.train.clampLr = false;
    made.data.mosaic = 0.5;
    return made;
}

struct Checked : Desk {
    Checked()
    {
        document->replace(faulty());
        place->show();
        wait("schedule-shorter-than-run", true);
        QVERIFY(tree()->model()->rowCount() > 0);
    }
    [[nodiscard]] bool has(std::string_view id)
    {
        return std::ranges::count(document->checks().findings(), id, &preflight::Finding::id) > 0;
    }
    void wait(std::string_view id, bool isThere)
    {
        QVERIFY(QTest::qWaitFor([&] { return has(id) == isThere && !document->checks().isChecking(); }));
    }
    [[nodiscard]] QTreeView* tree() const { return child<QTreeView>("preflightFindings"); }
    [[nodiscard]] const PreflightModel& model() const { return place->findChild<PreflightPanel*>()->model(); }
    [[nodiscard]] int rowOf(std::string_view id) const
    {
        for (int row = 0; row < model().rowCount(); ++row) {
            if (model().row(row).finding.id == id) {
                return row;
            }
        }
        return -1;
    }
    template <class Button>
    [[nodiscard]] Button* button(std::string_view id, const char* name) const
    {
        const QModelIndex index = model().index(rowOf(id), PreflightModel::Repair);
        return tree()->indexWidget(index)->findChild<Button*>(QString::fromLatin1(name));
    }
};

} // namespace

void DesignTest::checksFollowTheEdits()
{
    Checked desk;
    const QAbstractItemModelTester tester(const_cast<PreflightModel*>(&desk.model()));
    QVERIFY(desk.has("negative-learning-rate") && desk.has("pattern-no-module") && desk.has("mosaic-never-closes"));
    // Errors stand first, and each gravity is said, not only coloured.
    QCOMPARE(desk.model().row(0).finding.severity, preflight::Severity::Error);
    QVERIFY(desk.model().index(0, 0).data(Qt::AccessibleTextRole).toString().startsWith(QStringLiteral("error: ")));
    const auto errors = desk.document->checks().errors();
    QCOMPARE(desk.commands.action(CommandId::StartRun)->text(), QStringLiteral("Start run (%1 error(s))").arg(errors));
    desk.document->edit(QStringLiteral("epochs"), [](experiment::Experiment& e) { e.train.epochs = 100; });
    desk.wait("schedule-shorter-than-run", false);
    QVERIFY(desk.document->checks().errors() < errors);
    desk.document->undoStack().undo();
    desk.wait("schedule-shorter-than-run", true);
    QCOMPARE(desk.document->checks().errors(), errors);
}

void DesignTest::repairIsOneStep()
{
    Checked desk;
    desk.button<QPushButton>("schedule-shorter-than-run", "repair")->click();
    QTRY_COMPARE(desk.document->experiment().train.scheduleEpochs, 0);
    QCOMPARE(desk.document->undoStack().count(), 1);
    QCOMPARE(desk.document->undoStack().undoText(), QStringLiteral("Repair: Span all 160 epochs"));
    desk.wait("schedule-shorter-than-run", false);
    desk.document->undoStack().undo();
    QVERIFY(desk.document->experiment() == faulty());
    desk.wait("schedule-shorter-than-run", true);
    // By the keys alone: to the list, down to the finding, R.
    desk.press(CommandId::GoToFindings);
    QTRY_VERIFY(desk.tree()->hasFocus());
    for (int row = 0; row < desk.rowOf("mosaic-never-closes"); ++row) {
        QTest::keyClick(desk.tree(), Qt::Key_Down);
    }
    desk.press(CommandId::RepairFinding);
    QCOMPARE(desk.document->experiment().data.closeMosaic, 10);
    QCOMPARE(desk.document->undoStack().count(), 1);
}

void DesignTest::repairAllIsOneStep()
{
    Checked desk;
    // What would change is shown before anything does, and Esc leaves it.
    const auto* shown = desk.child<StripBar>("preflightRepairs");
    desk.press(CommandId::RepairAllFindings);
    QTRY_VERIFY(shown->isVisible());
    QVERIFY(desk.document->experiment() == faulty());
    QVERIFY2(shown->lines().contains(QStringLiteral("train.schedule_epochs: 100 → 0")), qPrintable(shown->lines()));
    QVERIFY(shown->lines().contains(QStringLiteral("data.close_mosaic: 0 → 10")));
    QTest::keyClick(shown->buttons().front(), Qt::Key_Escape);
    QVERIFY(!shown->isVisible() && desk.document->undoStack().count() == 0);
    desk.press(CommandId::RepairAllFindings);
    QTRY_VERIFY(shown->isVisible() && shown->buttons().front()->hasFocus());
    QTest::keyClick(shown->buttons().front(), Qt::Key_Return);
    QTRY_COMPARE(desk.document->undoStack().count(), 1);
    QCOMPARE(desk.document->experiment().train.scheduleEpochs, 0);
    QCOMPARE(desk.document->experiment().data.closeMosaic, 10);
    desk.wait("pattern-no-module", false);
    QCOMPARE(desk.document->checks().errors(), 0);
    QCOMPARE(desk.commands.action(CommandId::StartRun)->text(), QStringLiteral("Start run"));
    desk.document->undoStack().undo();
    QVERIFY(desk.document->experiment() == faulty());
}

void DesignTest::acceptedFindingsAreMeant()
{
    Checked desk;
    const int errors = desk.document->checks().errors();
    desk.button<QToolButton>("negative-learning-rate", "accept")->click();
    QTRY_COMPARE(desk.document->experiment().accept, std::vector<std::string>{"negative-learning-rate"});
    QCOMPARE(desk.document->undoStack().count(), 1);
    QTRY_COMPARE(desk.document->checks().errors(), errors - 1);
    QTRY_VERIFY(desk.model().row(desk.rowOf("negative-learning-rate")).isAccepted);
    QCOMPARE(desk.rowOf("negative-learning-rate"), desk.model().rowCount() - 1);
    desk.button<QToolButton>("negative-learning-rate", "accept")->click();
    QTRY_VERIFY(desk.document->experiment().accept.empty());
    QTRY_COMPARE(desk.document->checks().errors(), errors);
}

void DesignTest::startWithErrorsAsksInPlace()
{
    Checked desk;
    QSignalSpy started(&desk.navigator, &Navigator::startRequested);
    const auto* question = desk.child<QWidget>("preflightQuestion");
    QVERIFY(!question->isVisible());
    Q_EMIT desk.navigator.startQuestioned();
    QVERIFY(question->isVisible());
    QTRY_VERIFY(desk.child<QPushButton>("preflightLook")->hasFocus());
    QTest::keyClick(desk.child<QPushButton>("preflightLook"), Qt::Key_Escape);
    QVERIFY(!question->isVisible());
    Q_EMIT desk.navigator.startQuestioned();
    desk.child<QPushButton>("preflightLook")->click();
    QVERIFY(!question->isVisible());
    QTRY_VERIFY(desk.tree()->hasFocus());
    QCOMPARE(started.count(), 0);
    Q_EMIT desk.navigator.startQuestioned();
    desk.child<QPushButton>("preflightStart")->click();
    QCOMPARE(started.count(), 1);
    // What was meant is said in the experiment, as one step.
    QCOMPARE(desk.document->undoStack().count(), 1);
    QCOMPARE(desk.document->checks().errors(), 0);
    QVERIFY(preflight::admit(desk.document->experiment(), desk.document->checks().findings()).has_value());
}

void DesignTest::findingLeadsToItsPlace()
{
    Checked desk;
    const auto go = [&](std::string_view id) {
        desk.tree()->setFocus();
        desk.tree()->setCurrentIndex(desk.model().index(desk.rowOf(id), 0));
        QTest::keyClick(desk.tree(), Qt::Key_Return);
    };
    go("schedule-shorter-than-run");
    QTRY_VERIFY(desk.child<QLineEdit>("field.schedule_epochs")->hasFocus());
    go("pattern-no-module");
    auto* rules = desk.child<QTreeView>("rules");
    QTRY_VERIFY(rules->isVisible() && rules->hasFocus());
    const auto& reports = desk.document->resolved().rules;
    const auto at = static_cast<std::size_t>(rules->currentIndex().row());
    QCOMPARE(reports[at].pattern, std::string("no_such_layer"));
}

void DesignTest::checksWaitForTheImages()
{
    Desk desk;
    experiment::Experiment drawn = faulty();
    drawn.data.kind = "inspection";
    drawn.data.trainImages = 6;
    drawn.data.valImages = 3;
    desk.document->replace(drawn);
    desk.place->show();
    DocumentChecks& checks = desk.document->checks();
    QTRY_VERIFY(!checks.findings().empty());
    const auto needing =
        std::ranges::count_if(preflight::checks(), [](const preflight::Check& check) { return check.needsData; });
    QVERIFY(needing > 0);
    QCOMPARE(checks.waiting(), needing);
    QVERIFY(desk.child<QPushButton>("preflightRead")->isVisible());
    desk.press(CommandId::ReadImages);
    QTRY_COMPARE(checks.waiting(), 0);
    QVERIFY(!desk.child<QPushButton>("preflightRead")->isVisible());
    QVERIFY(checks.hasImages());
    // Other images are named: what was read no longer counts until these are.
    desk.document->edit(QStringLiteral("images"), [](experiment::Experiment& e) { e.data.trainImages = 5; });
    QVERIFY(!checks.hasImages());
    QTRY_VERIFY(checks.hasImages() && checks.waiting() == 0);
    QCOMPARE(desk.document->dataSet()->split(Split::Train)->size(), std::size_t{5});
}

void DesignTest::nothingFoundTakesNoRoom()
{
    Desk desk;
    desk.place->show();
    experiment::Experiment sound;
    sound.model.size = "n";
    sound.data.kind = "inspection";
    sound.plan = plan::findPreset("baseline")->make();
    desk.document->replace(sound);
    QTRY_VERIFY(desk.document->tree() != nullptr);
    const auto* panel = desk.child<QWidget>("preflight");
    QTRY_VERIFY(desk.document->checks().passed() > 0 && !desk.document->checks().isChecking());
    QVERIFY(desk.document->checks().findings().empty());
    QTRY_VERIFY(panel->height() < 48);
    QTRY_COMPARE(panel->geometry().bottom(), panel->parentWidget()->rect().bottom());
    desk.document->edit(QStringLiteral("mosaic"), [](experiment::Experiment& e) { e.data.mosaic = 0.5; });
    QTRY_VERIFY(panel->height() > 100);
    QTRY_COMPARE(panel->geometry().bottom(), panel->parentWidget()->rect().bottom());
    desk.document->undoStack().undo();
    QTRY_VERIFY(panel->height() < 48);
    QTRY_COMPARE(panel->geometry().bottom(), panel->parentWidget()->rect().bottom());
}

namespace {

dataset::Catalogue catalogueOf(const std::string& name, int images)
{
    dataset::Catalogue out;
    out.classes = {"defect", "dust", "coil"};
    out.folder = "data/" + name;
    for (int i = 0; i < images; ++i) {
        dataset::Entry entry;
        entry.id = i;
        entry.fileName = std::to_string(i) + ".png";
        entry.width = entry.height = 900;
        entry.annotations = {{i, {100, 100, 300, 300}, i % 3, -1, false}};
        out.entries.push_back(std::move(entry));
    }
    return out;
}

/// Findings of all checks, each in several of its wordings.
std::vector<preflight::Finding> everyFinding()
{
    const auto tree = test::YoloWorldTree::make(test::YoloWorldTree::nano());
    std::vector<preflight::Finding> all;
    struct Case {
        experiment::Experiment experiment;
        dataset::Catalogue train = catalogueOf("train", 31);
        dataset::Catalogue val = catalogueOf("val", 32);
        bool hasData = true;
        std::int64_t memoryBytes = 0;
        std::int64_t movingBuffers = 0;
    };
    const auto check = [&](const char* preset, const std::function<void(Case&)>& change) {
        Case one;
        one.experiment.plan = plan::findPreset(preset)->make();
        one.experiment.model.classes = one.train.classes;
        change(one);
        auto resolved = plan::resolve(tree, one.experiment.plan);
        QVERIFY(resolved.has_value());
        resolved->movingBuffers += one.movingBuffers;
        for (auto& finding : preflight::check({one.experiment, tree, *resolved, one.hasData ? &one.train : nullptr,
                                               one.hasData ? &one.val : nullptr, one.memoryBytes})) {
            all.push_back(std::move(finding));
        }
    };
    for (const plan::Preset& preset : plan::presets()) {
        check(std::string(preset.id).c_str(), [](Case&) {});
    }
    check("baseline", [](Case& c) {
        c.experiment.plan.unfreeze.push_back({"no_such", 1.0, std::nullopt, false});
        c.experiment.plan.unfreeze.push_back({"no_such*", 1.0, std::nullopt, true});
        c.experiment.plan.unfreeze.push_back({"out_layers.2", 1.0, std::nullopt, false});
        c.experiment.plan.lrScale.push_back({"backbone.text_model", 0.1});
        c.experiment.train.epochs = 160;
        c.experiment.train.scheduleEpochs = 100;
        c.experiment.train.clampLr = false;
        c.experiment.train.dflLayout = "mixed";
        c.experiment.train.clip = 0;
        c.experiment.train.lr = 0.5;
        c.experiment.train.accumulate = 600;
        c.experiment.data.mosaic = 0.5;
        c.memoryBytes = 1'000'000'000;
        c.movingBuffers = 2;
    });
    check("baseline", [](Case& c) { // the same with less known, and other schedules
        c.hasData = false;
        c.experiment.train.scheduleEpochs = 50;
        c.experiment.train.clampLr = false;
        c.experiment.train.warmup = 0.7;
        c.experiment.data.mosaic = 0.5;
        c.experiment.data.closeMosaic = 200;
        c.experiment.data.train = c.experiment.data.val;
        c.experiment.model.prompts = {"dust", "defect", "coil"};
    });
    check("baseline", [](Case& c) {
        c.experiment.train.scheduleEpochs = 50;
        c.experiment.train.schedule = "cosine";
        c.experiment.train.warmupSteps = 100'000;
        c.experiment.model.prompts = {"dust", "a defect", "coil"};
        c.experiment.model.classes = {"dust", "defect", "coil"};
        c.val.classes = {"coil", "dust", "defect"};
        c.val.folder = c.train.folder;
    });
    check("baseline", [](Case& c) {
        c.hasData = false;
        c.experiment.train.warmup = 1;
        c.experiment.model.prompts = {"defect"};
        c.experiment.data.train = c.experiment.data.val;
    });
    check("full", [](Case& c) {
        c.experiment.train.batch = 2;
        c.experiment.train.warmup = 0.7;
        c.train.entries.front().annotations.front().box = {1, 1, 2, 2};
        for (dataset::Entry& entry : c.val.entries) {
            entry.annotations.front().label = entry.id == 0 ? 1 : 0;
        }
        c.experiment.data.train = c.experiment.data.val;
        c.val.folder = c.train.folder;
        c.val.entries.resize(1);
    });
    check("full", [](Case& c) {
        c.experiment.train.batch = 30;
        c.train.entries.front().annotations.clear();
        for (dataset::Entry& entry : c.val.entries) {
            entry.annotations.front().box = {1, 1, 2, 2};
        }
    });
    check("full", [](Case& c) {
        for (dataset::Entry& entry : c.val.entries) {
            entry.annotations.clear();
        }
        for (dataset::Entry& entry : c.train.entries) {
            entry.annotations.front().label = 0;
        }
    });
    check("full", [](Case& c) {
        for (dataset::Entry& entry : c.val.entries) {
            entry.annotations.front().label = static_cast<int>(entry.id < 3 ? entry.id % 2 + 1 : 0);
        }
    });
    check("step1", [](Case& c) {
        c.experiment.plan.unfreeze.push_back({"bbox_head.head_module.cls_preds", 1.0, std::nullopt, false});
    });
    check("step1", [](Case& c) {
        c.experiment.plan.freeze = {"**"};
        c.experiment.plan.adapters.clear();
        c.experiment.plan.unfreeze.clear();
    });
    return all;
}

/// Marks whatever was looked up, so that what was not is seen.
class MarkingTranslator final : public QTranslator {
public:
    [[nodiscard]] QString translate(const char* context, const char* source, const char*, int) const override
    {
        return std::string_view(context) == "Preflight" ? QStringLiteral("«%1»").arg(QString::fromUtf8(source))
                                                        : QString();
    }
    [[nodiscard]] bool isEmpty() const override { return false; }
};

} // namespace

void DesignTest::everySentenceHasItsTranslation()
{
    const auto findings = everyFinding();
    for (const preflight::Check& check : preflight::checks()) {
        QVERIFY2(std::ranges::count(findings, check.id, &preflight::Finding::id) > 0, std::string(check.id).c_str());
    }
    // Without a translation the words are core's own.
    for (const preflight::Finding& finding : findings) {
        QCOMPARE(coreText(finding.sentence).toStdString(), finding.sentence);
        QCOMPARE(coreText(finding.repair.label).toStdString(), finding.repair.label);
    }
    MarkingTranslator translator;
    QCoreApplication::installTranslator(&translator);
    for (const preflight::Finding& finding : findings) {
        for (const std::string& english : {finding.sentence, finding.repair.label}) {
            if (english.empty()) {
                continue;
            }
            const QString text = coreText(english);
            QVERIFY2(text.startsWith(QStringLiteral("«")), english.c_str());
        }
    }
    // Facts are looked up too.
    QCOMPARE(coreText("Span all 160 epochs"), QStringLiteral("«Span all «160 epochs»»"));
    QCoreApplication::removeTranslator(&translator);
}

} // namespace espalier::ui

QTEST_MAIN(espalier::ui::DesignTest)
#include "design_ui.moc"
