// ImageDelegate: a cell of the grid: picture with boxes, name, what is in it; why there is no picture.
#pragma once

#include "ui/place/data/image_list_model.h"
#include "ui/widget/theme.h"

#include <QStyledItemDelegate>

namespace espalier::ui {

class ImageDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    ImageDelegate(const Theme& theme, ImageProxy& proxy, ImageListModel& model, QObject* parent = nullptr);
    void setCell(QSize cell) { m_cell = cell; }
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return m_cell; }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

    /// Height of the two lines below the picture, with the margins.
    static constexpr int kCaption = 46;

private:
    void paintPicture(QPainter& painter, const QRect& frame, int row) const;
    void paintCaption(QPainter& painter, const QRect& area, const ImageRow& image) const;

    const Theme& m_theme;
    ImageProxy& m_proxy;
    ImageListModel& m_model;
    QSize m_cell{168, 168 + kCaption};
};

} // namespace espalier::ui
