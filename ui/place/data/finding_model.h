// FindingModel: what was found in the files of both splits, grouped by kind.
#pragma once

#include "ui/bridge/data_set.h"

#include <QAbstractItemModel>
#include <vector>

namespace espalier::ui {

struct Finding {
    Split split = Split::Train;
    QString file;           ///< an image, or what the files name otherwise: a class, a list
    qint64 annotation = -1; ///< -1: the image itself
    QString message;
};

struct FindingGroup {
    dataset::Defect::Kind kind{};
    std::vector<Finding> findings;
};

class FindingModel : public QAbstractItemModel {
    Q_OBJECT
public:
    using QAbstractItemModel::QAbstractItemModel;

    void setFindings(const std::vector<dataset::Finding>& findings);
    [[nodiscard]] const std::vector<FindingGroup>& groups() const { return m_groups; }
    [[nodiscard]] int count() const { return m_count; }
    /// Null for a group.
    [[nodiscard]] const Finding* finding(const QModelIndex& index) const;
    [[nodiscard]] const FindingGroup& groupOf(const QModelIndex& index) const; ///< of a group or of a finding

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& child) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<FindingGroup> m_groups;
    int m_count = 0;
};

} // namespace espalier::ui
