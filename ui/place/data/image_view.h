// ImageView: one image with its boxes, to look closely at: wheel zooms at the cursor, drag pans, double click fits.
#pragma once

#include "core/dataset/dataset.h"
#include "ui/widget/theme.h"

#include <QPixmap>
#include <QWidget>

namespace espalier::ui {

class ImageView : public QWidget {
    Q_OBJECT
public:
    explicit ImageView(const Theme& theme, QWidget* parent = nullptr);

    /// What is shown next; the picture comes later. Fits it into the view.
    void setEntry(const dataset::Entry* entry, const std::vector<std::string>& classes);
    void setPicture(const QImage& picture);
    void setFault(const QString& sentence); ///< instead of a picture
    void setMarked(qint64 annotation);      ///< drawn stronger; -1: none
    void zoomBy(double factor);             ///< about the middle
    void fit();
    [[nodiscard]] double zoom() const { return m_zoom; } ///< screen pixels an image pixel

Q_SIGNALS:
    void stepRequested(int by); ///< to the image before or after

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void zoomAt(double factor, QPointF place);
    [[nodiscard]] QRectF pictureArea() const;

    const Theme& m_theme;
    QPixmap m_picture;
    QString m_fault;
    QSizeF m_size; ///< of the image, in its pixels
    std::vector<dataset::Annotation> m_annotations;
    std::vector<std::string> m_classes;
    qint64 m_marked = -1;
    double m_zoom = 1;
    QPointF m_corner; ///< of the picture, in the widget
    bool m_isFitted = true;
    QPointF m_grip;
};

} // namespace espalier::ui
