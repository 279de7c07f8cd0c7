// RunTreeModel: the runs that pass the filter, under what they train on, repeats of one recipe under one row; with the
// small curves that have arrived.
#pragma once

#include "ui/bridge/run_feed.h"
#include "ui/bridge/spark_loader.h"
#include "ui/bridge/trained_index.h"
#include "ui/place/runs/run_filter.h"

#include <QAbstractItemModel>
#include <QHash>
#include <QSet>

namespace espalier::ui {

/// What a group's score is worth: of its finished runs, or of all when none has finished.
struct GroupScore {
    std::optional<double> mean;
    double low = 0;
    double high = 0;
    int runs = 0;
};

class RunTreeModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column { Name, Number, State, Spark, Trainable, Best, Duration, Started, Tags, ColumnCount };
    enum class Kind { Section, Group, Run, Repeat };
    enum Role { RunRole = Qt::UserRole + 1, KindRole };

    RunTreeModel(RunCatalogue& runs, const Services& services, QObject* parent = nullptr);

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& index) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    void sort(int column, Qt::SortOrder order) override;

    void setFilter(const RunFilter& filter);
    void setGrouped(bool isGrouped);
    [[nodiscard]] bool isGrouped() const { return m_isGrouped; }

    [[nodiscard]] Kind kind(const QModelIndex& index) const;
    /// Of a group the newest run, which stands for it; of a section the first.
    [[nodiscard]] const store::RunSummary& summary(const QModelIndex& index) const;
    [[nodiscard]] QList<qint64> runsOf(const QModelIndex& index) const; ///< below it, or its own
    [[nodiscard]] GroupScore score(const QModelIndex& index) const;
    [[nodiscard]] store::Sparkline sparkline(const QModelIndex& index) const; ///< asks for it when it is not here
    [[nodiscard]] QModelIndex indexOf(qint64 run) const;                      ///< invalid: it does not pass
    [[nodiscard]] int shown() const { return static_cast<int>(m_runs.size()); }
    [[nodiscard]] int groups() const { return m_groups; } ///< of more than one run
    [[nodiscard]] bool isLooking() const { return m_trained.isLooking(); }
    [[nodiscard]] QString blockingWord() const;

    [[nodiscard]] const QSet<qint64>& checked() const { return m_checked; }
    void setChecked(const QSet<qint64>& runs);

Q_SIGNALS:
    void renameAsked(QList<qint64> runs, QString name);
    void checkedChanged();

private:
    struct Node {
        Kind kind = Kind::Run;
        int parent = -1;
        int row = 0;
        std::size_t run = 0; ///< index into m_runs
        std::vector<int> children;
        bool operator==(const Node&) const = default;
    };
    struct Tree {
        std::vector<Node> nodes;
        std::vector<int> roots;
        int groups = 0;
    };

    void take();
    [[nodiscard]] std::vector<store::RunSummary> passing() const;
    [[nodiscard]] Tree treeOf(const std::vector<store::RunSummary>& runs) const;
    int add(Tree& tree, Kind kind, std::size_t run, int parent) const;
    void tell(const QSet<qint64>& runs, int lastColumn); ///< their rows and those above are painted anew
    [[nodiscard]] const Node& node(const QModelIndex& index) const;
    [[nodiscard]] std::vector<std::size_t> runsUnder(const Node& node) const;
    [[nodiscard]] QString text(const QModelIndex& index) const;
    [[nodiscard]] QString stateWords(const Node& node) const;
    [[nodiscard]] Qt::CheckState checkState(const Node& node) const;

    RunCatalogue& m_catalogue;
    mutable SparkLoader m_loader; ///< asked while a row is painted: a row that is not seen reads no curve
    mutable TrainedIndex m_trained;
    RunFilter m_filter;
    bool m_isGrouped = true;
    int m_sortColumn = Started;
    Qt::SortOrder m_sortOrder = Qt::DescendingOrder;
    std::vector<store::RunSummary> m_runs; ///< that pass, sorted
    std::vector<Node> m_nodes;
    std::vector<int> m_roots;
    int m_groups = 0;
    QHash<qint64, std::size_t> m_nodeOf; ///< by run: its own row
    QSet<qint64> m_checked;
    QHash<qint64, store::Sparkline> m_sparks;
    mutable QHash<qint64, qint64> m_sparkSteps; ///< step the line was asked at
};

} // namespace espalier::ui
