// OutlineModel: the network tree as rows, with what the plan makes of each module; and the filter that keeps ancestors.
#pragma once

#include "core/network/network_tree.h"
#include "core/plan/resolved_plan.h"

#include <QAbstractItemModel>
#include <QSortFilterProxyModel>
#include <QString>
#include <vector>

namespace espalier::ui {

/// Borrows tree and plan: whoever owns them calls setNetwork() again when either is replaced.
class OutlineModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column { Name, Type, Shape, Parameters, Trainable, Adapter, LrScale, ColumnCount };
    enum Role {
        IdRole = Qt::UserRole, ///< network::ModuleId
        StateRole,             ///< plan::TrainState as int
        MatchRole,             ///< bool: the pattern bar matches it
        WarningRole,           ///< bool: a rule selects it to no effect, or the pre-flight found something
        CountRole,             ///< qint64 of Parameters and Trainable
    };

    using QAbstractItemModel::QAbstractItemModel;

    /// Both null: no rows. `plan` must be of this tree; an empty one (a fault in the plan) shows the tree alone.
    void setNetwork(const network::NetworkTree* tree, const plan::ResolvedPlan* plan);
    void refresh(); ///< the same tree, another plan
    void setMatches(const std::vector<network::ModuleId>& matches);
    /// Modules that the pre-flight has something against.
    void setFindings(const std::vector<network::ModuleId>& modules);
    /// Rank and LR factor are written in their cells; what was written is asked for, never set here.
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

    [[nodiscard]] QModelIndex indexOf(network::ModuleId id, int column = Name) const;
    [[nodiscard]] network::ModuleId moduleAt(const QModelIndex& index) const; ///< kNoModule for an invalid one

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& child) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void rankRequested(espalier::network::ModuleId module, int rank);
    void lrScaleRequested(espalier::network::ModuleId module, double scale);
    void marksChanged(); ///< another pattern matches: MatchRole of any row, and nothing else, may be another

private:
    [[nodiscard]] bool hasPlan() const;
    [[nodiscard]] bool canWrite(network::ModuleId id, Column column) const;
    [[nodiscard]] double actingScale(network::ModuleId id) const; ///< 0: nothing trains at or under it
    [[nodiscard]] QString text(network::ModuleId id, Column column) const;
    [[nodiscard]] QString adapterText(network::ModuleId id) const;
    void countGrafts();
    /// What of a row can change while the tree stays.
    struct Shown {
        int state = -1;
        std::int64_t parameters = 0;
        std::int64_t trainable = 0;
        double scale = 0;
        QString adapters;
        bool isWarned = false;
        bool operator==(const Shown&) const = default;
    };
    [[nodiscard]] Shown shownOf(network::ModuleId id) const;
    void tellChanges(const std::vector<network::ModuleId>& changed);

    const network::NetworkTree* m_tree = nullptr;
    const plan::ResolvedPlan* m_plan = nullptr;
    std::vector<int> m_row;                              ///< by ModuleId: place among its siblings
    std::vector<std::vector<std::size_t>> m_graftsUnder; ///< by ModuleId: indices into the plan's grafts, subtree
    std::vector<bool> m_isMatch;
    std::vector<bool> m_isWarned;
    std::vector<network::ModuleId> m_findings;
    std::vector<Shown> m_shown;       ///< by ModuleId, as the views know them
    std::vector<std::int64_t> m_held; ///< by ModuleId: parameters in the subtree without adapters
};

/// Rows whose path holds the text, and their ancestors.
class OutlineFilter : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit OutlineFilter(QObject* parent = nullptr);
    void setText(const QString& text);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    QString m_text;
};

/// `512→256 3×3` of a convolution, `512×20²` of a map; empty where there is no such thing.
[[nodiscard]] QString shapeText(const network::Module& module);
[[nodiscard]] QString stateText(plan::TrainState state);

} // namespace espalier::ui
