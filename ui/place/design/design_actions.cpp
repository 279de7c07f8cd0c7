#include "ui/place/design/design_actions.h"

#include "core/plan/method_sites.h"
#include "core/plan/presets.h"
#include "core/preflight/preflight.h"
#include "ui/bridge/core_text.h"
#include "ui/canopy/method_sentence.h"
#include "ui/model/rule_model.h"
#include "ui/widget/count_text.h"

#include <algorithm>

namespace espalier::ui {

DesignActions::DesignActions(ExperimentDocument& document, Navigator& navigator, QObject* parent)
    : QObject(parent), m_document(document), m_navigator(navigator)
{
}

void DesignActions::say(const QString& text)
{
    Q_EMIT m_navigator.noticeRequested(text, false);
}

bool DesignActions::hasTree()
{
    if (m_document.tree() == nullptr) {
        say(tr("There is no network yet: open an experiment first"));
    }
    return m_document.tree() != nullptr;
}

DesignActions::Patterns DesignActions::selected()
{
    if (!hasTree()) {
        return {};
    }
    if (m_document.selection().empty()) {
        say(tr("Select a module first, or write a pattern (/)"));
        return {};
    }
    return patternsOf(*m_document.tree(), m_document.selection());
}

QString DesignActions::named(const Patterns& patterns)
{
    if (patterns.size() == 1) {
        return patterns.front() == "**" ? tr("the whole network") : QString::fromStdString(patterns.front());
    }
    return tr("%1 patterns").arg(patterns.size());
}

void DesignActions::edit(const QString& text, const std::function<void(plan::TuningPlan&)>& change,
                         const QString& mergeKey)
{
    m_document.edit(
        text, [&](experiment::Experiment& experiment) { change(experiment.plan); }, mergeKey);
}

void DesignActions::freezeAll(const Patterns& patterns)
{
    if (!patterns.empty() && hasTree()) {
        edit(tr("Freeze %1").arg(named(patterns)),
             [&](plan::TuningPlan& plan) { freeze(plan, *m_document.tree(), patterns); });
    }
}

void DesignActions::unfreezeAll(const Patterns& patterns)
{
    if (!patterns.empty() && hasTree()) {
        edit(tr("Unfreeze %1").arg(named(patterns)),
             [&](plan::TuningPlan& plan) { unfreeze(plan, *m_document.tree(), patterns); });
    }
}

void DesignActions::excludeAll(const Patterns& patterns)
{
    if (!patterns.empty() && hasTree()) {
        edit(tr("Exclude %1").arg(named(patterns)),
             [&](plan::TuningPlan& plan) { exclude(plan, *m_document.tree(), patterns); });
    }
}

void DesignActions::graftAll(const Patterns& patterns, const plan::AdapterOptions& adapter)
{
    if (patterns.empty() || !hasTree()) {
        return;
    }
    const QString title = methodTitle(adapter);
    if (sitesOf(patterns, adapter).empty()) {
        const auto matches = matchesOf(*m_document.tree(), patterns);
        const plan::SiteRefusal why = matches.empty()
                                          ? plan::SiteRefusal::WrongKind
                                          : plan::siteRefusal(m_document.tree()->module(matches.front()), adapter);
        say(QStringLiteral("%1: %2").arg(named(patterns), methodSentence(plan::sentenceOf(why, adapter))));
        return;
    }
    edit(tr("Graft %1 on %2")
             .arg((title + QLatin1Char(' ') + QString::fromStdString(plan::adapterMark(adapter))).trimmed(),
                  named(patterns)),
         [&](plan::TuningPlan& plan) { graft(plan, patterns, adapter); });
}

void DesignActions::removeGraftsOf(const std::vector<network::ModuleId>& modules)
{
    if (!hasTree()) {
        return;
    }
    const auto& grafts = m_document.resolved().grafts;
    const auto count = std::ranges::count_if(grafts, [&](const plan::Graft& graft) {
        return std::ranges::any_of(modules,
                                   [&](network::ModuleId id) { return m_document.tree()->isWithin(graft.site, id); });
    });
    if (count == 0) {
        say(tr("There is no adapter on what is selected"));
        return;
    }
    edit(counted(count, tr("Remove 1 adapter"), tr("Remove %1 adapters")),
         [&](plan::TuningPlan& plan) { removeGrafts(plan, *m_document.tree(), modules); });
}

void DesignActions::setLrScaleOf(const Patterns& patterns, double scale)
{
    if (!patterns.empty() && hasTree()) {
        edit(tr("LR ×%1 on %2").arg(factorText(scale), named(patterns)),
             [&](plan::TuningPlan& plan) { setLrScale(plan, *m_document.tree(), patterns, scale); });
    }
}

void DesignActions::setAdapterOf(const std::vector<network::ModuleId>& modules, const plan::AdapterOptions& adapter)
{
    if (hasTree()) {
        edit(tr("Change %1").arg(methodTitle(adapter)),
             [&](plan::TuningPlan& plan) { setAdapter(plan, *m_document.tree(), modules, adapter); });
    }
}

std::vector<network::ModuleId> DesignActions::sitesOf(const Patterns& patterns,
                                                      const plan::AdapterOptions& adapter) const
{
    std::vector<network::ModuleId> sites;
    if (m_document.tree() != nullptr) {
        for (const network::ModuleId id : matchesOf(*m_document.tree(), patterns)) {
            const auto some = plan::legalSites(*m_document.tree(), id, adapter);
            sites.insert(sites.end(), some.begin(), some.end());
        }
    }
    std::ranges::sort(sites);
    sites.erase(std::ranges::unique(sites).begin(), sites.end());
    return sites;
}

void DesignActions::setRankOf(const std::vector<network::ModuleId>& modules, int rank)
{
    if (hasTree()) {
        edit(tr("Rank %1").arg(rank),
             [&](plan::TuningPlan& plan) { setRank(plan, *m_document.tree(), modules, rank); });
    }
}

void DesignActions::moveGraft(network::ModuleId from, network::ModuleId to)
{
    if (hasTree()) {
        const QString path = QString::fromStdString(m_document.tree()->module(to).path);
        edit(tr("Move adapter to %1").arg(path),
             [&](plan::TuningPlan& plan) { ui::moveGraft(plan, *m_document.tree(), from, to); });
    }
}

void DesignActions::setRuleAdapter(const WiderRule& rule, const plan::AdapterOptions& adapter)
{
    edit(tr("Change rule %1").arg(QString::fromStdString(rule.pattern)),
         [&](plan::TuningPlan& plan) { ui::setRuleAdapter(plan, rule.index, adapter); });
}

void DesignActions::setRuleRank(const WiderRule& rule, int rank)
{
    edit(tr("Change rule %1").arg(QString::fromStdString(rule.pattern)),
         [&](plan::TuningPlan& plan) { ui::setRuleRank(plan, rule.index, rank); });
}

void DesignActions::setRuleScale(const WiderRule& rule, double scale, double acting)
{
    edit(tr("Change rule %1").arg(QString::fromStdString(rule.pattern)),
         [&](plan::TuningPlan& plan) { ui::setRuleScale(plan, rule.kind, rule.index, scale, acting); });
}

void DesignActions::removeRuleAt(plan::RuleKind kind, std::size_t index)
{
    edit(tr("Remove rule"), [&](plan::TuningPlan& plan) { removeRule(plan, kind, index); });
}

void DesignActions::setPatternAt(plan::RuleKind kind, std::size_t index, const std::string& pattern)
{
    edit(tr("Change pattern to %1").arg(QString::fromStdString(pattern)),
         [&](plan::TuningPlan& plan) { setRulePattern(plan, kind, index, pattern); });
}

void DesignActions::setMayBeEmptyAt(plan::RuleKind kind, std::size_t index, bool mayBeEmpty)
{
    edit(mayBeEmpty ? tr("Let the rule match nothing") : tr("Require the rule to match"), [&](plan::TuningPlan& plan) {
        if (kind == plan::RuleKind::Adapter) {
            plan.adapters[index].allowEmpty = mayBeEmpty;
        } else if (kind == plan::RuleKind::Unfreeze) {
            plan.unfreeze[index].allowEmpty = mayBeEmpty;
        }
    });
}

void DesignActions::applyPreset(std::size_t preset)
{
    const auto presets = plan::presets();
    if (preset < presets.size()) {
        const QString title = QString::fromStdString(std::string(presets[preset].title));
        edit(tr("Preset %1").arg(title), [&](plan::TuningPlan& plan) { plan = presets[preset].make(); });
    }
}

void DesignActions::repair(const preflight::Finding& finding)
{
    const auto mended = preflight::repaired(m_document.experiment(), finding.repair);
    if (!mended) {
        Q_EMIT m_navigator.noticeRequested(errorText(mended.error()), true);
        return;
    }
    m_document.edit(tr("Repair: %1").arg(coreText(finding.repair.label)),
                    [&](experiment::Experiment& experiment) { experiment = *mended; });
}

void DesignActions::replaceByRepaired(const experiment::Experiment& mended, int repairs)
{
    m_document.edit(tr("Repair %n finding(s)", nullptr, repairs),
                    [&](experiment::Experiment& experiment) { experiment = mended; });
}

void DesignActions::toggleAccepted(const preflight::Finding& finding)
{
    const std::string id(finding.id);
    const bool isAccepted = preflight::isAccepted(m_document.experiment(), finding);
    m_document.edit(isAccepted ? tr("No longer accept %1").arg(QString::fromStdString(id))
                               : tr("Accept %1").arg(QString::fromStdString(id)),
                    [&](experiment::Experiment& experiment) {
                        if (isAccepted) {
                            std::erase(experiment.accept, id);
                        } else {
                            experiment.accept.push_back(id);
                        }
                    });
}

void DesignActions::acceptAll(const std::vector<preflight::Finding>& findings)
{
    m_document.edit(tr("Accept all errors"), [&](experiment::Experiment& experiment) {
        for (const preflight::Finding& finding : findings) {
            if (finding.severity == preflight::Severity::Error && !preflight::isAccepted(experiment, finding)) {
                experiment.accept.emplace_back(finding.id);
            }
        }
    });
}

} // namespace espalier::ui
