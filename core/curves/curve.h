// Curve: a recorded log of a training, ours or another program's, as rows that the detector judges.
#pragma once

#include "core/base/result.h"
#include "core/monitor/verdict.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace espalier::curves {

enum class LogFormat {
    JsonLines,    ///< an object a line: mmengine and mmdetection, LLaMA-Factory `trainer_log.jsonl`
    TrainerState, ///< HF Trainer: `log_history` in one object
    Csv,          ///< a header and a row a step or epoch: Ultralytics `results.csv`, our own exports
    TensorBoard   ///< an event file
};

struct Curve {
    LogFormat format = LogFormat::Csv;
    std::vector<monitor::Observation> rows; ///< at least one; validations are left out
};

/// The format is told by the content. A log without a training loss or a gradient norm is refused.
[[nodiscard]] Result<Curve> readCurve(const std::filesystem::path& file);
/// The same of bytes at hand; `where` names them in errors.
[[nodiscard]] Result<Curve> curveFromBytes(std::string_view bytes, const std::string& where);

} // namespace espalier::curves
