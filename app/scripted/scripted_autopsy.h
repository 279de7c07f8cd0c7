// The autopsy that a scripted explosion leaves: made up like its curves, written as a real one.
#pragma once

#include "core/run/event.h"

#include <filesystem>

namespace espalier::scripted {

/// Into `<runFolder>/autopsies/step-…`, with four small images (PPM) of the batch; answers its file.
Result<std::filesystem::path> writeScriptedAutopsy(const std::filesystem::path& runFolder, const run::StepDone& step,
                                                   const run::Guarded& guarded);

} // namespace espalier::scripted
