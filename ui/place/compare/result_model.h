// ResultModel: what the compared runs came to, one row a run.
#pragma once

#include "ui/bridge/run_feed.h"
#include "ui/widget/theme.h"

#include <QAbstractTableModel>

namespace espalier::ui {

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
    enum Role { RunRole = Qt::UserRole + 1, SortRole };

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
    [[nodiscard]] double figureOf(const RunFeed& feed, int column) const; ///< NaN: not known
    [[nodiscard]] QString textOf(const RunFeed& feed, int column) const;
    [[nodiscard]] bool isBest(const RunFeed& feed, int column) const;

    const Theme& m_theme;
    std::vector<std::shared_ptr<RunFeed>> m_feeds;
    qint64 m_reference = 0;
    qint64 m_highlight = 0;
};

} // namespace espalier::ui
