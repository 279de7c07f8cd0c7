// Autopsy report: an autopsy to read: what happened, why, what to try, and the images of the batch.
#pragma once

#include "core/monitor/autopsy.h"

#include <filesystem>
#include <string>

namespace espalier::compare {

/// `title`: of the run, may be empty. Images are named, not shown.
[[nodiscard]] std::string toMarkdown(const monitor::Autopsy& autopsy, const std::string& title);
/// One file: no script, nothing loaded; light and dark. `folder` holds the images, which become part of it; one that
/// cannot be read is named. Empty: no folder.
[[nodiscard]] std::string toHtml(const monitor::Autopsy& autopsy, const std::string& title,
                                 const std::filesystem::path& folder);

} // namespace espalier::compare
