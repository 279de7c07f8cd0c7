// Series kind: what a column, key or tag of a recorded log is, by its name.
#pragma once

#include <string>
#include <string_view>

namespace espalier::curves {

enum class SeriesKind { Other, Total, Part, GradientNorm, BranchNorm, LearningRate, LossScale, Step };

struct SeriesName {
    SeriesKind kind = SeriesKind::Other;
    std::string name; ///< as we call it: `loss`, `loss_cls`, `grad_norm`, `grad_norm/neck`; without `train/`
    int rank = 0;     ///< of several names for one thing the one with the lowest rank counts
};

/// The names of mmengine, HF Trainer, LLaMA-Factory, Ultralytics, Lightning and of our own exports. What belongs to a
/// validation is Other.
[[nodiscard]] SeriesName seriesName(std::string_view logged);

} // namespace espalier::curves
