// Editing in Design: leaves that are dragged, cells that are written in, and what is asked before it is done.
#include "core/plan/advice.h"
#include "core/plan/presets.h"
#include "design_desk.h"
#include "ui/edit/plan_scope.h"
#include "ui/model/outline_model.h"
#include "ui/place/design/advice_bar.h"
#include "ui/place/design/dry_run_bar.h"
#include "ui/place/design/inspector_panel.h"
#include "ui/place/design/lens_bar.h"
#include "ui/place/design/outline_panel.h"
#include "ui/place/design/strip_bar.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>
#include <fstream>

namespace espalier::ui {

namespace {

using network::ModuleId;

constexpr const char* kBranch = "bbox_head.head_module.cls_preds.2";
constexpr const char* kBlock = "neck.top_down_layers.0";

struct Desk : DesignDesk {
    explicit Desk(const char* preset = "step1")
    {
        place->show();
        open(preset);
    }
    [[nodiscard]] const plan::TuningPlan& plan() const { return document->experiment().plan; }
    [[nodiscard]] std::size_t graftsUnder(const char* path) const
    {
        return static_cast<std::size_t>(std::ranges::count_if(document->resolved().grafts, [&](const auto& graft) {
            return document->tree()->isWithin(graft.site, find(path));
        }));
    }
    [[nodiscard]] int rankAt(const char* path) const
    {
        for (const plan::Graft& graft : document->resolved().grafts) {
            if (graft.site == find(path)) {
                return plan::adapterRank(graft.adapter);
            }
        }
        return 0;
    }
    /// From the leaf of a node, by way of half of it, to a point; not let go yet.
    void pull(const char* from, QPointF to) const
    {
        const QPointF leaf = canopy()->leafOf(find(from)).center();
        QTest::mousePress(canopy(), Qt::LeftButton, {}, leaf.toPoint());
        QTest::mouseMove(canopy(), ((leaf + to) / 2).toPoint());
        QTest::mouseMove(canopy(), to.toPoint());
    }
    void letGo(QPointF at) const { QTest::mouseRelease(canopy(), Qt::LeftButton, {}, at.toPoint()); }
    [[nodiscard]] QPointF on(const char* path) const
    {
        return canopy()->scene().itemOf(find(path))->rect.topLeft() + QPointF(8, 5);
    }
    [[nodiscard]] StripBar* strip(const char* name) const { return child<StripBar>(name); }
    [[nodiscard]] OutlinePanel* outline() const { return place->findChild<OutlinePanel*>(); }
    [[nodiscard]] QModelIndex cell(const char* path, OutlineModel::Column column) const
    {
        const auto* proxy = static_cast<QAbstractProxyModel*>(outline()->view()->model());
        return proxy->mapFromSource(outline()->model().indexOf(find(path), column));
    }
    /// F2 in the outline, a text, Enter.
    void write(const char* path, OutlineModel::Column column, const char* text)
    {
        place->activateWindow();
        outline()->view()->setFocus();
        QTRY_VERIFY(outline()->view()->hasFocus());
        outline()->view()->setCurrentIndex(cell(path, column));
        press(column == OutlineModel::Adapter ? CommandId::EditRank : CommandId::SetLrScale);
        const auto editors = outline()->view()->findChildren<QLineEdit*>();
        const auto found = std::ranges::find_if(editors, &QWidget::isVisible); // earlier ones wait to be deleted
        QVERIFY(found != editors.end());
        QLineEdit* editor = *found;
        editor->setText(QString::fromLatin1(text));
        QTest::keyClick(editor, Qt::Key_Return);
        QCoreApplication::processEvents(); // the cell takes what was written once the key is dealt with
    }
};

} // namespace

class DesignEditTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void leafIsMoved();
    void leafOffItsNodeIsRemoved();
    void leafStaysWhereNothingCanCarryIt();
    void escapeEndsADrag();
    void adapterIsMovedByKeys();
    void dropOnAFrameAsksWithItsCount();
    void rankIsWrittenInTheOutline();
    void widerRuleIsAskedAbout();
    void aKeyAsksAboutAWiderRuleToo();
    void aGraftKeyAsksAboutAWiderRuleToo();
    void exceptionLeavesTheRule();
    void questionEndsWithItsPlan();
    void sharedTensorsStaySharedWhenASiteGoes();
    void rateOfARuleIsAskedAbout();
    void stateOfARuleIsAskedAbout();
    void mixedSelectionSaysHowManyValues();
    void outlineIsAModel();
    void findingsStandInTheOutline();
    void adviceIsFollowedAndUndone();
    void dryRunIsShownOnTheTree();
    void dryRunIsCalledOff();
    void learningRateColoursTheTree();
    void summaryIsCopied();
    void faultOfAFileShowsItsLine();
    void lastTreeStands();
};

void DesignEditTest::leafIsMoved()
{
    Desk desk;
    const auto before = desk.document->resolved().adapters;
    const auto rank = desk.rankAt(kBlock);
    QVERIFY(rank > 0 && desk.graftsUnder("backbone.image_model.stage4") == 0);
    desk.canopy()->zoomTo(0);
    const QPointF to = desk.on("backbone.image_model.stage3");
    desk.pull(kBlock, to);
    // A stage is a row of modules: which one is meant is not known.
    QVERIFY2(desk.canopy()->dragText().contains(QStringLiteral("places here")), qPrintable(desk.canopy()->dragText()));
    const QPointF stem = desk.on("backbone.image_model.stem");
    QTest::mouseMove(desk.canopy(), stem.toPoint());
    QVERIFY(desk.canopy()->dragText().startsWith(QStringLiteral("move, +")));
    desk.letGo(stem);
    QCOMPARE(desk.rankAt("backbone.image_model.stem"), rank);
    QCOMPARE(desk.graftsUnder(kBlock), 0U);
    QCOMPARE(desk.document->resolved().grafts.size(), 16U);
    QVERIFY(desk.document->resolved().adapters < before);
    QCOMPARE(desk.document->undoStack().count(), 1);
    desk.document->undoStack().undo();
    QCOMPARE(desk.document->resolved().adapters, before);
}

void DesignEditTest::leafOffItsNodeIsRemoved()
{
    Desk desk;
    const QPointF ground(desk.canopy()->width() - 3, 3);
    QVERIFY(desk.canopy()->scene().itemAt(ground) == nullptr);
    desk.pull(kBlock, ground);
    QVERIFY(desk.canopy()->dragText().contains(QStringLiteral("16,384")));
    desk.letGo(ground);
    QCOMPARE(desk.graftsUnder(kBlock), 0U);
    QCOMPARE(desk.document->resolved().grafts.size(), 15U);
    QCOMPARE(desk.document->undoStack().count(), 1);
}

void DesignEditTest::leafStaysWhereNothingCanCarryIt()
{
    Desk desk;
    const QPointF text = desk.on("backbone.text_model");
    desk.pull(kBlock, text);
    QVERIFY2(desk.canopy()->dragText().contains(QStringLiteral("feature map")), qPrintable(desk.canopy()->dragText()));
    desk.letGo(text);
    QCOMPARE(desk.document->undoStack().count(), 0);
}

void DesignEditTest::escapeEndsADrag()
{
    Desk desk;
    const QPointF ground(desk.canopy()->width() - 3, 3);
    desk.pull(kBlock, ground);
    QTest::keyClick(desk.canopy(), Qt::Key_Escape);
    QVERIFY(desk.canopy()->dragText().isEmpty());
    desk.letGo(ground);
    QCOMPARE(desk.document->undoStack().count(), 0);
}

void DesignEditTest::adapterIsMovedByKeys()
{
    Desk desk;
    desk.document->setSelection({desk.find(kBlock)});
    desk.press(CommandId::MoveGraft);
    QVERIFY(desk.strip("dropQuestion")->isVisible());
    desk.document->setSelection({desk.find("backbone.image_model.stem")});
    desk.press(CommandId::MoveGraft);
    QVERIFY(!desk.strip("dropQuestion")->isVisible());
    QCOMPARE(desk.graftsUnder(kBlock), 0U);
    QCOMPARE(desk.rankAt("backbone.image_model.stem"), 16);
}

void DesignEditTest::dropOnAFrameAsksWithItsCount()
{
    Desk desk("linear_probe");
    Q_EMIT desk.canopy()->graftRequested(1, desk.find("neck"));
    auto* question = desk.strip("dropQuestion");
    QVERIFY(question->isVisible());
    QCOMPARE(desk.document->undoStack().count(), 0);
    const auto sites = plan::legalSites(*desk.document->tree(), desk.find("neck"), plan::adapterMethods()[1]);
    QVERIFY(sites.size() > 1);
    QVERIFY2(question->buttons().front()->text().contains(QString::number(sites.size())),
             qPrintable(question->buttons().front()->text()));
    QVERIFY(question->buttons().front()->hasFocus());
    question->buttons().front()->click();
    QCOMPARE(desk.document->resolved().grafts.size(), sites.size());
    QCOMPARE(desk.plan().adapters.size(), 1U);
    QVERIFY(question->text().remove(QLatin1Char(',')).contains(QString::number(desk.document->resolved().adapters)));
    // And it can be left.
    Q_EMIT desk.canopy()->graftRequested(0, desk.find("neck"));
    QTest::keyClick(question->buttons().front(), Qt::Key_Escape);
    QVERIFY(!question->isVisible());
    QCOMPARE(desk.document->undoStack().count(), 1);
}

void DesignEditTest::rankIsWrittenInTheOutline()
{
    Desk desk("linear_probe");
    desk.document->setSelection({desk.find(kBlock)});
    desk.press(CommandId::GraftFeatureAdapter);
    desk.write(kBlock, OutlineModel::Adapter, "24");
    QCOMPARE(desk.rankAt(kBlock), 24);
    QVERIFY(!desk.strip("inspectorScope")->isVisible());
    desk.write(kBlock, OutlineModel::Adapter, "0"); // not a rank
    desk.write(kBlock, OutlineModel::Adapter, "many");
    QCOMPARE(desk.rankAt(kBlock), 24);
    desk.write(kBlock, OutlineModel::LrScale, "0.25");
    QCOMPARE(desk.plan().adapters.front().lrScale, 0.25);
}

void DesignEditTest::widerRuleIsAskedAbout()
{
    Desk desk;
    desk.write(kBranch, OutlineModel::Adapter, "8");
    auto* scope = desk.strip("inspectorScope");
    QVERIFY(scope->isVisible());
    QVERIFY(desk.document->undoStack().count() == 0 && scope->buttons().size() == 2);
    QVERIFY2(scope->buttons()[0]->text().contains(QLatin1Char('3')), qPrintable(scope->buttons()[0]->text()));
    scope->buttons()[0]->click();
    for (const char* each : {"bbox_head.head_module.cls_preds.0", "bbox_head.head_module.cls_preds.1", kBranch}) {
        QCOMPARE(desk.rankAt(each), 8);
    }
    QCOMPARE(desk.plan().adapters.size(), 6U);
    QCOMPARE(desk.document->undoStack().count(), 1);
}

void DesignEditTest::aKeyAsksAboutAWiderRuleToo()
{
    Desk desk("step3");
    const auto state = [&](const char* path) {
        return desk.document->resolved().subtree[static_cast<std::size_t>(desk.find(path))];
    };
    const char* other = "bbox_head.head_module.cls_preds.1";
    desk.document->setSelection({desk.find(kBranch)});
    desk.press(CommandId::Freeze);
    auto* scope = desk.strip("inspectorScope");
    QVERIFY(scope->isVisible() && scope->buttons().size() == 2);
    QCOMPARE(desk.document->undoStack().count(), 0);
    scope->buttons()[0]->click();
    QVERIFY(state(kBranch) == plan::TrainState::Frozen && state(other) == plan::TrainState::Frozen);
    desk.document->undoStack().undo();
    desk.press(CommandId::Freeze);
    scope->buttons()[1]->click();
    QVERIFY(state(kBranch) == plan::TrainState::Frozen && state(other) == plan::TrainState::Unfrozen);
}

void DesignEditTest::aGraftKeyAsksAboutAWiderRuleToo()
{
    Desk desk;
    desk.document->edit(QStringLiteral("rank"), [](experiment::Experiment& e) {
        for (std::size_t i = 0; i < e.plan.adapters.size(); ++i) {
            setRuleRank(e.plan, i, 7);
        }
    });
    desk.document->setSelection({desk.find(kBranch)});
    desk.press(CommandId::GraftFeatureAdapter);
    auto* scope = desk.strip("inspectorScope");
    QVERIFY(scope->isVisible());
    QCOMPARE(desk.document->undoStack().count(), 1);
    scope->buttons()[1]->click();
    QVERIFY(desk.rankAt(kBranch) != 7);
    QCOMPARE(desk.rankAt("bbox_head.head_module.cls_preds.1"), 7);
}

void DesignEditTest::exceptionLeavesTheRule()
{
    Desk desk;
    desk.write(kBranch, OutlineModel::Adapter, "8");
    desk.strip("inspectorScope")->buttons()[1]->click();
    QCOMPARE(desk.rankAt(kBranch), 8);
    QCOMPARE(desk.rankAt("bbox_head.head_module.cls_preds.1"), 32);
    QCOMPARE(desk.plan().adapters.size(), 7U);
    // Another selection is another matter: what was asked is withdrawn.
    desk.write("bbox_head.head_module.cls_preds.1", OutlineModel::Adapter, "4");
    QVERIFY(desk.strip("inspectorScope")->isVisible());
    desk.document->setSelection({desk.find(kBlock)});
    QVERIFY(!desk.strip("inspectorScope")->isVisible());
    QCOMPARE(desk.rankAt("bbox_head.head_module.cls_preds.1"), 32);
}

void DesignEditTest::questionEndsWithItsPlan()
{
    Desk desk;
    desk.document->edit(QStringLiteral("first"), [](experiment::Experiment& e) { e.plan.exclude.push_back("neck"); });
    desk.write(kBranch, OutlineModel::Adapter, "8");
    QVERIFY(desk.strip("inspectorScope")->isVisible());
    desk.document->undoStack().undo();
    QVERIFY(!desk.strip("inspectorScope")->isVisible());
    desk.write(kBranch, OutlineModel::Adapter, "8");
    QVERIFY(desk.strip("inspectorScope")->isVisible());
    desk.document->edit(QStringLiteral("other"), [](experiment::Experiment& e) { e.plan.adapters.clear(); });
    QVERIFY(!desk.strip("inspectorScope")->isVisible());
}

void DesignEditTest::sharedTensorsStaySharedWhenASiteGoes()
{
    Desk desk("linear_probe");
    const network::NetworkTree& tree = *desk.document->tree();
    for (const plan::AdapterOptions& method :
         {plan::AdapterOptions(plan::FactOptions{}), plan::AdapterOptions(plan::LoraOptions{})}) {
        plan::TuningPlan plan;
        plan.adapters.push_back({"**", method, 1.0, std::nullopt});
        const auto before = plan::resolve(tree, plan);
        QVERIFY(before && before->grafts.size() > 3);
        const ModuleId gone = before->grafts[1].site;
        removeGrafts(plan, tree, {gone});
        QVERIFY2(plan.adapters.size() == 1, plan.adapters.back().pattern.c_str());
        const auto after = plan::resolve(tree, plan);
        QVERIFY(after.has_value());
        QVERIFY(after->adapters < before->adapters);
        std::vector<ModuleId> wanted;
        std::vector<ModuleId> sites;
        for (const plan::Graft& graft : before->grafts) {
            if (!tree.isWithin(graft.site, gone)) {
                wanted.push_back(graft.site);
            }
        }
        for (const plan::Graft& graft : after->grafts) {
            sites.push_back(graft.site);
        }
        QCOMPARE(sites, wanted);
        // There and back: what moves within its rule shares again what it shared.
        const ModuleId moved = sites.back();
        moveGraft(plan, tree, moved, gone);
        moveGraft(plan, tree, gone, moved);
        QCOMPARE(plan::resolve(tree, plan)->adapters, after->adapters);
    }
    // A rule of its own for the site that is moved would hold every shared matrix again.
    plan::TuningPlan fact;
    fact.adapters.push_back({"**", plan::FactOptions{}, 1.0, std::nullopt});
    const auto all = plan::resolve(tree, fact);
    const ModuleId last = all->grafts.back().site;
    const ModuleId first = all->grafts.front().site;
    removeGrafts(fact, tree, {last});
    const auto rest = plan::resolve(tree, fact)->adapters;
    moveGraft(fact, tree, first, last);
    QCOMPARE(fact.adapters.size(), 1U);
    QVERIFY(plan::resolve(tree, fact)->grafts.size() == all->grafts.size() - 1);
    QVERIFY(plan::resolve(tree, fact)->adapters <= all->adapters && rest <= all->adapters);
}

void DesignEditTest::rateOfARuleIsAskedAbout()
{
    Desk desk("step3");
    desk.write("bbox_head.head_module.cls_preds.0", OutlineModel::LrScale, "0.1");
    auto* scope = desk.strip("inspectorScope");
    QVERIFY(scope->isVisible());
    scope->buttons()[0]->click();
    const auto& resolved = desk.document->resolved();
    for (const char* each : {"bbox_head.head_module.cls_preds.0", kBranch}) {
        QCOMPARE(resolved.lrScale[static_cast<std::size_t>(desk.find(each)) + 2], 0.1);
    }
    desk.write("bbox_head.head_module.cls_preds.0", OutlineModel::LrScale, "0.3");
    scope->buttons()[1]->click();
    const auto own = static_cast<std::size_t>(desk.find("bbox_head.head_module.cls_preds.0")) + 2;
    QVERIFY(std::abs(desk.document->resolved().lrScale[own] - 0.3) < 1e-12);
    QCOMPARE(desk.document->resolved().lrScale[static_cast<std::size_t>(desk.find(kBranch)) + 2], 0.1);
}

void DesignEditTest::stateOfARuleIsAskedAbout()
{
    Desk desk("step3");
    desk.document->setSelection({desk.find(kBranch)});
    desk.child<QPushButton>("state.0")->click();
    auto* scope = desk.strip("inspectorScope");
    QVERIFY(scope->isVisible());
    scope->buttons()[0]->click();
    const auto& resolved = desk.document->resolved();
    for (const char* each : {"bbox_head.head_module.cls_preds.0", kBranch}) {
        QCOMPARE(resolved.subtree[static_cast<std::size_t>(desk.find(each))], plan::TrainState::Frozen);
    }
}

void DesignEditTest::mixedSelectionSaysHowManyValues()
{
    Desk desk("step2");
    desk.document->setSelection({desk.find(kBranch), desk.find(kBlock), desk.find("backbone.image_model.stem")});
    QStringList texts;
    for (const QLabel* label : desk.place->findChild<InspectorPanel*>()->findChildren<QLabel*>()) {
        texts << label->text();
    }
    QVERIFY2(texts.contains(QStringLiteral("3 values")), qPrintable(texts.join(QLatin1Char('|'))));
}

void DesignEditTest::outlineIsAModel()
{
    Desk desk("step2");
    const QAbstractItemModelTester tester(&desk.outline()->model());
    const QAbstractItemModelTester filtered(desk.outline()->view()->model());
    auto* find = desk.child<QLineEdit>("outlineFind");
    find->setText(QStringLiteral("cls_preds.2"));
    // What holds the match stays, what does not goes.
    QVERIFY(desk.cell(kBranch, OutlineModel::Name).isValid() && desk.cell("bbox_head", OutlineModel::Name).isValid());
    QVERIFY(!desk.cell("neck", OutlineModel::Name).isValid());
    find->clear();
    QVERIFY(desk.cell("neck", OutlineModel::Name).isValid());
    // Space changes the state.
    desk.document->setSelection({desk.find(kBranch)});
    QTest::keyClick(desk.outline()->view(), Qt::Key_Space);
    QCOMPARE(desk.document->resolved().subtree[static_cast<std::size_t>(desk.find(kBranch))], plan::TrainState::Frozen);
}

void DesignEditTest::findingsStandInTheOutline()
{
    Desk desk("step2");
    // Its adapter sits on weights that train: a warning of the pre-flight, of no rule by itself.
    const auto isWarned = [&] {
        return desk.cell(kBranch, OutlineModel::Name).data(OutlineModel::WarningRole).toBool();
    };
    QTRY_VERIFY(isWarned());
    desk.press(CommandId::PresetStep1);
    QTRY_VERIFY(!isWarned());
}

void DesignEditTest::adviceIsFollowedAndUndone()
{
    Desk desk("step3");
    auto* advice = desk.place->findChild<AdviceBar*>();
    QVERIFY(!advice->isVisible()); // the images are not known
    desk.document->edit(QStringLiteral("data"), [](experiment::Experiment& e) {
        e.data.kind = "inspection";
        e.data.trainImages = 48;
    });
    QTRY_VERIFY(advice->isVisible());
    QVERIFY(advice->text().contains(QStringLiteral("48")));
    QCOMPARE(advice->proposed(), plan::advise({48, 0, false}).preset);
    const auto before = desk.document->experiment();
    desk.press(CommandId::ApplyAdvice);
    QCOMPARE(desk.document->resolved().trainable, 249'856);
    QTRY_VERIFY(!advice->isVisible());
    desk.document->undoStack().undo();
    QVERIFY(desk.document->experiment() == before);
    QTRY_VERIFY(advice->isVisible());
    // Closed, it stays so for this experiment.
    advice->dismiss();
    desk.document->edit(QStringLiteral("more"), [](experiment::Experiment& e) { e.data.trainImages = 49; });
    QVERIFY(!advice->isVisible());
}

namespace {

/// Two modules of the head and one of the neck.
run::DryRun measured()
{
    run::DryRun made;
    made.images = 4;
    made.steps = 100;
    made.isWarm = true;
    made.forward = 0.5;
    made.backward = 0.25;
    made.update = 0.25;
    made.peak = std::int64_t{3} << 30;
    made.modules = {{"neck.top_down_layers.0.main_conv.conv", 0.125, 0.125, 1 << 20},
                    {std::string(kBranch) + ".0.conv", 0.25, 0.125, 1 << 21},
                    {"", 0.125, 0, 0}};
    return made;
}

} // namespace

void DesignEditTest::dryRunIsShownOnTheTree()
{
    Desk desk;
    desk.services.dryRun = [](const experiment::Experiment&, const std::filesystem::path&, run::DryRunWatch watch,
                              const std::function<void(Result<run::DryRun>)>& done) {
        watch.progress(run::DryRunStage::Forward, "neck");
        done(measured());
    };
    auto* bar = desk.place->findChild<DryRunBar*>();
    QVERIFY(!bar->isVisible());
    desk.press(CommandId::DryRun);
    QVERIFY(bar->isVisible() && bar->isRunning());
    QTRY_VERIFY(!bar->isRunning());
    QVERIFY2(bar->text().contains(QStringLiteral("1.00 s")) && bar->text().contains(QStringLiteral("3.00 GiB")),
             qPrintable(bar->text()));
    QVERIFY(bar->text().contains(QStringLiteral("1:40"))); // a hundred such steps
    bar->buttons()[0]->click();
    const auto& heat = desk.canopy()->heat();
    QVERIFY(heat.has_value());
    QCOMPARE(heat->figure(desk.find(kBranch)), QStringLiteral("375 ms"));
    QCOMPARE(heat->figure(desk.find(kBlock)), QStringLiteral("250 ms"));
    QVERIFY(std::isnan(heat->shares[static_cast<std::size_t>(desk.find("backbone"))]));
    bar->buttons()[1]->click();
    QCOMPARE(desk.canopy()->heat()->figure(desk.find(kBranch)), QStringLiteral("2.00 MiB"));
    // The strip below says what was measured, until it is another plan.
    const auto memory = [&] {
        QStringList texts;
        for (const QLabel* label : desk.child<QWidget>("summaryMemory")->findChildren<QLabel*>()) {
            texts << label->text();
        }
        return texts.join(QLatin1Char('|'));
    };
    QVERIFY2(memory().contains(QStringLiteral("3.00 GiB")), qPrintable(memory()));
    desk.press(CommandId::PresetFull);
    QVERIFY(!memory().contains(QStringLiteral("3.00 GiB")));
    QVERIFY(bar->text().contains(QStringLiteral("before the last change")));
}

void DesignEditTest::dryRunIsCalledOff()
{
    Desk desk;
    run::DryRunWatch kept;
    std::function<void(Result<run::DryRun>)> finish;
    desk.services.dryRun = [&](const experiment::Experiment&, const std::filesystem::path&, run::DryRunWatch watch,
                               std::function<void(Result<run::DryRun>)> done) {
        kept = std::move(watch);
        finish = std::move(done);
    };
    auto* bar = desk.place->findChild<DryRunBar*>();
    desk.press(CommandId::DryRun);
    QVERIFY(!kept.shouldStop());
    bar->buttons().front()->click();
    QVERIFY(kept.shouldStop() && !bar->isRunning() && !bar->isVisible());
    finish(measured()); // too late: nobody listens
    QCoreApplication::processEvents();
    QVERIFY(!bar->result().has_value());
    desk.press(CommandId::DryRun);
    finish(fail(ErrorCode::OutOfMemory, "no memory is left", "batch"));
    QTRY_VERIFY(bar->text().contains(QStringLiteral("no memory is left")));
}

void DesignEditTest::learningRateColoursTheTree()
{
    Desk desk("step2");
    auto* lens = desk.place->findChild<LensBar*>();
    lens->setLens(Lens::LearningRate);
    const auto& heat = desk.canopy()->heat();
    QVERIFY(heat.has_value());
    QVERIFY(std::isnan(heat->shares[static_cast<std::size_t>(desk.find("backbone"))]));
    const auto before = heat->figure(desk.find(kBranch));
    QVERIFY(!before.isEmpty());
    desk.document->edit(QStringLiteral("rate"), [](experiment::Experiment& e) { e.train.lr *= 2; });
    QVERIFY(desk.canopy()->heat()->figure(desk.find(kBranch)) != before);
}

void DesignEditTest::summaryIsCopied()
{
    Desk desk("step2");
    const auto copied = [&desk] {
        desk.press(CommandId::CopySummary);
        return QGuiApplication::clipboard()->text();
    };
    QTRY_VERIFY(copied().contains(QStringLiteral("18.8×"))); // the baseline is counted a moment later
    const QString text = copied();
    for (const char* figure : {"110,509,986", "2,488,128", "249,856", "2,238,272", "18.8×"}) {
        QVERIFY2(text.contains(QString::fromUtf8(figure)), qPrintable(text));
    }
}

void DesignEditTest::faultOfAFileShowsItsLine()
{
    Desk desk("step2");
    const auto file = std::filesystem::path(desk.folder.path().toStdString()) / "broken.yaml";
    std::ofstream(file) << "name: Broken\ntrain:\n  epochs: many\n";
    const auto before = desk.document->experiment();
    QVERIFY(!desk.document->open(file).has_value());
    auto* fault = desk.strip("fileFault");
    QVERIFY(fault->isVisible());
    QVERIFY2(fault->lines().contains(QStringLiteral("epochs: many")), qPrintable(fault->lines()));
    QVERIFY(desk.document->experiment() == before && desk.document->tree() != nullptr);
    std::ofstream(file) << "name: Mended\ntrain:\n  epochs: 7\n";
    fault->buttons().front()->click();
    QVERIFY(!fault->isVisible());
    QCOMPARE(desk.document->experiment().train.epochs, 7);
}

void DesignEditTest::lastTreeStands()
{
    Desk desk("step2");
    const auto parts = desk.canopy()->scene().items().size();
    desk.document->edit(QStringLiteral("size"), [](experiment::Experiment& e) { e.model.size = "n"; });
    QVERIFY(desk.document->tree() == nullptr);
    QVERIFY(desk.canopy()->isVisible());
    QCOMPARE(desk.canopy()->scene().items().size(), parts);
    QVERIFY(desk.strip("treeWaiting")->isVisible());
    QTRY_VERIFY(desk.document->tree() != nullptr);
    QVERIFY(!desk.strip("treeWaiting")->isVisible());
}

} // namespace espalier::ui

QTEST_MAIN(espalier::ui::DesignEditTest)
#include "design_edit_ui.moc"
