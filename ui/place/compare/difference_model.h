// DifferenceModel: the settings that the compared runs do not share; red where a run did something else than asked.
#pragma once

#include "core/compare/difference.h"
#include "ui/place/compare/realised.h"
#include "ui/widget/theme.h"

#include <QAbstractTableModel>

namespace espalier::ui {

class DifferenceModel : public QAbstractTableModel {
    Q_OBJECT
public:
    explicit DifferenceModel(const Theme& theme, QObject* parent = nullptr);
    void setFeeds(const std::vector<std::shared_ptr<RunFeed>>& feeds);
    void setHighlight(qint64 run);                      ///< others fade to 30 %; 0: none
    [[nodiscard]] int total() const { return m_total; } ///< settings there are

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] QString markdown() const;

private:
    [[nodiscard]] QString nameOf(int section) const;

    const Theme& m_theme;
    std::vector<compare::Difference> m_rows;
    std::vector<std::vector<std::optional<Realised>>> m_realised; ///< by row and run
    qint64 m_highlight = 0;
    std::vector<qint64> m_runs;
    int m_total = 0;
};

} // namespace espalier::ui
