#include "ui/model/outline_model.h"

#include "ui/widget/count_text.h"

#include <QCoreApplication>
#include <algorithm>

namespace espalier::ui {

namespace {

using network::Module;
using network::ModuleId;

std::size_t at(ModuleId id)
{
    return static_cast<std::size_t>(id);
}

QString nameText(const Module& module)
{
    return QString::fromStdString(module.name);
}

} // namespace

QString shapeText(const Module& module)
{
    if (module.inputs > 0 && module.outputs > 0 && module.inputs != module.outputs) {
        return QStringLiteral("%1→%2").arg(module.inputs).arg(module.outputs);
    }
    return module.outputs > 0 ? QString::number(module.outputs) : QString();
}

QString stateText(plan::TrainState state)
{
    switch (state) {
    case plan::TrainState::Frozen:
        return QCoreApplication::translate("Outline", "Frozen");
    case plan::TrainState::Unfrozen:
        return QCoreApplication::translate("Outline", "Unfrozen");
    case plan::TrainState::Excluded:
        return QCoreApplication::translate("Outline", "Excluded");
    case plan::TrainState::Mixed:
        return QCoreApplication::translate("Outline", "Mixed");
    }
    return {};
}

void OutlineModel::setNetwork(const network::NetworkTree* tree, const plan::ResolvedPlan* plan)
{
    beginResetModel();
    m_tree = tree;
    m_plan = plan;
    m_row.assign(tree == nullptr ? 0 : tree->size(), 0);
    m_isMatch.assign(m_row.size(), false);
    m_held.assign(m_row.size(), 0);
    if (tree != nullptr) {
        for (const Module& module : tree->modules()) {
            for (std::size_t row = 0; row < module.children.size(); ++row) {
                m_row[at(module.children[row])] = static_cast<int>(row);
            }
        }
        const auto totals = tree->subtreeTotals();
        std::ranges::transform(totals, m_held.begin(), &network::Totals::parameters);
    }
    countGrafts();
    endResetModel();
}

bool OutlineModel::hasPlan() const
{
    return m_plan != nullptr && m_plan->own.size() == m_row.size();
}

void OutlineModel::countGrafts()
{
    m_graftsUnder.assign(m_row.size(), {});
    m_isWarned.assign(m_row.size(), false);
    if (!hasPlan()) {
        return;
    }
    for (std::size_t graft = 0; graft < m_plan->grafts.size(); ++graft) {
        for (ModuleId id = m_plan->grafts[graft].site; id != network::kNoModule; id = m_tree->module(id).parent) {
            m_graftsUnder[at(id)].push_back(graft);
        }
    }
    for (const plan::RuleReport& rule : m_plan->rules) {
        if (!rule.reason.empty()) {
            for (const ModuleId id : rule.matches) {
                m_isWarned[at(id)] = true;
            }
        }
    }
}

void OutlineModel::refresh()
{
    countGrafts();
    updateAll({});
}

void OutlineModel::setMatches(const std::vector<ModuleId>& matches)
{
    m_isMatch.assign(m_row.size(), false);
    for (const ModuleId id : matches) {
        m_isMatch[at(id)] = true;
    }
    updateAll({});
}

void OutlineModel::updateAll(const QModelIndex& parent)
{
    const int rows = rowCount(parent);
    if (rows == 0) {
        return;
    }
    Q_EMIT dataChanged(index(0, 0, parent), index(rows - 1, ColumnCount - 1, parent));
    for (int row = 0; row < rows; ++row) {
        updateAll(index(row, 0, parent));
    }
}

QModelIndex OutlineModel::indexOf(ModuleId id, int column) const
{
    if (m_tree == nullptr || id < 0 || at(id) >= m_row.size()) {
        return {};
    }
    return createIndex(m_row[at(id)], column, static_cast<quintptr>(id));
}

ModuleId OutlineModel::moduleAt(const QModelIndex& index) const
{
    return index.isValid() ? static_cast<ModuleId>(index.internalId()) : network::kNoModule;
}

QModelIndex OutlineModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent)) {
        return {};
    }
    const ModuleId id = parent.isValid() ? m_tree->module(moduleAt(parent)).children[static_cast<std::size_t>(row)] : 0;
    return createIndex(row, column, static_cast<quintptr>(id));
}

QModelIndex OutlineModel::parent(const QModelIndex& child) const
{
    const ModuleId id = moduleAt(child);
    return id == network::kNoModule ? QModelIndex() : indexOf(m_tree->module(id).parent);
}

int OutlineModel::rowCount(const QModelIndex& parent) const
{
    if (m_tree == nullptr || m_tree->size() == 0 || parent.column() > 0) {
        return 0;
    }
    return parent.isValid() ? static_cast<int>(m_tree->module(moduleAt(parent)).children.size()) : 1;
}

int OutlineModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

QString OutlineModel::adapterText(ModuleId id) const
{
    const auto& under = m_graftsUnder[at(id)];
    if (under.empty()) {
        return {};
    }
    const int rank = plan::adapterRank(m_plan->grafts[under.front()].adapter);
    const bool isOneRank = std::ranges::all_of(
        under, [&](std::size_t graft) { return plan::adapterRank(m_plan->grafts[graft].adapter) == rank; });
    const QString ranks = isOneRank ? QStringLiteral("r%1").arg(rank) : QStringLiteral("r…");
    return under.size() == 1 ? ranks : QStringLiteral("%1 × %2").arg(under.size()).arg(ranks);
}

QString OutlineModel::text(ModuleId id, Column column) const
{
    const Module& module = m_tree->module(id);
    switch (column) {
    case Name:
        return id == 0 ? QString::fromStdString(m_tree->model()) : nameText(module);
    case Type:
        return QString::fromStdString(module.type);
    case Shape:
        return shapeText(module);
    case Parameters:
        return exactCount(hasPlan() ? m_plan->parametersUnder[at(id)] : m_held[at(id)]);
    case Trainable:
        return hasPlan() ? exactCount(m_plan->trainableUnder[at(id)]) : QStringLiteral("–");
    case Adapter:
        return hasPlan() ? adapterText(id) : QString();
    case LrScale:
        return hasPlan() && m_plan->own[at(id)] == plan::TrainState::Unfrozen && m_held[at(id)] > 0
                   ? factorText(m_plan->lrScale[at(id)])
                   : QString();
    case ColumnCount:
        break;
    }
    return {};
}

QVariant OutlineModel::data(const QModelIndex& index, int role) const
{
    const ModuleId id = moduleAt(index);
    if (id == network::kNoModule) {
        return {};
    }
    const auto column = static_cast<Column>(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(id, column);
    case Qt::ToolTipRole:
        return id == 0 ? text(id, Name) : QString::fromStdString(m_tree->module(id).path);
    case Qt::AccessibleTextRole:
        return hasPlan() && column == Name
                   ? QStringLiteral("%1, %2").arg(text(id, Name), stateText(m_plan->subtree[at(id)]))
                   : text(id, column);
    case Qt::TextAlignmentRole:
        return column >= Parameters ? int(Qt::AlignRight | Qt::AlignVCenter) : int(Qt::AlignLeft | Qt::AlignVCenter);
    case IdRole:
        return id;
    case StateRole:
        return hasPlan() ? static_cast<int>(m_plan->subtree[at(id)]) : QVariant();
    case MatchRole:
        return static_cast<bool>(m_isMatch[at(id)]);
    case WarningRole:
        return static_cast<bool>(m_isWarned[at(id)]);
    case CountRole:
        return hasPlan() ? QVariant(static_cast<qint64>(column == Trainable ? m_plan->trainableUnder[at(id)]
                                                                            : m_plan->parametersUnder[at(id)]))
                         : QVariant(static_cast<qint64>(m_held[at(id)]));
    default:
        return {};
    }
}

QVariant OutlineModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return section >= Parameters ? int(Qt::AlignRight | Qt::AlignVCenter) : int(Qt::AlignLeft | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (static_cast<Column>(section)) {
    case Name:
        return tr("Module");
    case Type:
        return tr("Type");
    case Shape:
        return tr("Shape");
    case Parameters:
        return tr("Parameters");
    case Trainable:
        return tr("Trainable");
    case Adapter:
        return tr("Adapter");
    case LrScale:
        return tr("LR ×");
    case ColumnCount:
        break;
    }
    return {};
}

OutlineFilter::OutlineFilter(QObject* parent) : QSortFilterProxyModel(parent)
{
    setRecursiveFilteringEnabled(true);
}

void OutlineFilter::setText(const QString& text)
{
    m_text = text.trimmed();
    invalidateFilter();
}

bool OutlineFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    if (m_text.isEmpty()) {
        return true;
    }
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    return index.data(Qt::ToolTipRole).toString().contains(m_text, Qt::CaseInsensitive);
}

} // namespace espalier::ui
