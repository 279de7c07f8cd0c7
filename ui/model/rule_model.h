// RuleModel: the plan's rules in their order of effect, with what each selects and why one selects nothing.
#pragma once

#include "core/plan/resolved_plan.h"

#include <QAbstractTableModel>

namespace espalier::ui {

/// Borrows plan and resolution; setPlan() again after each change.
class RuleModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Kind, Pattern, Modules, Tensors, Parameters, Detail, ColumnCount };
    enum Role { ReasonRole = Qt::UserRole, NearestRole };

    using QAbstractTableModel::QAbstractTableModel;

    void setPlan(const plan::TuningPlan* plan, const plan::ResolvedPlan* resolved);
    [[nodiscard]] const plan::RuleReport* ruleAt(const QModelIndex& index) const; ///< null for an invalid one

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString detail(const plan::RuleReport& rule) const;

    const plan::TuningPlan* m_plan = nullptr;
    const plan::ResolvedPlan* m_resolved = nullptr;
};

[[nodiscard]] QString ruleKindText(plan::RuleKind kind);
[[nodiscard]] QString methodTitle(const plan::AdapterOptions& adapter);

} // namespace espalier::ui
