// How one image with the truth and the boxes of one run is painted, small in a cell or large beside others.
#pragma once

#include "ui/bridge/prediction_table.h"
#include "ui/widget/theme.h"

#include <QPainter>
#include <QPixmap>
#include <QRectF>

namespace espalier::ui {

constexpr int kTruthAlone = -1; ///< instead of a run

/// Where an image lies in the painter's units.
struct PictureFrame {
    QRectF area;   ///< of the whole image
    QRectF bounds; ///< of it, what may be painted
};
[[nodiscard]] PictureFrame fittedFrame(const QRectF& room, QSize image);

/// `run`: its place in PredictionTable::shown, or kTruthAlone. A null picture leaves plain ground, so that boxes are
/// seen where images are not. `tagPixels`: size of the letters of tags, 0: no tags.
void paintPrediction(QPainter& painter, const PictureFrame& frame, const QPixmap& picture, const PredictedImage& image,
                     int run, const std::vector<std::string>& classes, const Theme& theme, int tagPixels);

/// `.58`, `1.0`
[[nodiscard]] QString scoreText(double score);
/// `2 hit · 1 missed · 1 false`, or how many truth boxes there are.
[[nodiscard]] QString predictionText(const PredictedImage& image, int run);
/// The same with errors in their colours; from `origin`, the left end of the base line. Answers where it ends.
double paintPredictionText(QPainter& painter, QPointF origin, const PredictedImage& image, int run, const Theme& theme);

} // namespace espalier::ui
