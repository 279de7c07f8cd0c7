// PredictionModel: validation images by rows, the truth and each run by columns, ordered and filtered by how far runs
// and truth disagree. Pictures come when they are painted.
#pragma once

#include "ui/bridge/image_loader.h"
#include "ui/bridge/prediction_table.h"
#include "ui/widget/theme.h"

#include <QAbstractTableModel>
#include <QCache>
#include <QHash>
#include <QPixmap>
#include <QSet>

namespace espalier::ui {

enum class PredictionOrder { MostWrong, LeastWrong, RunsDiffer, Name };
enum class PredictionFilter { All, Missed, Falses };

class PredictionModel : public QAbstractTableModel {
    Q_OBJECT
public:
    PredictionModel(const Theme& theme, ImageLoader& loader, QObject* parent = nullptr);

    void setTable(std::shared_ptr<const PredictionTable> table); ///< null: none
    void setOrder(PredictionOrder order);
    void setFilter(PredictionFilter filter);
    void setHighlight(qint64 run); ///< the others fade to 30 %; 0: none
    [[nodiscard]] bool isFaded(int column) const;
    void setNames(QHash<qint64, QString> names); ///< of the runs, for the head
    /// Where pictures come from; null: none.
    void setImages(std::shared_ptr<const dataset::DetectionDataset> images);

    [[nodiscard]] const PredictionTable* table() const { return m_table.get(); }
    [[nodiscard]] const PredictedImage& image(int row) const;
    [[nodiscard]] int rowOf(const QString& file) const; ///< -1: not shown
    /// Of the data set, for the loader; -1: the set has no such image.
    [[nodiscard]] qint64 entryOf(int row) const;
    /// Null until it has come, or when there is none.
    [[nodiscard]] const QPixmap* thumbnail(int row) const;
    [[nodiscard]] QString columnName(int column) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override; ///< the truth first
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void arrange();
    void takeThumbnail(qint64 entry, const QImage& image);

    const Theme& m_theme;
    ImageLoader& m_loader;
    std::shared_ptr<const PredictionTable> m_table;
    std::vector<std::size_t> m_rows; ///< places of images in the table
    QHash<qint64, QString> m_names;
    QHash<QString, qint64> m_entries;
    qint64 m_highlight = 0;
    PredictionOrder m_order = PredictionOrder::MostWrong;
    PredictionFilter m_filter = PredictionFilter::All;
    mutable QCache<qint64, QPixmap> m_thumbnails; ///< by entry; cost in bytes
    QSet<qint64> m_undecodable;
};

} // namespace espalier::ui
