// Figures as people read them: short on axes, exact in tables, with a real minus.
#pragma once

#include "ui/plot/curve_set.h"

#include <QString>

namespace espalier::ui {

/// `41.3`, `2.64`, `4.7e−5`, `−2.1e−5`, `inf`, `NaN`: at most `digits` significant digits.
[[nodiscard]] QString figure(double value, int digits = 3);
/// Every digit that matters (17 significant at most), for tables and files; a plain ASCII minus.
[[nodiscard]] QString exactFigure(double value);
/// `300`, `1k`, `2e−4`.
[[nodiscard]] QString axisFigure(double value);
/// `1,280`.
[[nodiscard]] QString countText(std::int64_t value);
/// `5:51`, `1:02:07`; an en dash for what is not known.
[[nodiscard]] QString durationText(double seconds);
/// A position on the x axis: `868`, `109.2`, `4:31`.
[[nodiscard]] QString positionText(XAxis axis, double x);

} // namespace espalier::ui
