#include "ui/place/design/preflight_model.h"

#include "ui/bridge/core_text.h"

#include <algorithm>

namespace espalier::ui {

QString severityText(preflight::Severity severity)
{
    switch (severity) {
    case preflight::Severity::Note:
        return PreflightModel::tr("note");
    case preflight::Severity::Warning:
        return PreflightModel::tr("warning");
    case preflight::Severity::Error:
        return PreflightModel::tr("error");
    }
    return {};
}

void PreflightModel::setRows(std::vector<FindingRow> rows)
{
    if (rows == m_rows) {
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int PreflightModel::rowOf(const preflight::Finding& finding) const
{
    const auto found = std::ranges::find_if(m_rows, [&](const FindingRow& row) {
        return row.finding.id == finding.id && row.finding.place == finding.place;
    });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int PreflightModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int PreflightModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant PreflightModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const FindingRow& one = row(index.row());
    const auto text = [&]() -> QString {
        switch (index.column()) {
        case Sentence:
            return coreText(one.finding.sentence);
        case Place:
            return QString::fromStdString(one.finding.place);
        case Repair:
            return one.finding.repair.sets.empty() ? QString() : coreText(one.finding.repair.label);
        default:
            return {};
        }
    };
    switch (role) {
    case Qt::DisplayRole:
        return text();
    case Qt::ToolTipRole:
        return index.column() == Sentence ? text() : QVariant();
    case Qt::AccessibleTextRole:
        if (index.column() != Sentence) {
            return text();
        }
        return QStringLiteral("%1: %2").arg(one.isAccepted ? tr("accepted") : severityText(one.finding.severity),
                                            text());
    default:
        return {};
    }
}

QVariant PreflightModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Sentence:
        return tr("Finding");
    case Place:
        return tr("Place");
    case Repair:
        return tr("Repair");
    default:
        return {};
    }
}

} // namespace espalier::ui
