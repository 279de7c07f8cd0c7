// Tables of a study report as cells: what Markdown and HTML both show.
#pragma once

#include "core/compare/report.h"
#include "core/compare/text_cells.h"

#include <string>
#include <vector>

namespace espalier::compare {

struct ReportTable {
    std::string title;
    std::string caption; ///< what the columns mean; may be empty
    Cells head;
    std::size_t textColumns = 1; ///< the first so many stand to the left, the others, numbers, to the right
    std::vector<Cells> rows;
};

/// Those that have something to say, in order.
[[nodiscard]] std::vector<ReportTable> tablesOf(const StudyReport& report);

/// `Baseline`, `3 runs, 2 recipes`, …: one line under the title.
[[nodiscard]] std::string subtitleOf(const StudyReport& report);

} // namespace espalier::compare
