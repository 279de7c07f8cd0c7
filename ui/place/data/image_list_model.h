// ImageListModel: the images of one split, those that cannot be read among them; thumbnails come when they are painted.
#pragma once

#include "ui/bridge/image_loader.h"

#include <QAbstractListModel>
#include <QCache>
#include <QPixmap>
#include <QSet>
#include <QSortFilterProxyModel>
#include <optional>

namespace espalier::ui {

struct ImageRow {
    qint64 entry = -1; ///< of the catalogue; -1: it cannot be used, see `reason`
    QString name;
    int boxes = 0;
    double largestShare = 0; ///< of a box in the image's area
    int findings = 0;
    QString reason;
};

class ImageListModel : public QAbstractListModel {
    Q_OBJECT
public:
    ImageListModel(ImageLoader& loader, QObject* parent = nullptr);

    void setSplit(std::shared_ptr<const dataset::DetectionDataset> data, Split split,
                  const std::vector<dataset::Finding>& findings);
    [[nodiscard]] const dataset::DetectionDataset* images() const { return m_data.get(); } ///< null: none
    [[nodiscard]] Split split() const { return m_split; }
    [[nodiscard]] const ImageRow& row(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    [[nodiscard]] const dataset::Entry* entry(int row) const; ///< null: it cannot be used
    [[nodiscard]] int rowOf(const QString& name) const;       ///< -1: none
    /// Asked of the loader when it is not there yet; null until then, or when it cannot be decoded.
    [[nodiscard]] const QPixmap* thumbnail(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    void takeThumbnail(Split split, qint64 entry, const QImage& image);

    ImageLoader& m_loader;
    std::shared_ptr<const dataset::DetectionDataset> m_data;
    Split m_split = Split::Train;
    std::vector<ImageRow> m_rows;
    mutable QCache<qint64, QPixmap> m_thumbnails; ///< by entry; cost in bytes
    QSet<qint64> m_undecodable;
};

enum class ImageOrder { Findings, Name, Boxes, Size };

/// Search by file name, classes that must occur, and order.
class ImageProxy : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit ImageProxy(ImageListModel* model, QObject* parent = nullptr);
    void setSearch(const QString& text);
    void setClasses(const QSet<int>& labels); ///< images with any of them; empty: all images
    void setOrder(ImageOrder order);
    [[nodiscard]] ImageOrder order() const { return m_order; }
    [[nodiscard]] bool isFiltering() const { return !m_search.isEmpty() || !m_labels.isEmpty(); }

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    ImageListModel* m_model;
    QString m_search;
    QSet<int> m_labels;
    ImageOrder m_order = ImageOrder::Findings;
};

} // namespace espalier::ui
