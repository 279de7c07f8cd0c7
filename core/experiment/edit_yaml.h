// editYaml: an experiment's file after an edit, with the comments, the order and the blank lines of its writer.
#pragma once

#include "core/experiment/experiment.h"

#include <string>
#include <string_view>

namespace espalier::experiment {

/// `text` changed so that it reads as `experiment`: what differs is rewritten, the rest stays as it is. Text that is no
/// experiment, or whose form cannot take the change, gives toYaml(experiment).
[[nodiscard]] std::string editYaml(std::string_view text, const Experiment& experiment);

/// Write `file`: the text of `original` with what differs changed; toYaml(experiment) where that is empty or gone.
[[nodiscard]] Status saveEdited(const Experiment& experiment, const std::filesystem::path& file,
                                const std::filesystem::path& original);

} // namespace espalier::experiment
