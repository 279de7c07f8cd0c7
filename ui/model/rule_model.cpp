#include "ui/model/rule_model.h"

#include "ui/bridge/core_text.h"
#include "ui/widget/count_text.h"

#include <QCoreApplication>

namespace espalier::ui {

QString ruleKindText(plan::RuleKind kind)
{
    switch (kind) {
    case plan::RuleKind::Freeze:
        return QCoreApplication::translate("Rule", "Freeze");
    case plan::RuleKind::Adapter:
        return QCoreApplication::translate("Rule", "Adapter");
    case plan::RuleKind::Unfreeze:
        return QCoreApplication::translate("Rule", "Unfreeze");
    case plan::RuleKind::LearningRateScale:
        return QCoreApplication::translate("Rule", "LR scale");
    case plan::RuleKind::Exclude:
        return QCoreApplication::translate("Rule", "Exclude");
    }
    return {};
}

QString methodTitle(const plan::AdapterOptions& adapter)
{
    const std::string_view title = plan::adapterTitle(adapter);
    return QString::fromUtf8(title.data(), static_cast<qsizetype>(title.size()));
}

void RuleModel::setPlan(const plan::TuningPlan* plan, const plan::ResolvedPlan* resolved)
{
    beginResetModel();
    m_plan = plan;
    m_resolved = resolved;
    endResetModel();
}

const plan::RuleReport* RuleModel::ruleAt(const QModelIndex& index) const
{
    if (!index.isValid() || m_resolved == nullptr || index.row() >= rowCount()) {
        return nullptr;
    }
    return &m_resolved->rules[static_cast<std::size_t>(index.row())];
}

int RuleModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || m_resolved == nullptr ? 0 : static_cast<int>(m_resolved->rules.size());
}

int RuleModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

QString RuleModel::detail(const plan::RuleReport& rule) const
{
    const auto scaled = [](double scale) { return scale == 1.0 ? QString() : tr("LR ×%1").arg(factorText(scale)); };
    switch (rule.kind) {
    case plan::RuleKind::Adapter: {
        const plan::AdapterRule& adapter = m_plan->adapters[rule.index];
        return (QStringLiteral("r%1 ").arg(plan::adapterRank(adapter.adapter)) + scaled(adapter.lrScale)).trimmed();
    }
    case plan::RuleKind::Unfreeze:
        return scaled(m_plan->unfreeze[rule.index].lrScale);
    case plan::RuleKind::LearningRateScale:
        return scaled(m_plan->lrScale[rule.index].scale);
    case plan::RuleKind::Freeze:
    case plan::RuleKind::Exclude:
        break;
    }
    return {};
}

QVariant RuleModel::data(const QModelIndex& index, int role) const
{
    const plan::RuleReport* rule = ruleAt(index);
    if (rule == nullptr) {
        return {};
    }
    const auto column = static_cast<Column>(index.column());
    if (role == ReasonRole || (role == Qt::ToolTipRole && !rule->reason.empty())) {
        return coreText(rule->reason);
    }
    if (role == NearestRole) {
        return QString::fromStdString(rule->nearest);
    }
    if (role == Qt::TextAlignmentRole) {
        const bool isFigure = column == Modules || column == Tensors || column == Parameters;
        return isFigure ? int(Qt::AlignRight | Qt::AlignVCenter) : int(Qt::AlignLeft | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (column) {
    case Kind:
        return rule->kind == plan::RuleKind::Adapter ? methodTitle(m_plan->adapters[rule->index].adapter)
                                                     : ruleKindText(rule->kind);
    case Pattern:
        return QString::fromStdString(rule->pattern);
    case Modules:
        return exactCount(rule->modules);
    case Tensors:
        return exactCount(rule->tensors);
    case Parameters:
        return (rule->kind == plan::RuleKind::Adapter && rule->parameters > 0 ? QStringLiteral("+") : QString()) +
               exactCount(rule->parameters);
    case Detail:
        return detail(*rule);
    case ColumnCount:
        break;
    }
    return {};
}

QVariant RuleModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        const bool isFigure = section == Modules || section == Tensors || section == Parameters;
        return isFigure ? int(Qt::AlignRight | Qt::AlignVCenter) : int(Qt::AlignLeft | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (static_cast<Column>(section)) {
    case Kind:
        return tr("Rule");
    case Pattern:
        return tr("Pattern");
    case Modules:
        return tr("Modules");
    case Tensors:
        return tr("Tensors");
    case Parameters:
        return tr("Parameters");
    case Detail:
        return tr("Options");
    case ColumnCount:
        break;
    }
    return {};
}

} // namespace espalier::ui
