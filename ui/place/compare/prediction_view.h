// PredictionView: one image large, once for the truth and once for each run. Zooming or moving one moves all.
#pragma once

#include "ui/place/compare/prediction_painting.h"

#include <QStringList>
#include <QWidget>

namespace espalier::ui {

class PredictionView : public QWidget {
    Q_OBJECT
public:
    explicit PredictionView(const Theme& theme, QWidget* parent = nullptr);

    /// `names` and `runs` beside each other, the truth first (run 0). All is copied; the picture comes later. The same
    /// image with other boxes keeps its picture, and what is looked at.
    void setImage(const PredictedImage& image, const std::vector<std::string>& classes, const QStringList& names,
                  const std::vector<qint64>& runs);
    void setPicture(const QImage& picture);
    void setFault(const QString& sentence); ///< why there is no picture; the boxes stay
    void fit();
    void zoomAt(double factor, QPointF place);           ///< in the widget; outside of the panels: about their middle
    [[nodiscard]] double zoom() const { return m_zoom; } ///< 1: the whole image
    /// Where the image lies in the panel of the truth or of a run.
    [[nodiscard]] PictureFrame frame(int panel) const;
    [[nodiscard]] const QString& file() const { return m_image.file; }
    [[nodiscard]] bool hasPicture() const { return !m_picture.isNull(); }

Q_SIGNALS:
    void stepRequested(int by); ///< to the image before or after

protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] int panels() const { return static_cast<int>(m_runs.size()); }
    [[nodiscard]] QRectF panel(int panel) const; ///< with its head
    [[nodiscard]] QRectF room(int panel) const;  ///< for the image
    [[nodiscard]] double scale() const;          ///< screen pixels an image pixel
    void keepInside();

    const Theme& m_theme;
    PredictedImage m_image;
    std::vector<std::string> m_classes;
    QStringList m_names;
    std::vector<qint64> m_runs;
    QPixmap m_picture;
    QString m_fault;
    double m_zoom = 1;
    QPointF m_middle; ///< of what is shown, in image pixels
    QPointF m_grip;
};

} // namespace espalier::ui
