// Runs in words: states, events and metrics as people read them; codes become sentences here and nowhere else.
#pragma once

#include "core/run/event.h"
#include "ui/widget/controls.h"
#include "ui/widget/theme.h"

#include <QString>

namespace espalier::ui {

/// Series of the gradient of a branch begin so; its dotted path follows.
inline constexpr const char* kBranchNorm = "grad_norm/";
[[nodiscard]] QString branchName(const std::string& series); ///< empty: not of a branch

[[nodiscard]] QString stateText(run::RunState state);
[[nodiscard]] QString stateIcon(run::RunState state); ///< name of an icon
[[nodiscard]] Token stateToken(run::RunState state);  ///< colour of icon and text
[[nodiscard]] Chip::Kind stateChip(run::RunState state);

[[nodiscard]] QString stabilityText(run::Stability stability);

[[nodiscard]] QString eventText(const run::Event& event);
[[nodiscard]] QString eventIcon(const run::Event& event);
[[nodiscard]] Token eventToken(const run::Event& event);
/// Step it happened at; nothing for events that have none.
[[nodiscard]] std::optional<std::int64_t> eventStep(const run::Event& event);

/// `.314`, `1.000`; an en dash for what is not known.
[[nodiscard]] QString metricText(std::optional<double> value);
/// `20 Nov 10:02` in the reader's language.
[[nodiscard]] QString momentText(std::int64_t wallMicroseconds);

} // namespace espalier::ui
