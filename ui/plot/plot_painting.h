// How curves, marks and lanes are painted: plain QPainter, so that plots, chips and the scatter look alike.
#pragma once

#include "ui/plot/curve_index.h"

#include <QPainter>
#include <QRectF>
#include <span>

namespace espalier::ui {

/// Data to pixels of one panel.
struct PlotScale {
    QRectF area;
    double x0 = 0, x1 = 1;
    double y0 = 0, y1 = 1;
    bool isLogarithmic = false;
    [[nodiscard]] double px(double x) const;
    [[nodiscard]] double
    py(double y) const; ///< clamped to a few heights around the area; <= 0 on a log axis is its foot
};

[[nodiscard]] QPen runPen(const RunLook& look, double width = 1.6);
/// Disc, square, triangle, … of a run; `size` is the width in px.
void paintMarker(QPainter& painter, QPointF centre, double size, const RunLook& look, const QColor& ground);
/// Line sample with its marker: what a chip, a head and a table row show for a run.
void paintSample(QPainter& painter, const QRectF& area, const RunLook& look, const QColor& ground,
                 bool hasMarker = true);

void paintBand(QPainter& painter, const PlotScale& scale, std::span<const Column> columns, const RunLook& look);
void paintCurve(QPainter& painter, const PlotScale& scale, std::span<const Column> columns, const RunLook& look,
                bool hasMarkers, const QColor& ground);
/// One of so many that neither dash nor marker could be told: a hair line.
void paintCrowdedCurve(QPainter& painter, const PlotScale& scale, std::span<const Column> columns, const QColor& color);
/// `isHollow`: of a search for the loss scale.
void paintRimMark(QPainter& painter, QPointF centre, RimKind kind, const QColor& color, bool isHollow = false);
void paintMarkIcon(QPainter& painter, QPointF centre, MarkKind kind, const Theme& theme);
[[nodiscard]] QColor markColor(MarkKind kind, const Theme& theme);
void paintHatch(QPainter& painter, const QRectF& area, const Theme& theme);

} // namespace espalier::ui
