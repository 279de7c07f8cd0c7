// DesignActions: every edit of the plan that Design offers, each one undo step with a name, refused with a reason where
// it would do nothing.
#pragma once

#include "core/plan/adapter_options.h"
#include "core/preflight/finding.h"
#include "ui/edit/plan_scope.h"
#include "ui/place/place.h"

#include <string>
#include <vector>

namespace espalier::ui {

class DesignActions : public QObject {
    Q_OBJECT
public:
    DesignActions(ExperimentDocument& document, Navigator& navigator, QObject* parent = nullptr);

    using Patterns = std::vector<std::string>;
    void freezeAll(const Patterns& patterns);
    void unfreezeAll(const Patterns& patterns);
    void excludeAll(const Patterns& patterns);
    void graftAll(const Patterns& patterns, const plan::AdapterOptions& adapter);
    void removeGraftsOf(const std::vector<network::ModuleId>& modules);
    void setLrScaleOf(const Patterns& patterns, double scale);
    void setAdapterOf(const std::vector<network::ModuleId>& modules, const plan::AdapterOptions& adapter);
    void setRankOf(const std::vector<network::ModuleId>& modules, int rank);
    void moveGraft(network::ModuleId from, network::ModuleId to);
    // The rule itself, and with it all that it acts on.
    void setRuleAdapter(const WiderRule& rule, const plan::AdapterOptions& adapter);
    void setRuleRank(const WiderRule& rule, int rank);
    void setRuleScale(const WiderRule& rule, double scale, double acting);
    void removeRuleAt(plan::RuleKind kind, std::size_t index);
    void setPatternAt(plan::RuleKind kind, std::size_t index, const std::string& pattern);
    void setMayBeEmptyAt(plan::RuleKind kind, std::size_t index, bool mayBeEmpty);
    void applyPreset(std::size_t preset); ///< place in plan::presets()
    void repair(const preflight::Finding& finding);
    void replaceByRepaired(const experiment::Experiment& mended, int repairs);
    /// Say that it is meant, or no longer.
    void toggleAccepted(const preflight::Finding& finding);
    void acceptAll(const std::vector<preflight::Finding>& findings); ///< errors only

    /// What a method would be grafted on at or under what the patterns match.
    [[nodiscard]] std::vector<network::ModuleId> sitesOf(const Patterns& patterns,
                                                         const plan::AdapterOptions& adapter) const;
    /// Of the selection; says so and answers nothing where there is none.
    [[nodiscard]] Patterns selected();
    void say(const QString& text);

private:
    void edit(const QString& text, const std::function<void(plan::TuningPlan&)>& change, const QString& mergeKey = {});
    [[nodiscard]] static QString named(const Patterns& patterns);
    [[nodiscard]] bool hasTree();

    ExperimentDocument& m_document;
    Navigator& m_navigator;
};

} // namespace espalier::ui
