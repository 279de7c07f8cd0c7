#include "ui/place/design/design_place.h"

#include "core/plan/presets.h"
#include "ui/canopy/canopy_view.h"
#include "ui/model/rule_model.h"
#include "ui/place/design/design_actions.h"
#include "ui/place/design/finding_place.h"
#include "ui/place/design/inspector_panel.h"
#include "ui/place/design/lens_bar.h"
#include "ui/place/design/outline_panel.h"
#include "ui/place/design/palette_panel.h"
#include "ui/place/design/pattern_bar.h"
#include "ui/place/design/preflight_panel.h"
#include "ui/place/design/rules_panel.h"
#include "ui/place/design/settings_panel.h"
#include "ui/place/design/summary_strip.h"
#include "ui/widget/controls.h"
#include "ui/widget/count_text.h"
#include "ui/widget/icon.h"
#include "ui/widget/state_view.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>
#include <algorithm>
#include <filesystem>

namespace espalier::ui {

namespace {

constexpr int kNarrow = 1300; ///< below this the palette shows icons alone
constexpr double kZoomStep = 1.3;

enum Tab { InspectorTab, RulesTab, SettingsTab };

/// The same to the trainer, however the rules are written.
bool isSame(const plan::ResolvedPlan& a, const plan::ResolvedPlan& b)
{
    const auto sameGraft = [](const plan::Graft& x, const plan::Graft& y) {
        return x.site == y.site && x.adapter == y.adapter && x.lrScale == y.lrScale;
    };
    return a.own == b.own && a.lrScale == b.lrScale && std::ranges::equal(a.grafts, b.grafts, sameGraft);
}

} // namespace

struct DesignPlace::Impl {
    Impl(DesignPlace& place, const PlaceContext& given);

    void build();
    QWidget* buildHead();
    QWidget* buildBody();
    void connectDocument();
    void connectCommands();
    void takeTree();
    void takePlan();
    void takeSelection();
    void showState();
    void showTitle();
    void showFindings();
    void fitPreflight();
    void goTo(const preflight::Finding& finding);
    void actOn(PatternAction action, const std::vector<std::string>& patterns);
    void actHere(PatternAction action);
    void toggle();
    void showTab(Tab tab);
    [[nodiscard]] QString presetName() const;
    [[nodiscard]] const plan::AdapterOptions& currentMethod() const;

    DesignPlace& self;
    Theme& theme;
    CommandTable& commands;
    ExperimentDocument& document;
    Navigator& navigator;
    DesignActions actions;
    PlaceContext context;

    QLabel* data = nullptr;
    QLabel* name = nullptr;
    Chip* preset = nullptr;
    Chip* saved = nullptr;
    QToolButton* findings = nullptr;
    PatternBar* bar = nullptr;
    PalettePanel* palette = nullptr;
    QStackedWidget* center = nullptr;
    StateView* state = nullptr;
    CanopyView* canopy = nullptr;
    LensBar* lens = nullptr;
    PreflightPanel* preflight = nullptr;
    QSplitter* middle = nullptr; ///< canopy over pre-flight
    OutlinePanel* outline = nullptr;
    QTabWidget* tabs = nullptr;
    InspectorPanel* inspector = nullptr;
    RulesPanel* rules = nullptr;
    SettingsPanel* settings = nullptr;
    SummaryStrip* summary = nullptr;
    QSplitter* columns = nullptr;
    QSplitter* side = nullptr;
    bool isSized = false;                    ///< the first size decides the columns, then the user does
    std::vector<plan::ResolvedPlan> presets; ///< of this tree, in presets() order
    std::int64_t networkTensors = 0;
};

DesignPlace::Impl::Impl(DesignPlace& place, const PlaceContext& given)
    : self(place), theme(given.theme), commands(given.commands), document(given.document), navigator(given.navigator),
      actions(given.document, given.navigator), context(given)
{
}

QWidget* DesignPlace::Impl::buildHead()
{
    auto* head = new PlaceHead(&self);
    data = makeLabel({}, Tone::Second, head);
    name = makeLabel({}, Tone::Title, head);
    name->setObjectName(QStringLiteral("designName"));
    preset = new Chip(head);
    saved = new Chip(head);
    auto* presetButton = new QToolButton(head);
    presetButton->setText(tr("Presets"));
    presetButton->setProperty("kind", QStringLiteral("button"));
    presetButton->setPopupMode(QToolButton::InstantPopup);
    presetButton->setToolTip(tr("Replace the plan by a ready one; can be undone"));
    auto* menu = new QMenu(presetButton);
    const auto all = plan::presets();
    for (std::size_t i = 0; i < all.size(); ++i) {
        QAction* action = menu->addAction(QString::fromStdString(std::string(all[i].title)));
        action->setToolTip(QString::fromStdString(std::string(all[i].help)));
        QObject::connect(action, &QAction::triggered, &self, [this, i] { actions.applyPreset(i); });
    }
    menu->setToolTipsVisible(true);
    presetButton->setMenu(menu);
    findings = new QToolButton(head);
    findings->setProperty("kind", QStringLiteral("button"));
    findings->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    findings->setObjectName(QStringLiteral("designFindings"));
    findings->setFixedHeight(26);
    presetButton->setFixedHeight(26);
    QObject::connect(findings, &QToolButton::clicked, &self, [this] {
        if (document.planError().isEmpty()) {
            preflight->showFirst();
        } else {
            showTab(RulesTab);
        }
    });
    head->addLeft(data);
    head->addLeft(name);
    head->addLeft(preset);
    head->addLeft(saved);
    head->addLeft(findings);
    head->addRight(presetButton);
    for (const CommandId id : {CommandId::Undo, CommandId::Redo}) {
        auto* button = new CommandButton(commands.action(id), CommandButton::Kind::Normal, head);
        button->setShortText(QStringLiteral(" "));
        button->setIcon(themedIcon(theme, id == CommandId::Undo ? u"undo" : u"redo"));
        button->setFixedWidth(34);
        head->addRight(button);
    }
    head->addRight(new CommandButton(commands.action(CommandId::Save), CommandButton::Kind::Normal, head));
    head->addRight(new CommandButton(commands.action(CommandId::StartRun), CommandButton::Kind::Primary, head));
    return head;
}

QWidget* DesignPlace::Impl::buildBody()
{
    palette = new PalettePanel(theme, commands, &self);
    canopy = new CanopyView(theme, &self);
    canopy->setObjectName(QStringLiteral("canopy"));
    canopy->setProperty("panel", true);
    state = new StateView(theme, &self);
    center = new QStackedWidget(&self);
    center->addWidget(canopy);
    center->addWidget(state);
    lens = new LensBar(context, *canopy, &self);
    auto* picture = new QWidget(&self);
    auto* stack = new QVBoxLayout(picture);
    stack->setContentsMargins(0, 0, 0, 0);
    stack->setSpacing(0);
    stack->addWidget(lens);
    stack->addWidget(center, 1);
    preflight = new PreflightPanel(theme, commands, document.checks(), &self);
    middle = new QSplitter(Qt::Vertical, &self);
    middle->setObjectName(QStringLiteral("designMiddle"));
    middle->addWidget(picture);
    middle->addWidget(preflight);
    middle->setStretchFactor(0, 1);
    middle->setChildrenCollapsible(false);
    middle->setHandleWidth(1);
    middle->setSizes({4 * preflight->usualHeight(), preflight->usualHeight()});
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
    columns = new QSplitter(Qt::Horizontal, &self);
    columns->setObjectName(QStringLiteral("designColumns"));
    columns->addWidget(middle);
    columns->addWidget(side);
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
    bar = new PatternBar(theme, &self);
    summary = new SummaryStrip(theme, &self);
    auto* column = new QVBoxLayout(&self);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildHead());
    column->addWidget(bar);
    column->addWidget(makeLine(Qt::Horizontal, &self));
    column->addWidget(buildBody(), 1);
    column->addWidget(summary);

    const auto select = [this](const std::vector<network::ModuleId>& modules) { document.setSelection(modules); };
    QObject::connect(canopy, &CanopyView::selectionRequested, &self, select);
    QObject::connect(outline, &OutlinePanel::selectionRequested, &self, select);
    QObject::connect(outline, &OutlinePanel::toggleRequested, &self, [this] { toggle(); });
    QObject::connect(canopy, &CanopyView::graftRequested, &self, [this](int method, network::ModuleId module) {
        document.setSelection({module});
        actions.graftAll({patternOf(*document.tree(), module)}, palette->methods()[static_cast<std::size_t>(method)]);
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
    bar->setGraftTitle(methodTitle(currentMethod()));
    QWidget::setTabOrder(bar, canopy);
}

const plan::AdapterOptions& DesignPlace::Impl::currentMethod() const
{
    return palette->methods()[static_cast<std::size_t>(palette->current())];
}

void DesignPlace::Impl::connectDocument()
{
    QObject::connect(&document, &ExperimentDocument::treeChanged, &self, [this] { takeTree(); });
    QObject::connect(&document, &ExperimentDocument::experimentChanged, &self, [this] { takePlan(); });
    QObject::connect(&document, &ExperimentDocument::selectionChanged, &self, [this] { takeSelection(); });
    QObject::connect(&document, &ExperimentDocument::matchesChanged, &self, [this] {
        canopy->setMatches(document.matches());
        outline->setMatches(document.matches());
    });
    QObject::connect(&document, &ExperimentDocument::fileChanged, &self, [this] {
        showTitle();
        showState();
    });
    DocumentChecks& checks = document.checks();
    QObject::connect(&checks, &DocumentChecks::changed, &self, [this] {
        showFindings();
        fitPreflight();
    });
    QObject::connect(
        &checks, &DocumentChecks::allRepaired, &self,
        [this](const experiment::Experiment& mended, int repairs) { actions.replaceByRepaired(mended, repairs); });
    QObject::connect(&checks, &DocumentChecks::repairFailed, &self,
                     [this](const QString& reason) { Q_EMIT navigator.noticeRequested(reason, true); });
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
    QObject::connect(&document.undoStack(), &QUndoStack::cleanChanged, &self, [this] { showTitle(); });
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

void DesignPlace::Impl::connectCommands()
{
    const auto on = [this](CommandId id, auto&& act) {
        QObject::connect(commands.action(id), &QAction::triggered, &self, std::forward<decltype(act)>(act));
    };
    on(CommandId::FocusPattern, [this] { bar->focusText(); });
    on(CommandId::Freeze, [this] { actHere(PatternAction::Freeze); });
    on(CommandId::Unfreeze, [this] { actHere(PatternAction::Unfreeze); });
    on(CommandId::Exclude, [this] { actHere(PatternAction::Exclude); });
    on(CommandId::GraftLora, [this] { actions.graftAll(actions.selected(), palette->methods()[0]); });
    on(CommandId::GraftFeatureAdapter, [this] { actions.graftAll(actions.selected(), palette->methods()[1]); });
    on(CommandId::RemoveGraft, [this] {
        if (!actions.selected().empty()) {
            actions.removeGraftsOf(document.selection());
        }
    });
    on(CommandId::SetLrScale, [this] {
        if (!actions.selected().empty()) {
            showTab(InspectorTab);
            inspector->focusLrScale();
        }
    });
    on(CommandId::EditRank, [this] {
        if (!actions.selected().empty()) {
            showTab(InspectorTab);
            inspector->focusRank();
        }
    });
    on(CommandId::GoToFindings, [this] { preflight->showFirst(); });
    on(CommandId::RepairFinding, [this] {
        if (const auto* finding = preflight->current(); finding != nullptr && !finding->repair.sets.empty()) {
            actions.repair(*finding);
        } else {
            actions.say(tr("Nothing to repair is selected in the pre-flight"));
        }
    });
    on(CommandId::RepairAllFindings, [this] { document.checks().repairAll(); });
    on(CommandId::AcceptFinding, [this] {
        if (const auto* finding = preflight->current()) {
            actions.toggleAccepted(*finding);
        }
    });
    on(CommandId::ReadImages, [this] { document.checks().readImages(); });
    on(CommandId::ZoomIn, [this] { canopy->zoomBy(kZoomStep); });
    on(CommandId::ZoomOut, [this] { canopy->zoomBy(1 / kZoomStep); });
    on(CommandId::ZoomFit, [this] { canopy->zoomToFit(); });
    on(CommandId::NextLens, [this] { lens->setLens(static_cast<Lens>((static_cast<int>(lens->lens()) + 1) % 4)); });
    on(CommandId::LensEarlier, [this] { lens->scrub(-1); });
    on(CommandId::LensLater, [this] { lens->scrub(1); });
    for (std::size_t i = 0; i < plan::presets().size(); ++i) {
        const auto id = static_cast<CommandId>(static_cast<std::size_t>(CommandId::PresetFull) + i);
        on(id, [this, i] { actions.applyPreset(i); });
    }
}

void DesignPlace::Impl::actHere(PatternAction action)
{
    const auto patterns = actions.selected();
    if (!patterns.empty()) {
        actOn(action, patterns);
    }
}

void DesignPlace::Impl::actOn(PatternAction action, const std::vector<std::string>& patterns)
{
    switch (action) {
    case PatternAction::Unfreeze:
        actions.unfreezeAll(patterns);
        break;
    case PatternAction::Freeze:
        actions.freezeAll(patterns);
        break;
    case PatternAction::Exclude:
        actions.excludeAll(patterns);
        break;
    case PatternAction::Graft:
        actions.graftAll(patterns, currentMethod());
        break;
    case PatternAction::LrScale:
        document.setSelection(document.matches());
        showTab(InspectorTab);
        inspector->focusLrScale();
        break;
    }
}

void DesignPlace::Impl::toggle()
{
    const auto patterns = actions.selected();
    const auto& resolved = document.resolved();
    if (patterns.empty() || resolved.subtree.empty()) {
        return;
    }
    const bool trains = std::ranges::all_of(document.selection(), [&](network::ModuleId id) {
        return resolved.subtree[static_cast<std::size_t>(id)] == plan::TrainState::Unfrozen;
    });
    actOn(trains ? PatternAction::Freeze : PatternAction::Unfreeze, patterns);
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
    if (tree != nullptr) {
        for (const plan::Preset& each : plan::presets()) {
            auto resolved = plan::resolve(*tree, each.make());
            presets.push_back(resolved ? std::move(*resolved) : plan::ResolvedPlan{});
        }
        networkTensors = tree->size() > 0 ? tree->subtreeTotals().front().parameterTensors : 0;
    }
    canopy->setNetwork(tree, &document.resolved());
    outline->setNetwork(tree, &document.resolved());
    bar->setTree(tree);
    lens->takeTree();
    takePlan();
    takeSelection();
}

void DesignPlace::Impl::takePlan()
{
    const bool hasPlan =
        document.tree() != nullptr && document.planError().isEmpty() && !document.resolved().own.empty();
    canopy->setImageSize(document.experiment().data.imageSize);
    canopy->refresh();
    outline->refresh();
    rules->refresh();
    settings->refresh();
    inspector->refresh();
    const auto all = plan::presets();
    const auto* baseline = plan::findPreset("baseline");
    const auto place = static_cast<std::size_t>(baseline - all.data());
    summary->setPlan(hasPlan ? &document.resolved() : nullptr, place < presets.size() ? presets[place].trainable : 0,
                     networkTensors);
    showFindings();
    showTitle();
    showState();
}

void DesignPlace::Impl::showFindings()
{
    const DocumentChecks& checks = document.checks();
    const int errors = checks.errors();
    const int warnings = checks.count(preflight::Severity::Warning);
    const bool hasFault = !document.planError().isEmpty();
    const bool isBad = errors > 0 || hasFault;
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
    findings->setVisible(isBad || warnings > 0);
    findings->setIcon(
        themedIcon(theme, isBad ? u"exploded" : u"warning", isBad ? Token::ExplodedLine : Token::WarningLine));
    findings->setText(hasFault     ? tr("The plan has a fault")
                      : errors > 0 ? tr("%n error(s)", nullptr, errors)
                                   : tr("%n warning(s)", nullptr, warnings));
    commands.action(CommandId::StartRun)
        ->setText(errors > 0 ? tr("Start run (%n error(s))", nullptr, errors)
                             : QCoreApplication::translate("Command", "Start run"));
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

QString DesignPlace::Impl::presetName() const
{
    const auto all = plan::presets();
    for (std::size_t i = 0; i < presets.size(); ++i) {
        if (!document.resolved().own.empty() && isSame(presets[i], document.resolved())) {
            return QString::fromStdString(std::string(all[i].title));
        }
    }
    return document.tree() == nullptr ? QString() : tr("own plan");
}

void DesignPlace::Impl::showTitle()
{
    const experiment::Experiment& experiment = document.experiment();
    const QString source =
        experiment.data.kind == "inspection" ? tr("inspection set (synthetic)")
        : experiment.data.root.empty()
            ? tr("no data yet")
            : QString::fromStdString(std::filesystem::path(experiment.data.root).filename().string());
    const QString title =
        QString::fromStdString(experiment.name.empty() ? document.file().stem().string() : experiment.name);
    data->setText(source + QStringLiteral("  /"));
    name->setText(title.isEmpty() ? tr("Untitled experiment") : title);
    preset->setState(presetName(), Chip::Kind::Plain);
    saved->setState(document.isModified() ? tr("Not saved") : QString(), Chip::Kind::Accent);
}

void DesignPlace::Impl::showState()
{
    if (document.tree() != nullptr) {
        lens->setVisible(true);
        center->setCurrentWidget(canopy);
        return;
    }
    center->setCurrentWidget(state);
    lens->setVisible(false);
    if (!document.treeError().isEmpty()) {
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

DesignPlace::~DesignPlace() = default;

void DesignPlace::activated()
{
    m_impl->canopy->setFocus();
}

void DesignPlace::resizeEvent(QResizeEvent* event)
{
    Place::resizeEvent(event);
    const bool isNarrow = width() < kNarrow;
    m_impl->palette->setNarrow(isNarrow);
    if (!m_impl->isSized && width() > 600) {
        m_impl->isSized = true;
        const int side = std::clamp(width() * 36 / 100, 430, 620);
        m_impl->columns->setSizes({width() - side, side});
    }
    m_impl->fitPreflight();
}

} // namespace espalier::ui
