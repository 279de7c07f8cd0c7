// How boxes are painted over pictures: colour, dash and name of the class, so that no class is known by colour alone.
#pragma once

#include "ui/widget/theme.h"

#include <QPainter>
#include <QRectF>
#include <QString>
#include <span>
#include <string>
#include <vector>

namespace espalier::ui {

/// The look of a class everywhere: colour and dash by its label.
[[nodiscard]] RunLook classLook(const Theme& theme, int label);
[[nodiscard]] QString className(const std::vector<std::string>& classes, int label);

struct PaintedBox {
    QRectF area; ///< in the painter's units
    int label = 0;
    QString name;          ///< in the tag
    bool isStrong = false; ///< the one that is meant
};

/// `bounds`: the picture; tags stay inside. `tagPixels`: size of the tag's letters, 0: no tags.
void paintBoxes(QPainter& painter, std::span<const PaintedBox> boxes, const QRectF& bounds, const Theme& theme,
                int tagPixels);

struct PaintedTruth {
    QRectF area;
    QString name;
    bool isMissed = false; ///< hatched
};

/// What ought to be found: dotted and bright on any picture, in no class's colour.
void paintTruth(QPainter& painter, std::span<const PaintedTruth> boxes, const QRectF& bounds, const Theme& theme,
                int tagPixels);
/// A short line in the class's colour and dash, for chips and charts.
void paintClassSample(QPainter& painter, const QRectF& area, const RunLook& look);

} // namespace espalier::ui
