// What the commands of Design and drops on the canopy do.
#include "core/plan/presets.h"
#include "ui/canopy/canopy_view.h"
#include "ui/edit/document_checks.h"
#include "ui/model/rule_model.h"
#include "ui/place/design/advice_bar.h"
#include "ui/place/design/design_place_impl.h"
#include "ui/place/design/dry_run_bar.h"
#include "ui/place/design/inspector_panel.h"
#include "ui/place/design/lens_bar.h"
#include "ui/place/design/outline_panel.h"
#include "ui/place/design/palette_panel.h"
#include "ui/place/design/preflight_panel.h"
#include "ui/place/design/strip_bar.h"
#include "ui/place/design/summary_strip.h"
#include "ui/widget/count_text.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QTreeView>
#include <algorithm>

namespace espalier::ui {

namespace {
constexpr double kZoomStep = 1.3;
} // namespace

const plan::AdapterOptions& DesignPlace::Impl::currentMethod() const
{
    return palette->methods()[static_cast<std::size_t>(palette->current())];
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
    for (std::size_t method = 0; method < palette->methods().size(); ++method) {
        on(graftCommand(method), [this, method] { graftHere(palette->methods()[method]); });
    }
    on(CommandId::RemoveGraft, [this] {
        if (!actions.selected().empty()) {
            actions.removeGraftsOf(document.selection());
        }
    });
    on(CommandId::MoveGraft, [this] { moveByKey(); });
    on(CommandId::SetLrScale, [this] {
        if (!actions.selected().empty() && !(outline->view()->hasFocus() && outline->edit(OutlineModel::LrScale))) {
            showTab(InspectorTab);
            inspector->focusLrScale();
        }
    });
    on(CommandId::EditRank, [this] {
        const bool isInOutline = outline->view()->hasFocus() &&
                                 (outline->edit(OutlineModel::Adapter) || outline->edit(OutlineModel::LrScale));
        if (!isInOutline && !actions.selected().empty()) {
            showTab(InspectorTab);
            inspector->focusRank();
        }
    });
    on(CommandId::DryRun, [this] {
        if (document.tree() == nullptr) {
            actions.say(tr("There is no network yet: open an experiment first"));
        } else {
            dryRun->start();
        }
    });
    on(CommandId::ApplyAdvice, [this] {
        if (const auto* proposed = plan::findPreset(advice->proposed())) {
            actions.applyPreset(static_cast<std::size_t>(proposed - plan::presets().data()));
        } else {
            actions.say(tr("There is no advice: the plan is what it would be, or the images were not read yet"));
        }
    });
    on(CommandId::CopySummary, [this] { copySummary(); });
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
    on(CommandId::NextLens,
       [this] { lens->setLens(static_cast<Lens>((static_cast<int>(lens->lens()) + 1) % kLenses)); });
    on(CommandId::LensEarlier, [this] { lens->scrub(-1); });
    on(CommandId::LensLater, [this] { lens->scrub(1); });
    for (std::size_t i = 0; i < plan::presets().size(); ++i) {
        const auto id = static_cast<CommandId>(static_cast<std::size_t>(CommandId::PresetFull) + i);
        on(id, [this, i] { actions.applyPreset(i); });
    }
}

void DesignPlace::Impl::actHere(PatternAction action)
{
    if (actions.selected().empty()) {
        return;
    }
    if (widerStateRule(*document.tree(), document.resolved(), document.selection())) {
        showTab(InspectorTab); // where it asks
    }
    inspector->changeState(action == PatternAction::Freeze     ? plan::TrainState::Frozen
                           : action == PatternAction::Unfreeze ? plan::TrainState::Unfrozen
                                                               : plan::TrainState::Excluded);
}

/// Where a rule grafts this method here and elsewhere, other options may be meant for the rule or for this place.
void DesignPlace::Impl::graftHere(const plan::AdapterOptions& adapter)
{
    const auto patterns = actions.selected();
    if (patterns.empty()) {
        return;
    }
    const auto& modules = document.selection();
    const auto& grafts = document.resolved().grafts;
    const bool isOther = std::ranges::any_of(grafts, [&](const plan::Graft& graft) {
        return graft.adapter.index() == adapter.index() && graft.adapter != adapter &&
               std::ranges::any_of(modules,
                                   [&](network::ModuleId id) { return document.tree()->isWithin(graft.site, id); });
    });
    if (!isOther || !widerGraftRule(*document.tree(), document.resolved(), modules, adapter.index())) {
        actions.graftAll(patterns, adapter);
        return;
    }
    showTab(InspectorTab);
    inspector->changeAdapter(modules, adapter);
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

/// At once on one place; on several it is asked first, with their count and cost.
void DesignPlace::Impl::dropOn(int method, network::ModuleId module)
{
    if (document.tree() == nullptr) {
        return;
    }
    document.setSelection({module});
    const std::vector<std::string> patterns{patternOf(*document.tree(), module)};
    const plan::AdapterOptions adapter = palette->methods()[static_cast<std::size_t>(method)];
    const auto sites = actions.sitesOf(patterns, adapter);
    if (sites.size() <= 1) {
        actions.graftAll(patterns, adapter);
        return;
    }
    const QString cost = exactCount(plan::graftParameters(*document.tree(), sites, adapter));
    const auto count = static_cast<std::int64_t>(sites.size());
    question->ask(QStringLiteral("leaf"), Token::AdapterLine,
                  tr("%1 on all %2 places in what is selected: +%3 parameters")
                      .arg(methodTitle(adapter), exactCount(count), cost),
                  {{counted(count, tr("Graft on 1"), tr("Graft on all %1")),
                    [this, patterns, adapter] { actions.graftAll(patterns, adapter); }, CommandButton::Kind::Primary},
                   {tr("Cancel"), {}}});
}

void DesignPlace::Impl::moveByKey()
{
    if (actions.selected().empty()) {
        return;
    }
    const network::ModuleId here = document.selection().front();
    const auto& grafts = document.resolved().grafts;
    if (carried == network::kNoModule) {
        const auto count = std::ranges::count_if(
            grafts, [&](const plan::Graft& graft) { return document.tree()->isWithin(graft.site, here); });
        if (count != 1) {
            actions.say(count == 0 ? tr("There is no adapter on what is selected")
                                   : tr("There are %1 adapters on what is selected: select one").arg(count));
            return;
        }
        carried = here;
        question->say(QStringLiteral("leaf"), Token::AdapterLine,
                      tr("The adapter of %1 goes where M is pressed next")
                          .arg(QString::fromStdString(document.tree()->module(here).path)),
                      {});
        return;
    }
    const network::ModuleId from = std::exchange(carried, network::kNoModule);
    question->hide();
    const auto graft = std::ranges::find_if(
        grafts, [&](const plan::Graft& each) { return document.tree()->isWithin(each.site, from); });
    if (graft == grafts.end() || from == here) {
        return;
    }
    if (plan::legalSites(*document.tree(), here, graft->adapter).size() == 1) {
        actions.moveGraft(from, here);
    } else {
        actions.say(tr("%1 has not exactly one place for %2")
                        .arg(QString::fromStdString(document.tree()->module(here).path), methodTitle(graft->adapter)));
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

void DesignPlace::Impl::copySummary()
{
    QGuiApplication::clipboard()->setText(summary->asText());
    actions.say(tr("The summary is copied"));
}

} // namespace espalier::ui
