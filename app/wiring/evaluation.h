// Evaluation of a subject on its validation images.
#pragma once

#include "app/wiring/subject.h"
#include "core/metrics/detections_file.h"

#include <string>
#include <vector>

namespace espalier::wiring {

struct EvaluatedSubject {
    metrics::DetectionsFile boxes;
    std::vector<std::string> notes; ///< one sentence each
};

/// Unsupported in a build without torch; Cancelled when the watch says so.
[[nodiscard]] Result<EvaluatedSubject> evaluateSubject(const Subject& subject, const Watch& watch);

} // namespace espalier::wiring
