#include "ui/place/data/finding_model.h"

#include "ui/bridge/core_text.h"
#include "ui/place/data/data_text.h"

#include <algorithm>

namespace espalier::ui {

namespace {
constexpr quintptr kGroup = 0; ///< internal id of a group; a finding's is that of its group + 1

/// Kinds in the order of findingKinds(); one that it does not know comes after them.
std::size_t gravity(dataset::Defect::Kind kind)
{
    const auto kinds = findingKinds();
    return static_cast<std::size_t>(std::ranges::find(kinds, kind) - kinds.begin());
}

} // namespace

void FindingModel::setFindings(const std::vector<dataset::Finding>& findings)
{
    beginResetModel();
    m_groups.clear();
    m_count = static_cast<int>(findings.size());
    for (const dataset::Finding& each : findings) {
        const dataset::Defect& defect = each.defect;
        auto group = std::ranges::find(m_groups, defect.kind, &FindingGroup::kind);
        if (group == m_groups.end()) {
            m_groups.push_back({defect.kind, {}});
            group = m_groups.end() - 1;
        }
        group->findings.push_back(
            {splitNamed(each.split), QString::fromStdString(defect.file), defect.annotation, coreText(defect.message)});
    }
    std::ranges::stable_sort(m_groups, {}, [](const FindingGroup& group) { return gravity(group.kind); });
    endResetModel();
}

const Finding* FindingModel::finding(const QModelIndex& index) const
{
    if (!index.isValid() || index.internalId() == kGroup) {
        return nullptr;
    }
    return &groupOf(index).findings[static_cast<std::size_t>(index.row())];
}

const FindingGroup& FindingModel::groupOf(const QModelIndex& index) const
{
    const auto place = index.internalId() == kGroup ? static_cast<std::size_t>(index.row())
                                                    : static_cast<std::size_t>(index.internalId() - 1);
    return m_groups[place];
}

QModelIndex FindingModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent)) {
        return {};
    }
    return createIndex(row, column, parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : kGroup);
}

QModelIndex FindingModel::parent(const QModelIndex& child) const
{
    if (!child.isValid() || child.internalId() == kGroup) {
        return {};
    }
    return createIndex(static_cast<int>(child.internalId() - 1), 0, kGroup);
}

int FindingModel::rowCount(const QModelIndex& parent) const
{
    if (!parent.isValid()) {
        return static_cast<int>(m_groups.size());
    }
    return parent.internalId() == kGroup && parent.column() == 0
               ? static_cast<int>(m_groups[static_cast<std::size_t>(parent.row())].findings.size())
               : 0;
}

int FindingModel::columnCount(const QModelIndex&) const
{
    return 1;
}

QVariant FindingModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Finding* found = finding(index);
    if (found == nullptr) {
        const FindingGroup& group = groupOf(index);
        const QString title = findingTitle(group.kind);
        return role == Qt::DisplayRole   ? QVariant(title)
               : role == Qt::ToolTipRole ? QVariant(findingAdvice(group.kind))
               : role == Qt::AccessibleTextRole
                   ? QVariant(QStringLiteral("%1: %2").arg(title).arg(group.findings.size()))
               : role == Qt::AccessibleDescriptionRole ? QVariant(findingAdvice(group.kind))
                                                       : QVariant();
    }
    switch (role) {
    case Qt::DisplayRole:
        return found->annotation < 0 ? found->file : tr("%1, box %2").arg(found->file).arg(found->annotation);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1 · %2 · %3").arg(splitName(found->split), index.data().toString(), found->message);
    default:
        return {};
    }
}

} // namespace espalier::ui
