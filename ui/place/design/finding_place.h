// FindingPlace: where in Design the place of a finding is: `plan.unfreeze[2]`, `train.schedule_epochs`, `data.val`.
#pragma once

#include "core/plan/resolved_plan.h"

#include <QString>
#include <optional>
#include <string_view>

namespace espalier::ui {

struct FindingPlace {
    enum class Kind { Plan, Rule, Setting };
    Kind kind = Kind::Plan;
    plan::RuleKind rule = plan::RuleKind::Freeze; ///< of Rule
    std::optional<std::size_t> index;             ///< within its list; none: the list as a whole
    QString section;                              ///< of Setting: `train`
    QString key;                                  ///< `schedule_epochs`
};

/// The plan as a whole where the path is not known.
[[nodiscard]] FindingPlace findingPlace(std::string_view path);

} // namespace espalier::ui
