// ResultModel: what the compared runs came to, one row a run, and one for the repeats of a recipe together.
#pragma once

#include "core/compare/report.h"
#include "ui/bridge/run_feed.h"
#include "ui/widget/theme.h"

#include <QAbstractTableModel>
#include <QPixmap>

namespace espalier::ui {

constexpr double kFaded = 0.3; ///< opacity of the runs beside the one under the pointer

/// A run's line and marker, for rows and heads.
[[nodiscard]] QPixmap runSample(const Theme& theme, qint64 run, bool isFaded = false);

class ResultModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column {
        Name,
        Total,
        Trainable,
        Ratio,
        Adapters,
        Fewer,
        Best,
        Best50,
        Last,
        Speed,
        Duration,
        Outcome,
        ColumnCount
    };
    enum Role { RunRole = Qt::UserRole + 1, SortRole }; ///< RunRole of repeats together: 0

    explicit ResultModel(const Theme& theme, QObject* parent = nullptr);
    void setFeeds(std::vector<std::shared_ptr<RunFeed>> feeds, qint64 reference);
    void setHighlight(qint64 run);
    void takeNew(); ///< figures have moved

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] QString markdown() const;

private:
    using Row = std::vector<std::size_t>; ///< places of runs; several: repeats of one recipe together
    [[nodiscard]] QVariant groupData(const Row& group, int column, int role) const;
    [[nodiscard]] compare::Spread spreadOf(const Row& group, int column) const;
    [[nodiscard]] QString groupText(const Row& group, int column) const;
    [[nodiscard]] static QString figureText(int column, double value);
    [[nodiscard]] double figureOf(const RunFeed& feed, int column) const; ///< NaN: not known
    [[nodiscard]] QString textOf(const RunFeed& feed, int column) const;
    [[nodiscard]] bool isBest(const RunFeed& feed, int column) const;

    const Theme& m_theme;
    std::vector<std::shared_ptr<RunFeed>> m_feeds;
    std::vector<Row> m_rows;
    qint64 m_reference = 0;
    qint64 m_highlight = 0;
};

} // namespace espalier::ui
