// The desktop's services over the real engine and store.
#pragma once

#include "core/run/run_queue.h"
#include "ui/bridge/services.h"

#include <filesystem>

namespace espalier::wiring {

/// `queue` must outlive every run that is started.
[[nodiscard]] ui::Services makeServices(run::RunQueue& queue, const std::filesystem::path& store);

} // namespace espalier::wiring
