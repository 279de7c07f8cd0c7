// RunTableModel: the catalogue as a table, with the spark lines that have arrived.
#pragma once

#include "ui/bridge/run_feed.h"
#include "ui/bridge/spark_loader.h"

#include <QAbstractTableModel>
#include <QHash>

namespace espalier::ui {

class RunTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Name, Number, State, Spark, Trainable, Best, Duration, Started, ColumnCount };
    enum Role { RunRole = Qt::UserRole + 1, SparkRole };

    RunTableModel(RunCatalogue& runs, const Services& services, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    [[nodiscard]] const store::RunSummary& summary(int row) const;
    [[nodiscard]] int rowOf(qint64 run) const; ///< -1: not there

Q_SIGNALS:
    void renameAsked(qint64 run, QString name);

private:
    void take();
    void requestSparks();
    [[nodiscard]] QString text(const store::RunSummary& run, int column) const;

    RunCatalogue& m_catalogue;
    std::vector<store::RunSummary> m_runs;
    SparkLoader m_loader;
    QHash<qint64, QList<double>> m_sparks;
    QHash<qint64, qint64> m_sparkSteps; ///< step the spark line was asked at
};

} // namespace espalier::ui
