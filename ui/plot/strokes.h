// Strokes: what of a curve is drawn without lifting the pen.
#pragma once

#include "ui/plot/curve_index.h"

#include <span>

namespace espalier::ui {

/// Call `paint` with each run of columns that follow each other without a gap.
template <class Paint>
void eachStroke(std::span<const Column> columns, const Paint& paint)
{
    for (std::size_t first = 0; first < columns.size();) {
        std::size_t last = first + 1;
        while (last < columns.size() && !columns[last].startsStroke) {
            ++last;
        }
        paint(columns.subspan(first, last - first));
        first = last;
    }
}

} // namespace espalier::ui
