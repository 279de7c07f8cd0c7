// The guard band: what the guard made of every stretch of a run. Colour, pattern and sign each tell the states apart.
#pragma once

#include "ui/plot/plot_painting.h"

#include <QString>
#include <span>

namespace espalier::ui {

[[nodiscard]] QString guardStateText(GuardState state); ///< one or two words, small letters

/// Trouble above calm: a single bad step is a few pixels that no quiet span covers.
void paintGuard(QPainter& painter, const PlotScale& scale, std::span<const GuardSpan> spans, const Theme& theme);
/// Pattern and sign of one state, as in the band.
void paintGuardSwatch(QPainter& painter, const QRectF& area, GuardState state, const Theme& theme);

/// Height of the line that explains the states; 0 while there is nothing but calm.
[[nodiscard]] int guardKeyHeight(std::span<const GuardSpan> spans);
/// The states that occur, from the left.
void paintGuardKey(QPainter& painter, const QRectF& line, std::span<const GuardSpan> spans, const Theme& theme);

/// The state there, with the stretch that it lasts; empty where the guard has not been yet.
[[nodiscard]] QString guardTextAt(std::span<const GuardSpan> spans, XAxis axis, double x);

} // namespace espalier::ui
