#include "ui/place/design/design_place.h"

#include "core/base/files.h"
#include "core/plan/presets.h"
#include "core/preflight/memory_estimate.h"
#include "ui/bridge/core_text.h"
#include "ui/canopy/canopy_view.h"
#include "ui/edit/document_checks.h"
#include "ui/model/rule_model.h"
#include "ui/place/design/advice_bar.h"
#include "ui/place/design/cost_text.h"
#include "ui/place/design/design_head.h"
#include "ui/place/design/design_place_impl.h"
#include "ui/place/design/dry_run_bar.h"
#include "ui/place/design/inspector_panel.h"
#include "ui/place/design/lens_bar.h"
#include "ui/place/design/outline_panel.h"
#include "ui/place/design/palette_panel.h"
#include "ui/place/design/preflight_panel.h"
#include "ui/place/design/rules_panel.h"
#include "ui/place/design/settings_panel.h"
#include "ui/place/design/strip_bar.h"
#include "ui/place/design/summary_strip.h"
#include "ui/widget/controls.h"
#include "ui/widget/state_view.h"

#include <QHBoxLayout>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTimer>
#include <QTreeView>
#include <QVBoxLayout>
#include <algorithm>
#include <array>
#include <filesystem>

namespace espalier::ui {

namespace {

constexpr int kNarrow = 1300; ///< below this the palette shows icons alone

/// The same to the trainer, however the rules are written.
bool isSame(const plan::ResolvedPlan& a, const plan::ResolvedPlan& b)
{
    const auto sameGraft = [](const plan::Graft& x, const plan::Graft& y) {
        return x.site == y.site && x.adapter == y.adapter && x.lrScale == y.lrScale;
    };
    return a.own == b.own && a.lrScale == b.lrScale && std::ranges::equal(a.grafts, b.grafts, sameGraft);
}

} // namespace

DesignPlace::Impl::Impl(DesignPlace& place, const PlaceContext& given)
    : self(place), theme(given.theme), commands(given.commands), document(given.document), navigator(given.navigator),
      actions(given.document, given.navigator), context(given)
{
}

QWidget* DesignPlace::Impl::buildCanopy()
{
    canopy = new CanopyView(theme, &self);
    canopy->setObjectName(QStringLiteral("canopy"));
    canopy->setProperty("panel", true);
    state = new StateView(theme, &self);
    center = new QStackedWidget(&self);
    center->addWidget(canopy);
    center->addWidget(state);
    lens = new LensBar(context, *canopy, &self);
    fault = new StripBar(theme, &self);
    fault->setObjectName(QStringLiteral("fileFault"));
    waiting = new StripBar(theme, &self);
    waiting->setObjectName(QStringLiteral("treeWaiting"));
    question = new StripBar(theme, &self);
    question->setObjectName(QStringLiteral("dropQuestion"));
    advice = new AdviceBar(context, &self);
    dryRun = new DryRunBar(context, &self);
    auto* picture = new QWidget(&self);
    auto* stack = new QVBoxLayout(picture);
    stack->setContentsMargins(0, 0, 0, 0);
    stack->setSpacing(0);
    for (QWidget* line :
         {static_cast<QWidget*>(fault), static_cast<QWidget*>(advice), static_cast<QWidget*>(lens),
          static_cast<QWidget*>(waiting), static_cast<QWidget*>(dryRun), static_cast<QWidget*>(question)}) {
        stack->addWidget(line);
    }
    stack->addWidget(center, 1);
    return picture;
}

QWidget* DesignPlace::Impl::buildSide()
{
    outline = new OutlinePanel(theme, &self);
    inspector = new InspectorPanel(theme, document, actions, &self);
    rules = new RulesPanel(theme, document, actions, &self);
    settings = new SettingsPanel(theme, document, &self);
    tabs = new QTabWidget(&self);
    tabs->setDocumentMode(true);
    tabs->setAccessibleName(tr("Inspector, rules, settings"));
    tabs->setProperty("panel", true);
    tabs->addTab(inspector, tr("Inspector"));
    tabs->addTab(rules, tr("Rules"));
    tabs->addTab(settings, tr("Settings"));
    side = new QSplitter(Qt::Vertical, &self);
    side->setObjectName(QStringLiteral("designSide"));
    side->addWidget(outline);
    side->addWidget(tabs);
    side->setStretchFactor(0, 3);
    side->setStretchFactor(1, 2);
    side->setChildrenCollapsible(false);
    side->setHandleWidth(1);
    return side;
}

QWidget* DesignPlace::Impl::buildBody()
{
    palette = new PalettePanel(theme, commands, &self);
    middle = new QSplitter(Qt::Vertical, &self);
    middle->setObjectName(QStringLiteral("designMiddle"));
    middle->addWidget(buildCanopy());
    preflight = new PreflightPanel(theme, commands, document.checks(), &self);
    middle->addWidget(preflight);
    middle->setStretchFactor(0, 1);
    middle->setChildrenCollapsible(false);
    middle->setHandleWidth(1);
    middle->setSizes({4 * preflight->usualHeight(), preflight->usualHeight()});
    columns = new QSplitter(Qt::Horizontal, &self);
    columns->setObjectName(QStringLiteral("designColumns"));
    columns->addWidget(middle);
    columns->addWidget(buildSide());
    columns->setStretchFactor(0, 1);
    columns->setStretchFactor(1, 0);
    columns->setHandleWidth(1);
    columns->setChildrenCollapsible(false);
    columns->setSizes({760, 500});
    auto* body = new QWidget(&self);
    auto* row = new QHBoxLayout(body);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(palette);
    row->addWidget(makeLine(Qt::Vertical, body));
    row->addWidget(columns, 1);
    return body;
}

void DesignPlace::Impl::build()
{
    nextPreset = new QTimer(&self);
    nextPreset->setSingleShot(true);
    nextPreset->callOnTimeout(&self, [this] { resolveNextPreset(); });
    head = new DesignHead(context, &self);
    bar = new PatternBar(theme, &self);
    summary = new SummaryStrip(theme, &self);
    auto* column = new QVBoxLayout(&self);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(head);
    column->addWidget(bar);
    column->addWidget(makeLine(Qt::Horizontal, &self));
    column->addWidget(buildBody(), 1);
    column->addWidget(summary);
    connectParts();
}

void DesignPlace::Impl::connectParts()
{
    const auto select = [this](const std::vector<network::ModuleId>& modules) { document.setSelection(modules); };
    QObject::connect(canopy, &CanopyView::selectionRequested, &self, select);
    QObject::connect(canopy, &CanopyView::graftRequested, &self,
                     [this](int method, network::ModuleId module) { dropOn(method, module); });
    QObject::connect(canopy, &CanopyView::graftMoveRequested, &self,
                     [this](network::ModuleId from, network::ModuleId to) {
                         actions.moveGraft(from, to);
                         document.setSelection({to});
                     });
    QObject::connect(canopy, &CanopyView::graftRemoveRequested, &self,
                     [this](network::ModuleId from) { actions.removeGraftsOf({from}); });
    QObject::connect(outline, &OutlinePanel::selectionRequested, &self, select);
    QObject::connect(outline, &OutlinePanel::toggleRequested, &self, [this] { toggle(); });
    QObject::connect(&outline->model(), &OutlineModel::rankRequested, &self,
                     [this](network::ModuleId module, int rank) {
                         showTab(InspectorTab);
                         inspector->changeRank({module}, rank);
                     });
    QObject::connect(&outline->model(), &OutlineModel::lrScaleRequested, &self,
                     [this](network::ModuleId module, double scale) {
                         showTab(InspectorTab);
                         inspector->changeScale({module}, scale);
                     });
    QObject::connect(bar, &PatternBar::matchesChanged, &self,
                     [this](const std::vector<network::ModuleId>& matches) { document.setMatches(matches); });
    QObject::connect(
        bar, &PatternBar::actionRequested, &self,
        [this](PatternAction action, const std::vector<std::string>& patterns) { actOn(action, patterns); });
    QObject::connect(palette, &PalettePanel::methodsChanged, &self, [this] {
        canopy->setMethods(palette->methods());
        bar->setGraftTitle(methodTitle(currentMethod()));
    });
    QObject::connect(inspector, &InspectorPanel::ruleRequested, &self, [this](int rule) {
        showTab(RulesTab);
        rules->showRule(rule);
    });
    QObject::connect(head, &DesignHead::presetRequested, &self,
                     [this](std::size_t preset) { actions.applyPreset(preset); });
    QObject::connect(head, &DesignHead::findingsRequested, &self, [this] {
        if (document.planError().isEmpty()) {
            preflight->showFirst();
        } else {
            showTab(RulesTab);
        }
    });
    QObject::connect(advice, &AdviceBar::presetRequested, &self, [this](const QString& id) {
        const auto* preset = plan::findPreset(id.toStdString());
        actions.applyPreset(static_cast<std::size_t>(preset - plan::presets().data()));
    });
    QObject::connect(dryRun, &DryRunBar::measured, &self, [this] {
        lens->setDryRun(dryRun->result());
        showMemory();
    });
    QObject::connect(dryRun, &DryRunBar::lensRequested, &self, [this](Lens which) { lens->setLens(which); });
    QObject::connect(question, &StripBar::dismissed, &self, [this] {
        carried = network::kNoModule;
        canopy->setFocus();
    });
    bar->setGraftTitle(methodTitle(currentMethod()));
    QWidget::setTabOrder(bar, canopy);
}

void DesignPlace::Impl::connectDocument()
{
    QObject::connect(&document, &ExperimentDocument::treeChanged, &self, [this] { takeTree(); });
    QObject::connect(&document, &ExperimentDocument::experimentChanged, &self, [this] {
        preflight->withdrawRepairs();
        takePlan();
    });
    QObject::connect(&document, &ExperimentDocument::selectionChanged, &self, [this] { takeSelection(); });
    QObject::connect(&document, &ExperimentDocument::matchesChanged, &self, [this] {
        canopy->setMatches(document.matches());
        outline->setMatches(document.matches());
    });
    QObject::connect(&document, &ExperimentDocument::fileChanged, &self, [this] {
        fault->hide();
        takePlan();
    });
    QObject::connect(&document, &ExperimentDocument::openFailed, &self,
                     [this](const QString& file, const Error& error) { showFileFault(file, error); });
    DocumentChecks& checks = document.checks();
    QObject::connect(&checks, &DocumentChecks::changed, &self, [this] {
        showFindings();
        fitPreflight();
    });
    QObject::connect(&checks, &DocumentChecks::allRepaired, &self,
                     [this](const experiment::Experiment& mended, int repairs) {
                         preflight->showRepairs(document.experiment(), mended, repairs);
                         fitPreflight();
                     });
    QObject::connect(&checks, &DocumentChecks::repairFailed, &self,
                     [this](const QString& reason) { Q_EMIT navigator.noticeRequested(reason, true); });
    QObject::connect(
        preflight, &PreflightPanel::repairsConfirmed, &self,
        [this](const experiment::Experiment& mended, int repairs) { actions.replaceByRepaired(mended, repairs); });
    QObject::connect(preflight, &PreflightPanel::placeRequested, &self,
                     [this](const preflight::Finding& finding) { goTo(finding); });
    QObject::connect(preflight, &PreflightPanel::repairRequested, &self,
                     [this](const preflight::Finding& finding) { actions.repair(finding); });
    QObject::connect(preflight, &PreflightPanel::acceptRequested, &self,
                     [this](const preflight::Finding& finding) { actions.toggleAccepted(finding); });
    QObject::connect(preflight, &PreflightPanel::startConfirmed, &self, [this] {
        actions.acceptAll(document.checks().findings());
        Q_EMIT navigator.startRequested();
    });
    QObject::connect(&navigator, &Navigator::startQuestioned, &self, [this] { preflight->askForStart(); });
    QObject::connect(&navigator, &Navigator::watchRequested, &self, [this](qint64 run) { lens->setRun(run); });
    QObject::connect(&document.undoStack(), &QUndoStack::cleanChanged, &self, [this] { takePlan(); });
    QObject::connect(&navigator, &Navigator::moduleRequested, &self, [this](const QString& path) {
        if (document.tree() == nullptr) {
            actions.say(tr("No network is open here; clone the run from Runs to see its own"));
            return;
        }
        const network::ModuleId id = document.tree()->find(path.toStdString());
        if (id == network::kNoModule) {
            actions.say(tr("This network has no module %1").arg(path));
        } else {
            document.setSelection({id});
        }
    });
}

void DesignPlace::Impl::showTab(Tab tab)
{
    tabs->setCurrentIndex(tab);
}

void DesignPlace::Impl::takeTree()
{
    const network::NetworkTree* tree = document.tree();
    presets.clear();
    networkTensors = 0;
    carried = network::kNoModule;
    question->hide();
    if (tree != nullptr) {
        nextPreset->start();
        networkTensors = tree->size() > 0 ? tree->subtreeTotals().front().parameterTensors : 0;
        canopy->setNetwork(tree, &document.resolved());
        last = *tree;
    } else {
        // What was seen last stands until there is something else to see.
        canopy->setNetwork(last ? &*last : nullptr, nullptr);
    }
    canopy->setStale(tree == nullptr);
    outline->setNetwork(tree, &document.resolved());
    bar->setTree(tree);
    lens->takeTree();
    takePlan();
    takeSelection();
}

void DesignPlace::Impl::resolveNextPreset()
{
    const auto all = plan::presets();
    if (document.tree() == nullptr || presets.size() >= all.size()) {
        return;
    }
    auto resolved = plan::resolve(*document.tree(), all[presets.size()].make());
    presets.push_back(resolved ? std::move(*resolved) : plan::ResolvedPlan{});
    if (presets.size() < all.size()) {
        nextPreset->start();
    } else {
        showPreset();
        showFindings();
    }
}

void DesignPlace::Impl::takePlan()
{
    canopy->setImageSize(document.experiment().data.imageSize);
    canopy->refresh();
    outline->refresh();
    rules->refresh();
    settings->refresh();
    inspector->refresh();
    lens->takePlan();
    dryRun->takeExperiment();
    showPreset();
    showMemory();
    showFindings();
    showState();
}

void DesignPlace::Impl::showPreset()
{
    const bool hasPlan =
        document.tree() != nullptr && document.planError().isEmpty() && !document.resolved().own.empty();
    const auto all = plan::presets();
    const auto* baseline = plan::findPreset("baseline");
    const auto place = static_cast<std::size_t>(baseline - all.data());
    summary->setPlan(hasPlan ? &document.resolved() : nullptr, place < presets.size() ? presets[place].trainable : 0,
                     networkTensors);
    const bool isKnown = document.tree() != nullptr && presets.size() == all.size();
    const int preset = presetNow();
    head->takeTitle(!isKnown     ? QString()
                    : preset < 0 ? tr("own plan")
                                 : QString::fromStdString(std::string(all[static_cast<std::size_t>(preset)].title)));
}

void DesignPlace::Impl::showMemory()
{
    if (document.tree() == nullptr || document.resolved().own.empty()) {
        return;
    }
    const auto machine = static_cast<double>(context.services.memoryBytes);
    if (dryRun->isCurrent()) {
        const run::DryRun& step = *dryRun->result();
        const auto bytes = [](std::int64_t count) { return bytesText(static_cast<double>(count)); };
        summary->setMemory(
            static_cast<double>(step.peak), machine, true,
            tr("weights %1 · gradients %2 · optimizer %3 · held for the way back %4")
                .arg(bytes(step.weights), bytes(step.gradients), bytes(step.optimizer), bytes(step.kept)));
        return;
    }
    const auto needed = preflight::estimateMemory({document.experiment(), *document.tree(), document.resolved()},
                                                  document.experiment().train.batch);
    summary->setMemory(needed.sum(), machine, false,
                       tr("weights %1 · gradients, optimizer and healthy states %2 · activations %3")
                           .arg(bytesText(needed.weights), bytesText(needed.training), bytesText(needed.activations)));
}

void DesignPlace::Impl::showFindings()
{
    const DocumentChecks& checks = document.checks();
    std::vector<network::ModuleId> concerned;
    for (const preflight::Finding& finding : checks.findings()) {
        const bool isTrouble = finding.severity != preflight::Severity::Note && !checks.isAccepted(finding);
        for (const std::string& path : finding.modules) {
            const auto id = document.tree() == nullptr ? network::kNoModule : document.tree()->find(path);
            if (isTrouble && id != network::kNoModule) {
                concerned.push_back(id);
            }
        }
    }
    canopy->setFindings(concerned);
    outline->setFindings(concerned);
    head->takeFindings();
    if (document.tree() != nullptr && presets.size() < plan::presets().size()) {
        return; // what to advise depends on which preset the plan is
    }
    const int preset = presetNow();
    advice->refresh(preset < 0 ? std::string_view() : plan::presets()[static_cast<std::size_t>(preset)].id);
}

/// A splitter leaves a hole where a part has become smaller by itself.
void DesignPlace::Impl::fitPreflight()
{
    const QList<int> sizes = middle->sizes();
    const int all = sizes[0] + sizes[1];
    const int most = preflight->maximumHeight();
    const bool wasCompact = sizes[1] < preflight->usualHeight() / 2;
    const int wanted = most < preflight->usualHeight() ? most : wasCompact ? preflight->usualHeight() : sizes[1];
    middle->setSizes({all - wanted, wanted});
}

void DesignPlace::Impl::goTo(const preflight::Finding& finding)
{
    std::vector<network::ModuleId> modules;
    for (const std::string& path : finding.modules) {
        if (const auto id = document.tree()->find(path); id != network::kNoModule) {
            modules.push_back(id);
        }
    }
    if (!modules.empty()) {
        document.setSelection(modules);
    }
    const FindingPlace place = findingPlace(finding.place);
    switch (place.kind) {
    case FindingPlace::Kind::Plan:
        showTab(RulesTab);
        break;
    case FindingPlace::Kind::Rule:
        showTab(RulesTab);
        rules->showRule(place.rule, place.index);
        break;
    case FindingPlace::Kind::Setting:
        if (place.section == QLatin1String("data") && document.checks().hasImages() &&
            (place.key == QLatin1String("train") || place.key == QLatin1String("val"))) {
            Q_EMIT navigator.showPlaceRequested(PlaceId::Data); // the images themselves
            break;
        }
        showTab(SettingsTab);
        settings->showField(place.section, place.key);
        break;
    }
}

void DesignPlace::Impl::takeSelection()
{
    canopy->setSelection(document.selection());
    outline->setSelection(document.selection());
    inspector->refresh();
}

int DesignPlace::Impl::presetNow() const
{
    for (std::size_t i = 0; i < presets.size(); ++i) {
        if (!document.resolved().own.empty() && isSame(presets[i], document.resolved())) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

/// The line at fault with those around it; what was open stays as it is.
void DesignPlace::Impl::showFileFault(const QString& file, const Error& error)
{
    QStringList lines;
    const QString where = QString::fromStdString(error.where);
    bool isLine = false;
    const int line = where.mid(where.lastIndexOf(QLatin1Char(':')) + 1).toInt(&isLine);
    if (const auto text = readFile(file.toStdString()); isLine && text) {
        const QStringList all = QString::fromStdString(*text).split(QLatin1Char('\n'));
        for (int i = std::max(1, line - 1); i <= std::min(line + 1, static_cast<int>(all.size())); ++i) {
            lines << QStringLiteral("%1 %2  %3")
                         .arg(i == line ? QChar(0x25B8) : QChar(u' '))
                         .arg(i, 4)
                         .arg(all[i - 1].left(120));
        }
    }
    fault->say(QStringLiteral("exploded"), Token::ExplodedLine,
               tr("%1 was not opened: %2")
                   .arg(QString::fromStdString(std::filesystem::path(file.toStdString()).filename().string()),
                        errorText(error)),
               {{tr("Try again"),
                 [this, file] {
                     if (auto opened = document.open(file.toStdString()); !opened) {
                         return; // said anew
                     }
                 }}},
               lines);
}

void DesignPlace::Impl::showState()
{
    const bool hasFault = !document.treeError().isEmpty();
    const bool isStanding = document.tree() != nullptr || (last && (hasFault || document.isDescribing()));
    lens->setVisible(document.tree() != nullptr);
    if (isStanding) {
        center->setCurrentWidget(canopy);
        if (document.tree() != nullptr) {
            waiting->hide();
        } else if (hasFault) {
            waiting->say(
                QStringLiteral("warning"), Token::WarningLine,
                tr("The network could not be described: %1").arg(document.treeError()),
                {{tr("Try again"), [this] { document.describeAgain(); }},
                 {tr("Show the model settings"), [this] { showTab(SettingsTab); }, CommandButton::Kind::Normal, true}});
        } else {
            waiting->say(QStringLiteral("clock"), Token::Tx3, tr("Describing the network"), {});
        }
        return;
    }
    waiting->hide();
    center->setCurrentWidget(state);
    if (hasFault) {
        auto* again = makeButton(tr("Try again"), CommandButton::Kind::Primary);
        QObject::connect(again, &QPushButton::clicked, &self, [this] { document.describeAgain(); });
        auto* fields = makeButton(tr("Show the model settings"), CommandButton::Kind::Normal);
        QObject::connect(fields, &QPushButton::clicked, &self, [this] { showTab(SettingsTab); });
        state->setButtons({again, fields});
        state->show(StateView::Kind::Error, QStringLiteral("warning"), tr("The network could not be described"),
                    document.treeError());
    } else if (document.isDescribing()) {
        state->setButtons({});
        state->show(StateView::Kind::Busy, QStringLiteral("clock"), tr("Describing the network"),
                    tr("Its modules, shapes and counts are worked out once and kept; no weights are loaded."));
    } else {
        const auto button = [this](CommandId id, CommandButton::Kind kind) {
            return new CommandButton(commands.action(id), kind);
        };
        state->setButtons({button(CommandId::NewFromPreset, CommandButton::Kind::Primary),
                           button(CommandId::OpenCheckpoint, CommandButton::Kind::Normal),
                           button(CommandId::Open, CommandButton::Kind::Normal),
                           button(CommandId::OpenRecent, CommandButton::Kind::Link)});
        state->show(StateView::Kind::Empty, QStringLiteral("design"), tr("Grow a trained tree along a plan"),
                    tr("Three ways in: a preset that runs at once on drawn images, weights of your own, or an "
                       "experiment file (drop it anywhere). A run can be cloned from Runs."));
    }
}

DesignPlace::DesignPlace(const PlaceContext& context, QWidget* parent)
    : Place(parent), m_impl(std::make_unique<Impl>(*this, context))
{
    setObjectName(QStringLiteral("design"));
    m_impl->build();
    m_impl->connectDocument();
    m_impl->connectCommands();
    m_impl->takeTree();
}

DesignPlace::~DesignPlace()
{
    // A cell that is being written in gives up its text when its view goes: nobody is there to take it.
    m_impl->outline->model().disconnect(this);
}

void DesignPlace::activated()
{
    m_impl->canopy->setFocus();
}

void DesignPlace::resizeEvent(QResizeEvent* event)
{
    Place::resizeEvent(event);
    const bool isNarrow = width() < kNarrow;
    m_impl->palette->setNarrow(isNarrow);
    m_impl->head->setNarrow(isNarrow);
    if (!m_impl->isSized && width() > 600) {
        m_impl->isSized = true;
        const int side = std::clamp(width() * 36 / 100, 430, 620);
        m_impl->columns->setSizes({width() - side, side});
    }
    m_impl->fitPreflight();
}

} // namespace espalier::ui
