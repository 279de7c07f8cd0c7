// Judged curve: a whole log in one causal pass of the detector, and what is to be said of it in the end.
#pragma once

#include "core/base/json.h"
#include "core/curves/curve.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace espalier::curves {

/// Rows count from 0.
struct JudgedCurve {
    std::int64_t rows = 0;
    monitor::Condition verdict = monitor::Condition::Stable; ///< the worst that stands at the end; what healed does not
    std::optional<std::int64_t> firstWarning;                ///< first row of a drift, a divergence or an explosion
    std::optional<std::int64_t> firstAlarm;                  ///< of the latter two alone
    std::optional<std::int64_t> firstNonFinite;              ///< first row with any loss or norm that is not finite
    std::string series;                         ///< of the verdict where there is one, else of the first warning
    std::string reason;                         ///< likewise
    std::vector<std::int64_t> spikes;           ///< lone ones
    std::vector<monitor::Condition> conditions; ///< of every row
};

[[nodiscard]] JudgedCurve judge(const Curve& curve, double sensitivity = 0.5);

/// `{file,rows,verdict,first_warning,first_nonfinite,series,spikes,reason}`, null where there is none.
[[nodiscard]] Json toJson(const JudgedCurve& judged, const std::string& file);

} // namespace espalier::curves
