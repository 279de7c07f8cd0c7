// How the parts of the canopy are drawn. State is told twice: by colour, and by edge, mark or shape.
#pragma once

#include "core/plan/resolved_plan.h"
#include "ui/canopy/canopy_scene.h"
#include "ui/widget/theme.h"

#include <QPainter>
#include <QPainterPath>

namespace espalier::ui {

/// What the plan makes of the module of an item.
struct CanopyLook {
    plan::TrainState state = plan::TrainState::Frozen;
    bool hasPlan = false;
    QString label;
    QString count;    ///< exact where it fits
    QString count2;   ///< shorter
    QString note;     ///< type and shape, drawn where there is room
    QString graft;    ///< `r16`, `10 × r16`; empty: none
    double strip = 0; ///< length of its parameters on screen; a cell shows it as a bar
    bool takesText = false;
    bool isWarned = false;
    double opacity = 1;
    bool hasLens = false; ///< a measure takes the place of the state's colours; edge and mark stay the state's
    double heat = 0;      ///< its share of the scale; NaN: not measured; infinite: not finite
};

void paintCanopyItem(QPainter& painter, const Theme& theme, const CanopyItem& item, const CanopyLook& look);
void paintCanopyEdge(QPainter& painter, const Theme& theme, const QPolygonF& line);
/// A box with two opposite corners round.
[[nodiscard]] QPainterPath leafPath(const QRectF& rect, double round = 7);
/// Where paintCanopyItem() draws the leaf; null: none.
[[nodiscard]] QRectF canopyLeafRect(const Theme& theme, const CanopyItem& item, const CanopyLook& look);
/// What a leaf says of an adapter: `r16`, `T5`, or its method where it has no size.
[[nodiscard]] QString graftMark(const plan::AdapterOptions& adapter);
/// The leaf's size for this text, 9 px Mono.
void paintLeaf(QPainter& painter, const Theme& theme, const QRectF& rect, const QString& text);
void paintRing(QPainter& painter, const QRectF& rect, const QColor& color, double width, bool isDashed,
               double distance);
void paintWarning(QPainter& painter, const Theme& theme, QPointF center);
/// The picture that goes in, seen from above: a bottle.
void paintImage(QPainter& painter, const Theme& theme, const QRectF& rect, const QString& caption);

struct StateColors {
    QColor line;
    QColor fill;
    QColor text;
    QColor strip;
};
[[nodiscard]] StateColors stateColors(const Theme& theme, plan::TrainState state);

/// Fill, text and hatch of a measure; `line` is the hatch's colour, invalid where there is none.
[[nodiscard]] StateColors heatColors(const Theme& theme, double heat);
/// A box of the legend, filled as one of such a heat.
void paintHeatSwatch(QPainter& painter, const Theme& theme, const QRectF& rect, double heat);

} // namespace espalier::ui
