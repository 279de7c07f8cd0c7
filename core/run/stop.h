// What the value of a `stop` command says.
#pragma once

namespace espalier::run {

/// End without validation or checkpoint. The step in flight is still done: half a step leaves weights that nobody could
/// name. Any other value: a checkpoint is written first.
inline constexpr double kStopAtOnce = 1;

} // namespace espalier::run
