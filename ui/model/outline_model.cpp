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
    m_shown.clear();
    for (std::size_t i = 0; i < m_row.size(); ++i) {
        m_shown.push_back(shownOf(static_cast<ModuleId>(i)));
    }
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
    for (const ModuleId id : m_findings) {
        if (at(id) < m_isWarned.size()) {
            m_isWarned[at(id)] = true;
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

OutlineModel::Shown OutlineModel::shownOf(ModuleId id) const
{
    Shown made;
    made.isWarned = m_isWarned[at(id)];
    if (hasPlan()) {
        made.state = static_cast<int>(m_plan->subtree[at(id)]);
        made.parameters = m_plan->parametersUnder[at(id)];
        made.trainable = m_plan->trainableUnder[at(id)];
        made.scale = m_plan->lrScale[at(id)];
        made.adapters = adapterText(id);
    }
    return made;
}

/// A tree view looks up each row that it is told of: with many, looking at the visible ones anew is less.
void OutlineModel::tellChanges(const std::vector<ModuleId>& changed)
{
    constexpr std::size_t kMany = 100;
    if (changed.size() > kMany) {
        Q_EMIT layoutAboutToBeChanged();
        Q_EMIT layoutChanged();
        return;
    }
    for (const ModuleId id : changed) {
        Q_EMIT dataChanged(indexOf(id, Name), indexOf(id, ColumnCount - 1));
    }
}

void OutlineModel::refresh()
{
    countGrafts();
    m_shown.resize(m_row.size());
    std::vector<ModuleId> changed;
    for (std::size_t i = 0; i < m_row.size(); ++i) {
        const auto id = static_cast<ModuleId>(i);
        if (Shown now = shownOf(id); now != m_shown[i]) {
            m_shown[i] = std::move(now);
            changed.push_back(id);
        }
    }
    tellChanges(changed);
}

void OutlineModel::setMatches(const std::vector<ModuleId>& matches)
{
    std::vector<bool> isMatch(m_row.size(), false);
    for (const ModuleId id : matches) {
        isMatch[at(id)] = true;
    }
    if (isMatch != m_isMatch) { // a letter may change every row's mark: the views paint what they show, and no more
        m_isMatch = std::move(isMatch);
        Q_EMIT marksChanged();
    }
}

void OutlineModel::setFindings(const std::vector<ModuleId>& modules)
{
    m_findings = modules;
    refresh();
}

double OutlineModel::actingScale(ModuleId id) const
{
    const auto size = static_cast<ModuleId>(m_row.size());
    for (ModuleId each = id; each < size && m_tree->isWithin(each, id); ++each) {
        if (m_plan->own[at(each)] == plan::TrainState::Unfrozen && !m_tree->module(each).tensors.empty()) {
            return m_plan->lrScale[at(each)];
        }
    }
    const auto& under = m_graftsUnder[at(id)];
    return under.empty() ? 0 : m_plan->grafts[under.front()].lrScale;
}

bool OutlineModel::canWrite(ModuleId id, Column column) const
{
    if (!hasPlan()) {
        return false;
    }
    if (column == LrScale) {
        return actingScale(id) > 0;
    }
    const auto& under = m_graftsUnder[at(id)];
    return column == Adapter && !under.empty() && std::ranges::all_of(under, [&](std::size_t graft) {
               return plan::adapterRank(m_plan->grafts[graft].adapter) > 0 &&
                      m_plan->grafts[graft].adapter.index() == m_plan->grafts[under.front()].adapter.index();
           });
}

Qt::ItemFlags OutlineModel::flags(const QModelIndex& index) const
{
    const Qt::ItemFlags usual = QAbstractItemModel::flags(index);
    return index.isValid() && canWrite(moduleAt(index), static_cast<Column>(index.column()))
               ? usual | Qt::ItemIsEditable
               : usual;
}

bool OutlineModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    const auto column = static_cast<Column>(index.column());
    if (role != Qt::EditRole || !index.isValid() || !canWrite(moduleAt(index), column)) {
        return false;
    }
    bool isNumber = false;
    const QString text = value.toString().trimmed();
    if (column == Adapter) {
        const int rank = QString(text).remove(QLatin1Char('r')).toInt(&isNumber);
        if (!isNumber || rank < 1 || rank > 4096) {
            return false;
        }
        Q_EMIT rankRequested(moduleAt(index), rank);
        return true;
    }
    const double scale = QString(text).remove(QChar(0x00D7)).toDouble(&isNumber);
    if (!isNumber || !(scale >= 0) || scale > 1e6) {
        return false;
    }
    Q_EMIT lrScaleRequested(moduleAt(index), scale);
    return true;
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
    const auto markOf = [&](std::size_t graft) {
        const std::string mark = plan::adapterMark(m_plan->grafts[graft].adapter);
        return mark.empty() ? std::string(plan::adapterTitle(m_plan->grafts[graft].adapter)) : mark;
    };
    const std::string mark = markOf(under.front());
    const bool isOne = std::ranges::all_of(under, [&](std::size_t graft) { return markOf(graft) == mark; });
    const QString ranks = isOne ? QString::fromStdString(mark) : QStringLiteral("…");
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
    case Qt::EditRole:
        return !canWrite(id, column) ? QVariant(text(id, column))
               : column == Adapter
                   ? QVariant(QString::number(plan::adapterRank(m_plan->grafts[m_graftsUnder[at(id)].front()].adapter)))
                   : QVariant(factorText(actingScale(id)));
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
