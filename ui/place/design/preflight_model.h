// PreflightModel: the findings of the open experiment's checks: what, where, and what would mend it.
#pragma once

#include "core/preflight/finding.h"

#include <QAbstractTableModel>
#include <vector>

namespace espalier::ui {

struct FindingRow {
    preflight::Finding finding;
    bool isAccepted = false;
    bool operator==(const FindingRow&) const = default;
};

[[nodiscard]] QString severityText(preflight::Severity severity);

class PreflightModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Sentence, Place, Repair, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    /// Those that are the same as before leave the views as they are.
    void setRows(std::vector<FindingRow> rows);
    [[nodiscard]] const FindingRow& row(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    [[nodiscard]] int rowOf(const preflight::Finding& finding) const; ///< by check and place; -1: none

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<FindingRow> m_rows;
};

} // namespace espalier::ui
