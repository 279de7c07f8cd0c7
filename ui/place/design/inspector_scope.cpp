// Edits of the inspector that may be meant for a whole rule or for what is selected alone: it asks.
#include "ui/model/rule_model.h"
#include "ui/place/design/design_actions.h"
#include "ui/place/design/inspector_panel.h"
#include "ui/place/design/strip_bar.h"
#include "ui/widget/count_text.h"

#include <algorithm>

namespace espalier::ui {

void InspectorPanel::askScope(const WiderRule& rule, const std::function<void()>& changeRule,
                              const std::function<void()>& exceptionHere)
{
    m_asked = m_document.selection();
    m_askedPlan = m_document.experiment().plan;
    m_scope->ask(
        QStringLiteral("info"), Token::Acc,
        tr("Rule %1 · %2 %3 acts here and elsewhere")
            .arg(rule.report + 1)
            .arg(ruleKindText(rule.kind), QString::fromStdString(rule.pattern)),
        {{counted(rule.modules, tr("Change the rule (1 module)"), tr("Change the rule (%1 modules)")), changeRule},
         {tr("Exception here"), exceptionHere}});
}

void InspectorPanel::changeAdapter(const std::vector<network::ModuleId>& modules, const plan::AdapterOptions& adapter)
{
    const auto rule = widerGraftRule(*m_document.tree(), m_document.resolved(), modules, adapter.index());
    if (!rule) {
        m_actions.setAdapterOf(modules, adapter);
        return;
    }
    askScope(
        *rule, [this, found = *rule, adapter] { m_actions.setRuleAdapter(found, adapter); },
        [this, modules, adapter] { m_actions.setAdapterOf(modules, adapter); });
}

void InspectorPanel::changeRank(const std::vector<network::ModuleId>& modules, int rank)
{
    const auto& resolved = m_document.resolved();
    const auto graft = std::ranges::find_if(resolved.grafts, [&](const plan::Graft& each) {
        return std::ranges::any_of(modules,
                                   [&](network::ModuleId id) { return m_document.tree()->isWithin(each.site, id); });
    });
    if (graft == resolved.grafts.end() || plan::adapterRank(graft->adapter) == rank) {
        return;
    }
    const auto rule = widerGraftRule(*m_document.tree(), resolved, modules, graft->adapter.index());
    if (!rule) {
        m_actions.setRankOf(modules, rank);
        return;
    }
    askScope(
        *rule, [this, found = *rule, rank] { m_actions.setRuleRank(found, rank); },
        [this, modules, rank] { m_actions.setRankOf(modules, rank); });
}

void InspectorPanel::changeScale(const std::vector<network::ModuleId>& modules, double scale)
{
    if (m_document.tree() == nullptr || modules.empty()) {
        return;
    }
    const double acting = scaleAt(modules.front());
    const auto patterns = patternsOf(*m_document.tree(), modules);
    const auto rule = widerRateRule(*m_document.tree(), m_document.resolved(), modules);
    if (!rule) {
        m_actions.setLrScaleOf(patterns, scale);
        return;
    }
    askScope(
        *rule, [this, found = *rule, scale, acting] { m_actions.setRuleScale(found, scale, acting); },
        [this, patterns, scale] { m_actions.setLrScaleOf(patterns, scale); });
}

void InspectorPanel::changeState(plan::TrainState wanted)
{
    const auto act = [this, wanted](const std::vector<std::string>& patterns) {
        wanted == plan::TrainState::Frozen     ? m_actions.freezeAll(patterns)
        : wanted == plan::TrainState::Unfrozen ? m_actions.unfreezeAll(patterns)
                                               : m_actions.excludeAll(patterns);
    };
    const auto patterns = m_actions.selected();
    if (patterns.empty()) {
        return;
    }
    const auto& resolved = m_document.resolved();
    const bool isSame = std::ranges::all_of(m_document.selection(), [&](network::ModuleId id) {
        return resolved.subtree[static_cast<std::size_t>(id)] == wanted;
    });
    const auto rule = widerStateRule(*m_document.tree(), resolved, m_document.selection());
    if (isSame || !rule) {
        act(patterns);
        return;
    }
    askScope(
        *rule, [act, pattern = rule->pattern] { act({pattern}); }, [act, patterns] { act(patterns); });
}

} // namespace espalier::ui
